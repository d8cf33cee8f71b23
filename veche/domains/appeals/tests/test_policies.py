"""Who may do what: one grant and two denials for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.domains.appeals import policies
from veche.domains.appeals.models import Appeal
from veche.domains.appeals.rules import states


def holder(*roles: str, level: int = 2) -> PersonRef:
    """Somebody known with these roles."""
    return PersonRef(id=uuid4(), level=level, roles=frozenset(roles))


AUTHOR, RESIDENT = holder(), holder()
COORDINATOR, APPROVER = holder("coordinator"), holder("approver")
ADMIN, LAWYER, CLERK = holder("admin"), holder("lawyer"), holder("clerk")


def appeal(state: str, **more: Any) -> Appeal:
    return Appeal(state=state, author_id=AUTHOR.id, due_on=date(2026, 12, 1), **more)


WITH_APPEAL: list[tuple[Callable[..., Any], str, PersonRef, list[PersonRef]]] = [
    (policies.may_read_appeal, states.FILED, AUTHOR, [RESIDENT, CLERK, ANONYMOUS]),
    (policies.may_read_appeal, states.ANSWERED, COORDINATOR, [ADMIN, LAWYER]),
    (policies.may_register_appeal, states.FILED, COORDINATOR, [APPROVER, AUTHOR]),
    (policies.may_assign_appeal, states.WORK, COORDINATOR, [APPROVER, RESIDENT]),
    (policies.may_write_letter, states.WORK, COORDINATOR, [APPROVER, AUTHOR]),
    (policies.may_forward_appeal, states.WORK, COORDINATOR, [APPROVER, ADMIN]),
    (policies.may_prepare_answer, states.WORK, COORDINATOR, [APPROVER, ANONYMOUS]),
    (policies.may_extend_appeal, states.WORK, APPROVER, [COORDINATOR, AUTHOR]),
    (policies.may_end_appeal, states.SIGNING, APPROVER, [COORDINATOR, AUTHOR]),
    (policies.may_sign_answer, states.SIGNING, APPROVER, [COORDINATOR, AUTHOR]),
    (policies.may_send_back_answer, states.SIGNING, APPROVER, [COORDINATOR, RESIDENT]),
    (policies.may_withdraw_appeal, states.WORK, AUTHOR, [COORDINATOR, APPROVER]),
]


@pytest.mark.parametrize(("policy", "state", "one", "others"), WITH_APPEAL)
def test_one_may_with_an_appeal_and_others_may_not(
    policy: Callable[..., Any], state: str, one: PersonRef, others: list[PersonRef]
) -> None:
    assert policy(one, appeal(state))
    for other in others:
        refused = policy(other, appeal(state))
        assert not refused
        assert str(refused.reason)


WITHOUT: list[tuple[Callable[[PersonRef], Any], PersonRef, list[PersonRef]]] = [
    (policies.may_begin_appeal, holder(level=1), [ANONYMOUS, PersonRef()]),
    (policies.may_work_on_appeals, APPROVER, [RESIDENT, ADMIN]),
    (policies.may_enter_appeal, COORDINATOR, [APPROVER, ADMIN]),
    (policies.may_set_up_appeals, ADMIN, [APPROVER, RESIDENT]),
    (policies.may_set_identity_rule, LAWYER, [COORDINATOR, RESIDENT]),
    (policies.may_publish_reception, ADMIN, [APPROVER, RESIDENT]),
    (policies.may_book_slot, holder(level=1), [ANONYMOUS, holder(level=0)]),
]


@pytest.mark.parametrize(("policy", "one", "others"), WITHOUT)
def test_one_may_and_others_may_not(
    policy: Callable[[PersonRef], Any], one: PersonRef, others: list[PersonRef]
) -> None:
    assert policy(one)
    for other in others:
        refused = policy(other)
        assert not refused
        assert str(refused.reason)


def test_nobody_of_the_office_works_on_their_own_appeal() -> None:
    both = PersonRef(id=AUTHOR.id, level=2, roles=frozenset({"coordinator", "approver"}))
    assert policies.may_read_appeal(both, appeal(states.WORK))
    assert not policies.may_prepare_answer(both, appeal(states.WORK))
    assert not policies.may_end_appeal(both, appeal(states.WORK))


def test_a_term_is_made_longer_once() -> None:
    refused = policies.may_extend_appeal(
        APPROVER, appeal(states.WORK, extended_on=date(2026, 11, 20))
    )
    assert refused.code == "extended-already"


def test_a_booking_is_its_owners() -> None:
    assert policies.may_cancel_booking(AUTHOR, AUTHOR.id)
    assert not policies.may_cancel_booking(RESIDENT, AUTHOR.id)
    assert not policies.may_cancel_booking(RESIDENT, None)


@pytest.mark.parametrize(("level", "may"), [(0, False), (1, False), (2, True), (3, True)])
def test_whoever_the_town_knows_surely_files(town: Any, level: int, may: bool) -> None:
    assert bool(policies.may_file_appeal(holder(level=level))) is may
    assert not policies.may_file_appeal(ANONYMOUS)
