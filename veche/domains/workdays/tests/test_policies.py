"""Each policy: a grant and the denials beside it. No database is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.domains.workdays import policies, rules
from veche.domains.workdays.models import Day, Work
from veche.kernel.policies import Decision

CALLER_ID = uuid4()
CALLER = PersonRef(CALLER_ID, 1)
OTHER = PersonRef(uuid4(), 1)
UNSURE = PersonRef(uuid4(), 0)
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
SOON, PAST = NOW + timedelta(hours=3), NOW - timedelta(hours=3)


def role(name: str) -> PersonRef:
    return PersonRef(uuid4(), 1, frozenset({name}))


APPROVER, CLERK = role("approver"), role("clerk")


def day(state: str = rules.CALLED, *, begun: bool = False, **given: object) -> Day:
    start = PAST if begun else SOON
    values = {"is_public": state in rules.SHOWN, "is_shown": True, "caller_id": CALLER_ID, **given}
    return Day(state=state, starts_at=start, ends_at=start + timedelta(hours=1), **values)


def codes(*decisions: object) -> list[str]:
    return ["" if one else one.code for one in decisions]  # type: ignore[attr-defined]


def test_reading() -> None:
    asked = day(rules.ASKING)
    assert policies.may_read_day(ANONYMOUS, day())
    for one in (CALLER, APPROVER):
        assert policies.may_read_day(one, asked)
    assert policies.may_read_day(OTHER, asked, is_owner=True)
    assert policies.may_read_day(OTHER, asked, helps=True)
    assert (
        codes(*(policies.may_read_day(one, asked) for one in (OTHER, ANONYMOUS, CLERK)))
        == ["not-yours"] * 3
    )


def test_calling() -> None:
    assert codes(*(policies.may_come(one) for one in (CALLER, ANONYMOUS, UNSURE))) == [
        "",
        "sign-in-needed",
        "level-needed",
    ]
    works = [Work(standing=one, whom="Город") for one in rules.STANDINGS]
    assert codes(*(policies.may_call_day(CALLER, one) for one in works)) == [
        "",
        "town-duty",
        "dangerous",
    ]
    assert codes(policies.may_call_day(ANONYMOUS)) == ["sign-in-needed"]


@pytest.mark.parametrize("may", [policies.may_allow_day, policies.may_forbid_day])
def test_the_owners_word(may: Callable[..., Decision]) -> None:
    asked = day(rules.ASKING)
    assert may(OTHER, asked, is_owner=True)
    refused = [
        may(ANONYMOUS, asked),
        may(OTHER, asked),
        may(CALLER, asked, is_owner=True),
        may(OTHER, day(), is_owner=True),
        may(OTHER, day(rules.ASKING, is_shown=False), is_owner=True),
    ]
    assert codes(*refused) == ["sign-in-needed", "not-owner", "own-day", "not-now", "not-now"]


def test_another_owner() -> None:
    asked = day(rules.ASKING)
    found = [
        policies.may_turn_over_day(APPROVER, asked),
        policies.may_turn_over_day(ANONYMOUS, asked),
        policies.may_turn_over_day(CALLER, asked),
        policies.may_turn_over_day(APPROVER, day()),
    ]
    assert codes(*found) == ["", "sign-in-needed", "not-an-official", "not-now"]


def test_taking_back() -> None:
    found = [
        policies.may_cancel_day(CALLER, day()),
        policies.may_cancel_day(APPROVER, day(rules.ASKING)),
        policies.may_cancel_day(ANONYMOUS, day()),
        policies.may_cancel_day(OTHER, day()),
        policies.may_cancel_day(CALLER, day(rules.DONE)),
    ]
    assert codes(*found) == ["", "", "sign-in-needed", "not-yours", "not-now"]


def test_coming_and_leaving() -> None:
    found = [
        policies.may_join_day(OTHER, day(), now=NOW),
        policies.may_join_day(ANONYMOUS, day(), now=NOW),
        policies.may_join_day(OTHER, day(rules.ASKING), now=NOW),
        policies.may_join_day(OTHER, day(is_public=False), now=NOW),
        policies.may_join_day(OTHER, day(begun=True), now=NOW),
    ]
    assert codes(*found) == ["", "sign-in-needed", "not-now", "not-now", "day-over"]
    found = [
        policies.may_leave_day(OTHER, day(), now=NOW),
        policies.may_leave_day(ANONYMOUS, day(), now=NOW),
        policies.may_leave_day(CALLER, day(), now=NOW),
        policies.may_leave_day(OTHER, day(begun=True), now=NOW),
    ]
    assert codes(*found) == ["", "sign-in-needed", "own-day", "not-now"]


def test_what_the_caller_does() -> None:
    found = [
        policies.may_hold_tools(CALLER, day(), now=NOW),
        policies.may_hold_tools(ANONYMOUS, day(), now=NOW),
        policies.may_hold_tools(APPROVER, day(), now=NOW),
        policies.may_hold_tools(CALLER, day(begun=True), now=NOW),
        policies.may_hold_tools(CALLER, day(rules.ASKING, is_public=False), now=NOW),
    ]
    assert codes(*found) == ["", "sign-in-needed", "not-yours", "not-now", "not-allowed-yet"]
    found = [
        policies.may_add_photos(CALLER, day(rules.DONE)),
        policies.may_add_photos(ANONYMOUS, day()),
        policies.may_add_photos(OTHER, day()),
        policies.may_add_photos(CALLER, day(rules.CANCELLED)),
    ]
    assert codes(*found) == ["", "sign-in-needed", "not-yours", "not-now"]
    found = [
        policies.may_sum_up_day(CALLER, day(begun=True), now=NOW),
        policies.may_sum_up_day(ANONYMOUS, day(begun=True), now=NOW),
        policies.may_sum_up_day(OTHER, day(begun=True), now=NOW),
        policies.may_sum_up_day(CALLER, day(), now=NOW),
    ]
    assert codes(*found) == ["", "sign-in-needed", "not-yours", "not-now"]
    found = [
        policies.may_take_hours(CALLER, day(rules.DONE)),
        policies.may_take_hours(APPROVER, day(rules.DONE)),
        policies.may_take_hours(ANONYMOUS, day(rules.DONE)),
        policies.may_take_hours(CLERK, day(rules.DONE)),
        policies.may_take_hours(CALLER, day()),
    ]
    assert codes(*found) == ["", "", "sign-in-needed", "not-yours", "not-now"]


def test_desks() -> None:
    assert policies.may_open_own_days(OTHER)
    assert codes(policies.may_open_own_days(ANONYMOUS)) == ["sign-in-needed"]
    for may, good in (
        (policies.may_work_on_days, APPROVER),
        (policies.may_keep_tools, CLERK),
        (policies.may_save_work, APPROVER),
    ):
        assert may(good)
        assert codes(may(ANONYMOUS), may(OTHER)) == ["sign-in-needed", "not-an-official"]
