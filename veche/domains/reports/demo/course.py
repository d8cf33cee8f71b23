"""A case of the demo's year, moved by the rules that its actions obey, at moments of the past."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from veche.commons.identity import demo as people
from veche.commons.norms import public as norms
from veche.commons.organisations import public as organisations
from veche.commons.towns import public as towns
from veche.domains.reports.actions import moving
from veche.domains.reports.models import Body, Category, PublicClock, Report, Responsibility
from veche.domains.reports.queries import catalogue, cells
from veche.domains.reports.rules import states, terms
from veche.kernel import clock

NAMESPACE = UUID("5b9a77d3-30b8-4f4e-bb67-8d7d4d2f6a11")
DAY = timedelta(days=1)
# Above the crew a missed term goes to these.
HIGHER = ("head", "controller")
OPENS, CLOSES, SLEEPS = 8, 18, 22
# How many times the ordinary it takes each body, and what share of residents does not agree.
PACE = {
    "Дорожное управление": (1.15, 0.12),
    "ООО «Горсвет»": (0.6, 0.04),
    "Управление городского хозяйства": (0.9, 0.09),
    "Управляющая компания «Заречье»": (1.35, 0.17),
    "Водоканал": (0.75, 0.06),
    "Чистый берег": (0.75, 0.08),
    "Автотранспортное предприятие": (1.0, 0.12),
    "Управление образования": (0.7, 0.05),
    "Отдел социальной поддержки": (0.85, 0.05),
    "Отдел торговли": (1.2, 0.1),
    "Приёмная администрации": (0.5, 0.1),
}


class NotYet(Exception):
    """What comes next lies ahead of now: the case stands where it is."""


def official(address: str) -> UUID:
    """Whose person one can be in the demo."""
    return uuid5(people.NAMESPACE, f"{address}@zarechye.example")


class Desk:
    """What all cases share: the calendar, terms of the town, who sits where."""

    def __init__(self) -> None:
        self.now, self.zone = clock.now(), clock.zone(towns.current().time_zone)
        self.today = self.now.astimezone(self.zone).date()
        self.works = cache(norms.working_days())
        self.terms = catalogue.terms(self.today)
        self.days = {
            name: norms.value(f"report.{name}_days", self.today)
            for name in (*states.WAITED.values(), "escalate_head", "escalate_controller")
        }
        rows = Responsibility.objects.select_related("body")
        self.bodies = {row.category_id: row.body for row in rows}
        self.counted = dict(PublicClock.objects.values_list("category", "starts_on"))
        self.moderators = (official("moderator"), official("moderator2"))
        self.coordinator, self.controller = official("coordinator"), official("controller")
        self.approver = official("approver")
        self.crews = {
            body.id: next(iter(organisations.member_ids(body.organisation_id)), None)
            for body in Body.objects.all()
            if body.organisation_id is not None
        }

    def day(self, moment: datetime) -> date:
        """The town's day of a moment."""
        return moment.astimezone(self.zone).date()

    def after(self, name: str, day: date) -> date:
        """The last day of a term of the town that begins on a day."""
        norm = self.days[name]
        if norm.unit == norms.WORKING_DAYS:
            return terms.due_on(day, terms.Term(norm.value), self.works)
        return day + norm.value * DAY

    def midnight(self, day: date) -> datetime:
        """Soon after the beginning of a day, when jobs look at terms."""
        return datetime.combine(day, time(0, 20), self.zone)

    def at_office(self, moment: datetime, draw: random.Random) -> datetime:
        """The moment, or the next hour at which the town hall works."""
        local = moment.astimezone(self.zone)
        day = local.date() + DAY if local.hour >= CLOSES else local.date()
        while not self.works(day):
            day += DAY
        if day == local.date() and local.hour >= OPENS:
            return moment
        morning = datetime.combine(day, time(OPENS), self.zone)
        return morning + timedelta(minutes=draw.uniform(2, 170))

    def awake(self, moment: datetime, draw: random.Random) -> datetime:
        """The moment, or the next morning of any day."""
        local = moment.astimezone(self.zone)
        if OPENS <= local.hour < SLEEPS:
            return moment
        day = local.date() + DAY if local.hour >= SLEEPS else local.date()
        return datetime.combine(day, time(OPENS), self.zone) + timedelta(
            minutes=draw.uniform(1, 90)
        )

    def worker(self, body: Body | None) -> tuple[str, UUID | None]:
        """In which part, and who, writes for a body: its people, or a coordinator."""
        crew = self.crews.get(body.id) if body is not None else None
        return (states.EXECUTOR, crew) if crew else (states.COORDINATOR, self.coordinator)


