"""Who may do what: each is granted once and refused twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.domains.schools import policies, rules
from veche.domains.schools.models import SchoolPoll, Slip
from veche.domains.schools.tests import makers
from veche.kernel import clock


def poll_of(person: PersonRef, **changed: Any) -> SchoolPoll:
    ends_at = clock.now() + timedelta(days=1)
    return SchoolPoll(organisation_id=makers.school_of(person), **{"ends_at": ends_at, **changed})


def test_whoever_acts_for_a_school_opens_its_office(town: Any) -> None:
    head = makers.head()
    assert policies.may_open_school_office(head)
    assert not policies.may_open_school_office(make_person())
    assert not policies.may_open_school_office(make_person(roles=["author", "approver"]))


def test_a_head_works_for_their_own_school_alone(town: Any) -> None:
    head, other = makers.head(), makers.head(2)
    assert policies.may_work_for_school(head, makers.school_of(head))
    assert not policies.may_work_for_school(other, makers.school_of(head))
    assert not policies.may_work_for_school(make_person(roles=["admin"]), makers.school_of(head))


def test_a_draft_is_its_schools(town: Any) -> None:
    head = makers.head()
    school = makers.school_of(head)
    poll = poll_of(head, state=rules.DRAFT)
    assert policies.may_read_poll([school], poll)
    assert not policies.may_read_poll([], poll)
    assert not policies.may_read_poll([makers.school_of(makers.head(2))], poll)
    assert policies.may_read_poll([], poll_of(head, state=rules.RUNNING))


def test_what_runs_is_not_changed(town: Any) -> None:
    head = makers.head()
    assert policies.may_change_poll(head, poll_of(head, state=rules.DRAFT))
    assert policies.may_change_poll(head, poll_of(head, state=rules.RUNNING)).code == "running"
    assert not policies.may_change_poll(make_person(), poll_of(head, state=rules.DRAFT))


def test_a_poll_opens_with_as_many_consents_as_a_result_needs(town: Any) -> None:
    head = makers.head()
    poll = poll_of(head, state=rules.DRAFT)
    assert policies.may_open_poll(head, poll, consents=10, least=10)
    assert policies.may_open_poll(head, poll, consents=9, least=10).code == "few-consents"
    assert not policies.may_open_poll(make_person(), poll, consents=10, least=10)


def test_slips_are_of_a_poll_that_runs(town: Any) -> None:
    head = makers.head()
    assert policies.may_run_poll(head, poll_of(head, state=rules.RUNNING))
    assert policies.may_run_poll(head, poll_of(head, state=rules.CLOSED)).code == "not-running"
    assert not policies.may_run_poll(make_person(), poll_of(head, state=rules.RUNNING))


def test_its_school_or_the_approver_stops_a_poll(town: Any) -> None:
    head, approver = makers.head(), make_person(roles=["approver"])
    poll = poll_of(head, state=rules.RUNNING)
    assert policies.may_stop_poll(head, poll)
    assert policies.may_stop_poll(approver, poll)
    assert not policies.may_stop_poll(makers.head(2), poll)
    assert not policies.may_stop_poll(approver, poll_of(head, state=rules.CLOSED))
    assert policies.may_stop_polls(approver)
    assert policies.may_stop_polls(head)
    assert not policies.may_stop_polls(make_person())
    assert not policies.may_stop_polls(make_person(roles=["author"]))


def test_the_bearer_of_a_slip_answers() -> None:
    tomorrow = clock.now() + timedelta(days=1)
    running = SchoolPoll(state=rules.RUNNING, ends_at=tomorrow)
    assert policies.may_answer_poll(Slip(poll=running))
    assert policies.may_answer_poll(None).code == "no-slip"
    assert policies.may_answer_poll(Slip(poll=running, is_void=True)).code == "void-slip"
    over = SchoolPoll(state=rules.RUNNING, ends_at=clock.now())
    assert policies.may_answer_poll(Slip(poll=over)).code == "closed"


def test_nobody_reads_a_result_before_the_close() -> None:
    assert policies.may_read_result(SchoolPoll(state=rules.CLOSED))
    assert not policies.may_read_result(SchoolPoll(state=rules.RUNNING))
    assert policies.may_read_result(SchoolPoll(state=rules.STOPPED)).code == "stopped"
