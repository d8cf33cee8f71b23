"""A report from its filing to its end, and what is refused on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from veche.commons.audit import public as audit
from veche.commons.identity.tests.makers import make_person
from veche.commons.norms import public as norms
from veche.commons.norms.tests.makers import set_norm
from veche.domains.reports import events
from veche.domains.reports.actions import (
    approving,
    filing,
    keeping,
    moderating,
    residents,
    working,
)
from veche.domains.reports.adapters import told
from veche.domains.reports.models import Category, CellCount, Draft, Report, Supporter
from veche.domains.reports.queries import reading, terms_over
from veche.domains.reports.rules import states, terms
from veche.domains.reports.tests import makers
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused

pytestmark = pytest.mark.usefixtures("places_town")


def test_from_filing_to_the_authors_word(town: Any) -> None:
    author = make_person()
    row = makers.make_report(author)
    assert (row.state, row.stage, row.supporters) == (states.MODERATION, states.UNSEEN, 0)
    assert row.due_on > row.started_on
    executor, body = makers.make_executor()
    row = makers.assigned(makers.passed(row), body)
    assert (row.state, row.body_id) == (states.IN_WORK, body.id)
    row = makers.approved(makers.answered(row, executor))
    assert (row.state, row.stage) == (states.ASKED, states.DONE)
    assert row.silent_on is not None
    residents.confirm_report(author, number=row.number, version=row.version)
    row = makers.fresh(row)
    assert (row.state, row.closed_by) == (states.CLOSED, states.BY_AUTHOR)
    verbs = [step.verb for step in row.steps.all()]
    assert verbs == ["file", "pass", "assign", "answer", "approve", "confirm"]
    kinds = {entry.kind for entry in audit.history(row.id)}
    assert "reports.report_confirmed" in kinds
    assert len(audit.history(row.id)) == len(verbs)


def test_the_same_draft_sent_twice_is_one_report(town: Any) -> None:
    author = make_person()
    draft = makers.fill_draft(author)
    numbers = {filing.file_report(author, draft_id=draft) for _ in range(2)}
    assert len(numbers) == 1
    assert Report.objects.count() == 1
    assert not Draft.objects.exists()


def test_nobody_sends_the_draft_of_another(town: Any) -> None:
    draft = makers.fill_draft(make_person())
    with pytest.raises(Invalid):
        filing.file_report(make_person(), draft_id=draft)


def test_what_a_category_asks_for_is_asked(town: Any) -> None:
    author = make_person()
    with pytest.raises(Invalid) as caught:
        makers.make_report(author, category="yards.playground")
    assert set(caught.value.fields) == {"photos"}
    filing.save_draft(author, text="", category="utilities.gas")
    with pytest.raises(Invalid) as caught:
        filing.file_report(author, draft_id=reading.draft_of(author).id)  # type: ignore[union-attr]
    assert set(caught.value.fields) == {"text", "category"}


def test_a_place_outside_the_town_is_refused(town: Any) -> None:
    with pytest.raises(Invalid) as caught:
        makers.fill_draft(make_person(), point=filing.Point(10, 10))
    assert caught.value.code == "outside"


def test_some_themes_ask_who_writes(town: Any) -> None:
    with pytest.raises(Refused) as caught:
        makers.make_report(make_person(level=1), category="safety.corruption")
    assert caught.value.code == "level-needed"
    row = makers.make_report(make_person(level=3), category="safety.corruption")
    assert makers.passed(row).stage == states.UNSEEN


def test_the_second_of_two_officials_is_told(town: Any) -> None:
    row = makers.passed(makers.make_report())
    body, other = makers.make_body(), makers.make_body("Другой")
    makers.assigned(row, body)
    with pytest.raises(Conflict) as caught:
        working.assign_report(
            makers.role("coordinator"), number=row.number, version=row.version, body_id=other.id
        )
    assert caught.value.code == "changed-meanwhile"
    assert makers.fresh(row).body_id == body.id


def test_the_clock_stands_while_the_author_is_asked(town: Any) -> None:
    author = make_person()
    row, executor = makers.at_work(author)
    # Of the day of an answer nobody waits at its end: it is the first that counts again.
    term = terms.Term(row.term_days, row.term_unit)
    due = terms.due_on(row.started_on - terms.DAY, term, norms.working_days())
    working.ask_clarification(
        executor, number=row.number, version=row.version, text="Какой подъезд?"
    )
    row = makers.fresh(row)
    assert (row.state, len(row.pauses)) == (states.CLARIFYING, 1)
    Report.objects.filter(id=row.id).update(
        pauses=[row.pauses[0] - timedelta(days=7)], started_on=row.started_on - timedelta(days=7)
    )
    with pytest.raises(Refused):
        residents.clarify_report(executor, number=row.number, version=row.version, text="Второй")
    residents.clarify_report(author, number=row.number, version=row.version, text="Второй")
    row = makers.fresh(row)
    assert (row.state, row.due_on, row.silent_on) == (states.IN_WORK, due, None)


def test_a_promise_moves_the_term_within_the_norm(town: Any) -> None:
    row, executor = makers.at_work()
    far = reading.today() + timedelta(days=800)
    with pytest.raises(Invalid):
        working.plan_report(
            executor, number=row.number, version=row.version, planned_on=far, text="Весной"
        )
    day = reading.today() + timedelta(days=30)
    working.plan_report(
        executor, number=row.number, version=row.version, planned_on=day, text="Заменим опору"
    )
    row = makers.fresh(row)
    assert row.due_on == day
    row = makers.approved(makers.answered(row, executor))
    assert (row.state, row.due_on) == (states.ASKED, day)
    assert row.answered_on is not None


def test_a_promise_stands_while_the_answer_is_written_anew(town: Any) -> None:
    author = make_person()
    row, executor = makers.at_work(author)
    day = reading.today() + timedelta(days=30)
    row = makers.planned(row, executor, day)
    row = makers.answered(row, executor)
    approving.send_back_answer(
        makers.role("approver"), number=row.number, version=row.version, text="Подробнее"
    )
    row = makers.fresh(row)
    assert (row.state, row.due_on) == (states.PLANNED, day)
    row = makers.asked(row, executor)
    Report.objects.filter(id=row.id).update(pauses=[row.pauses[0] - timedelta(days=7)])
    residents.clarify_report(author, number=row.number, version=row.version, text="Второй")
    row = makers.fresh(row)
    assert (row.state, row.due_on) == (states.PLANNED, day + timedelta(days=7))


def test_another_day_is_an_approvers_word(town: Any) -> None:
    row, executor = makers.at_work()
    row = makers.planned(row, executor, reading.today() + timedelta(days=10))
    later: dict[str, Any] = {
        "planned_on": reading.today() + timedelta(days=20),
        "text": "Нет деталей",
    }
    for act in (working.plan_report, working.postpone_report):
        with pytest.raises(Refused):
            act(executor, number=row.number, version=row.version, **later)
    approver = makers.role("approver")
    working.postpone_report(approver, number=row.number, version=row.version, **later)
    assert makers.fresh(row).due_on == later["planned_on"]


def test_a_promise_that_comes_late_moves_nothing(town: Any) -> None:
    row, executor = makers.at_work()
    over = reading.today() - timedelta(days=1)
    Report.objects.filter(id=row.id).update(due_on=over)
    day = reading.today() + timedelta(days=10)
    row = makers.planned(row, executor, day)
    assert (row.state, row.planned_on, row.due_on) == (states.PLANNED, day, over)
    assert makers.approved(makers.answered(row, executor)).due_on == over
    long_ago = reading.today() - timedelta(days=360)
    assert row.body is not None
    other = makers.assigned(makers.passed(makers.make_report()), row.body)
    Report.objects.filter(id=other.id).update(started_on=long_ago)
    with pytest.raises(Invalid):
        makers.planned(other, executor, day)


def test_not_ours_goes_back_and_says_whose(town: Any) -> None:
    row, executor = makers.at_work()
    with pytest.raises(Invalid):
        working.return_report(executor, number=row.number, version=row.version, text=" ")
    working.return_report(executor, number=row.number, version=row.version, text="Это УК")
    row = makers.fresh(row)
    assert (row.state, row.body) == (states.COORDINATION, None)


def test_forwarding_names_the_other_body_and_stops_the_clock(town: Any) -> None:
    row = makers.passed(makers.make_report())
    coordinator = makers.role("coordinator")
    working.forward_report(
        coordinator, number=row.number, version=row.version, body_name="Росавтодор", text=""
    )
    row = makers.fresh(row)
    assert (row.state, row.forwarded_to, len(row.pauses)) == (states.FORWARDED, "Росавтодор", 1)
    row = makers.approved(makers.answered(row, coordinator))
    author = make_person()
    makers.role("controller")
    Report.objects.filter(id=row.id).update(author_id=author.id)
    residents.disagree_report(
        author,
        number=row.number,
        version=row.version,
        text="Нет",
        photos=[makers.upload(author)],
    )
    assert makers.fresh(row).state == states.CONTROL


def test_who_was_handed_over_is_asked_for_and_comes_back(town: Any) -> None:
    row = makers.passed(makers.make_report())
    coordinator = makers.role("coordinator")
    working.forward_report(
        coordinator, number=row.number, version=row.version, body_name="Росавтодор", text=""
    )
    last = makers.fresh(row).silent_on
    assert last == norms.due_on("report.forward_days", reading.today())
    assert not keeping.remind(report_id=row.id, on=last)
    late = last + timedelta(days=1)
    assert terms_over.lying(late) == [row.id]
    assert keeping.remind(report_id=row.id, on=late)
    assert not keeping.remind(report_id=row.id, on=late)
    assert not keeping.close_silent(report_id=row.id, on=late + timedelta(days=400))
    row = makers.answered(makers.fresh(row), coordinator)
    assert row.silent_on == norms.due_on("report.approval_days", reading.today())
    approving.send_back_answer(
        makers.role("approver"), number=row.number, version=row.version, text="Не о том"
    )
    row = makers.fresh(row)
    assert (row.state, row.forwarded_to) == (states.COORDINATION, "")
    assert row.steps.filter(verb="late_other", body_name="Росавтодор").count() == 1


def test_coordinators_hear_of_another_bodys_silence(town: Any) -> None:
    row, coordinator = makers.passed(makers.make_report()), makers.role("coordinator")
    (kind,) = (one for one in told.NOTICES if one.event == events.DeskOverdue.kind)
    payload = {"report_id": str(row.id), "state": states.FORWARDED}
    assert kind.tell(payload) is None
    working.forward_report(
        coordinator, number=row.number, version=row.version, body_name="Росавтодор", text=""
    )
    notice = kind.tell(payload)
    assert notice is not None
    assert notice.people == (coordinator.id,)
    assert notice.text.startswith("Росавтодор не отвечает")


def test_a_refusal_by_another_body_is_lifted_to_a_coordinator(town: Any) -> None:
    row = makers.passed(makers.make_report())
    coordinator = makers.role("coordinator")
    working.forward_report(
        coordinator, number=row.number, version=row.version, body_name="Росавтодор", text=""
    )
    row = makers.approved(makers.answered(makers.fresh(row), coordinator, states.DECLINING))
    approving.lift_refusal(
        makers.role("controller"), number=row.number, version=row.version, text="Это наше"
    )
    assert makers.fresh(row).state == states.COORDINATION


def test_nobody_approves_their_own_answer(town: Any) -> None:
    row, _executor = makers.at_work()
    both = make_person(roles=["coordinator", "approver"])
    row = makers.answered(row, both)
    with pytest.raises(Refused) as caught:
        approving.approve_answer(both, number=row.number, version=row.version)
    assert caught.value.code == "own-answer"


def test_a_refusal_is_lifted_by_a_controller_alone(town: Any) -> None:
    row, executor = makers.at_work()
    row = makers.approved(makers.answered(row, executor, states.DECLINING))
    assert (row.state, row.stage) == (states.REFUSED, states.DECLINED)
    with pytest.raises(Refused):
        approving.lift_refusal(executor, number=row.number, version=row.version, text="Нет")
    approving.lift_refusal(
        makers.role("controller"), number=row.number, version=row.version, text="Обязаны"
    )
    assert makers.fresh(row).state == states.IN_WORK


def test_disagreement_needs_a_photo_and_ends_with_a_controller(town: Any) -> None:
    set_norm("report.disagreements", 1)
    author = make_person()
    makers.role("controller")
    row, executor = makers.at_work(author)
    row = makers.approved(makers.answered(row, executor))
    with pytest.raises(Invalid):
        residents.disagree_report(
            author, number=row.number, version=row.version, text="Темно", photos=[]
        )
    for expected in (states.IN_WORK, states.CONTROL):
        photo = makers.upload(author)
        residents.disagree_report(
            author, number=row.number, version=row.version, text="Темно", photos=[photo]
        )
        row = makers.fresh(row)
        assert row.state == expected
        if expected == states.IN_WORK:
            row.photos.update(state="hidden")
            row = makers.approved(makers.answered(row, executor))
    with pytest.raises(Invalid):
        settle(row, "")
    row = settle(row, states.DECLINING)
    assert (row.closed_by, row.stage) == (states.BY_CONTROLLER, states.DECLINED)
    assert row.answered_on == reading.today()


def settle(row: Report, outcome: str) -> Report:
    """A controller's word on a dispute."""
    approving.settle_report(
        makers.role("controller"),
        number=row.number,
        version=row.version,
        outcome=outcome,
        text="Проверили",
    )
    return makers.fresh(row)


