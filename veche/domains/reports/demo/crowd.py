"""Neighbours beside the authors: whom it troubles too, and who says thanks to the crew."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from veche.domains.reports.demo.course import Case
from veche.domains.reports.models import Supporter, Thanks
from veche.domains.reports.rules import states

MOST = 90
OPEN = frozenset(states.STATES) - {states.ASKED, *states.OVER}


class Crowd:
    """Draws them by a seed; the counts of the reports follow."""

    def __init__(self, draw: random.Random, residents: Sequence[UUID]) -> None:
        self.draw, self.residents = draw, residents
        self.supporters: list[Supporter] = []
        self.thanks: list[Thanks] = []

    def gather(self, cases: Sequence[Case]) -> None:
        """All who joined these cases."""
        merged: dict[UUID, list[tuple[UUID, datetime]]] = {}
        for case in cases:
            main = case.row.duplicate_of
            if main is not None and case.row.author_id is not None:
                told = (case.row.author_id, case.steps[-1].at)
                merged.setdefault(main.id, []).append(told)
        for case in cases:
            if case.row.visibility == states.PUBLIC and case.row.state != states.REJECTED:
                self._support(case, merged.get(case.row.id, []))
                self._thank(case)

    def _support(self, case: Case, merged: Sequence[tuple[UUID, datetime]]) -> None:
        """Few for most, many for some; the most in the first days, as long as it is open."""
        opened = next((step.at for step in case.steps if step.verb == "pass"), None)
        if opened is None:
            return
        ended = self._ended(case)
        joined = dict(merged)
        for _one in range(self._number(case)):
            at = opened + timedelta(days=self.draw.expovariate(0.4))
            if at < ended:
                joined.setdefault(self.draw.choice(self.residents), at)
        joined.pop(case.row.author_id or UUID(int=0), None)
        case.row.supporters = len(joined)
        self.supporters += [
            Supporter(report=case.row, person_id=person, added_at=at)
            for person, at in sorted(joined.items(), key=lambda one: one[1])
        ]

    def _number(self, case: Case) -> int:
        many = self.draw.lognormvariate(2.6, 0.6) if case.is_hot else self.draw.expovariate(0.42)
        return min(MOST, int(many))

    def _ended(self, case: Case) -> datetime:
        """When it was open no more; nobody joins what is joined to another."""
        seen = [step.at for step in case.steps if step.state not in OPEN]
        return seen[0] if seen else case.desk.now

    def _thank(self, case: Case) -> None:
        row = case.row
        if row.state not in (states.ASKED, states.CLOSED) or row.outcome != states.SOLVED:
            return
        if row.answered_on is None:
            return
        if self.draw.random() < (0.6 if row.closed_by == states.BY_AUTHOR else 0.85):
            return
        number = min(40, 1 + int(self.draw.expovariate(0.16 if case.is_hot else 0.9)))
        chosen = {self.draw.choice(self.residents) for _one in range(number)}
        row.thanked = len(chosen)
        self.thanks += [
            # Said within minutes of the end, one after another.
            Thanks(report=row, person_id=one, said_at=row.changed_at + timedelta(seconds=30 + n))
            for n, one in enumerate(sorted(chosen))
        ]
