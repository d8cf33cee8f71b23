"""Who may do what: one grant and two denials for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.domains.reports import policies
from veche.domains.reports.models import Category, Photo, Report
from veche.domains.reports.rules import states
from veche.kernel.policies import Decision

AUTHOR = PersonRef(id=uuid4(), level=1)
BODY = uuid4()


def holder(*roles: str) -> PersonRef:
    """Somebody known with these roles."""
    return PersonRef(id=uuid4(), level=2, roles=frozenset(roles))


RESIDENT, EXECUTOR = holder(), holder()
MODERATOR, COORDINATOR = holder("moderator"), holder("coordinator")
APPROVER, CONTROLLER = holder("approver"), holder("controller")


def report(state: str, **more: Any) -> Report:
    stage = states.stage_of(state, states.PUBLIC, outcome=more.get("outcome", ""))
    return Report(state=state, stage=stage, author_id=AUTHOR.id, body_id=BODY, **more)


def may_disagree(person: PersonRef, row: Report) -> Decision:
    return policies.may_disagree_report(person, row, has_controller=False)


CASES: list[tuple[Callable[..., Any], str, PersonRef, list[PersonRef]]] = [
    (policies.may_pass_report, states.MODERATION, MODERATOR, [COORDINATOR, AUTHOR]),
    (policies.may_reject_report, states.MODERATION, MODERATOR, [CONTROLLER, RESIDENT]),
    (policies.may_merge_report, states.COORDINATION, COORDINATOR, [APPROVER, AUTHOR]),
    (policies.may_assign_report, states.COORDINATION, COORDINATOR, [MODERATOR, AUTHOR]),
    (policies.may_assign_report, states.CONTROL, CONTROLLER, [COORDINATOR, APPROVER]),
    (policies.may_return_report, states.IN_WORK, COORDINATOR, [MODERATOR, AUTHOR]),
    (policies.may_forward_report, states.IN_WORK, COORDINATOR, [APPROVER, RESIDENT]),
    (policies.may_ask_clarification, states.IN_WORK, COORDINATOR, [APPROVER, AUTHOR]),
    (policies.may_clarify_report, states.CLARIFYING, AUTHOR, [RESIDENT, COORDINATOR]),
    (policies.may_plan_report, states.IN_WORK, COORDINATOR, [MODERATOR, RESIDENT]),
    (policies.may_postpone_report, states.PLANNED, APPROVER, [COORDINATOR, AUTHOR]),
    (policies.may_answer_report, states.IN_WORK, COORDINATOR, [APPROVER, AUTHOR]),
    (policies.may_approve_answer, states.APPROVAL, APPROVER, [COORDINATOR, AUTHOR]),
    (policies.may_send_back_answer, states.APPROVAL, APPROVER, [CONTROLLER, RESIDENT]),
    (policies.may_confirm_report, states.ASKED, AUTHOR, [APPROVER, RESIDENT]),
    (may_disagree, states.ASKED, AUTHOR, [COORDINATOR, RESIDENT]),
    (policies.may_lift_refusal, states.REFUSED, CONTROLLER, [APPROVER, AUTHOR]),
    (policies.may_settle_report, states.CONTROL, CONTROLLER, [APPROVER, AUTHOR]),
    (policies.may_note_report, states.IN_WORK, CONTROLLER, [AUTHOR, RESIDENT]),
    (policies.may_support_report, states.IN_WORK, RESIDENT, [AUTHOR, ANONYMOUS]),
    (policies.may_read_report, states.MODERATION, MODERATOR, [RESIDENT, ANONYMOUS]),
]


@pytest.mark.parametrize(("policy", "state", "one", "others"), CASES)
def test_one_may_and_others_may_not(
    policy: Callable[..., Any], state: str, one: PersonRef, others: list[PersonRef]
) -> None:
    assert policy(one, report(state)).allowed
    for other in others:
        decision = policy(other, report(state))
        assert not decision.allowed
        assert decision.reason


@pytest.mark.parametrize(
    "policy",
    [
        policies.may_return_report,
        policies.may_ask_clarification,
        policies.may_plan_report,
        policies.may_answer_report,
        policies.may_note_report,
    ],
)
def test_an_executor_is_one_through_their_body(policy: Callable[..., Any]) -> None:
    assert policy(EXECUTOR, report(states.IN_WORK), frozenset({BODY})).allowed
    assert not policy(EXECUTOR, report(states.IN_WORK), frozenset({uuid4()})).allowed


def test_a_wrong_moment_is_told_apart_from_a_wrong_person() -> None:
    assert policies.may_pass_report(MODERATOR, report(states.IN_WORK)).code == "wrong-state"
    assert policies.may_pass_report(RESIDENT, report(states.MODERATION)).code == "not-yours"


def test_who_may_file() -> None:
    assert policies.may_file_report(AUTHOR).allowed
    assert not policies.may_file_report(ANONYMOUS).allowed
    assert not policies.may_file_report(AUTHOR, Category(min_level=3)).allowed
    assert policies.may_file_report(PersonRef(uuid4(), 3), Category(min_level=3)).allowed


def test_who_may_thank() -> None:
    done = report(states.CLOSED, outcome=states.SOLVED, answered_on=date(2026, 1, 12))
    assert policies.may_thank_crew(RESIDENT, done).allowed
    # Without an answer of a body nobody of its crew has done it.
    mended = report(states.CLOSED, outcome=states.SOLVED)
    assert not policies.may_thank_crew(RESIDENT, mended).allowed
    assert not policies.may_thank_crew(ANONYMOUS, done).allowed
    assert not policies.may_thank_crew(RESIDENT, report(states.IN_WORK)).allowed


def test_nobody_supports_or_thanks_for_the_work_of_their_own_body() -> None:
    solved = report(states.CLOSED, outcome=states.SOLVED, answered_on=date(2026, 1, 12))
    for policy, row in (
        (policies.may_support_report, report(states.IN_WORK)),
        (policies.may_thank_crew, solved),
    ):
        assert policy(EXECUTOR, row, frozenset({uuid4()})).allowed
        refused = policy(EXECUTOR, row, frozenset({uuid4(), BODY}))
        assert (refused.allowed, refused.code) == (False, "own-work")
        assert refused.reason
        assert refused.advice
        assert policy(ANONYMOUS, row, frozenset({BODY})).code == "sign-in-needed"


def test_who_may_work_and_hide_photos() -> None:
    assert policies.may_work_on_reports(COORDINATOR).allowed
    assert policies.may_work_on_reports(EXECUTOR, frozenset({BODY})).allowed
    assert not policies.may_work_on_reports(RESIDENT).allowed
    assert not policies.may_work_on_reports(holder("clerk")).allowed
    waiting, open_one = report(states.APPROVAL), report(states.IN_WORK)
    before, after = Photo(kind=Photo.BEFORE), Photo(kind=Photo.AFTER)
    assert policies.may_hide_photo(MODERATOR, open_one, before).allowed
    assert policies.may_hide_photo(APPROVER, waiting, after).allowed
    for person, row in ((APPROVER, open_one), (COORDINATOR, waiting), (ANONYMOUS, waiting)):
        assert not policies.may_hide_photo(person, row, after).allowed
    shown = Photo(kind=Photo.AFTER, state=Photo.SHOWN)
    for photo in (before, Photo(kind=Photo.PROOF), shown):
        assert not policies.may_hide_photo(APPROVER, waiting, photo).allowed
