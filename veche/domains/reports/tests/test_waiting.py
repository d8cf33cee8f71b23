"""What waits for somebody's word, who hears of it, and by when."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import bearer, make_person, make_token, sign_in
from veche.commons.norms import public as norms
from veche.commons.norms.tests.makers import set_norm
from veche.domains.reports import events, jobs, public
from veche.domains.reports.actions import approving, keeping, residents, working
from veche.domains.reports.adapters import told
from veche.domains.reports.models import Report
from veche.domains.reports.queries import (
    catalogue,
    monday,
    public_terms,
    reading,
    terms_over,
    working_lists,
    worklist,
)
from veche.domains.reports.queries.reading import Filters
from veche.domains.reports.queries.worklist import WorkFilters
from veche.domains.reports.rules import states
from veche.domains.reports.tests import makers
from veche.kernel.errors import Refused, TooMany
from veche.kernel.manifest import Late

pytestmark = pytest.mark.usefixtures("places_town")


def test_a_refusal_is_brought_before_a_controller(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its author's words alone, while they are heard; a controller has it in «Отказы»."""
    author, controller = make_person(), makers.role("controller")
    row, executor = makers.at_work(author)
    row = makers.approved(makers.answered(row, executor, states.DECLINING))
    desk = Client()
    sign_in(desk, controller)
    listed = desk.get(reverse("reports:list-cases") + "?show=refused").content.decode()
    assert row.text in listed
    for person, is_listed in (
        (executor, True),
        (makers.make_executor("ООО «Тень»", 8)[0], False),
        (makers.role("moderator"), True),
    ):
        found = worklist.work_page(person, WorkFilters(shown="refused")).items
        assert [one.number for one in found] == [row.number] * is_listed
    sign_in(client, author)
    there = reverse("reports:disagree-report", args=[row.number])
    assert there in client.get(reverse("reports:read-report", args=[row.number])).content.decode()
    assert row.silent_on is not None
    assert not keeping.let_refusal_stand(report_id=row.id, on=row.silent_on)
    sent = client.post(there, {"version": row.version, "text": "Обязаны по договору"})
    assert sent.status_code == 302
    again = makers.fresh(row)
    last = norms.due_on("report.control_days", reading.today())
    assert (again.state, again.silent_on) == (states.CONTROL, last)
    assert terms_over.lying(last + timedelta(days=1)) == [row.id]
    # It is the town's office that is late with it then, not the body that has refused.
    Report.objects.filter(id=row.id).update(due_on=reading.today() - timedelta(days=2))
    (one,) = public_terms.by_body(reading.today(), [makers.CATEGORY])
    assert (one.body_id, one.late) == (None, 1)
    counted = frozenset({makers.CATEGORY})
    for asked, number in (
        (Filters("late", is_nobodys=True), 1),
        (Filters("late", body_id=row.body_id), 0),
    ):
        assert reading.public_rows(asked, counted).count() == number
    assert controller.id in terms_over.at_desk(again)
    # Once the term is over, the refusal stands.
    Report.objects.filter(id=row.id).update(state=states.REFUSED, silent_on=row.silent_on)
    over = row.silent_on + timedelta(days=1)
    assert terms_over.silent(over) == [row.id]
    assert keeping.let_refusal_stand(report_id=row.id, on=over)
    assert client.get(there).status_code == 302
    # Where there is no controller nobody is sent to one.
    Report.objects.filter(id=row.id).update(silent_on=over)
    page = reverse("reports:read-report", args=[row.number])
    assert there in client.get(page).content.decode()
    with monkeypatch.context() as patch:
        patch.setattr(identity, "holders_now", lambda role: [])
        assert there not in client.get(page).content.decode()
    Report.objects.filter(id=row.id).update(silent_on=None)
    # What was being written meanwhile is not thrown away; nor is it a stranger's to write.
    row = makers.fresh(row)
    late = client.post(there, {"version": row.version, "text": "Обязаны по закону"})
    assert late.status_code == 403
    assert "Время возразить прошло" in late.content.decode()
    assert "Обязаны по закону" in late.content.decode()
    with pytest.raises(Refused) as caught:
        residents.disagree_report(
            author, number=row.number, version=row.version, text="Нет", photos=[]
        )
    assert caught.value.code == "too-late"
    Report.objects.filter(id=row.id).update(silent_on=over)
    for other in (make_person(), executor, makers.role("moderator")):
        assert reading.may_disagree(other, makers.fresh(row)).code == "not-yours"


