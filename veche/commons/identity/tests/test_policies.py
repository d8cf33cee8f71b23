"""One test per policy and role: who may, and who may not."""

from __future__ import annotations

from uuid import uuid4

import pytest

from veche.commons.identity import policies
from veche.commons.identity.rules.persons import ANONYMOUS, ROLES, PersonRef

RESIDENT = PersonRef(uuid4(), 1)
ADMIN = PersonRef(uuid4(), 1, frozenset({"admin"}))
OTHERS = [PersonRef(uuid4(), 1, frozenset({role})) for role in ROLES if role != "admin"]
OWN = [
    policies.may_open_me,
    policies.may_declare_home,
    policies.may_declare_birth_date,
    policies.may_export_personal_data,
    policies.may_sign_out_everywhere,
    policies.may_add_passkey,
    policies.may_rename_passkey,
    policies.may_remove_passkey,
    policies.may_end_sign_ins,
]


@pytest.mark.parametrize("policy", OWN)
@pytest.mark.parametrize("person", [RESIDENT, ADMIN, *OTHERS])
def test_the_signed_in_keep_their_own(policy, person) -> None:
    assert policy(person).allowed


@pytest.mark.parametrize("policy", [*OWN, policies.may_erase_person])
def test_visitors_are_asked_to_sign_in(policy) -> None:
    decision = policy(ANONYMOUS)
    assert (decision.allowed, decision.code) == (False, "sign-in-needed")
    assert decision.reason
    assert decision.advice


@pytest.mark.parametrize("person", [ADMIN, *OTHERS, ANONYMOUS])
def test_no_role_reads_personal_data_of_others(person) -> None:
    assert policies.may_read_personal_data(RESIDENT, RESIDENT.known_id).allowed
    assert not policies.may_read_personal_data(person, RESIDENT.known_id).allowed


@pytest.mark.parametrize("policy", [policies.may_declare_home, policies.may_declare_birth_date])
@pytest.mark.parametrize(("level", "allowed"), [(0, True), (1, True), (2, False), (3, False)])
def test_what_a_document_confirms_is_not_changed_by_word(policy, level, allowed) -> None:
    assert policy(RESIDENT, level).allowed is allowed


@pytest.mark.parametrize("person", [ADMIN, *OTHERS])
def test_officials_give_their_roles_up_before_erasure(person) -> None:
    assert policies.may_erase_person(RESIDENT).allowed
    assert policies.may_erase_person(person).code == "role-held"


@pytest.mark.parametrize("policy", [policies.may_grant_role, policies.may_revoke_role])
def test_only_an_administrator_changes_roles_of_others(policy) -> None:
    assert policy(ADMIN, "author", RESIDENT.id).allowed
    for person in (ANONYMOUS, RESIDENT, *OTHERS):
        assert not policy(person, "author", uuid4()).allowed
    assert policy(ADMIN, "author", ADMIN.id).code == "own-role"
    assert policy(ADMIN, "mayor", RESIDENT.id).code == "unknown-role"
