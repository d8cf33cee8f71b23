"""Needs of the demo town and how each came to its end, written all at once."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from veche.commons.files import demo as pictures
from veche.commons.matching.actions import PROOF_TEXT
from veche.commons.matching.actions.reaching import rows_of
from veche.commons.matching.demo import texts
from veche.commons.matching.models import Match, Need, Reach, Skill, Solver, Step, WorkKind
from veche.commons.matching.queries.standing import today
from veche.commons.matching.rules import states
from veche.commons.towns import public as towns
from veche.kernel import clock

NAMESPACE = UUID("7d0b0a5e-3c0d-4d53-9b43-1f4c0f2d8a10")
# Of a hundred needs that were met, how many had none, one or two talks that led nowhere.
BEFORE = (48, 34, 18)
NOWHERE = {
    states.DECLINED: 5,
    states.LAPSED: 3,
    states.WITHDRAWN: 3,
    states.FORBIDDEN: 1,
}
# The steps that lead to a deed, each by whom, and how far along the whole of it they come.
WAY = (
    (states.ACCEPT, states.ASKER, states.AGREED, 0.12),
    (states.PLAN, states.SOLVER, states.DRAFTED, 0.3),
    (states.AGREE, states.ASKER, states.PLANNED, 0.42),
    (states.ALLOW, states.OWNER, states.ALLOWED, 0.6),
    (states.HAND_OVER, states.ASKER, states.HANDED, 0.75),
    (states.PROVE, states.SOLVER, states.PROVEN, 0.92),
    (states.CONFIRM, states.RAISER, states.DONE, 1.0),
)


@dataclass(frozen=True)
class Tale:
    """A need: where it came from, what it wants, how far it has come by when.

    `reaches` is the state of its last talk; "" when nobody has spoken yet.
    """

    source_kind: str
    source_id: str
    title: str
    kind: str
    hands: int
    point: tuple[float, float]
    address: str
    place_id: UUID | None
    opened_at: datetime
    last_at: datetime
    reaches: str = ""
    raised_by: UUID | None = None
    owner_name: str = texts.TOWN_HALL
    owner_organisation_id: UUID | None = None
    proof: str = ""
    scene: str = "yard-after"
    text: str = ""
    url: str = ""


class Telling:
    """Draws talks of tales by one seed; `write` keeps them, and what they make of the solvers."""

    def __init__(self, seed: int, solvers: Sequence[Solver], skills: Iterable[Skill]) -> None:
        self.draw = random.Random(seed)  # noqa: S311  a demo, not a secret
        self.zone = clock.zone(towns.current().time_zone)
        self.now, self.today = clock.now(), today()
        self.kinds: Mapping[str, WorkKind] = {one.code: one for one in WorkKind.objects.all()}
        self.able: dict[str, list[Solver]] = defaultdict(list)
        by_id = {one.id: one for one in solvers}
        for skill in skills:
            if skill.licence_state in (states.NONE, states.VERIFIED):
                self.able[skill.work_kind_id].append(by_id[skill.solver_id])
        self.needs: list[Need] = []
        self.matches: list[Match] = []
        self.steps: list[Step] = []
        self.served: dict[UUID, Solver] = {}
        self.drawn: dict[str, UUID] = {}

    def tell(self, tale: Tale) -> Need:
        """One need with its talks, the last of which goes as far as the tale says."""
        need = self._need(tale)
        self.needs.append(need)
        able = self.able[tale.kind]
        if not tale.reaches or not able:
            return need
        before = self.draw.choices(range(len(BEFORE)), BEFORE)[0]
        chosen = self.draw.sample(able, min(before + 1, len(able)))
        span = (tale.last_at - tale.opened_at) / len(chosen)
        for number, solver in enumerate(chosen[:-1]):
            begun = tale.opened_at + span * number
            self._lead_nowhere(need, solver, begun, span)
        self._lead(need, chosen[-1], tale, tale.last_at - span)
        return need

    def _need(self, tale: Tale) -> Need:
        key = f"{tale.source_kind} {tale.source_id}"
        opened = self._day(tale.opened_at)
        state = states.OPEN
        if tale.reaches == states.DONE:
            state = states.FULFILLED
        elif tale.reaches in states.HOLDING:
            state = states.TAKEN
        return Need(
            id=uuid5(NAMESPACE, key),
            source_kind=tale.source_kind,
            source_id=tale.source_id,
            title=tale.title,
            text=tale.text,
            url=tale.url,
            work_kind=self.kinds[tale.kind],
            latitude=tale.point[0],
            longitude=tale.point[1],
            place_id=tale.place_id,
            address=tale.address,
            starts_on=opened,
            ends_on=max(self._day(tale.last_at), opened) + timedelta(days=14),
            hands=tale.hands,
            is_dangerous=self.kinds[tale.kind].is_dangerous,
            raised_by=tale.raised_by,
            owner_organisation_id=tale.owner_organisation_id,
            owner_name=tale.owner_name,
            state=state,
            opened_at=tale.opened_at,
            closed_at=tale.last_at if state == states.FULFILLED else None,
        )

    def _match(self, need: Need, solver: Solver, begun: datetime) -> tuple[Match, bool]:
        is_asked = self.draw.random() < 0.3
        row = Match(
            id=uuid5(NAMESPACE, f"{need.id} {solver.id}"),
            need=need,
            solver=solver,
            state=states.ASKED if is_asked else states.OFFERED,
            words=self.draw.choice(texts.WORDS),
            answer_by=self._day(begun) + timedelta(days=states.ANSWER_DAYS),
            opened_at=begun,
            changed_at=begun,
        )
        self.matches.append(row)
        self._step(row, row.state, states.ASKER if is_asked else states.SOLVER, begun)
        return row, is_asked

    def _lead_nowhere(self, need: Need, solver: Solver, begun: datetime, span: timedelta) -> None:
        """A talk that ended without a deed."""
        row, is_asked = self._match(need, solver, begun)
        end = self.draw.choices(list(NOWHERE), list(NOWHERE.values()))[0]
        at = begun + span * self.draw.uniform(0.3, 0.9)
        other = states.SOLVER if is_asked else states.ASKER
        if end == states.LAPSED:
            self._step(row, states.LAPSED, "", at)
        elif end == states.FORBIDDEN:
            self._plan(row, at)
            row.ended_by = states.OWNER
            self._step(row, states.FORBID, states.OWNER, at)
        else:
            row.ended_by = other if end == states.DECLINED else states.SOLVER
            verb = states.DECLINE if end == states.DECLINED else states.WITHDRAW
            self._step(row, verb, row.ended_by, at)
        row.reason = self.draw.choice(texts.REASONS.get(end, ("",)))
        row.state, row.changed_at = end, at

    def _lead(self, need: Need, solver: Solver, tale: Tale, begun: datetime) -> None:
        """The talk that holds the need, step by step as far as the tale goes."""
        row, is_asked = self._match(need, solver, begun)
        if tale.reaches in states.UNANSWERED:
            row.answer_by = self.today + timedelta(days=self.draw.randint(1, 6))
            return
        ends = next(share for _verb, _party, to, share in WAY if to == tale.reaches)
        for verb, party, to, share in WAY:
            at = begun + (tale.last_at - begun) * (share / ends)
            by = states.SOLVER if verb == states.ACCEPT and is_asked else party
            self._step(row, verb, by, at)
            row.state, row.changed_at = to, at
            if verb == states.PLAN:
                self._plan(row, at)
            if verb == states.ALLOW:
                row.allowed_at = at
            if to == tale.reaches:
                break
        if row.state in (states.PROVEN, states.DONE):
            self._prove(row, tale)
        solver.waits_since = max(solver.waits_since, min(self._day(begun), self.today))
        self.served[solver.id] = solver

    def _plan(self, row: Match, at: datetime) -> None:
        row.plan = self.draw.choice(texts.PLANS)
        row.plan_on = self._day(at) + timedelta(days=self.draw.randint(1, 5))
        row.plan_hands = row.need.hands
        row.planned_by = states.SOLVER

    def _prove(self, row: Match, tale: Tale) -> None:
        row.proof = tale.proof
        row.photo_ids = [self._picture(row, tale.scene)]
        row.is_proof_shown = row.state == states.DONE
        if row.state == states.DONE:
            row.plan_on = self._day(row.changed_at)
            row.done_at = row.changed_at
            row.thanks = sorted(self.draw.sample(states.THANKS, self.draw.randint(0, 2)))
            row.solver.deeds += 1

    def _picture(self, row: Match, scene: str) -> UUID:
        """One drawing of a scene serves all tales that end so."""
        if scene not in self.drawn:
            self.drawn[scene] = pictures.hang(
                scene, subject_kind=PROOF_TEXT, subject_id=str(row.id), is_public=True
            )
        return self.drawn[scene]

    def _step(self, row: Match, verb: str, party: str, at: datetime) -> None:
        self.steps.append(Step(match=row, verb=verb, party=party, at=at))

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def write(self) -> None:
        """Keep all of it: four statements or so, however many tales."""
        Need.objects.bulk_create(self.needs, batch_size=1000)
        Match.objects.bulk_create(self.matches, batch_size=1000)
        Step.objects.bulk_create(self.steps, batch_size=2000)
        served = list(self.served.values())
        Solver.objects.bulk_update(served, ["deeds", "waits_since"], batch_size=500)


def spread_all(solvers: Sequence[Solver], skills: Iterable[Skill]) -> None:
    """What the solvers are found by, all written anew."""
    by_solver: dict[UUID, list[Skill]] = defaultdict(list)
    for one in skills:
        by_solver[one.solver_id].append(one)
    Reach.objects.filter(solver__in=[one.id for one in solvers]).delete()
    Reach.objects.bulk_create(
        [row for one in solvers for row in rows_of(one, by_solver[one.id])], batch_size=2000
    )