def contested(author: PersonRef) -> Report:
    """A refusal of a body with a term of one day, brought before a controller."""
    row, executor = makers.at_work(author)
    row = makers.approved(makers.answered(row, executor, states.DECLINING))
    Report.objects.filter(id=row.id).update(term_days=1)
    residents.disagree_report(
        author, number=row.number, version=row.version, text="Обязаны по договору", photos=[]
    )
    return makers.fresh(row)


def test_a_controller_is_late_by_their_own_norm_and_no_body_with_them() -> None:
    author, controller = make_person(), makers.role("controller")
    row, today = contested(author), reading.today()
    last = norms.due_on("report.control_days", today)
    assert row.state == states.CONTROL
    assert row.due_on == row.silent_on == last
    assert not terms_over.overdue(last)
    keeping.mark_overdue(report_id=row.id, on=last + timedelta(days=1))
    heads = norms.due_on("report.escalate_head_days", last) + timedelta(days=1)
    assert keeping.escalate(report_id=row.id, on=last + timedelta(days=1))
    assert terms_over.told_at(makers.fresh(row)) == ()
    assert keeping.escalate(report_id=row.id, on=heads)
    assert not keeping.escalate(report_id=row.id, on=heads + timedelta(days=90))
    assert terms_over.told_at(makers.fresh(row)) == (controller.id,)
    late = row.steps.filter(verb__startswith="late_").order_by("id")
    assert list(late.values_list("verb", flat=True)) == ["late_crew", "late_control"]
    assert monday.late(last + timedelta(days=1)) == [Late("", 1, last)]
    approving.settle_report(
        controller, number=row.number, version=row.version, outcome=states.SOLVED, text="Сделали"
    )
    (one,) = public_terms.by_body(today, [makers.CATEGORY])
    assert (one.in_time, one.late) == (1, 0)


def test_what_a_controller_hands_over_begins_anew() -> None:
    controller = makers.role("controller")
    row, body = contested(make_person()), makers.make_body()
    Report.objects.update(started_on=reading.today() - timedelta(days=9))
    working.assign_report(controller, number=row.number, version=row.version, body_id=body.id)
    row = makers.fresh(row)
    assert (row.state, row.started_on) == (states.IN_WORK, reading.today())
    assert row.due_on > reading.today()


def test_without_a_controller_nobody_is_sent_to_one(client: Client) -> None:
    author = make_person()
    row, executor = makers.at_work(author)
    row = makers.approved(makers.answered(row, executor, states.DECLINING))
    (tell,) = (one.tell for one in told.NOTICES if one.event == events.AnswerApproved.kind)
    notice = tell({"report_id": str(row.id)})
    assert notice is not None
    assert "возразить" not in notice.text
    sign_in(client, author)
    there = reverse("reports:disagree-report", args=[row.number])
    sent = client.post(there, {"version": row.version, "text": "Обязаны по закону"})
    assert sent.status_code == 403
    assert "Рассмотреть возражение некому" in sent.content.decode()
    assert "Обязаны по закону" in sent.content.decode()
    said = {"version": row.version, "text": "Обязаны", "photos": []}
    by_api = client.post(
        f"/api/v1/reports/{row.number}/disagreement",
        said,
        content_type="application/json",
        headers={"Idempotency-Key": "there-is-nobody-to-hear-it"},
        **bearer(make_token(author, identity.REPORT)),
    )
    assert (by_api.status_code, by_api.json()["code"]) == (403, "no-controller")
    assert makers.fresh(row).state == states.REFUSED
    # And what was done goes back as often as its author finds it is not.
    set_norm("report.disagreements", 0)
    Report.objects.update(
        state=states.ASKED, stage=states.DONE, outcome=states.SOLVED, silent_on=reading.today()
    )
    assert "вернётся исполнителю" in client.get(there).content.decode()
    for body_id, state in ((row.body_id, states.IN_WORK), (None, states.COORDINATION)):
        Report.objects.update(state=states.ASKED, silent_on=reading.today(), body=body_id)
        residents.disagree_report(
            author,
            number=row.number,
            version=makers.fresh(row).version,
            text="Темно",
            photos=[makers.upload(author)],
        )
        assert makers.fresh(row).state == state