@dataclass(slots=True)
class Line:
    """A line of the history, with the attributes of a `Step`."""

    report_id: UUID
    verb: str
    part: str
    state: str
    person_id: UUID | None
    at: datetime
    body_name: str = ""
    text: str = ""
    is_inner: bool = False
    on: date | None = None


@dataclass
class Case:
    """A report with its history, before both are written; each verb as its action has it."""

    desk: Desk
    row: Report
    steps: list[Line] = field(default_factory=list)
    # At a corner where it boils more people are troubled.
    is_hot: bool = False

    def was_open(self, at: datetime) -> bool:
        """Whether everyone saw it as open at a moment."""
        before = [step.state for step in self.steps if step.at <= at]
        seen = states.stage_of(before[-1], self.row.visibility) if before else states.UNSEEN
        return bool(before) and seen == states.OPEN

    def passed(self, at: datetime, moderator: UUID) -> None:
        self._move("pass", at, states.MODERATOR, moderator)

    def rejected(self, at: datetime, moderator: UUID, reason: str, text: str) -> None:
        self._move("reject", at, states.MODERATOR, moderator, text=text, sets={"reason": reason})

    def merged(self, at: datetime, main: Case) -> None:
        self._move(
            "merge", at, states.COORDINATOR, self.desk.coordinator,
            text=main.row.number, sets={"duplicate_of": main.row},
        )  # fmt: skip

    def assigned(self, at: datetime, body: Body, text: str = "") -> None:
        sets = {"body": body, "forwarded_to": ""}
        self._move(
            "assign", at, states.COORDINATOR, self.desk.coordinator,
            text=text, body_name=body.name, sets=sets,
        )  # fmt: skip

    def forwarded(self, at: datetime, name: str, text: str) -> None:
        sets = {"forwarded_to": name, "body": None, "planned_on": None}
        self._move(
            "forward", at, states.COORDINATOR, self.desk.coordinator,
            text=text, body_name=name, sets=sets,
        )  # fmt: skip

    def returned(self, at: datetime, text: str) -> None:
        name = self.row.body.name if self.row.body else ""
        self._work(
            "return", at, text=text, body_name=name, is_inner=True, sets={"body": None}
        )  # fmt: skip

    def asked(self, at: datetime, text: str) -> None:
        until = self.desk.after("clarify", self.desk.day(at))
        self._work("ask", at, text=text, on=until)

    def clarified(self, at: datetime, text: str) -> None:
        self._author("clarify", at, text=text, is_inner=True)

    def unanswered(self, at: datetime) -> None:
        self._move("unanswered", at, states.SYSTEM, None)

    def planned(self, at: datetime, on: date, text: str) -> None:
        self._work("plan", at, text=text, on=on, sets={"planned_on": on})

    def answered(self, at: datetime, outcome: str, text: str) -> None:
        self._work("answer", at, text=text, sets={"outcome": outcome})

    def approved(self, at: datetime) -> None:
        self._move("approve", at, states.APPROVER, self.desk.approver)

    def sent_back(self, at: datetime, text: str) -> None:
        sets = {"outcome": ""}
        self._move(
            "send_back", at, states.APPROVER, self.desk.approver,
            text=text, is_inner=True, sets=sets,
        )  # fmt: skip

    def confirmed(self, at: datetime) -> None:
        self._author("confirm", at, sets={"closed_by": states.BY_AUTHOR})

    def disagreed(self, at: datetime, text: str) -> None:
        again = self._anew(at) | {"disagreements": self.row.disagreements + 1}
        self._author("disagree", at, text=text, is_inner=True, sets=again)

    def closed(self, at: datetime) -> None:
        self._move("close", at, states.SYSTEM, None, sets={"closed_by": states.BY_SILENCE})

    def lifted(self, at: datetime, text: str) -> None:
        self._move(
            "lift", at, states.CONTROLLER, self.desk.controller, text=text, sets=self._anew(at)
        )

    def settled(self, at: datetime, outcome: str, text: str) -> None:
        sets = {"outcome": outcome, "closed_by": states.BY_CONTROLLER}
        self._move("settle", at, states.CONTROLLER, self.desk.controller, text=text, sets=sets)

    def mended(self, at: datetime) -> None:
        sets = {"outcome": states.SOLVED, "closed_by": states.BY_AUTHOR}
        self._author("mend", at, sets=sets)

    def sought(self, at: datetime, *, is_by_author: bool) -> None:
        """Neighbours are called; the report stands where it stood."""
        part = states.AUTHOR if is_by_author else states.COORDINATOR
        person = None if is_by_author else self.desk.coordinator
        self._step("seek", self._reached(at), part, person)

    def noted(self, at: datetime, text: str) -> None:
        """A word among colleagues."""
        person = self.desk.coordinator
        self._step("note", self._reached(at), states.COORDINATOR, person, text=text, is_inner=True)

    def tell_late(self, until: datetime) -> None:
        """What jobs have told of a missed term by a moment, a step higher each time."""
        row, desk = self.row, self.desk
        if row.state not in states.RUNNING or desk.midnight(row.due_on + DAY) > until:
            return
        if row.overdue_told_for != row.due_on:
            row.overdue_told_for, row.escalated = row.due_on, 0
        last = (row.due_on, *(desk.after(f"escalate_{one}", row.due_on) for one in HIGHER))
        while row.escalated < len(last):
            at = max(desk.midnight(last[row.escalated] + DAY), self._last_at)
            if at > until:
                return
            row.escalated = states.next_step_up(row.state, row.escalated)
            began = desk.counted.get(row.category_id)
            is_public = began is not None and began <= desk.day(at)
            verb = states.ESCALATIONS[row.escalated]
            self._step(verb, at, states.SYSTEM, None, is_inner=not is_public)

    @property
    def _last_at(self) -> datetime:
        return self.steps[-1].at

    def _anew(self, at: datetime) -> dict[str, Any]:
        return {
            "started_on": self.desk.day(at),
            "pauses": [],
            "outcome": "",
            "planned_on": None,
        }

    def _author(self, verb: str, at: datetime, **given: Any) -> None:
        self._move(verb, at, states.AUTHOR, None, **given)

    def _work(self, verb: str, at: datetime, **given: Any) -> None:
        part, person = self.desk.worker(self.row.body)
        self._move(verb, at, part, person, **given)

    def _move(
        self, verb: str, at: datetime, part: str, person: UUID | None,
        *, sets: dict[str, Any] | None = None, **words: Any,
    ) -> None:  # fmt: skip
        moment = self._reached(at)
        for name, value in (sets or {}).items():
            setattr(self.row, name, value)
        day, works = self.desk.day(moment), self.desk.works
        until = self.desk.after
        moving.advance(self.row, verb=verb, today=day, at=moment, works=lambda: works, until=until)
        self._step(verb, moment, part, person, **words)

    def _reached(self, at: datetime) -> datetime:
        """The moment, after all that came before; NotYet when it lies ahead."""
        moment = max(at, self._last_at + timedelta(minutes=3))
        if moment > self.desk.now:
            raise NotYet
        self.tell_late(moment)
        return moment

    def _step(self, verb: str, at: datetime, part: str, person: UUID | None, **words: Any) -> None:
        state = self.row.state
        self.steps.append(Line(self.row.id, verb, part, state, person, at, **words))