def test_silence_closes_after_the_term_and_not_before(town: Any) -> None:
    row, executor = makers.at_work()
    row = makers.approved(makers.answered(row, executor))
    assert row.silent_on is not None
    assert not keeping.close_silent(report_id=row.id, on=row.silent_on)
    assert keeping.close_silent(report_id=row.id, on=row.silent_on + timedelta(days=1))
    row = makers.fresh(row)
    assert (row.state, row.closed_by) == (states.CLOSED, states.BY_SILENCE)


def test_a_question_is_no_end(town: Any) -> None:
    author = make_person()
    row, executor = makers.at_work(author)
    row = makers.asked(row, executor)
    assert row.silent_on is not None
    over = row.silent_on + timedelta(days=1)
    assert not keeping.close_silent(report_id=row.id, on=over)
    assert not keeping.go_on(report_id=row.id, on=row.silent_on)
    assert keeping.go_on(report_id=row.id, on=over)
    row = makers.fresh(row)
    assert (row.state, row.stage, row.silent_on) == (states.IN_WORK, states.OPEN, None)
    with pytest.raises(Invalid) as caught:
        makers.asked(row, executor)
    assert caught.value.code == "asked-already"
    # A term that begins anew may begin with a question.
    Report.objects.filter(id=row.id).update(started_on=reading.today() + timedelta(days=1))
    row = makers.asked(row, executor)
    residents.clarify_report(author, number=row.number, version=row.version, text="Второй")
    row = makers.fresh(row)
    keeping.forget_person([author.known_id])
    with pytest.raises(Refused) as refused:
        makers.asked(row, executor)
    assert refused.value.code == "nobody-to-ask"


