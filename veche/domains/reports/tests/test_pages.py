"""Pages of reports as a browser without scripts meets them."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from veche.commons.files.tests.makers import photo
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms.tests.makers import set_norm
from veche.domains.reports.actions import keeping, residents, working
from veche.domains.reports.models import Report
from veche.domains.reports.queries import reading
from veche.domains.reports.rules import states
from veche.domains.reports.tests import makers

pytestmark = pytest.mark.usefixtures("places_town")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def upload() -> Any:
    return SimpleUploadedFile("a.jpg", photo(), "image/jpeg")


def test_a_refusal_argued_about_stays_to_be_read(town: Any, client: Client) -> None:
    makers.open_service()
    author, today = make_person(), reading.today()
    makers.role("controller")
    set_norm("report.control_days", 2)
    row, executor = makers.at_work(author)
    row = makers.approved(makers.answered(row, executor, states.DECLINING))
    sign_in(client, author)
    page = f"/reports/{row.number}/"
    given = {"version": row.version, "text": "Темно"}
    said = text_of(client.post(f"{page}disagree/", given, follow=True))
    row = makers.fresh(row)
    day = row.silent_on
    assert day is not None
    assert today < day < row.due_on
    assert f"решит до {date_format(day, 'j E')}" in said
    for reader in (client, Client()):
        said = text_of(reader.get(page))
        assert "Почему не будут делать" in said
        assert "Заменили лампу" in said
        assert f"до {date_format(day, 'j E')}, " in said


def test_one_day_of_the_check_is_told_everywhere(town: Any, client: Client) -> None:
    makers.open_service()
    author = make_person()
    row = makers.make_report(author)
    assert row.silent_on is not None
    day, answer = (date_format(one, "j E") for one in (row.silent_on, row.due_on))
    assert day != answer
    sign_in(client, author)
    said = text_of(client.get(f"/reports/{row.number}/sent/"))
    assert f"До {day}" in said
    assert "Без ответа закроем через 7 дней" in said
    said = text_of(client.get(f"/reports/{row.number}/"))
    assert f"до {day}, " in said
    assert f"ответ до {answer}" in said
    assert "Без ответа закроем через 7 дней" in said
    sign_in(client, makers.role("moderator"))
    said = text_of(client.get(f"/office/reports/{row.number}/"))
    assert f"до {day}, " in said


def test_a_report_is_filed_without_scripts(client: Client, town: Any) -> None:
    keeping.train_guesser()
    body = makers.make_body()
    makers.make_responsible(body, "yards.playground")
    person = make_person()
    sign_in(client, person)
    assert "Звоните 112" in text_of(client.get(reverse("reports:begin-report")))
    sent = {"text": "Сломана скамейка у пруда", "photos": [upload()]}
    answer = client.post(reverse("reports:describe-problem"), sent)
    assert answer.url == reverse("reports:choose-category")  # type: ignore[attr-defined]
    shown = text_of(client.get(answer.url))  # type: ignore[attr-defined]
    assert "Похоже на" in shown
    assert "Детская площадка, скамейки" in shown
    assert "Ответят за 8 рабочих дней" in text_of(
        client.get(reverse("reports:open-group", args=["yards"]))
    )
    answer = client.post(reverse("reports:choose-category"), {"category": "yards.playground"})
    assert answer.url == reverse("reports:show-place")  # type: ignore[attr-defined]
    answer = client.post(answer.url, {"spot": "Луговая 54"})  # type: ignore[attr-defined]
    assert answer.url == reverse("reports:file-report")  # type: ignore[attr-defined]
    page = text_of(client.get(answer.url))  # type: ignore[attr-defined]
    assert "Луговая улица, 54" in page
    assert body.name in page
    draft = reading.draft_of(person)
    assert draft is not None
    for _ in range(2):
        answer = client.post(reverse("reports:file-report"), {"draft": str(draft.id)})
        row = Report.objects.get()
        sent_page = reverse("reports:read-sent", args=[row.number])
        assert answer.url == sent_page  # type: ignore[attr-defined]
    page = text_of(client.get(answer.url))  # type: ignore[attr-defined]
    assert f"{row.number[:4]}-{row.number[4:]}" in page
    assert body.name in page


def test_a_danger_is_advised_before_it_is_filed(client: Client, town: Any) -> None:
    sign_in(client, make_person())
    there = reverse("reports:choose-category")
    page = text_of(client.post(there, {"category": "utilities.gas"}))
    assert "Пахнет газом?" in page
    page = text_of(client.post(there, {"category": "utilities.gas", "answer": "yes"}))
    assert "104" in page
    answer = client.post(there, {"category": "utilities.gas", "answer": "no"})
    assert answer.status_code == 302


def test_a_twin_nearby_is_offered_and_joined(client: Client, town: Any) -> None:
    main = makers.passed(makers.make_report())
    person = make_person()
    makers.fill_draft(person)
    sign_in(client, person)
    page = text_of(client.get(reverse("reports:file-report")))
    assert "Рядом уже есть 1 похожее" in page
    answer = client.post(reverse("reports:join-report", args=[main.number]))
    assert answer.status_code == 302
    assert makers.fresh(main).supporters == 1
    assert reading.draft_of(person) is None


def test_a_visitor_is_led_to_the_door(client: Client, town: Any) -> None:
    assert client.get(reverse("reports:begin-report")).status_code == 200
    for name in ("describe-problem", "file-report", "list-own", "list-cases"):
        answer = client.get(reverse(f"reports:{name}"))
        assert "/sign-in/" in answer.url  # type: ignore[attr-defined]


def test_an_unseen_report_is_nobody_elses(client: Client, town: Any) -> None:
    author = make_person()
    row = makers.make_report(author)
    there = reverse("reports:read-report", args=[row.number])
    assert client.get(there).status_code == 404
    sign_in(client, make_person())
    assert client.get(there).status_code == 404
    assert client.get(reverse("reports:open-case", args=[row.number])).status_code == 403
    sign_in(client, author)
    assert client.get(there).status_code == 200


def test_the_office_works_a_case_through(client: Client, town: Any) -> None:
    row = makers.make_report()
    body = makers.make_body()
    everyone = make_person(roles=["moderator", "coordinator"])
    sign_in(client, everyone)
    assert row.text in text_of(client.get(reverse("reports:list-cases")))
    for verb, more in (("pass-report", {}), ("assign-report", {"body": str(body.id)})):
        row = makers.fresh(row)
        where = reverse(f"reports:{verb}", args=[row.number])
        answer = client.post(where, {"version": row.version, **more})
        assert answer.status_code == 302, text_of(answer)
    stale = row.version
    row = makers.fresh(row)
    assert row.state == states.IN_WORK
    where = reverse("reports:plan-report", args=[row.number])
    answer = client.post(where, {"version": row.version, "planned_on": "2001-01-01", "text": "Да"})
    assert answer.status_code == 422
    assert "Выберите другой день" in text_of(answer)
    answer = client.post(
        reverse("reports:forward-report", args=[row.number]),
        {"version": stale, "body_name": "Росавтодор", "text": ""},
    )
    assert answer.status_code == 409
    # The second's words stay, for the report as it is now.
    form = next(one["form"] for one in answer.context["offered"] if one["verb"] == "forward")
    assert (form["body_name"].value(), form["version"].value()) == ("Росавтодор", row.version)
    assert "поработал другой" in text_of(answer)
    answer = client.post(
        reverse("reports:answer-report", args=[row.number]),
        {"version": row.version, "outcome": "solved", "text": "Сделали", "photos": [upload()]},
    )
    assert answer.status_code == 302
    assert makers.fresh(row).photos.get().kind == "after"


def test_lists_ask_as_much_for_many_as_for_few(client: Client, town: Any) -> None:
    def ask(path: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(path).status_code == 200
        return len(counted)

    paths = [reverse("reports:list-reports"), reverse("reports:map-points")]
    makers.passed(makers.make_report())
    for path in paths:
        ask(path)  # what each process keeps is read once
    few = [ask(path) for path in paths]
    for _ in range(3):
        makers.passed(makers.make_report())
    assert [ask(path) for path in paths] == few
    assert max(few) <= 12


def test_the_map_counts_from_afar_and_lists_from_near(client: Client, town: Any) -> None:
    row = makers.passed(makers.make_report())
    there = reverse("reports:map-points")
    far = client.get(there, {"bbox": "36.4,54.3,37.1,54.9"}).json()["features"]
    assert [one["properties"] for one in far] == [{"count": 1}]
    near = client.get(there, {"bbox": "36.645,54.548,36.655,54.552"}).json()["features"]
    assert [one["properties"]["id"] for one in near] == [row.number]
    # The map and the files are of the list as it is narrowed.
    for name, value in (("category", "roads.potholes"), ("place", str(uuid4())), ("street", "1")):
        for bbox in ("36.4,54.3,37.1,54.9", "36.645,54.548,36.655,54.552"):
            assert client.get(there, {"bbox": bbox, name: value}).json()["features"] == []
        assert (
            row.number
            not in client.get(reverse("reports:read-rss"), {name: value}).content.decode()
        )
    asked = {"bbox": "36.4,54.3,37.1,54.9", "category": makers.CATEGORY}
    assert client.get(there, asked).json()["features"] == far
    page = client.get(
        reverse("reports:list-reports"), {"street": "7", "show": "open"}
    ).content.decode()
    assert "feed.rss?street=7&amp;stage=open" in page
    assert '<input type="hidden" name="street" value="7">' in page
    assert client.get(there, {"bbox": "1,2,3"}).status_code == 200
    assert client.get(there, {"bbox": "5,50,4,40"}).status_code == 422


def test_a_resident_says_that_it_is_not_done(client: Client, town: Any) -> None:
    author = make_person()
    row, executor = makers.at_work(author)
    row = makers.approved(makers.answered(row, executor))
    sign_in(client, author)
    assert "Сделано?" in text_of(client.get(reverse("reports:read-report", args=[row.number])))
    there = reverse("reports:disagree-report", args=[row.number])
    answer = client.post(there, {"version": row.version, "text": "Темно"})
    assert answer.status_code == 422
    answer = client.post(there, {"version": row.version, "text": "Темно", "photos": [upload()]})
    assert answer.status_code == 302
    assert makers.fresh(row).state == states.IN_WORK


def test_off_until_the_town_opens_it(client: Client, town: Any) -> None:
    switch_service("reports", "off")
    assert client.get(reverse("reports:list-reports")).status_code == 404


def test_an_author_sees_again_what_they_said_and_nobody_else(client: Client, town: Any) -> None:
    author = make_person()
    row, executor = makers.at_work(author)
    working.ask_clarification(executor, number=row.number, version=row.version, text="Где?")
    said = "Второй подъезд, звоните +7 900 000-00-01"
    residents.clarify_report(author, number=row.number, version=row.version + 1, text=said)
    there = reverse("reports:read-report", args=[row.number])
    assert "Второй подъезд" not in client.get(there).content.decode()
    sign_in(client, author)
    page = client.get(there).content.decode()
    assert "Второй подъезд" in page
    assert "900 000" not in page
