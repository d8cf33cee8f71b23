"""Hours out of acts: the arithmetic, the page, the norms, and who sees what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.audit import public as audit
from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.commons.workload import actions, duties, policies, queries, rules
from veche.commons.workload.rules import Act
from veche.kernel import clock
from veche.kernel.errors import Conflict, NotFound

MONDAY = date(2026, 11, 23)
PAGE = "/office/workload/"
STARTED = "polls.poll_started"


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 60))
def test_weeks_are_mondays_without_gaps(day: date, number: int) -> None:
    found = rules.weeks(day, number)
    assert found[0] <= day < found[0] + timedelta(days=7)
    assert all(week.weekday() == 0 for week in found)
    pairs = zip(found, found[1:], strict=False)
    assert all(later - earlier == timedelta(days=7) for later, earlier in pairs)


@given(st.lists(st.integers(0, 500), max_size=8), st.integers(0, 600))
def test_hours_add_up(numbers: list[int], minutes: int) -> None:
    acts = [Act(f"k{place % 3}", MONDAY, number) for place, number in enumerate(numbers)]
    roles = {"k0": "author", "k1": "author", "k2": "lawyer"}
    norm = {MONDAY: dict.fromkeys(roles, minutes)}
    found = rules.hours_by_role(rules.lines(acts, roles, norm))
    assert sum(found.values()) == pytest.approx(sum(numbers) * minutes / 60)
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_what_nobody_knows_counts_nothing() -> None:
    assert rules.lines([Act("moon", MONDAY, 5)], {}, {MONDAY: {"moon": 9}}) == []
    assert rules.lines([Act("a", MONDAY, 5)], {"a": "author"}, {}) == []


def test_every_duty_has_its_norm(town: Any) -> None:
    known = {norm.code for norm in norms.in_force(today(), queries.PREFIX)}
    assert {queries.PREFIX + kind for kind in duties.roles()} == known


def today() -> date:
    return clock.today(towns.current().time_zone)


def test_the_page_counts_by_role_and_keeps_ones_own_apart(town: Any) -> None:
    me, other = make_person(roles=["author"]), make_person(roles=["author", "lawyer"])
    for person, kind, number in ((me, STARTED, 3), (other, "polls.poll_agreed", 3)):
        for _act in range(number):
            audit.record(kind, person.id, uuid4())
    audit.record("polls.poll_closed", None, uuid4())
    page = sign_in(Client(), me).get(PAGE).content.decode()
    assert "Автор опросов" in page
    assert "Юрист" in page
    assert str(me.id) not in page
    assert str(other.id) not in page
    own = page[page.index("Ваша неделя") : page.index("Нормы времени")]
    assert "Начать черновик опроса: 3" in own
    assert "согласовать" not in own
    assert [line.minutes for line in queries.hours(rules.weeks(today(), 1))] == [120, 120]


def test_the_page_asks_a_fixed_number_of_times(town: Any) -> None:
    me = make_person(roles=["author"])
    client = sign_in(Client(), me)
    client.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(PAGE)
    for _act in range(30):
        audit.record(STARTED, me.id, uuid4())
    connection.cursor().close()  # what was put off goes before the first question
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few)


def test_a_new_norm_leaves_past_weeks_alone(town: Any) -> None:
    boss = make_person(roles=["approver"])
    this = rules.monday(today())
    minutes = {"act_kind": STARTED, "minutes": "90", "act": "Распоряжение № 1"}
    form = {**minutes, "valid_from": this.isoformat()}
    client = sign_in(Client(), boss)
    for _again in range(2):
        assert client.post(f"{PAGE}minutes/", form).status_code == 302
    code = queries.PREFIX + STARTED
    assert norms.value(code, this).value == 90
    assert norms.value(code, this - timedelta(days=1)).value == 40
    norms.load_shipped()
    assert norms.value(code, this).value == 90, "a release lets it be"
    assert norms.value(code, this - timedelta(days=1)).value == 40
    earlier = {**form, "valid_from": (this - timedelta(days=9)).isoformat()}
    assert client.post(f"{PAGE}minutes/", earlier).status_code == 422
    assert client.post(f"{PAGE}minutes/", {**form, "act": ""}).status_code == 422


def test_only_known_acts_have_norms(town: Any) -> None:
    boss = make_person(roles=["admin"])
    rest = {"minutes": 5, "act": "Акт", "valid_from": today()}
    with pytest.raises(NotFound):
        actions.set_minutes(boss, act_kind="moon.landed", **rest)  # type: ignore[arg-type]
    actions.set_minutes(boss, act_kind=STARTED, minutes=5, act="Акт", valid_from=today())
    with pytest.raises(Conflict):
        actions.set_minutes(
            boss, act_kind=STARTED, minutes=6, act="Акт", valid_from=date(2026, 1, 1)
        )


def test_others_are_kept_out(town: Any) -> None:
    assert Client().get(PAGE).status_code == 302
    assert sign_in(Client(), make_person()).get(PAGE).status_code == 403
    author = sign_in(Client(), make_person(roles=["author"]))
    assert author.get(PAGE).status_code == 200
    assert author.get(f"{PAGE}minutes/").status_code == 403
    assert author.post(f"{PAGE}minutes/", {"minutes": "1"}).status_code == 403


def test_who_may_read_and_who_may_set() -> None:
    clerk, admin = (PersonRef(id=uuid4(), roles=frozenset({role})) for role in ("clerk", "admin"))
    assert policies.may_read_workload(clerk)
    assert policies.may_set_minutes(admin)
    for other in (ANONYMOUS, PersonRef(id=uuid4())):
        assert not policies.may_read_workload(other)
    for other in (ANONYMOUS, clerk):
        assert not policies.may_set_minutes(other)
