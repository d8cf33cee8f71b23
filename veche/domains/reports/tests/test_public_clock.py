"""The public clock, category by category from a dated act; feeds and tables for everyone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.identity.public import ANONYMOUS
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.reports import policies
from veche.domains.reports.actions import approving
from veche.domains.reports.actions.public_clock import ClockText, set_public_clock
from veche.domains.reports.models import PublicClock, Report
from veche.domains.reports.queries import catalogue, public_terms, reading
from veche.domains.reports.rules import states
from veche.domains.reports.tests import makers
from veche.kernel.errors import Invalid, Refused

pytestmark = pytest.mark.usefixtures("places_town")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def decision(on: date, *, is_on: bool = True) -> ClockText:
    return ClockText(is_on, on, "О счёте сроков", "12-п", on)


def switch(on: date | None = None, *, is_on: bool = True, category: str = makers.CATEGORY) -> None:
    text = decision(on or reading.today(), is_on=is_on)
    set_public_clock(makers.role("approver"), categories=[category], text=text)


def late() -> Report:
    row, _executor = makers.at_work()
    Report.objects.filter(id=row.id).update(due_on=reading.today() - timedelta(days=5))
    return makers.fresh(row)


def test_approvers_and_administrators_alone_enter_the_act(town: Any) -> None:
    assert policies.may_set_public_clock(makers.role("approver"))
    assert policies.may_set_public_clock(makers.role("admin"))
    assert not policies.may_set_public_clock(makers.role("coordinator"))
    assert not policies.may_set_public_clock(ANONYMOUS)
    with pytest.raises(Refused):
        set_public_clock(
            make_person(), categories=[makers.CATEGORY], text=decision(reading.today())
        )
    with pytest.raises(Invalid):
        set_public_clock(
            makers.role("admin"), categories=["no.such"], text=decision(reading.today())
        )
    assert not PublicClock.objects.exists()


def test_decisions_follow_each_other_by_their_day(town: Any) -> None:
    today = reading.today()
    assert public_terms.counted(today) == frozenset()
    switch(today + timedelta(days=1))
    assert public_terms.counted(today) == frozenset()
    assert public_terms.counted(today + timedelta(days=1)) == {makers.CATEGORY}
    switch(today)
    switch(today + timedelta(days=3), is_on=False)
    assert public_terms.is_counted(makers.CATEGORY, today)
    assert not public_terms.is_counted(makers.CATEGORY, today + timedelta(days=3))
    assert not public_terms.is_counted("roads.potholes", today)


def test_lateness_is_nobodys_until_the_act(client: Client, town: Any) -> None:
    author = make_person()
    row, executor = makers.at_work(author)
    Report.objects.filter(id=row.id).update(due_on=reading.today() - timedelta(days=5))
    pages = [
        reverse("reports:list-reports"),
        reverse("reports:read-report", args=[row.number]),
    ]
    for page in pages:
        assert "просрочено на" not in text_of(client.get(page))
    listed = text_of(client.get(reverse("reports:list-reports"), {"show": "late"}))
    assert row.number not in listed
    assert "ещё не открыл" in text_of(client.get(reverse("reports:list-terms")))
    for person in (author, executor):
        theirs = Client()
        sign_in(theirs, person)
        assert "просрочено на" in text_of(theirs.get(pages[1]))
    switch()
    for page in [*pages, f"{pages[0]}?show=late"]:
        assert "просрочено на" in text_of(client.get(page))
    page = text_of(client.get(reverse("reports:list-terms")))
    assert "ООО «Свет»" in page
    assert "просрочено 1" in page


def test_terms_count_answers_lateness_and_waiting_apart(town: Any) -> None:
    switch()
    today = reading.today()
    row, executor = makers.at_work()
    row = makers.approved(makers.answered(row, executor))
    assert row.answered_on == today
    body_id = row.body_id
    assert row.body is not None
    Report.objects.filter(id=row.id).update(due_on=today)
    others = [makers.assigned(makers.passed(makers.make_report()), row.body) for _ in range(3)]
    Report.objects.filter(id=others[0].id).update(due_on=today - timedelta(days=9))
    Report.objects.filter(id=others[1].id).update(
        state=states.CLARIFYING, silent_on=today, due_on=today - timedelta(days=30)
    )
    Report.objects.filter(id=others[2].id).update(
        state=states.CLOSED, stage=states.DONE, answered_on=today, due_on=today - timedelta(days=1)
    )
    found = public_terms.by_body(today, [makers.CATEGORY])
    assert [one.body_id for one in found] == [body_id]
    one = found[0]
    assert (one.answered, one.in_time, one.share) == (2, 1, 50)
    assert (one.late, one.oldest_on) == (1, today - timedelta(days=9))
    assert (one.waits_for_author, one.waits_for_others) == (1, 0)
    assert public_terms.by_body(today, ["roads.potholes"]) == []


def test_an_answer_taken_back_is_no_answer(town: Any) -> None:
    row, executor = makers.at_work()
    row = makers.approved(makers.answered(row, executor, states.DECLINING))
    assert row.answered_on is not None
    controller = makers.role("controller")
    approving.lift_refusal(
        controller, number=row.number, version=row.version, text="Посмотрите ещё раз"
    )
    assert makers.fresh(row).answered_on is None


def test_the_act_is_entered_on_its_page(client: Client, town: Any) -> None:
    sign_in(client, makers.role("approver"))
    there = reverse("reports:set-public-clock")
    assert client.get(there).status_code == 200
    data = {
        "is_on": "on",
        "categories": [makers.CATEGORY, "roads.potholes"],
        "starts_on": reading.today().isoformat(),
        "act_title": "О счёте сроков",
        "act_number": "12-п",
        "act_on": reading.today().isoformat(),
    }
    assert client.post(there, data).status_code == 302
    assert PublicClock.objects.count() == 2
    assert client.post(there, {**data, "categories": []}).status_code == 422
    sign_in(client, makers.role("coordinator"))
    assert client.get(there).status_code == 403


def test_the_terms_page_costs_the_same_for_many(client: Client, town: Any) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse("reports:list-terms")).status_code == 200
        return len(counted)

    switch()
    row = late()
    ask()
    few = ask()
    for number in range(3):
        other = makers.make_body(f"Другой {number}")
        makers.assigned(makers.passed(makers.make_report()), other)
    Report.objects.update(due_on=row.due_on)
    assert ask() == few <= 12


def test_who_was_late_is_not_praised_and_it_is_said_what_is_counted(
    client: Client, town: Any
) -> None:
    switch()
    row, executor = makers.at_work()
    there = reverse("reports:list-terms")
    row = makers.approved(makers.answered(row, executor))
    assert "сейчас без опозданий по темам, где город их считает" in text_of(client.get(there))
    Report.objects.update(due_on=row.due_on - timedelta(days=60))
    page = text_of(client.get(there))
    assert "в срок 0 из 1 ответов" in page
    assert "без опозданий" not in page


def test_the_coordinators_late_ones_are_those_nobody_was_named_for(
    client: Client, town: Any
) -> None:
    switch()
    of_body, nobodys = late(), makers.passed(makers.make_report())
    Report.objects.filter(id=nobodys.id).update(due_on=of_body.due_on)
    page = client.get(reverse("reports:list-terms")).content.decode()
    (there,) = re.findall(r'href="([^"]+body=none)"', page)
    listed = client.get(there.replace("&amp;", "&")).content.decode()
    assert nobodys.number in listed
    assert of_body.number not in listed
    # A body is heeded of late ones alone, whose index knows it; and no file is of them.
    for name in ("list-reports", "read-geojson"):
        told = client.get(reverse(f"reports:{name}"), {"body": "none"}).content.decode()
        assert of_body.number in told
    drawn = client.get(reverse("reports:map-points"), {"body": "none"}).json()["features"]
    assert drawn[0]["properties"]["count"] == 2
    assert client.get(there.replace("&amp;", "&")).context["files"] == []


def test_feeds_tell_of_public_reports_alone(client: Client, town: Any) -> None:
    row = makers.passed(makers.make_report())
    hidden = makers.make_report()
    for name in ("read-atom", "read-rss"):
        feed = client.get(reverse(f"reports:{name}")).content.decode()
        assert f"/reports/{row.number}/" in feed
        assert hidden.number not in feed
        other = client.get(reverse(f"reports:{name}"), {"category": "roads.potholes"})
        assert row.number not in other.content.decode()


def test_geojson_is_drawn_by_frame_and_category(client: Client, town: Any) -> None:
    row = makers.passed(makers.make_report())
    makers.make_report()
    there = reverse("reports:read-geojson")

    def drawn(**asked: str) -> list[str]:
        answer = client.get(there, asked)
        assert answer["Content-Type"] == "application/geo+json"
        return [one["id"] for one in answer.json()["features"]]

    assert drawn() == [row.number]
    assert drawn(bbox="36.6,54.5,36.7,54.6", category=makers.CATEGORY) == [row.number]
    assert drawn(bbox="30.6,54.5,30.7,54.6") == []
    assert drawn(group="roads") == []
    assert client.get(there, {"bbox": "1,2"}).status_code == 422


def test_the_open_table_holds_what_everyone_may_read(client: Client, town: Any) -> None:
    row = makers.passed(makers.make_report())
    hidden = makers.make_report()
    answer = client.get(reverse("reports:export-reports"))
    table = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert row.number in table
    assert hidden.number not in table
    assert str(row.author_id) not in table


def test_the_api_tells_reports_categories_and_terms(client: Client, town: Any) -> None:
    switch()
    row = late()
    hidden = makers.make_report()
    told = client.get("/api/v1/reports", {"stage": "open", "category": makers.CATEGORY}).json()
    assert [one["number"] for one in told["items"]] == [row.number]
    assert client.get(f"/api/v1/reports/{row.number}").json()["body"] == "ООО «Свет»"
    assert client.get(f"/api/v1/reports/{hidden.number}").status_code == 404
    codes = [one["code"] for one in client.get("/api/v1/report-categories").json()]
    assert makers.CATEGORY in codes
    terms = client.get("/api/v1/report-terms").json()
    assert terms["counted"] == [makers.CATEGORY]
    assert terms["bodies"][0]["late"] == 1


def test_lateness_that_is_not_public_is_told_by_no_program(client: Client, town: Any) -> None:
    row = late()
    day = row.due_on.isoformat()
    asked = (
        f"/api/v1/reports/{row.number}",
        "/api/v1/reports",
        reverse("reports:export-reports"),
        reverse("reports:read-geojson"),
        f"/open311/v2/requests/{row.number}.json",
    )

    def told() -> list[bool]:
        answers = [client.get(one) for one in asked]
        read = [b"".join(one) if one.streaming else one.content for one in answers]
        return [day in one.decode() for one in read]

    assert not any(told())
    switch()
    assert all(told())


def test_everyone_reads_by_which_norm(client: Client, town: Any) -> None:
    page = text_of(client.get(reverse("reports:list-terms")))
    norm = catalogue.norms_of_terms(reading.today())[makers.CATEGORY]
    assert "Не горит фонарь: <b>5 рабочих дней</b>" in page
    assert norm.legal_ref in page
