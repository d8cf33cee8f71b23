"""Neighbours help with a report: who may call them, what the page says, how it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.matching import public as matching
from veche.commons.matching.tests import makers as deeds
from veche.commons.organisations.tests.makers import make_organisation
from veche.domains.reports.actions import approving, helping, judging, keeping, working
from veche.domains.reports.actions.helping import Helping, Sought
from veche.domains.reports.adapters import told
from veche.domains.reports.manifest import MANIFEST
from veche.domains.reports.models import Category, Report
from veche.domains.reports.queries import reading
from veche.domains.reports.rules import states
from veche.domains.reports.tests import makers
from veche.kernel.errors import Invalid, Refused
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("places_town")
BENCH, HOLE = "yards.playground", "roads.potholes"


def report_of(code: str, author: PersonRef) -> tuple[Report, PersonRef]:
    """A report at work, public, and whose place it is."""
    Category.objects.filter(code=code).update(photo_required=False)
    executor, body = makers.make_executor()
    row = makers.make_report(author, category=code, text="Оторвана доска у скамейки")
    return makers.assigned(makers.passed(row), body), executor


def call(person: PersonRef, row: Report, **given: Any) -> Any:
    """Call neighbours; the need."""
    helping.seek_help(person, number=row.number, version=row.version, given=Sought(**given))
    return deeds.need_of(reading.SOURCE, row.id)


class Mending:
    """A bench, its author, whose place it is, and a firm of the pool that has offered itself."""

    def __init__(self) -> None:
        self.author, self.head = make_person(), make_person()
        self.report, self.owner = report_of(BENCH, self.author)
        firm = make_organisation(self.head, 61, name="Столярка")
        solver = deeds.make_solver(self.head, organisation_id=firm.id, kinds=["carpentry"])
        need = call(self.author, self.report)
        self.talk = deeds.Talk(self.author, self.owner, of=need, solver=(self.head, solver))

    def confirm(self) -> None:
        """The author says so, with a photo of theirs."""
        self.talk.confirm()
        self.tell()

    def tell(self) -> None:
        """The worker tells it twice."""
        payload = {"source_kind": reading.SOURCE, "source_id": str(self.report.id)}
        name, consumer = MANIFEST.listens["matching.work_confirmed"]
        assert name == "reports.mend_report"
        consumer(payload, self.report.id)
        consumer(payload, self.report.id)


def test_neighbours_mend_and_the_author_confirms(town: Any) -> None:
    one = Mending()
    one.talk.until(deeds.PROVEN)
    assert one.talk.row.allowed_by == one.owner.id
    assert makers.fresh(one.report).state == states.IN_WORK
    one.confirm()
    row = makers.fresh(one.report)
    assert (row.state, row.stage, row.outcome) == (states.CLOSED, states.DONE, states.SOLVED)
    assert row.closed_by == states.BY_AUTHOR
    # What neighbours did is not counted as the body's answer.
    assert row.answered_on is None
    last = row.steps.order_by("-at", "-id")[0]
    assert (last.verb, last.part, last.body_name) == ("mend", states.AUTHOR, "Столярка")
    assert [step.verb for step in row.steps.all()].count("mend") == 1
    assert len(one.talk.row.photo_ids) == 1
    standing = matching.need_of(reading.SOURCE, str(row.id))
    assert standing is not None
    assert (standing.state, standing.photos) == (matching.FULFILLED, ())
    deeds.show_proof(one.talk)
    standing = matching.need_of(reading.SOURCE, str(row.id))
    assert standing is not None
    assert len(standing.photos) == 2


def test_the_author_s_silence_is_not_called_their_word(town: Any) -> None:
    one = Mending()
    one.talk.until(deeds.PROVEN)
    deeds.keep_silent(one.talk)
    one.tell()
    row = makers.fresh(one.report)
    assert (row.state, row.closed_by) == (states.CLOSED, states.BY_SILENCE)
    of_report = _told("reports.report_mended", {"report_id": str(one.report.id)})
    assert of_report.besides == (one.head.id,)
    assert "подтвердил" not in of_report.text


def test_followers_hear_once(town: Any) -> None:
    one = Mending()
    opened = _told("matching.need_opened", {"need_id": str(one.talk.need.id)})
    assert opened.topics == (f"{told.REPORT}:{one.report.id}",)
    assert opened.besides == (one.author.id,)
    one.talk.until(deeds.PROVEN)
    one.confirm()
    of_deed = _told("matching.work_confirmed", {"match_id": str(one.talk.row.id)})
    assert (of_deed.point, of_deed.people) == (None, (one.head.id,))
    of_report = _told("reports.report_mended", {"report_id": str(one.report.id)})
    assert f"{told.REPORT}:{one.report.id}" in of_report.topics
    assert of_report.point is not None
    assert set(of_report.besides) == {one.author.id, one.head.id}


def test_the_author_hears_that_a_coordinator_has_called(town: Any) -> None:
    author = make_person()
    row, _executor = report_of(BENCH, author)
    payload = {"report_id": str(row.id), "is_by_author": False}
    assert _told("reports.help_sought", payload).people == (author.id,)
    assert _told("reports.help_sought", {**payload, "is_by_author": True}) is None


def _told(event: str, payload: dict[str, Any]) -> Any:
    if event.startswith("matching."):
        return deeds.tell(event, payload)
    (found,) = (one for one in told.NOTICES if one.event == event)
    return found.tell(payload)


def test_what_the_town_must_do_offers_no_helpers(town: Any, client: Client) -> None:
    makers.open_service()
    author = make_person()
    row, _executor = report_of(HOLE, author)
    for person in (author, makers.role("coordinator")):
        with pytest.raises(Refused) as caught:
            call(person, row)
        assert caught.value.code == "town-duty"
    assert deeds.needs() == 0
    sign_in(client, author)
    page = client.get(f"/reports/{row.number}/").content.decode()
    assert "Делает город" in page
    assert "ООО «Свет»" in page
    assert "помощников на неё не зовут" in page
    assert "Позвать соседей" not in page
    assert "Предложить помощь" not in page


def test_who_may_call_and_when(town: Any) -> None:
    author = make_person()
    row, executor = report_of(BENCH, author)
    for person in (make_person(), executor, makers.role("approver")):
        with pytest.raises(Refused):
            call(person, row)
    need = call(makers.role("coordinator"), row, hands=3)
    assert (need.raised_by, need.hands, need.work_kind_id) == (author.id, 3, "carpentry")
    assert row.body is not None
    assert (need.owner_name, need.owner_organisation_id) == ("ООО «Свет»", row.body.organisation_id)
    assert call(author, row).id == need.id
    assert row.steps.filter(verb="seek").count() == 1
    deeds.close(need)
    with pytest.raises(Invalid):
        call(author, row, ends_on=reading.today() - timedelta(days=1))


def test_a_hidden_or_waiting_report_calls_nobody(town: Any) -> None:
    author = make_person()
    Category.objects.filter(code=BENCH).update(photo_required=False)
    row = makers.make_report(author, category=BENCH)
    with pytest.raises(Refused) as caught:
        call(author, row)
    assert caught.value.code == "wrong-state"


def test_helpers_read_no_more_than_everyone(town: Any) -> None:
    author = make_person()
    row, _executor = report_of(BENCH, author)
    need, was = call(author, row), row.changed_at

    def told() -> str:
        need.refresh_from_db()
        return f"{need.title}\n{need.text}"

    assert row.text in told()
    judging.judge_report(report_id=row.id, judged=Judged(False, "personal"))
    assert row.text not in told()
    judging.rewrite_report(report_id=row.id, text="Сосед [имя] сломал")
    assert "Сосед" not in told()
    judging.judge_report(report_id=row.id, judged=Judged(True))
    assert "Сосед [имя] сломал" in told()
    judging.rewrite_report(report_id=row.id, text="Сосед сломал")
    assert "Сосед сломал" in told()
    assert makers.fresh(row).changed_at > was


def test_a_report_that_ends_otherwise_closes_the_need(town: Any) -> None:
    one = Mending()
    answer = working.Answer(states.DECLINING, "Скамейку уберём")
    working.answer_report(
        one.owner, number=one.report.number, version=one.report.version, answer=answer
    )
    makers.approved(makers.fresh(one.report))
    assert deeds.need_of(reading.SOURCE, one.report.id).state == deeds.CLOSED
    assert one.talk.row.state == deeds.WITHDRAWN
    # Nothing is mended by a word that came too late.
    assert not keeping.mend_report(report_id=one.report.id)
    # The refusal is lifted: neighbours may be called anew.
    row = makers.fresh(one.report)
    from_control = makers.role("controller")
    approving.lift_refusal(
        from_control, number=row.number, version=row.version, text="Скамейка нужна"
    )
    assert call(one.author, makers.fresh(row)).state == deeds.OPEN


def test_a_refusal_that_stops_help_is_foretold_and_told_truly(town: Any, client: Client) -> None:
    makers.open_service()
    one = Mending()
    one.talk.until(deeds.ALLOWED)
    row = makers.answered(makers.fresh(one.report), one.owner, states.DECLINING)
    case, page = f"/office/reports/{row.number}/", f"/reports/{row.number}/"
    sign_in(client, makers.role("approver"))
    said = client.get(case).content.decode()
    assert "С соседями уже договорились" in said
    assert "Столярка · Хозяин места согласен" in said
    makers.approved(row)
    assert one.talk.row.reason == "Заменили лампу"
    notice = _told("matching.need_closed", {"need_id": str(one.talk.need.id)})
    assert set(notice.people) == {one.author.id, one.head.id}
    assert "Город отказал" in notice.text
    talk = f"/together/talks/{one.talk.slug}/"
    for person in (one.author, one.head):
        sign_in(client, person)
        said = client.get(talk).content.decode()
        assert "Остановлено: город отказал" in said
        assert "Если передумает" in said
        assert "Заменили лампу" in said
        said = client.get(page).content.decode()
        assert "Помощь соседей остановлена" in said
        assert talk in said
        assert ("позовите соседей снова" in said) == (person == one.author)
    assert "Помощь соседей остановлена" not in Client().get(page).content.decode()


def test_who_agreed_with_nobody_is_foretold_of_nothing(town: Any, client: Client) -> None:
    makers.open_service()
    one = Mending()
    row = makers.answered(makers.fresh(one.report), one.owner, states.DECLINING)
    sign_in(client, makers.role("approver"))
    said = client.get(f"/office/reports/{row.number}/").content.decode()
    assert "С соседями уже договорились" not in said


def test_the_page_shows_who_could_help_to_who_may_ask(town: Any, client: Client) -> None:
    makers.open_service()
    author = make_person()
    row, _executor = report_of(BENCH, author)
    deeds.make_solver(name="Сосед с дрелью", kinds=["carpentry"])
    page = f"/reports/{row.number}/"
    sign_in(client, author)
    assert "Позвать соседей" in client.get(page).content.decode()
    done = client.post(f"{page}call/", {"version": row.version}, follow=True)
    assert done.status_code == 200
    said = done.content.decode()
    assert "Соседей позвали" in said
    assert "Сосед с дрелью" in said
    assert "умеют" in said
    assert "Попросить помощь" in said
    with CaptureQueriesContext(connection) as seen:
        said = Client().get(page).content.decode()
    assert len(seen) <= 14
    assert "Предложить помощь" in said
    assert "Сосед с дрелью" not in said


def test_the_coordinator_calls_from_the_case(town: Any, client: Client) -> None:
    makers.open_service()
    row, _executor = report_of(BENCH, make_person())
    sign_in(client, makers.role("coordinator"))
    case = f"/office/reports/{row.number}/"
    assert "Позвать соседей" in client.get(case).content.decode()
    given = {"version": row.version, "owner": str(row.body_id), "hands": 2}
    assert client.post(f"{case}seek/", {**given, "hands": 0}).status_code == 422
    assert client.post(f"{case}seek/", given).status_code == 302
    assert deeds.need_of(reading.SOURCE, row.id).hands == 2


def test_others_are_called_behind_those_at_work(town: Any, client: Client) -> None:
    makers.open_service()
    one = Mending()
    one.talk.until("handed")
    deeds.close(one.talk.need)
    page = f"/reports/{one.report.number}/"
    sign_in(client, one.author)
    said = client.get(page).content.decode()
    assert ("Столярка" in said, "Позвать соседей" in said) == (True, True)
    client.post(f"{page}call/", {"version": makers.fresh(one.report).version})
    assert deeds.need_of(reading.SOURCE, one.report.id).closed_at is None
    assert "Позвать соседей" not in client.get(page).content.decode()
    assert one.talk.row.state == "handed"


def test_the_town_says_with_what_neighbours_may_help(town: Any, client: Client) -> None:
    makers.open_service()
    coordinator = makers.role("coordinator")
    row, _executor = report_of(BENCH, make_person())
    need = call(coordinator, row)
    with pytest.raises(Refused):
        helping.set_helping(make_person(), code=HOLE, given=Helping(True, "cleanup"))
    with pytest.raises(Invalid):
        helping.set_helping(coordinator, code=HOLE, given=Helping(True))
    with pytest.raises(Invalid):  # nobody could ever show a paper for it
        helping.set_helping(coordinator, code=HOLE, given=Helping(True, "cleanup", True))
    helping.set_helping(coordinator, code="green.felling", given=Helping(True, "trees", True))
    assert Category.objects.get(code="green.felling").is_dangerous
    sign_in(client, coordinator)
    assert client.get("/office/reports/helping/").status_code == 200
    page = f"/office/reports/helping/{BENCH}/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"is_for_neighbours": "yes"}).status_code == 422
    assert client.post(page, {"is_for_neighbours": "no"}).status_code == 302
    need.refresh_from_db()
    assert need.state == deeds.CLOSED


def test_a_category_for_neighbours_names_the_work(town: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Category.objects.filter(code=HOLE).update(is_for_neighbours=True)