def test_nobody_of_the_office_works_on_their_own_report(town: Any) -> None:
    author = make_person(roles=["moderator", "coordinator", "approver", "controller"])
    row = makers.make_report(author)
    with pytest.raises(Refused):
        moderating.pass_report(author, number=row.number, version=row.version)
    assert reading.report_for(author, row.number).parts == {states.AUTHOR}


def test_a_closed_theme_takes_no_draft_from_before(town: Any) -> None:
    author = make_person()
    draft = makers.fill_draft(author)
    Category.objects.filter(code=makers.CATEGORY).update(is_open=False)
    with pytest.raises(Invalid) as caught:
        filing.file_report(author, draft_id=draft)
    assert set(caught.value.fields) == {"category"}


def test_lateness_is_told_once_for_each_term(town: Any) -> None:
    row = makers.passed(makers.make_report())
    late = row.due_on + timedelta(days=1)
    assert not keeping.mark_overdue(report_id=row.id, on=row.due_on)
    assert keeping.mark_overdue(report_id=row.id, on=late)
    assert not keeping.mark_overdue(report_id=row.id, on=late)
    told = [entry.kind for entry in audit.history(row.id)]
    assert told.count("reports.report_overdue") == 1


def test_support_is_counted_once_and_never_ones_own(town: Any) -> None:
    author, neighbour = make_person(), make_person()
    row = makers.passed(makers.make_report(author))
    for _ in range(2):
        residents.support_report(neighbour, number=row.number)
    with pytest.raises(Refused):
        residents.support_report(author, number=row.number)
    assert makers.fresh(row).supporters == Supporter.objects.count() == 1


