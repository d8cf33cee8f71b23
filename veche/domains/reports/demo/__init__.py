"""A year of reports of the demo town, with delays like life's. Deterministic by the day."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from veche.commons.files import demo as pictures
from veche.commons.identity import demo as people
from veche.commons.identity.demo import DemoPeople
from veche.commons.norms import public as norms
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.reports.actions import counting, keeping
from veche.domains.reports.demo import helping, office, texts
from veche.domains.reports.demo.helping import Told
from veche.domains.reports.models import (
    Body,
    Category,
    Photo,
    Report,
    Responsibility,
    Step,
    Supporter,
)
from veche.domains.reports.queries import catalogue, cells
from veche.domains.reports.rules import seasons, states, terms
from veche.kernel import clock

REPORTS = 12_000
DAYS = 365
SEED = 5912
PICTURED = 24
SHOWN_FILES = "reports.shown"
NAMESPACE = UUID("5b9a77d3-30b8-4f4e-bb67-8d7d4d2f6a11")
Log = Callable[[str], None]


def load(known: DemoPeople, log: Log) -> None:
    """Enter the year if it is not there yet, and learn from it."""
    if Report.objects.exists() or not places.has_geography():
        return
    with transaction.atomic():
        _bodies()
        office.load(clock.today(towns.current().time_zone))
        told = _Year(known).tell()
        helping.load(told)
        rows = [one.row for one in told]
        supporters = _support(known, rows)
        Report.objects.bulk_create(rows, batch_size=1000)
        steps = [step for one in told for step in one.steps]
        Step.objects.bulk_create(steps, batch_size=2000)
        Supporter.objects.bulk_create(supporters, batch_size=2000)
        _hang(rows)
        counting.recount_cells()
        keeping.train_guesser()
    log(f"сообщения жителей: {len(told)}")


def _bodies() -> None:
    """Bodies, and which of them answers for what; «Горсвет» and a company have people here."""
    categories = list(Category.objects.all())
    for name, (contact, codes) in texts.BODIES.items():
        found = organisations.organisations(words=name, size=1).items
        body = Body.objects.create(
            name=name, contact=contact, organisation_id=found[0].id if found else None
        )
        for category in categories:
            if category.code in codes or category.group_id in codes:
                Responsibility.objects.update_or_create(
                    category=category, place_id=None, defaults={"body": body}
                )


class _Year:
    """Draws the reports of a year by one seed."""

    def __init__(self, known: DemoPeople) -> None:
        self.draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
        self.zone = towns.current().time_zone
        self.now = clock.now()
        self.today = clock.today(self.zone)
        self.works = norms.working_days()
        self.terms = catalogue.terms(self.today)
        self.categories = list(Category.objects.select_related("group"))
        self.weights = [texts.WEIGHTS[one.group_id] for one in self.categories]
        self.bodies = {
            row.category_id: row.body for row in Responsibility.objects.select_related("body")
        }
        self.spots = [one for street in texts.STREETS for one in places.addresses(street, limit=50)]
        self.residents = known.residents()
        self.confirm = norms.value("report.confirm_days", self.today).value

    def tell(self) -> list[Told]:
        """All of them; the last few are of those whom one can be in the demo."""
        told = [self._one(number) for number in range(REPORTS)]
        return told + self._own()

    def _one(self, number: int) -> Told:
        # Later days have more of them: the service has caught on.
        ago = int(DAYS * (1 - self.draw.random() ** 0.7))
        moment = self.now - timedelta(
            days=ago, hours=self.draw.randint(0, 12), minutes=self.draw.randint(1, 59)
        )
        author = self.draw.choice(self.residents).id
        category = self._category(terms.day_of(moment, self.zone))
        return self._tell(f"{number}", category, author, moment, self._fate(ago))

    def _category(self, on: date) -> Category:
        while True:
            found: Category = self.draw.choices(self.categories, self.weights)[0]
            if seasons.is_in_season(found.season_from, found.season_to, on):
                return found

    def _fate(self, ago: int) -> str:
        """How far it has come; what is old is over."""
        if ago == 0:
            return self.draw.choice((states.MODERATION, states.COORDINATION))
        if ago <= 3:
            return self.draw.choices(
                (states.COORDINATION, states.IN_WORK, states.CLARIFYING), (2, 6, 1)
            )[0]
        ends = (states.CLOSED, states.REFUSED, states.REJECTED)
        if ago > 40:
            return self.draw.choices((*ends, states.IN_WORK, states.PLANNED), (70, 9, 4, 1, 2))[0]
        going = (
            states.IN_WORK,
            states.PLANNED,
            states.APPROVAL,
            states.FORWARDED,
            states.ASKED if ago <= 20 else states.CLOSED,
        )
        return self.draw.choices((*going, *ends), (9, 3, 2, 2, 8, 30, 4, 2))[0]

    def _tell(
        self, key: str, category: Category, author: UUID, moment: datetime, fate: str
    ) -> Told:
        spot = self.draw.choice(self.spots)
        row = self._row(key, category, author, moment, spot)
        made = Told(row, [])
        row.state = states.MODERATION
        self._step(made, "file", states.AUTHOR, moment)
        self._walk(made, fate)
        row.stage = states.stage_of(row.state, row.visibility)
        row.changed_at = made.steps[-1].at
        return made

    def _row(
        self, key: str, category: Category, author: UUID, moment: datetime, spot: places.Address
    ) -> Report:
        started = terms.day_of(moment, self.zone)
        term = self.terms[category.code]
        # Not all stand at the very door of the house.
        latitude = round(spot.latitude + self.draw.uniform(-0.0006, 0.0006), 6)
        longitude = round(spot.longitude + self.draw.uniform(-0.001, 0.001), 6)
        said = self.draw.choice(texts.TEXTS[category.code]) + self.draw.choice(texts.ENDINGS)
        return Report(
            id=uuid5(NAMESPACE, key),
            number=f"{uuid5(NAMESPACE, f'number {key}').int % 10**8:08d}",
            category=category,
            group_id=category.group_id,
            text=said,
            visibility=category.visibility,
            author_id=author,
            place_id=spot.place_id,
            address=spot.text,
            latitude=latitude,
            longitude=longitude,
            **cells.cells_of(latitude, longitude),
            filed_at=moment,
            changed_at=moment,
            started_on=started,
            term_days=term.days,
            term_unit=term.unit,
            due_on=terms.due_on(started, term, self.works),
        )

    def _step(self, made: Told, verb: str, part: str, at: datetime, **words: Any) -> None:
        last = made.steps[-1].at if made.steps else at
        at = min(max(at, last + timedelta(minutes=3)), self.now) if made.steps else at
        made.steps.append(
            Step(report=made.row, verb=verb, part=part, state=made.row.state, at=at, **words)
        )

    def _walk(self, made: Told, fate: str) -> None:
        """From the filing as far as this one goes."""
        row, filed = made.row, made.row.filed_at
        if fate == states.MODERATION:
            return
        looked = filed + timedelta(hours=self.draw.uniform(0.3, 20))
        if fate == states.REJECTED:
            row.state, row.reason = states.REJECTED, self.draw.choice(states.REJECTIONS)
            self._step(made, "reject", states.MODERATOR, looked)
            return
        row.state = states.COORDINATION
        self._step(made, "pass", states.MODERATOR, looked)
        if fate == states.COORDINATION:
            return
        if fate == states.FORWARDED:
            row.forwarded_to = self.draw.choice(texts.OTHERS)
            self._pause(made, "forward", states.FORWARDED, looked, body_name=row.forwarded_to)
            return
        given = looked + timedelta(hours=self.draw.uniform(0.5, 24))
        row.body = self.bodies[row.category_id]
        row.state = states.IN_WORK
        self._step(made, "assign", states.COORDINATOR, given, body_name=row.body.name)
        self._work(made, fate, given)

    def _pause(self, made: Told, verb: str, state: str, at: datetime, **words: Any) -> None:
        made.row.state = state
        part = states.COORDINATOR if verb == "forward" else states.EXECUTOR
        self._step(made, verb, part, at + timedelta(hours=3), **words)
        made.row.pauses = [terms.day_of(made.steps[-1].at, self.zone)]

    def _work(self, made: Told, fate: str, given: datetime) -> None:
        row = made.row
        if fate == states.IN_WORK:
            return
        if fate == states.CLARIFYING:
            question = self.draw.choice(texts.QUESTIONS)
            self._pause(made, "ask", states.CLARIFYING, given, text=question)
            row.silent_on = self.today + timedelta(days=self.draw.randint(4, 12))
            return
        if fate == states.PLANNED:
            row.planned_on = self.today + timedelta(days=self.draw.randint(3, 70))
            row.state, row.due_on = states.PLANNED, row.planned_on
            said = self.draw.choice(texts.PLANS)
            self._step(
                made, "plan", states.EXECUTOR, given + timedelta(hours=20), text=said,
                on=row.planned_on,
            )  # fmt: skip
            return
        self._answer(made, fate, given)

    def _answer(self, made: Told, fate: str, given: datetime) -> None:
        """Most in time, some late; the approver's word; the author's or silence."""
        row = made.row
        days = row.term_days * 1.4 * self.draw.lognormvariate(-0.7, 0.6)
        done = given + timedelta(days=min(days, 60), hours=2)
        if done > self.now:
            return
        declines = fate == states.REFUSED
        row.outcome = states.DECLINING if declines else states.SOLVED
        row.state = states.APPROVAL
        said = self.draw.choice(texts.REFUSALS if declines else texts.ANSWERS)
        self._step(made, "answer", states.EXECUTOR, done, text=said)
        if fate == states.APPROVAL:
            return
        agreed = done + timedelta(hours=self.draw.uniform(1, 20))
        if agreed > self.now:
            return
        row.state = states.REFUSED if declines else states.ASKED
        self._step(made, "approve", states.APPROVER, agreed)
        row.answered_on = terms.day_of(made.steps[-1].at, self.zone)
        if not declines:
            self._end(made, fate, agreed)

    def _end(self, made: Told, fate: str, agreed: datetime) -> None:
        """The author's word, or none within the term; who has not had the time is waited for."""
        row = made.row
        by_author = self.draw.random() < 0.6
        ended = agreed + (timedelta(hours=9) if by_author else timedelta(days=self.confirm + 1))
        if fate == states.ASKED or ended > self.now:
            row.silent_on = self.today + timedelta(days=self.draw.randint(1, self.confirm))
            return
        row.state = states.CLOSED
        row.thanked = self.draw.choice((0, 0, 1, 2, 5))
        row.closed_by = states.BY_AUTHOR if by_author else states.BY_SILENCE
        verb, part = ("confirm", states.AUTHOR) if by_author else ("close", states.SYSTEM)
        self._step(made, verb, part, ended)

    def _own(self) -> list[Told]:
        """What the resident whom one can be has told: one waits for their word."""
        resident = uuid5(people.NAMESPACE, "resident 0")
        by_code = {one.code: one for one in self.categories}
        wanted = (
            ("yards.playground", 9, states.ASKED),
            ("pavements.lamp_out", 3, states.IN_WORK),
            ("house.entrance", 2, states.CLARIFYING),
            ("roads.potholes", 70, states.CLOSED),
            ("trade.adverts", 6, states.IN_WORK),
        )
        return [
            self._tell(
                f"own {code}",
                by_code[code],
                resident,
                self.now - timedelta(days=ago, hours=2),
                fate,
            )
            for code, ago, fate in wanted
        ]


