"""How cases go: most in time, some late, some sent back, a few as if nobody had read them."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from veche.domains.reports.demo import answers, texts
from veche.domains.reports.demo.course import PACE, Case, Desk, NotYet
from veche.domains.reports.demo.grammar import Teller
from veche.domains.reports.models import Body
from veche.domains.reports.rules import states

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REASONS = {
    states.NOT_OURS: 5,
    states.EMPTY: 6,
    states.ADVERTISING: 1,
    states.RUDE: 2,
    states.OTHERS_DATA: 1,
    states.NO_PHOTO: 3,
    states.EMERGENCY: 1,
}
# Whose it often is, and how often it is theirs.
OTHERS = {
    "safety.no_signal": ("Региональный оператор связи", 0.6),
    "green.smoke": ("Природоохранная инспекция", 0.35),
    "green.water_body": ("Природоохранная инспекция", 0.4),
    "green.felling": ("Лесничество Береговое", 0.2),
    "roads.potholes": ("Дирекция областных дорог", 0.05),
    "roads.markings": ("Дирекция областных дорог", 0.08),
    "health.doctor": ("Районная больница", 0.3),
    "safety.vandalism": ("Отдел полиции", 0.25),
}
# What takes money and summer is planned, or refused, more often.
COSTLY = {
    "pavements.no_ramp": 0.3,
    "pavements.crossing": 0.25,
    "pavements.pavement_broken": 0.2,
    "roads.markings": 0.2,
    "transport.route": 0.4,
    "transport.low_floor": 0.25,
    "waste.bins": 0.15,
    "education.school_repair": 0.35,
    "safety.no_signal": 0.3,
    "health.accessibility": 0.3,
}
# Whose work is taken for whose.
NEIGHBOURS = {
    "Дорожное управление": ("Управление городского хозяйства", "Водоканал"),
    "ООО «Горсвет»": ("Дорожное управление", "Управляющая компания «Заречье»"),
    "Управление городского хозяйства": ("Управляющая компания «Заречье»", "Чистый берег"),
    "Управляющая компания «Заречье»": ("Водоканал", "Управление городского хозяйства"),
    "Водоканал": ("Управляющая компания «Заречье»", "Дорожное управление"),
    "Чистый берег": ("Управляющая компания «Заречье»", "Управление городского хозяйства"),
    "Автотранспортное предприятие": ("Дорожное управление", "Приёмная администрации"),
    "Отдел торговли": ("Управление городского хозяйства", "Приёмная администрации"),
}
MENDED = 0.55


class Lives:
    """Leads cases from the filing as far as now lets them, by one seed."""

    def __init__(self, desk: Desk, draw: random.Random) -> None:
        self.desk, self.draw = desk, draw
        self.teller = Teller(draw, texts.SLOTS | answers.SLOTS)
        self.bodies = sorted(
            {body.id: body for body in desk.bodies.values()}.values(), key=lambda one: one.name
        )
        # The newest case of a category around a corner: others are joined to it.
        self.known: dict[tuple[str, int], Case] = defaultdict()

    def lead(self, case: Case) -> None:
        """All that has become of it."""
        with suppress(NotYet):
            self._moderation(case)
        case.tell_late(self.desk.now)

    def say(self, patterns: Sequence[str]) -> str:
        """A sentence that was not said lately."""
        return self.teller.say(patterns).strip()

    def office(self, at: datetime, hours: float) -> datetime:
        """So many hours later, at an hour at which the town hall works."""
        return self.desk.at_office(at + hours * HOUR, self.draw)

    def _chance(self, of_one: float) -> bool:
        return self.draw.random() < of_one

    def _moderation(self, case: Case) -> None:
        at = case.row.filed_at + self.draw.lognormvariate(-0.2, 0.8) * HOUR
        moderator = self.draw.choice(self.desk.moderators)
        at = self.desk.awake(at, self.draw)
        if self._chance(0.035):
            reason = self.draw.choices(list(REASONS), list(REASONS.values()))[0]
            case.rejected(at, moderator, reason, self.say(answers.REJECTED))
            return
        case.passed(at, moderator)
        self._coordination(case, self.office(at, self.draw.lognormvariate(0, 0.8)))

    def _coordination(self, case: Case, at: datetime) -> None:
        row = case.row
        key = (row.category_id, row.h9)
        main = self.known.get(key)
        is_same = main is not None and main.was_open(at) and main.row.author_id != row.author_id
        if main is not None and is_same and self._chance(0.35 if case.is_hot else 0.12):
            case.merged(at, main)
            return
        if row.visibility == states.PUBLIC:
            self.known[key] = case
        name, share = OTHERS.get(row.category_id, ("", 0.0))
        if self._chance(share):
            self._forward(case, at, name)
            return
        case.assigned(at, self.desk.bodies[row.category_id], self.say(answers.ASSIGNED))
        self._work(case, at)

    def _forward(self, case: Case, at: datetime, name: str) -> None:
        case.forwarded(at, name, self.say(answers.FORWARDED))
        at = self.office(at, 24 * self.draw.uniform(8, 28))
        case.answered(at, states.SOLVED, self.say(answers.OTHERS_ANSWERS))
        self._approve(case, at, 0.05)

    def _work(self, case: Case, at: datetime) -> None:
        row = case.row
        if row.category.is_for_neighbours and self._chance(MENDED):
            self._mend(case, at)
            return
        if self._chance(0.04):
            at = self.office(at, self.draw.uniform(1, 30))
            case.returned(at, self.say(answers.RETURNS))
            at = self.office(at, self.draw.uniform(1, 8))
            case.assigned(at, self._other(row.body))
        if self._chance(0.05):
            at = self._ask(case, at)
        if self._chance(0.04):
            case.noted(self.office(at, self.draw.uniform(1, 20)), self.say(answers.NOTES))
        if self._chance(COSTLY.get(row.category_id, 0.025)):
            at = self._plan(case, at)
        self._answer(case, at)

    def _other(self, body: Body | None) -> Body:
        """Whose it turned out to be."""
        names = NEIGHBOURS.get(body.name if body is not None else "", ())
        near = [one for one in self.bodies if one.name in names]
        return self.draw.choice(near or [one for one in self.bodies if one != body])

    def _mend(self, case: Case, at: datetime) -> None:
        """Neighbours are called, and have done it within days or weeks."""
        at = self.desk.awake(at + self.draw.uniform(0.2, 40) * HOUR, self.draw)
        case.sought(at, is_by_author=self._chance(0.6))
        at += self.draw.lognormvariate(1.9, 0.7) * DAY
        case.mended(self.desk.awake(at, self.draw))

    def _ask(self, case: Case, at: datetime) -> datetime:
        """The author answers within days, or never."""
        at = self.office(at, self.draw.uniform(1, 12))
        case.asked(at, self.say(answers.QUESTIONS))
        if self._chance(0.22):
            assert case.row.silent_on is not None
            at = self.desk.midnight(case.row.silent_on + DAY)
            case.unanswered(at)
            return at
        at = self.desk.awake(at + self.draw.lognormvariate(0, 0.8) * DAY, self.draw)
        case.clarified(at, self.say(answers.CLARIFIED))
        return at

    def _plan(self, case: Case, at: datetime) -> datetime:
        at = self.office(at, self.draw.uniform(2, 30))
        on = self.desk.day(at) + timedelta(days=self.draw.randint(5, 110))
        while not self.desk.works(on):
            on += DAY
        case.planned(at, on, self.say(answers.PLANS))
        # Most keep the day they have named.
        slip = self.draw.choice((-2, -1, -1, 0, 0, 0, 0, 0, 1, 3, 9))
        return self.desk.at_office(self.desk.midnight(on + slip * DAY) + 10 * HOUR, self.draw)

    def _took(self, case: Case) -> timedelta:
        """Most within the term; a tail that is long, longer with some bodies and at corners."""
        name = case.row.body.name if case.row.body else ""
        pace, _share = PACE.get(name, (1.0, 0.1))
        took = case.row.term_days * pace * self.draw.lognormvariate(-1.05, 0.7)
        if self._chance(0.03 * pace):
            took *= self.draw.uniform(3, 7)
        # Terms are counted in working days; at a corner it is the same crew for everything.
        return took * (1.35 if case.is_hot else 1.0) * timedelta(days=1.38)

    def _answer(self, case: Case, at: datetime) -> None:
        row = case.row
        if row.state != states.PLANNED:
            at = self.desk.at_office(at + self._took(case), self.draw)
        declines = self._chance(0.04 + 0.5 * COSTLY.get(row.category_id, 0))
        outcome = states.DECLINING if declines else states.SOLVED
        case.answered(at, outcome, self._words(case, declines=declines))
        if self._chance(0.035):
            at = self.office(at, self.draw.uniform(0.5, 6))
            case.sent_back(at, self.say(answers.SENT_BACK))
            at = self.office(at, self.draw.uniform(2, 30))
            case.answered(at, outcome, self._words(case, declines=declines))
        name = row.body.name if row.body else ""
        self._approve(case, at, PACE.get(name, (1.0, 0.1))[1])

    def _words(self, case: Case, *, declines: bool) -> str:
        if declines:
            return self.say(answers.REFUSALS)
        own = answers.ANSWERS.get(case.row.category_id)
        return self.say(own or answers.ANSWERS[case.row.group_id])

    def _approve(self, case: Case, at: datetime, disagree: float) -> None:
        at = self.office(at, self.draw.lognormvariate(0.1, 0.8))
        case.approved(at)
        if case.row.state == states.REFUSED:
            self._refused(case, at)
            return
        asked = self.draw.random()
        at = self.desk.awake(at + self.draw.lognormvariate(-0.3, 1.0) * DAY, self.draw)
        in_time = case.row.silent_on is not None and self.desk.day(at) <= case.row.silent_on
        if in_time and asked < disagree:
            self._disagree(case, at, disagree)
        elif in_time and asked < 0.58:
            case.confirmed(at)
        else:
            assert case.row.silent_on is not None
            case.closed(self.desk.midnight(case.row.silent_on + DAY))

    def _refused(self, case: Case, at: datetime) -> None:
        """A controller takes a few refusals away."""
        if case.row.body is not None and self._chance(0.08):
            at = self.office(at, 24 * self.draw.uniform(2, 9))
            case.lifted(at, self.say(answers.LIFTED))
            self._answer(case, at)

    def _disagree(self, case: Case, at: datetime, share: float) -> None:
        """Twice back to work, then to a controller; who was let down once believes less."""
        if case.row.body is None:
            return
        case.disagreed(at, self.say(answers.DISAGREED))
        if case.row.state == states.CONTROL:
            at = self.office(at, 24 * self.draw.uniform(2, 8))
            case.settled(at, states.SOLVED, self.say(answers.SETTLED))
            return
        at = self.desk.at_office(at + self._took(case), self.draw)
        case.answered(at, states.SOLVED, self._words(case, declines=False))
        self._approve(case, at, min(0.5, share * 2.5))
