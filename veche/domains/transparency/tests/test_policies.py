"""Who may do what with the open budget: one grant and two denials each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from veche.commons.identity.public import ANONYMOUS, BY_CONTACT, PersonRef
from veche.domains.transparency import policies
from veche.domains.transparency.models import Question, Source
from veche.domains.transparency.rules import publication, stages


def person(*roles: str) -> PersonRef:
    """Somebody known with the roles given."""
    return PersonRef(id=uuid4(), roles=frozenset(roles))


def row(state: str) -> Source:
    """A file that has come so far."""
    return Source(state=state)


@pytest.mark.parametrize("policy", [policies.may_work_on_budget, policies.may_upload_budget])
def test_who_prepares_or_approves_works_on_the_budget(policy: Callable[..., Any]) -> None:
    assert policy(person("author"))
    assert policy(person("approver"))
    for who in (ANONYMOUS, person(), person("moderator")):
        assert not policy(who)
        assert policy(who).reason


@pytest.mark.parametrize("policy", [policies.may_map_budget, policies.may_drop_budget])
def test_columns_are_matched_while_nothing_is_public(policy: Callable[..., Any]) -> None:
    for state in stages.OPEN:
        assert policy(person("author"), row(state))
        assert not policy(person("clerk"), row(state))
    # Whoever sees that a reading leads nowhere need not wait for its end.
    may_stop = policy is policies.may_drop_budget
    assert bool(policy(person("author"), row(stages.CHECKING))) == may_stop
    for state in (stages.PUBLISHED, stages.WITHDRAWN):
        assert policy(person("author"), row(state)).code == "not-open"


def test_an_approver_publishes_what_has_no_faults() -> None:
    assert policies.may_publish_budget(person("approver"), row(stages.READY))
    for who in (ANONYMOUS, person("author"), person("admin")):
        assert not policies.may_publish_budget(who, row(stages.READY))
    for state in set(stages.STATES) - {stages.READY}:
        assert policies.may_publish_budget(person("approver"), row(state)).code == "not-ready"


def test_an_approver_withdraws_what_is_public() -> None:
    assert policies.may_withdraw_budget(person("approver"), row(stages.PUBLISHED))
    for who in (ANONYMOUS, person("author")):
        assert not policies.may_withdraw_budget(who, row(stages.PUBLISHED))
    refused = policies.may_withdraw_budget(person("approver"), row(stages.READY))
    assert refused.code == "not-published"


def test_who_prepares_or_approves_publishes_reports() -> None:
    for policy in (policies.may_work_on_reports, policies.may_publish_report):
        assert policy(person("author"))
        for who in (ANONYMOUS, person(), person("moderator")):
            assert not policy(who)


@pytest.mark.parametrize("policy", [policies.may_keep_plan, policies.may_hide_files])
def test_an_approver_keeps_the_plan_and_hides_files(policy: Callable[..., Any]) -> None:
    assert policy(person("approver"))
    for who in (ANONYMOUS, person("author"), person("admin")):
        assert not policy(who)


def test_who_has_a_contact_asks_and_takes_back_what_is_not_answered() -> None:
    asker = PersonRef(id=uuid4(), level=BY_CONTACT)
    assert policies.may_ask_question(asker)
    assert policies.may_ask_question(ANONYMOUS).code == "sign-in-needed"
    assert not policies.may_ask_question(PersonRef(id=uuid4(), level=0))
    row = Question(author_id=asker.id, state=publication.SHOWN)
    assert policies.may_withdraw_question(asker, row)
    assert policies.may_withdraw_question(person(), row).code == "not-own"
    row.answered_at = datetime.now(UTC)
    assert policies.may_withdraw_question(asker, row).code == "answered-already"


def test_the_body_answers_what_everyone_sees_once() -> None:
    row = Question(state=publication.SHOWN)
    assert policies.may_answer_question(person("author"), row, acts_for=False)
    assert policies.may_answer_question(person(), row, acts_for=True)
    assert not policies.may_answer_question(person(), row, acts_for=False)
    waits = Question(state=publication.WAITING)
    assert not policies.may_answer_question(person("author"), waits, acts_for=False)
    row.answered_at = datetime.now(UTC)
    assert not policies.may_answer_question(person("author"), row, acts_for=True)


def test_an_approver_imports_and_drops_tables_beside_the_budget() -> None:
    for policy in (policies.may_import_register, policies.may_drop_register):
        assert policy(person("approver"))
        for who in (ANONYMOUS, person("author"), person("admin")):
            assert not policy(who)