def test_a_desk_is_in_the_order_of_the_days_it_shows() -> None:
    executor, body = makers.make_executor()
    both = make_person(roles=["moderator", "coordinator"])
    today = reading.today()
    days = {  # until when the desk waits, until when the body answers
        states.MODERATION: (3, 90),
        states.COORDINATION: (1, 20),
        states.CONTROL: (0, 0),
        states.IN_WORK: (None, 2),
    }
    rows = {state: makers.make_report() for state in days}
    for state, (silent, due) in days.items():
        Report.objects.filter(id=rows[state].id).update(
            state=state,
            body=body if state == states.IN_WORK else None,
            silent_on=None if silent is None else today + timedelta(days=silent),
            due_on=today + timedelta(days=due),
        )
    with patch.object(catalogue, "bodies_of", lambda person: frozenset({body.id})):
        seen: list[str] = []
        after = ""
        while True:
            page = working_lists.waiting_page(both, after=after, size=1)
            seen += [one.state for one in page.items]
            if not (after := page.next_token):
                break
        shown = [one.due_on for one in public.waiting(both, 9)]
    assert seen == [states.COORDINATION, states.IN_WORK, states.MODERATION]
    assert shown == [today + timedelta(days=number) for number in (1, 2, 3)]
    assert [one.state for one in working_lists.waiting_page(executor).items] == [states.IN_WORK]


def test_a_report_that_lies_unread_is_told_at_once_and_again() -> None:
    moderator, approver = makers.role("moderator"), makers.role("approver")
    row = makers.make_report()
    kinds = {one.event: one.tell for one in told.NOTICES}
    waits = {"report_id": str(row.id), "state": states.MODERATION}
    found = kinds[events.ReportFiled.kind]({"report_id": str(row.id)})
    assert found is not None
    assert found.people == (moderator.id,)
    last = norms.due_on("report.moderation_days", reading.today())
    assert row.silent_on == last
    assert public.waiting(moderator, 1)[0].due_on == last
    assert not keeping.remind(report_id=row.id, on=last)
    late = last + timedelta(days=1)
    assert terms_over.lying(late) == [row.id]
    assert keeping.remind(report_id=row.id, on=late)
    assert not terms_over.lying(late)
    # What was owed stays owed: it is late to whoever looks, and told each time it is twice as late.
    assert public.waiting(moderator, 1)[0].due_on == last
    told_on = [
        n for n in range(2, 40) if keeping.remind(report_id=row.id, on=last + timedelta(days=n))
    ]
    assert told_on == [3, 7, 15, 31]
    found = kinds[events.DeskOverdue.kind](waits)
    assert found is not None
    assert set(found.people) == {moderator.id, approver.id}
    assert Report.objects.get(id=row.id).steps.filter(verb="late_desk", is_inner=True).exists()
    row = makers.passed(makers.fresh(row))
    assert row.silent_on == norms.due_on("report.coordination_days", reading.today())
    assert kinds[events.DeskOverdue.kind](waits) is None
    assert kinds[events.ReportFiled.kind]({"report_id": str(row.id)}) is None
    # Of the whole term hears whoever may act; a desk of the office has been reminded of its own.
    keeping.mark_overdue(report_id=row.id, on=row.due_on + timedelta(days=1))
    assert keeping.escalate(report_id=row.id, on=row.due_on + timedelta(days=1))
    coordinator = makers.role("coordinator")
    row = makers.fresh(row)
    assert terms_over.told_at(row) == ()
    assert set(terms_over.reminded(row)) == {coordinator.id, approver.id}