def _support(known: DemoPeople, rows: Sequence[Report]) -> list[Supporter]:
    """Neighbours whom it troubles too: few for most, many for some."""
    draw = random.Random(SEED + 1)  # noqa: S311  a demo, not a secret
    residents = known.residents()
    found = []
    for row in rows:
        if row.stage == states.UNSEEN:
            continue
        number = min(60, int(draw.expovariate(0.35)))
        chosen = {draw.choice(residents).id for _ in range(number)} - {row.author_id}
        found += [Supporter(report=row, person_id=one) for one in sorted(chosen)]
        row.supporters = len(chosen)
    return found


def _hang(rows: Sequence[Report]) -> None:
    """Drawings for the newest of some categories: before, and after where it is done."""
    fitting = [
        row for row in rows if row.category_id in texts.PICTURES and row.stage != states.UNSEEN
    ]
    newest = sorted(fitting, key=lambda row: row.changed_at, reverse=True)[:PICTURED]
    own = [row for row in fitting if row.author_id == uuid5(people.NAMESPACE, "resident 0")]
    for row in {one.id: one for one in [*newest, *own]}.values():
        worn, mended = texts.PICTURES[row.category_id]
        _picture(row, worn, Photo.BEFORE)
        if row.outcome == states.SOLVED and row.stage == states.DONE:
            _picture(row, mended, Photo.AFTER)


def _picture(row: Report, name: str, kind: str) -> None:
    file_id = pictures.hang(name, subject_kind=SHOWN_FILES, subject_id=str(row.id), is_public=True)
    Photo.objects.create(id=uuid4(), report=row, kind=kind, state=Photo.SHOWN, blurred_id=file_id)
