"""What the demo writes at once is what the actions would have written, verb by verb."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from veche.commons.audit import demo as journal
from veche.commons.audit import public as audit
from veche.commons.identity.demo import DemoPeople, Resident
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.moderation import public as moderation
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.domains.reports import demo
from veche.domains.reports.actions import (
    approving,
    counting,
    keeping,
    moderating,
    residents,
    working,
)
from veche.domains.reports.demo import texts
from veche.domains.reports.demo.course import Case, Desk, Filing, NotYet, filed
from veche.domains.reports.demo.crowd import Crowd
from veche.domains.reports.demo.grammar import Teller, of_season, said
from veche.domains.reports.models import (
    Body,
    Category,
    CellCount,
    Report,
    Supporter,
    Thanks,
)
from veche.domains.reports.rules import seasons, states
from veche.domains.reports.tests import makers

pytestmark = pytest.mark.usefixtures("ground")
APART = timedelta(minutes=10)
OWN = {"id", "number", "filed_at", "changed_at"}
DECLINES = "decline"
COURSES = (
    ("pass", "support", "assign", "ask", "clarify", "answer", "approve", "confirm", "thank"),
    ("pass", "assign", "plan", "answer", "send_back", "answer", "approve"),
    ("pass", "assign", "return", "assign", "note"),
    ("pass", "forward", "answer", "approve"),
    ("pass", "assign", DECLINES, "approve", "lift", "plan"),
    ("pass", "assign", "late"),
    ("reject",),
)


@dataclass
class Stage:
    """Who takes part in both tellings, and what is promised."""

    author: PersonRef
    neighbour: PersonRef
    officials: dict[str, PersonRef]
    executor: PersonRef
    body: Body
    plan_on: Any


@pytest.fixture
def ground(town: Any) -> None:
    """Districts and addresses, the service switched on."""
    make_town()
    makers.open_service()


@pytest.fixture
def stage(ground: None) -> Stage:
    executor, body = makers.make_executor()
    names = ("moderator", "coordinator", "approver", "controller")
    return Stage(
        make_person(),
        make_person(),
        {name: makers.role(name) for name in names},
        executor,
        body,
        Desk().today + timedelta(days=9),
    )


def by_actions(stage: Stage, course: tuple[str, ...]) -> Report:
    """The course as people take it."""
    row = makers.make_report(stage.author)
    for verb in course:
        act(stage, verb, makers.fresh(row))
    return makers.fresh(row)


def act(stage: Stage, verb: str, row: Report) -> None:
    seen: dict[str, Any] = {"number": row.number, "version": row.version}
    by = stage.officials
    worker = stage.executor if row.body_id else by["coordinator"]
    answers = {"answer": states.SOLVED, DECLINES: states.DECLINING}
    if verb == "late":
        be_late(row)
    elif verb in answers:
        answer = working.Answer(answers[verb], "Сделали")
        working.answer_report(worker, **seen, answer=answer)
    else:
        acts: dict[str, Callable[[], Any]] = {
            "pass": lambda: moderating.pass_report(by["moderator"], **seen),
            "reject": lambda: moderating.reject_report(
                by["moderator"], **seen, reason=states.EMPTY, text="Напишите подробнее"
            ),
            "assign": lambda: working.assign_report(
                by["coordinator"], **seen, body_id=stage.body.id, text="Сегодня"
            ),
            "forward": lambda: working.forward_report(
                by["coordinator"], **seen, body_name="Область", text="Ждём ответа"
            ),
            "return": lambda: working.return_report(worker, **seen, text="Не наше"),
            "ask": lambda: working.ask_clarification(worker, **seen, text="Где это?"),
            "clarify": lambda: residents.clarify_report(stage.author, **seen, text="Там"),
            "plan": lambda: working.plan_report(
                worker, **seen, planned_on=stage.plan_on, text="Ждём тепла"
            ),
            "note": lambda: working.note_report(by["coordinator"], number=row.number, text="Ждём"),
            "approve": lambda: approving.approve_answer(by["approver"], **seen),
            "send_back": lambda: approving.send_back_answer(by["approver"], **seen, text="Мало"),
            "lift": lambda: approving.lift_refusal(by["controller"], **seen, text="Надо"),
            "confirm": lambda: residents.confirm_report(stage.author, **seen),
            "support": lambda: residents.support_report(stage.neighbour, number=row.number),
            "thank": lambda: residents.thank_crew(stage.neighbour, number=row.number),
        }
        acts[verb]()


def be_late(row: Report) -> None:
    """Its term was over a month ago; the jobs tell of it."""
    Report.objects.filter(id=row.id).update(due_on=row.due_on - timedelta(days=60))
    on = Desk().today
    assert keeping.mark_overdue(report_id=row.id, on=on)
    while keeping.escalate(report_id=row.id, on=on):
        pass


def by_demo(stage: Stage, course: tuple[str, ...]) -> Report:
    """The same course, told and written at once."""
    desk = Desk()
    desk.now = datetime.combine(desk.today, time(20), desk.zone)
    desk.coordinator = stage.officials["coordinator"].known_id
    desk.approver = stage.officials["approver"].known_id
    desk.controller = stage.officials["controller"].known_id
    category = Category.objects.select_related("group").get(code=makers.CATEGORY)
    point = makers.POINT
    house = places.house_near(point.latitude, point.longitude)
    at = desk.now - timedelta(hours=10)
    case = filed(
        desk,
        Filing(
            "one", category, stage.author.known_id, at, "Не горит фонарь у подъезда",
            point.latitude, point.longitude, point.address,
            getattr(places.place_at(point.latitude, point.longitude), "id", None),
            house.street_id if house else None,
        ),
    )  # fmt: skip
    crowd = Crowd(None, [])  # type: ignore[arg-type]
    for number, verb in enumerate(course, start=1):
        tell(stage, verb, case, crowd, at + number * APART)
    demo.write([case], crowd)
    counting.recount_cells()
    return makers.fresh(case.row)


def tell(stage: Stage, verb: str, case: Case, crowd: Crowd, at: datetime) -> None:
    moderator = stage.officials["moderator"].known_id
    neighbour = stage.neighbour.known_id
    if verb == "late":
        case.row.due_on -= timedelta(days=60)
        case.tell_late(at)
    elif verb == "support":
        crowd.supporters.append(Supporter(report=case.row, person_id=neighbour, added_at=at))
        case.row.supporters += 1
    elif verb == "thank":
        crowd.thanks.append(Thanks(report=case.row, person_id=neighbour, said_at=at))
        case.row.thanked += 1
    else:
        told: dict[str, Callable[[], None]] = {
            "pass": lambda: case.passed(at, moderator),
            "reject": lambda: case.rejected(at, moderator, states.EMPTY, "Напишите подробнее"),
            "assign": lambda: case.assigned(at, stage.body, "Сегодня"),
            "forward": lambda: case.forwarded(at, "Область", "Ждём ответа"),
            "return": lambda: case.returned(at, "Не наше"),
            "ask": lambda: case.asked(at, "Где это?"),
            "clarify": lambda: case.clarified(at, "Там"),
            "plan": lambda: case.planned(at, stage.plan_on, "Ждём тепла"),
            "note": lambda: case.noted(at, "Ждём"),
            "answer": lambda: case.answered(at, states.SOLVED, "Сделали"),
            DECLINES: lambda: case.answered(at, states.DECLINING, "Сделали"),
            "approve": lambda: case.approved(at),
            "send_back": lambda: case.sent_back(at, "Мало"),
            "lift": lambda: case.lifted(at, "Надо"),
            "confirm": lambda: case.confirmed(at),
        }
        told[verb]()


def report_of(row: Report) -> dict[str, Any]:
    """All of the report but what no two share."""
    names = {one.attname for one in Report._meta.concrete_fields} - OWN
    return {name: getattr(row, name) for name in names}


def steps_of(row: Report) -> list[tuple[Any, ...]]:
    names = ("verb", "part", "state", "person_id", "body_name", "text", "is_inner", "on")
    return list(row.steps.order_by("id").values_list(*names))


def people_of(row: Report) -> list[tuple[UUID, ...]]:
    rows = [*Supporter.objects.filter(report=row), *Thanks.objects.filter(report=row)]
    return [(one.person_id,) for one in rows]


def counts() -> set[tuple[Any, ...]]:
    rows = CellCount.objects.filter(number__gt=0)
    return set(rows.values_list("resolution", "cell", "group", "stage", "number"))


def journal_of(row: Report) -> list[tuple[Any, ...]]:
    found = audit.history(row.id)
    return sorted((one.kind, str(one.actor_id), one.reason, str(one.details)) for one in found)


@pytest.mark.parametrize("course", COURSES, ids="-".join)
def test_a_told_report_is_as_a_lived_one(stage: Stage, course: tuple[str, ...]) -> None:
    lived = by_actions(stage, course)
    wanted = [report_of(lived), steps_of(lived), people_of(lived), counts()]
    written = journal_of(lived)
    told = by_demo(stage, course)
    # Counted anew, both stand in the same cells.
    twice = {(*cell, 2 * number) for *cell, number in wanted.pop()}
    assert [report_of(told), steps_of(told), people_of(told)] == wanted
    assert counts() == twice
    journal.tell(demo.acts())
    assert journal_of(told) == written


def test_what_lies_ahead_is_not_told(stage: Stage) -> None:
    desk = Desk()
    category = Category.objects.select_related("group").get(code=makers.CATEGORY)
    at = desk.now - timedelta(minutes=5)
    case = filed(desk, Filing("x", category, stage.author.known_id, at, "Темно", 54.5, 36.6, ""))
    with pytest.raises(NotYet):
        case.passed(desk.now + timedelta(minutes=1), uuid4())
    assert [step.verb for step in case.steps] == ["file"]
    assert case.row.state == states.MODERATION


class FewPeople(DemoPeople):
    """A hamlet in place of a town."""

    def residents(self) -> list[Resident]:
        home = places.places()[-1].id
        return [Resident(UUID(int=number), "", home, 20, 3) for number in range(200)]


@pytest.fixture
def year(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """A small year of a town with a few houses, told twice."""
    monkeypatch.setattr(demo, "PICTURED", 0)
    monkeypatch.setattr("veche.domains.reports.demo.spots.STREETS", ("Луговая", "Садовая"))
    demo.bodies.load()
    demo.office.load(Desk().today)
    first, second = (demo.Year(FewPeople().residents()).tell(600) for _ in range(2))
    assert [(one.row.text, one.row.state) for one in first] == [
        (one.row.text, one.row.state) for one in second
    ]
    demo.write(first, Crowd(None, []))  # type: ignore[arg-type]
    return first


def test_a_year_is_like_life(year: list[Case]) -> None:
    found = {one.row.state for one in year}
    assert {states.CLOSED, states.REFUSED, states.REJECTED, states.IN_WORK, states.ASKED} <= found
    verbs = {step.verb for one in year for step in one.steps}
    assert {"disagree", "plan", "ask", "return", "late_crew", "late_control"} <= verbs
    for one in year:
        moments = [step.at for step in one.steps]
        assert moments == sorted(moments)
        assert moments[-1] <= one.desk.now
        day = one.desk.day(one.row.filed_at)
        category = one.row.category
        assert seasons.is_in_season(category.season_from, category.season_to, day)
    # Jobs find nothing that they have not told.
    late = [one for one in year if states.is_late(one.row.state, one.row.due_on, one.desk.today)]
    assert late
    assert all(one.row.overdue_told_for == one.row.due_on for one in late)


def test_no_two_neighbours_say_the_same(year: list[Case]) -> None:
    said_by = [one.row.text for one in year]
    assert len(set(said_by)) > 0.97 * len(said_by)
    assert all(one != other for one, other in zip(said_by, said_by[1:], strict=False))


def test_every_category_has_words_for_every_month_of_it(town: Any) -> None:
    for category in Category.objects.all():
        for month in (1, 4, 7, 10):
            assert of_season(texts.TEXTS[category.code], month), category.code


def test_every_sentence_is_whole_and_nobodys_own(town: Any) -> None:
    teller = Teller(random.Random(1), texts.SLOTS)
    for code, patterns in texts.TEXTS.items():
        for pattern in patterns:
            text = said(teller.draw, pattern.lstrip("*+"), texts.SLOTS, "12")
            assert not set("{}@|*+") & set(text), (code, text)
            assert moderation.examine(text).text == text