def test_its_author_reads_the_day_of_the_first_desk_alone(client: Client) -> None:
    sign_in(client, author := make_person())
    row = makers.make_report(author)
    there = reverse("reports:read-sent", args=[row.number])
    assert "увидят все" in client.get(there).content.decode()
    Report.objects.update(visibility=states.AUTHOR_ONLY)
    assert "увидят все" not in client.get(there).content.decode()
    Report.objects.update(state=states.COORDINATION, visibility=states.PUBLIC)
    assert "увидят все" not in client.get(there).content.decode()


def test_what_an_official_has_written_too_late_is_given_back(client: Client) -> None:
    """Of a case that is over, and of one that has gone to others."""
    row, executor = makers.at_work()
    sign_in(client, executor)
    Report.objects.update(state=states.CLOSED, outcome=states.SOLVED, version=row.version + 1)
    said = {"version": str(row.version), "text": "У какого подъезда?"}
    there = reverse("reports:ask-clarification", args=[row.number])
    late = client.post(there, said)
    assert late.status_code == 409
    assert late.context["lost"] is not None
    assert said["text"] in late.content.decode()
    assert "дело изменилось: «Сделано»" in late.content.decode()
    other = makers.make_body("Дорожное управление")
    Report.objects.update(body=other, state=states.IN_WORK)
    for name in ("answer-report", "finish-work"):
        photo_id = makers.upload(executor)
        given = {**said, "outcome": states.SOLVED, "kept": [str(photo_id)]}
        page = client.post(reverse(f"reports:{name}", args=[row.number]), given).content.decode()
        told = [page.find(one) for one in (other.name, said["text"], "1 фото тоже", "История")]
        # First on the page, with the words and the photo named.
        assert -1 not in told, name
        assert told == sorted(told)
        assert "отправьте ещё раз" not in page
    Report.objects.update(
        body=makers.make_body(), visibility=states.AUTHOR_ONLY, stage=states.UNSEEN
    )
    gone = client.post(there, said)
    assert gone.status_code == 404
    assert said["text"] in gone.content.decode()


def test_who_stumbles_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = makers.make_report(), makers.make_report()
    Report.objects.update(silent_on=reading.today() - timedelta(days=1))
    told_of: list[UUID] = []

    def remind(*, report_id: UUID, on: date) -> bool:
        told_of.append(report_id)
        raise ValueError

    monkeypatch.setattr(keeping, "remind", remind)
    with pytest.raises(ValueError, match="^$"):
        jobs.remind()
    assert set(told_of) == {first.id, second.id}


def test_the_same_words_are_marked_and_a_flood_is_stopped(client: Client) -> None:
    words = "Уберите наконец киоск у остановки, он всем мешает"
    first, again = makers.make_report(text=words), makers.make_report(text=f"{words.upper()}!!")
    sign_in(client, makers.role("moderator"))
    case = reverse("reports:open-case", args=[again.number])
    assert "тот же текст уже был" not in client.get(case).content.decode()
    there = reverse("reports:reject-report", args=[first.number])
    client.post(there, {"version": first.version, "reason": states.EMPTY})
    assert "тот же текст уже был" in client.get(case).content.decode()
    set_norm("report.rate_per_hour", 1)
    flooder = make_person()
    makers.make_report(flooder)
    with pytest.raises(TooMany):
        makers.make_report(flooder)
