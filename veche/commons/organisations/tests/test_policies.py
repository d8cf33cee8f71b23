"""Each policy: one who may, and those who may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.organisations import policies
from veche.kernel.policies import Decision

Policy = Callable[..., Decision]
RESIDENT = PersonRef(id=uuid4(), level=3)
EARLIER = uuid4()


def official(*roles: str) -> PersonRef:
    return PersonRef(id=uuid4(), level=2, roles=frozenset(roles), earlier_ids=(EARLIER,))


CLERK, ADMIN, APPROVER = official("clerk"), official("admin"), official("approver")
OTHERS = official("author", "lawyer", "auditor", "privacy")


@pytest.mark.parametrize(
    "policy",
    [
        policies.may_open_own_organisations,
        policies.may_add_organisation,
        policies.may_ask_to_join,
    ],
)
def test_whoever_has_signed_in_may(policy: Policy) -> None:
    assert policy(RESIDENT)
    assert policy(ANONYMOUS).code == "sign-in-needed"


def test_nobody_asks_twice() -> None:
    assert policies.may_ask_to_join(RESIDENT, has_asked=True).code == "asked-already"


@pytest.mark.parametrize(
    ("policy", "holders"),
    [
        (policies.may_read_requests, (CLERK,)),
        (policies.may_admit_member, (CLERK,)),
        (policies.may_refuse_request, (CLERK,)),
        (policies.may_close_organisation, (CLERK,)),
        (policies.may_manage_mandates, (ADMIN,)),
        (policies.may_give_mandate, (ADMIN,)),
        (policies.may_end_mandate, (ADMIN,)),
        (policies.may_take_down_announcement, (ADMIN, APPROVER)),
    ],
)
def test_work_of_a_role(policy: Policy, holders: tuple[PersonRef, ...]) -> None:
    for person in (CLERK, ADMIN, APPROVER, OTHERS, RESIDENT, ANONYMOUS):
        assert bool(policy(person)) is (person in holders), person.roles


@pytest.mark.parametrize("policy", [policies.may_admit_member, policies.may_refuse_request])
def test_a_clerk_decides_nothing_of_their_own(policy: Policy) -> None:
    assert policy(CLERK, asked_by=RESIDENT.known_id)
    for own in (CLERK.known_id, EARLIER):
        assert policy(CLERK, asked_by=own).code == "own-request"
    assert policy(RESIDENT, asked_by=RESIDENT.known_id).code == "refused"


def test_leaving_and_letting_go() -> None:
    assert policies.may_end_membership(RESIDENT, is_own=True)
    assert policies.may_end_membership(RESIDENT, may_act=True)
    assert policies.may_end_membership(RESIDENT).code == "not-acting"
    assert policies.may_end_membership(ANONYMOUS, is_own=True).code == "sign-in-needed"


def test_writing_to_a_territory() -> None:
    assert policies.may_write_announcement(RESIDENT, holds=True)
    assert policies.may_write_announcement(RESIDENT).code == "no-mandate"
    too_soon = policies.may_write_announcement(RESIDENT, holds=True, opens_on=date(2026, 11, 30))
    assert too_soon.code == "too-soon"
    assert policies.may_write_announcement(ANONYMOUS, holds=True).code == "sign-in-needed"