@dataclass(frozen=True)
class Filing:
    """What somebody has told, where and when."""

    key: str
    category: Category
    author_id: UUID
    at: datetime
    text: str
    latitude: float
    longitude: float
    address: str
    place_id: UUID | None = None
    street_id: int | None = None


def filed(desk: Desk, given: Filing) -> Case:
    """A case that waits for a moderator."""
    category, day = given.category, desk.day(given.at)
    term = desk.terms[category.code]
    row = Report(
        id=uuid5(NAMESPACE, given.key),
        number=f"{uuid5(NAMESPACE, f'number {given.key}').int % 10**8:08d}",
        category=category,
        group_id=category.group_id,
        text=given.text,
        visibility=category.visibility,
        author_id=given.author_id,
        place_id=given.place_id,
        street_id=given.street_id,
        address=given.address,
        latitude=given.latitude,
        longitude=given.longitude,
        **cells.cells_of(given.latitude, given.longitude),
        filed_at=given.at,
        changed_at=given.at,
        started_on=day,
        term_days=term.days,
        term_unit=term.unit,
        due_on=terms.due_on(day, term, desk.works),
        silent_on=desk.after("moderation", day),
    )
    case = Case(desk, row)
    case.steps.append(Line(row.id, "file", states.AUTHOR, row.state, None, given.at))
    return case