def test_a_twin_is_joined_and_its_author_counted(town: Any) -> None:
    main, twin = makers.passed(makers.make_report()), makers.make_report()
    moderator = makers.role("moderator")
    with pytest.raises(Invalid):
        moderating.merge_report(
            moderator, number=twin.number, version=twin.version, main=twin.number
        )
    moderating.merge_report(moderator, number=twin.number, version=twin.version, main=main.number)
    assert makers.fresh(twin).duplicate_of_id == main.id
    assert makers.fresh(main).supporters == 1


def test_all_who_were_troubled_go_with_a_twin(town: Any) -> None:
    main, first, second = (makers.passed(makers.make_report()) for _number in range(3))
    moderator, neighbour, both = makers.role("moderator"), make_person(), make_person()
    residents.support_report(neighbour, number=first.number)
    for row in (first, second, main):
        residents.support_report(both, number=row.number)

    def join(twin: Report, to: Report) -> None:
        version = makers.fresh(twin).version
        moderating.merge_report(moderator, number=twin.number, version=version, main=to.number)

    join(first, second)
    join(second, main)
    assert makers.fresh(first).duplicate_of_id == main.id
    found = set(Supporter.objects.filter(report=main).values_list("person_id", flat=True))
    assert found == {neighbour.id, both.id, first.author_id, second.author_id}
    assert makers.fresh(main).supporters == len(found)
    (kind,) = (one for one in told.NOTICES if one.event == "reports.report_merged")
    notice = kind.tell({"report_id": str(first.id)})
    assert notice is not None
    assert {neighbour.id, both.id, first.author_id} <= set(notice.people)
    assert main.number in notice.url


