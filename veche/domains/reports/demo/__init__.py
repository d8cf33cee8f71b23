"""A year of reports of the demo town, with delays like life's. Deterministic by the day."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter
from uuid import uuid4, uuid5

from django.db import transaction
from django.db.models import AutoField, Model

from veche.commons.files import demo as pictures
from veche.commons.identity import demo as people
from veche.commons.identity.demo import DemoPeople, Resident
from veche.commons.moderation import demo as moderated
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.reports.actions import counting, keeping
from veche.domains.reports.demo import answers, beside, bodies, helping, office, texts
from veche.domains.reports.demo.course import Case, Desk, Filing, filed
from veche.domains.reports.demo.crowd import Crowd
from veche.domains.reports.demo.grammar import of_season
from veche.domains.reports.demo.journal import acts
from veche.domains.reports.demo.lives import Lives
from veche.domains.reports.demo.rhythm import Rhythm
from veche.domains.reports.demo.spots import Ground, Spot
from veche.domains.reports.models import Category, Photo, Report, Step, Supporter, Thanks
from veche.domains.reports.queries.reading import SOURCE
from veche.domains.reports.rules import states
from veche.kernel import clock
from veche.kernel.database.copying import copy_rows

REPORTS = 12_000
SEED = 5912
PICTURED = 24
SHOWN_FILES = "reports.shown"
# Of ten reports so many are of the few who write of everything they see.
BUSY, BUSY_PEOPLE = 0.15, 60
Log = Callable[[str], None]
__all__ = ["acts", "load"]


def load(known: DemoPeople, log: Log) -> None:
    """Enter the year if it is not there yet, and learn from it."""
    if Report.objects.exists() or not places.has_geography():
        return
    with transaction.atomic():
        bodies.load()
        office.load(clock.today(towns.current().time_zone))
        year = Year(known.residents())
        cases = year.tell(REPORTS)
        helping.load(cases)
        crowd = Crowd(random.Random(SEED + 1), [one.id for one in known.residents()])  # noqa: S311
        crowd.gather(cases)
        write(cases, crowd)
        public = [case.row for case in cases if case.row.stage != states.UNSEEN]
        moderated.load_passed(SOURCE, [(row.id, row.author_id, row.filed_at) for row in public])
        _hang([case.row for case in cases])
        beside.load(year.desk)
        counting.recount_cells()
        keeping.train_guesser()
    log(f"сообщения жителей: {len(cases)}")


def write(cases: Sequence[Case], crowd: Crowd) -> None:
    """Keep all of it: four statements, however many cases."""
    _copy(Report, [case.row for case in cases])
    steps = [step for case in cases for step in case.steps]
    steps.sort(key=attrgetter("at"))
    _copy(Step, steps)
    _copy(Supporter, crowd.supporters)
    _copy(Thanks, crowd.thanks)


def _copy(model: type[Model], rows: Sequence[object]) -> None:
    """All columns but those that the database counts itself."""
    fields = model._meta.concrete_fields
    names = [one.attname for one in fields if not isinstance(one, AutoField)]
    copy_rows(model, names, map(attrgetter(*names), rows))


class Year:
    """Draws the reports of a year by one seed."""

    def __init__(self, residents: Sequence[Resident]) -> None:
        self.draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
        self.desk = Desk()
        self.residents = residents
        self.busy = residents[-BUSY_PEOPLE:]
        self.categories = list(Category.objects.select_related("group"))
        self.ground = Ground(self.draw)
        self.lives = Lives(self.desk, self.draw)

    def tell(self, number: int) -> list[Case]:
        """All of them; the last few are of those whom one can be in the demo."""
        rhythm = Rhythm(self.draw, self.desk.now, self.desk.zone, self.categories)
        told = enumerate(rhythm.moments(number))
        cases = [self._one(f"{key}", at, about) for key, (at, about) in told]
        return [*cases, self._held(), *self._own()]

    def _one(self, key: str, at: datetime, category: Category) -> Case:
        author = self._author(category)
        spot = self.ground.spot(category.code, author.place_id)
        case = filed(self.desk, self._filing(key, category, author, at, spot))
        case.is_hot = spot.is_corner
        self.lives.lead(case)
        return case

    def _author(self, category: Category) -> Resident:
        known = self.busy if self.draw.random() < BUSY else self.residents
        able = self.draw.choice(known)
        while able.level < category.min_level:
            able = self.draw.choice(self.residents)
        return able

    def _filing(
        self, key: str, category: Category, author: Resident, at: datetime, spot: Spot
    ) -> Filing:
        month = self.desk.day(at).month
        said = self.lives.teller.say(
            of_season(texts.TEXTS[category.code], month),
            spot.number,
            texts.ENDINGS.get(category.group_id, texts.OUTSIDE),
        )
        house = spot.house
        return Filing(
            key, category, author.id, at, said, spot.latitude, spot.longitude, house.text,
            house.place_id, house.street_id,
        )  # fmt: skip

    def _held(self) -> Case:
        """What a ban of the law holds: a moderator has not looked at it yet."""
        author, at = self.draw.choice(self.residents), self.desk.now - timedelta(minutes=48)
        category = next(one for one in self.categories if one.code == HELD)
        spot = self.ground.spot(HELD, author.place_id)
        given = self._filing("held", category, author, at, spot)
        case = filed(self.desk, replace(given, text=HELD_WORDS.format(spot.number)))
        beside.hold(case)
        return case

    def _own(self) -> Iterator[Case]:
        """What the resident whom one can be has told: one waits for their word."""
        resident = self.residents[0]
        by_code = {one.code: one for one in self.categories}
        for code, ago, verbs in OWN:
            at = self.desk.now - timedelta(days=ago, hours=2)
            spot = self.ground.spot(code, resident.place_id)
            case = filed(self.desk, self._filing(f"own {code}", by_code[code], resident, at, spot))
            self._walk(case, verbs)
            yield case

    def _walk(self, case: Case, verbs: Sequence[str]) -> None:
        """A few hours or days between the steps, the last of them yesterday at the latest."""
        at, desk, body = case.row.filed_at, self.desk, self.desk.bodies[case.row.category_id]
        for verb in verbs:
            at += max(timedelta(hours=2), (desk.now - at) * 0.3)
            if verb == "pass":
                case.passed(at, desk.moderators[0])
            elif verb == "assign":
                case.assigned(at, body)
            elif verb == "ask":
                case.asked(at, self.lives.say(answers.QUESTIONS))
            elif verb == "answer":
                words = answers.ANSWERS.get(case.row.category_id)
                said = self.lives.say(words or answers.ANSWERS[case.row.group_id])
                case.answered(at, states.SOLVED, said)
            elif verb == "approve":
                case.approved(at)
            elif verb == "confirm":
                case.confirmed(at)
            else:
                case.sought(at, is_by_author=True)
        case.tell_late(desk.now)


HELD = "house.roof"
HELD_WORDS = "На крышу дома {} ночью упали обломки беспилотника, пробит шифер. Вышлю фото с балкона"
WORK = ("pass", "assign")
# What, how many days ago, how far it has come.
OWN: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("yards.playground", 9, (*WORK, "answer", "approve")),
    ("pavements.lamp_out", 3, WORK),
    ("house.entrance", 2, (*WORK, "ask")),
    ("roads.potholes", 70, (*WORK, "answer", "approve", "confirm")),
    ("trade.adverts", 6, (*WORK, "seek")),
)


def _hang(rows: Sequence[Report]) -> None:
    """Drawings for the newest of some categories: before, and after where it is done."""
    fitting = [
        row for row in rows if row.category_id in bodies.PICTURES and row.stage != states.UNSEEN
    ]
    newest = sorted(fitting, key=lambda row: row.changed_at, reverse=True)[:PICTURED]
    own = [row for row in fitting if row.author_id == uuid5(people.NAMESPACE, "resident 0")]
    for row in {one.id: one for one in [*newest, *own]}.values():
        worn, mended = bodies.PICTURES[row.category_id]
        _picture(row, worn, Photo.BEFORE)
        if row.outcome == states.SOLVED and row.stage == states.DONE:
            _picture(row, mended, Photo.AFTER)


def _picture(row: Report, name: str, kind: str) -> None:
    file_id = pictures.hang(name, subject_kind=SHOWN_FILES, subject_id=str(row.id), is_public=True)
    Photo.objects.create(id=uuid4(), report=row, kind=kind, state=Photo.SHOWN, blurred_id=file_id)
