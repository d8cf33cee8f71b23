"""Each policy: one who may, and those who may not."""

from __future__ import annotations

from uuid import uuid4

import pytest

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.matching import policies
from veche.commons.matching.rules import states

RESIDENT = PersonRef(id=uuid4(), level=1)
AUTHOR, APPROVER, CLERK, ADMIN, AUDITOR, COORDINATOR = (
    PersonRef(id=uuid4(), level=2, roles=frozenset({role}))
    for role in ("author", "approver", "clerk", "admin", "auditor", "coordinator")
)
EVERYONE = (AUTHOR, APPROVER, CLERK, ADMIN, AUDITOR, COORDINATOR, RESIDENT, ANONYMOUS)


@pytest.mark.parametrize(
    "policy",
    [
        policies.may_open_helping,
        policies.may_describe_solver,
        policies.may_open_solver,
        policies.may_close_solver,
    ],
)
def test_whoever_has_signed_in_may(policy: policies.Policy) -> None:
    assert policy(RESIDENT)
    assert policy(ANONYMOUS).code == "sign-in-needed"


def test_a_foreign_organisation_is_let_be() -> None:
    for policy in (
        policies.may_describe_solver,
        policies.may_open_solver,
        policies.may_close_solver,
    ):
        assert policy(RESIDENT, is_own=False).code == "not-acting"


@pytest.mark.parametrize(
    ("policy", "holders"),
    [
        (policies.may_check_licence, (CLERK, APPROVER)),
        (policies.may_save_work_kind, (ADMIN, APPROVER)),
        (policies.may_declare_need, (AUTHOR, APPROVER, COORDINATOR)),
        (policies.may_name_owner, (AUTHOR, APPROVER, COORDINATOR)),
    ],
)
def test_work_of_a_role(policy: policies.Policy, holders: tuple[PersonRef, ...]) -> None:
    for person in EVERYONE:
        assert bool(policy(person)) is (person in holders), person.roles


def test_a_town_duty_seeks_no_helpers() -> None:
    assert policies.may_seek_helpers(is_town_duty=False)
    assert policies.may_seek_helpers(is_town_duty=True).code == "town-duty"


def test_a_talk_is_read_by_its_sides() -> None:
    for party in states.PARTIES:
        assert policies.may_read_match(RESIDENT, parties={party})
    assert policies.may_read_match(RESIDENT).code == states.NOT_YOURS
    assert policies.may_read_match(ANONYMOUS, parties={states.SOLVER}).code == "sign-in-needed"


def test_taking_a_need_back() -> None:
    assert policies.may_close_need(RESIDENT, parties={states.ASKER})
    assert policies.may_close_need(RESIDENT, parties={states.SOLVER}).code == "not-the-asker"
    assert policies.may_close_need(ANONYMOUS, parties={states.ASKER}).code == "sign-in-needed"


def test_the_first_word() -> None:
    asks, offers = {states.ASKER}, {states.SOLVER}
    assert policies.may_ask_for_help(RESIDENT, parties=asks)
    assert policies.may_offer_help(RESIDENT, parties=offers)
    assert policies.may_ask_for_help(ANONYMOUS, parties=asks).code == "sign-in-needed"
    assert policies.may_offer_help(ANONYMOUS, parties=offers).code == "sign-in-needed"
    assert policies.may_ask_for_help(RESIDENT, parties=offers).code == "not-the-asker"
    assert policies.may_offer_help(RESIDENT, parties=asks).code == "no-solver"
    for policy, parties in (
        (policies.may_ask_for_help, asks),
        (policies.may_offer_help, offers),
    ):
        taken = policy(RESIDENT, parties=parties, need_state=states.TAKEN)
        assert taken.code == "need-taken"
        assert policy(RESIDENT, parties=parties, is_unlicensed=True).code == states.UNLICENSED
        both = {states.ASKER, states.RAISER, states.SOLVER}
        assert policy(RESIDENT, parties=both).code == "own-need"


@pytest.mark.parametrize("verb", states.VERBS)
def test_each_step(verb: str) -> None:
    """Granted where the rules let a party act; refused to a visitor, to others, at another time."""
    policy = policies.STEPS[verb]
    state, move = next((one[0], move) for one, move in states.MOVES.items() if one[1] == verb)
    standing = states.Standing(state)
    assert policy(RESIDENT)
    assert policy(RESIDENT, standing, set(move.parties[:1]))
    assert policy(ANONYMOUS, standing, set(move.parties)).code == "sign-in-needed"
    others = set(states.PARTIES) - set(move.parties)
    assert policy(RESIDENT, standing, others).code == states.NOT_YOURS
    over = states.Standing(states.LAPSED)
    assert policy(RESIDENT, over, set(states.PARTIES)).code == states.NOT_NOW