def test_what_is_not_let_through_is_its_authors_and_the_moderators(town: Any) -> None:
    author = make_person()
    row = makers.make_report(author)
    moderating.reject_report(
        makers.role("moderator"),
        number=row.number,
        version=row.version,
        reason=states.EMPTY,
        text="",
    )
    assert reading.report_for(author, row.number).row.reason == states.EMPTY
    for stranger in (make_person(), makers.at_work()[1]):
        with pytest.raises(NotFound):
            reading.report_for(stranger, row.number)


def test_strangers_find_nothing_to_move(town: Any) -> None:
    row = makers.make_report()
    with pytest.raises(NotFound):
        moderating.pass_report(make_person(), number=row.number, version=1)
    with pytest.raises(NotFound):
        moderating.pass_report(make_person(), number="00000000", version=1)


def test_cells_are_counted_as_reports_move(town: Any) -> None:
    row, executor = makers.at_work()
    row = makers.approved(makers.answered(row, executor))
    found = dict(CellCount.objects.filter(resolution=9).values_list("stage", "number"))
    assert found == {states.OPEN: 0, states.DONE: 1}


def test_inner_words_are_for_colleagues(town: Any) -> None:
    author = make_person()
    row, executor = makers.at_work(author)
    working.note_report(executor, number=row.number, text="Опора наша")
    assert "note" not in [one.verb for one in reading.report_for(author, row.number).steps]
    assert "note" in [one.verb for one in reading.report_for(executor, row.number).steps]
    with pytest.raises(Refused):
        working.note_report(author, number=row.number, text="А я?")


def test_an_erased_author_leaves_the_report(town: Any) -> None:
    author = make_person()
    row = makers.make_report(author)
    makers.fill_draft(author)
    keeping.forget_person([author.known_id])
    assert makers.fresh(row).author_id is None
    assert reading.draft_of(author) is None


def test_unknown_numbers_are_not_found(town: Any) -> None:
    with pytest.raises(NotFound):
        reading.report_for(make_person(), str(uuid4().int)[:8])
