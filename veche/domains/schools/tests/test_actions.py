"""From a parent's paper to a result that names nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.identity.tests.makers import make_person
from veche.commons.organisations.tests import makers as members
from veche.domains.schools import queries, rules
from veche.domains.schools.actions import answering, consenting, preparing
from veche.domains.schools.jobs import close_due_polls
from veche.domains.schools.models import Consent, Granted, SchoolPoll, Slip
from veche.domains.schools.tests import makers
from veche.kernel import clock
from veche.kernel import jobs as queue
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused


def test_a_whole_story(town: Any) -> None:
    head = makers.head()
    poll = makers.running(head, 12)
    codes = makers.codes(poll)
    assert len(set(codes)) == 12
    for place, code in enumerate(codes[:11]):
        makers.answer(code, "o1", *(["o2"] if place < 4 else []), evening="o1" if place else "o2")
    over = makers.over(poll)
    yard, evening = queries.result(over)
    assert queries.turnout(over) == 11
    assert [(row["title"], row["votes"]) for row in yard.rows] == [
        ("Скалодром", 11),
        ("Сцена", 4),
        ("Столы", 0),
    ]
    assert [(row["title"], row["votes"], row["share"]) for row in evening.rows] == [
        ("Да", 10, 91),
        ("Нет", 1, 9),
    ]


def test_a_sum_of_nine_is_told_nobody_and_of_ten_everybody(town: Any) -> None:
    head = makers.head()
    few, enough = makers.running(head, 12), makers.draft(head)
    preparing.open_poll(head, slug=enough.slug)
    enough = queries.own_poll_for(head, enough.slug)
    for code in makers.codes(few)[:9]:
        makers.answer(code)
    for code in makers.codes(enough)[:10]:
        makers.answer(code)
    hidden = queries.result(makers.over(few))
    assert [(one.is_told, one.rows) for one in hidden] == [(False, []), (False, [])]
    assert all(one.is_told for one in queries.result(makers.over(enough)))


def test_nobody_reads_a_sum_while_it_runs_the_school_neither(town: Any) -> None:
    head = makers.head()
    poll = makers.running(head)
    for code in makers.codes(poll):
        makers.answer(code)
    with pytest.raises(Refused):
        queries.result(poll)


def test_one_slip_is_one_answer_and_a_second_try_tells_nothing(town: Any) -> None:
    poll = makers.running(makers.head())
    code = makers.codes(poll)[0]
    makers.answer(code, "o1")
    told = []
    for marked in ("o1", "o2", "o3"):
        with pytest.raises(Conflict) as problem:
            makers.answer(code, marked)
        told.append((problem.value.code, str(problem.value.message), str(problem.value.advice)))
    assert len(set(told)) == 1
    assert queries.turnout(poll) == 1


def test_once_somebody_has_answered_no_code_is_printed_anew(town: Any) -> None:
    head = makers.head()
    poll = makers.running(head)
    first = preparing.print_slips(head, slug=poll.slug)
    assert first == preparing.print_slips(head, slug=poll.slug)
    assert sum(len(pile) for _name, pile in first) == 12
    makers.answer(makers.codes(poll)[0])
    with pytest.raises(Conflict) as told:
        preparing.print_slips(head, slug=poll.slug)
    assert told.value.code == "printed"
    makers.consents(head, 2, prefix="9")
    preparing.add_slips(head, slug=poll.slug)
    ((name, late),) = preparing.print_slips(head, slug=poll.slug)
    assert (name, len(late)) == ("7А", 2)
    assert not set(late) & set(first[0][1])
    entries = audit.history(poll.id, kinds=["schools.slips_printed"])
    assert sorted(str(entry.details["number"]) for entry in entries) == ["12", "12", "2"]


def test_no_answer_of_a_child_is_published_as_a_row(town: Any) -> None:
    poll = makers.running(makers.head())
    for code in makers.codes(poll):
        makers.answer(code)
    makers.over(poll)
    assert list(ballots.published_rows(poll.id)) == []
    assert poll.id not in ballots.unpublished()


def test_a_code_is_read_however_it_is_written(town: Any) -> None:
    poll = makers.running(makers.head())
    code = makers.codes(poll)[0]
    spaced = f" {code[:4]} {code[4:8]}-{code[8:]} "
    assert answering.poll_by_code(spaced).id == poll.id
    for wrong in ("", code[:11], f"{code}1", "0" * 12, "код"):
        with pytest.raises(Refused):
            answering.poll_by_code(wrong)


def test_without_a_consent_there_is_no_slip(town: Any) -> None:
    head = makers.head()
    makers.consents(head, 10, "7А", "8")
    makers.consents(head, 5, "5Б", "9")
    poll = makers.draft(head, classes=["7А"])
    assert preparing.open_poll(head, slug=poll.slug) == 10
    assert queries.slips_by_class(poll) == {"7А": 10}


def test_nine_consents_open_no_poll(town: Any) -> None:
    head = makers.head()
    makers.consents(head, 9)
    poll = makers.draft(head)
    with pytest.raises(Refused) as told:
        preparing.open_poll(head, slug=poll.slug)
    assert told.value.code == "few-consents"
    assert not Slip.objects.exists()
    assert not ballots.is_running(poll.id)


def test_a_withdrawn_consent_gives_no_slip_and_may_be_given_again(town: Any) -> None:
    head = makers.head()
    makers.consents(head, 12)
    row = Consent.objects.get(number="1-1")
    consenting.withdraw_consent(head, consent_id=row.id)
    consenting.withdraw_consent(head, consent_id=row.id)
    poll = makers.draft(head)
    assert preparing.open_poll(head, slug=poll.slug) == 11
    makers.consents(head, 1)
    assert preparing.add_slips(head, slug=poll.slug) == 1


def test_a_paper_withdrawn_and_written_down_again_gives_no_second_slip(town: Any) -> None:
    head = makers.head()
    poll = makers.running(head, 12)
    row = Consent.objects.get(number="1-1")
    consenting.withdraw_consent(head, consent_id=row.id)
    (pile,) = queries.piles(poll)
    assert (pile.consents, pile.slips, pile.to_void) == (11, 12, 1)
    makers.consents(head, 1)
    assert preparing.add_slips(head, slug=poll.slug) == 0


def test_a_consent_that_ends_before_the_poll_gives_no_slip(town: Any) -> None:
    head = makers.head()
    makers.consents(head, 12)
    Consent.objects.filter(number="1-1").update(until=queries.today())
    assert preparing.open_poll(head, slug=makers.draft(head).slug) == 11


def test_a_draft_is_thrown_away_and_the_journal_says_which(town: Any) -> None:
    head = makers.head()
    poll = makers.draft(head)
    preparing.discard_poll(head, slug=poll.slug)
    assert not SchoolPoll.objects.exists()
    assert [one.kind for one in audit.history(poll.id)][0] == "schools.poll_discarded"


def test_whoever_acts_for_another_kind_of_organisation_works_for_no_school(town: Any) -> None:
    person = make_person()
    firm = members.make_organisation(person, 5, kind="nko", name="Фонд")
    with pytest.raises(Refused):
        preparing.write_poll(person, organisation_id=firm.id, matter=makers.matter())


def test_a_paper_is_written_down_once_or_not_at_all(town: Any) -> None:
    head = makers.head()
    makers.consents(head, 3)
    with pytest.raises(Invalid) as told:
        makers.consents(head, 5)
    assert "1-1" in str(told.value.fields["lines"])
    assert Consent.objects.count() == 3
    row = Consent.objects.first()
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            organisation_id=row.organisation_id,
            class_name="7А",
            number=row.number,
            given_on=row.given_on,
            until=row.until,
            year=row.year,
            age=12,
            recorded_by_id=row.recorded_by_id,
        )


def test_a_new_consent_has_its_slip_whatever_came_back_before(town: Any) -> None:
    head = makers.head()
    poll = makers.running(head)
    preparing.void_slip(head, slug=poll.slug, code=makers.codes(poll)[0])
    row = Consent.objects.filter(number="1-3").get()
    consenting.withdraw_consent(head, consent_id=row.id)
    makers.consents(head, 1, prefix="8")
    assert preparing.add_slips(head, slug=poll.slug) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Granted.objects.create(poll=poll, class_name="7А", number=row.number)


def test_slips_for_consents_that_came_late(town: Any) -> None:
    head = makers.head()
    poll = makers.running(head, 10)
    before = makers.codes(poll)
    makers.consents(head, 2, prefix="9")
    assert preparing.add_slips(head, slug=poll.slug) == 2
    assert preparing.add_slips(head, slug=poll.slug) == 0
    assert len(makers.codes(poll)) == 12
    assert set(before) < set(makers.codes(poll))
    assert queries.own_poll_for(head, poll.slug).slips_made == 12


def test_a_slip_that_came_back_is_worth_nothing(town: Any) -> None:
    head = makers.head()
    poll = makers.running(head)
    code = makers.codes(poll)[0]
    preparing.void_slip(head, slug=poll.slug, code=code)
    with pytest.raises(Refused) as told:
        makers.answer(code)
    assert told.value.code == "void-slip"
    assert code not in makers.codes(poll)
    # Nor is another made in its place: the consent is gone.
    assert preparing.add_slips(head, slug=poll.slug) == 0


def test_whether_a_slip_has_answered_is_told_nobody(town: Any) -> None:
    head = makers.head()
    poll = makers.running(head)
    used, unused = makers.codes(poll)[:2]
    makers.answer(used)
    for code in (used, unused):
        preparing.void_slip(head, slug=poll.slug, code=code)
    told = {(one.kind, one.reason, str(one.details)) for one in audit.history(poll.id, limit=2)}
    assert len(told) == 1, "the journal says the same of both"
    assert queries.turnout(poll) == 1


def test_a_slip_of_another_school_is_not_taken_back(town: Any) -> None:
    head, other = makers.head(), makers.head(2)
    mine, theirs = makers.running(head), makers.running(other)
    with pytest.raises(Invalid):
        preparing.void_slip(head, slug=mine.slug, code=makers.codes(theirs)[0])
    with pytest.raises(NotFound):
        preparing.void_slip(head, slug=theirs.slug, code=makers.codes(theirs)[0])


def test_after_the_close_no_code_leads_anywhere(town: Any) -> None:
    poll = makers.running(makers.head())
    codes = makers.codes(poll)
    makers.answer(codes[0])
    over = makers.over(poll)
    assert over.state == rules.CLOSED
    assert not Slip.objects.exists()
    assert poll.id not in ballots.with_secrets()
    with pytest.raises(Refused):
        makers.answer(codes[1])
    preparing.close_poll(poll_id=poll.id)
    assert over.slips_made == 12


def test_a_poll_is_closed_by_its_hour_and_not_before(town: Any) -> None:
    poll = makers.running(makers.head())
    preparing.close_poll(poll_id=poll.id)
    assert queries.by_id(poll.id).state == rules.RUNNING  # type: ignore[union-attr]
    assert queries.due() == []
    SchoolPoll.objects.filter(id=poll.id).update(ends_at=clock.now() - timedelta(minutes=1))
    assert queries.due() == [poll.id]
    close_due_polls()
    queue.run_waiting()
    assert queries.by_id(poll.id).state == rules.CLOSED  # type: ignore[union-attr]


def test_a_stopped_poll_has_no_result_and_says_why(town: Any) -> None:
    head = makers.head()
    poll = makers.running(head)
    for code in makers.codes(poll):
        makers.answer(code)
    approver = make_person(roles=["approver"])
    preparing.stop_poll(approver, slug=poll.slug, reason="Спросили о здоровье.")
    stopped = queries.poll_for(make_person(), poll.slug)
    assert (stopped.state, stopped.stopped_because) == (rules.STOPPED, "Спросили о здоровье.")
    assert not Slip.objects.exists()
    with pytest.raises(Refused):
        queries.result(stopped)
    with pytest.raises(Refused):
        preparing.stop_poll(approver, slug=poll.slug, reason="Ещё раз.")


def test_after_its_last_hour_nobody_answers_or_stops_though_no_job_has_run(town: Any) -> None:
    head = makers.head()
    poll = makers.running(head)
    code = makers.codes(poll)[0]
    SchoolPoll.objects.filter(id=poll.id).update(ends_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(Refused) as told:
        answering.poll_by_code(code)
    assert told.value.code == "closed"
    with pytest.raises(Refused):
        preparing.stop_poll(head, slug=poll.slug, reason="Не нравится.")


def test_a_poll_does_not_last_longer_than_the_norm(town: Any) -> None:
    head = makers.head()
    makers.consents(head, 10)
    Consent.objects.update(until=queries.today() + timedelta(days=400))
    long = clock.now() + timedelta(days=queries.norm("run_days_max") + 2)
    with pytest.raises(Invalid) as told:
        preparing.open_poll(head, slug=makers.draft(head, ends_at=long).slug)
    assert told.value.code == "too-long"


def test_a_poll_that_ends_within_the_hour_does_not_begin(town: Any) -> None:
    head = makers.head()
    makers.consents(head, 10)
    poll = makers.draft(head, ends_at=clock.now() + timedelta(minutes=30))
    with pytest.raises(Invalid):
        preparing.open_poll(head, slug=poll.slug)


def test_an_opened_poll_is_not_opened_changed_or_thrown_away(town: Any) -> None:
    head = makers.head()
    poll = makers.running(head)
    for act in (
        lambda: preparing.open_poll(head, slug=poll.slug),
        lambda: preparing.change_poll(head, slug=poll.slug, matter=makers.matter()),
        lambda: preparing.discard_poll(head, slug=poll.slug),
    ):
        with pytest.raises(Refused):
            act()
    assert Slip.objects.filter(poll=poll).count() == 12


def test_an_answer_leaves_no_entry_in_the_journal(town: Any) -> None:
    poll = makers.running(makers.head())
    before = list(audit.every(audit.Filters()))
    makers.answer(makers.codes(poll)[0])
    assert list(audit.every(audit.Filters())) == before


def test_consents_are_forgotten_after_their_term(town: Any) -> None:
    head = makers.head()
    makers.consents(head, 3)
    keep = timedelta(days=queries.norm("consent_keep_days"))
    Consent.objects.filter(number="1-1").update(
        given_on=queries.today() - timedelta(days=800),
        until=queries.today() - keep - timedelta(days=1),
    )
    (ended,) = queries.ended_before(queries.today() - keep)
    consenting.forget_consent(consent_id=ended)
    assert sorted(Consent.objects.values_list("number", flat=True)) == ["1-2", "1-3"]
