"""One test for each policy and role; two denials for each grant."""

from dataclasses import dataclass
from typing import Any

import pytest

from veche.commons.commitments import policies, rules
from veche.commons.commitments.tests.makers import (
    APPROVING,
    AUTHORING,
    CLERK,
    RESIDENT,
    UNCONFIRMED,
    VISITOR,
)


def test_who_may_set_the_public_clock() -> None:
    assert policies.may_set_public_clock(APPROVING)
    for other in (AUTHORING, CLERK, RESIDENT, VISITOR):
        assert not policies.may_set_public_clock(other)


@dataclass(frozen=True)
class In:
    state: str


VERBS = {
    policies.may_record_decision: (rules.OWED,),
    policies.may_add_stage: rules.PROMISED,
    policies.may_complete_stage: rules.PROMISED,
    policies.may_change_due: rules.PROMISED,
    policies.may_finish_commitment: rules.PROMISED,
    policies.may_decline_commitment: rules.OPEN,
}


@pytest.mark.parametrize("person", [APPROVING, AUTHORING])
def test_officials_may_manage(person: Any) -> None:
    assert policies.may_manage_commitments(person)


@pytest.mark.parametrize("person", [CLERK, RESIDENT, UNCONFIRMED, VISITOR])
def test_nobody_else_may_manage(person: Any) -> None:
    refused = policies.may_manage_commitments(person)
    assert not refused
    assert refused.reason
    assert refused.advice


@pytest.mark.parametrize("policy", VERBS)
@pytest.mark.parametrize("person", [APPROVING, AUTHORING])
def test_officials_may_act_in_the_right_states_only(policy: Any, person: Any) -> None:
    for state in rules.STATES:
        assert bool(policy(person, In(state))) == (state in VERBS[policy]), state


@pytest.mark.parametrize("policy", VERBS)
@pytest.mark.parametrize("person", [CLERK, RESIDENT, UNCONFIRMED, VISITOR])
def test_nobody_else_may_act_in_any_state(policy: Any, person: Any) -> None:
    for state in rules.STATES:
        refused = policy(person, In(state))
        assert not refused
        assert refused.code == "not-an-official"


@pytest.mark.parametrize("person", [RESIDENT, APPROVING, AUTHORING, CLERK])
def test_identified_persons_may_rate_what_can_be_seen(person: Any) -> None:
    for state in rules.STATES:
        for seen in (True, False):
            expected = state == rules.DONE or (state in rules.PROMISED and seen)
            decision = policies.may_rate_outcome(person, In(state), has_finished_stage=seen)
            assert bool(decision) == expected, (state, seen)


@pytest.mark.parametrize("person", [VISITOR, UNCONFIRMED])
def test_others_may_not_rate(person: Any) -> None:
    refused = policies.may_rate_outcome(person, In(rules.DONE), has_finished_stage=True)
    assert not refused
    assert refused.code == "sign-in-to-rate"
