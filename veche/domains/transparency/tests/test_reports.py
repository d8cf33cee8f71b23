"""Public reports: the plan, what is late, publication in versions, questions, pages."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms import public as norms
from veche.commons.organisations.tests.makers import make_organisation
from veche.domains.transparency import public
from veche.domains.transparency.actions import asking, planning, reporting
from veche.domains.transparency.adapters import told_reports
from veche.domains.transparency.demo import reports
from veche.domains.transparency.jobs import mind_plan
from veche.domains.transparency.models import Due, PlanLine, Question, Report
from veche.domains.transparency.queries import published
from veche.domains.transparency.queries.published import Wanted
from veche.domains.transparency.rules import publication as rules
from veche.domains.transparency.tests import makers, report_makers
from veche.kernel.errors import Conflict, Invalid, Refused
from veche.kernel.manifest import Judged


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    norms.load_shipped()
    makers.open_service()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def page(client: Client, name: str, *args: Any, **asked: Any) -> str:
    answer = client.get(reverse(f"transparency:{name}", args=args), asked)
    assert answer.status_code == 200
    return text_of(answer)


def _late() -> Due:
    """A quarter whose term passed ten days ago."""
    today = published.today()
    end = rules.first_day(rules.QUARTER, today) - timedelta(days=1)
    body = report_makers.body()
    days = min(30, max(1, (today - end).days - 10))
    line = report_makers.line(body, rules.first_day(rules.QUARTER, end), days_after=days)
    PlanLine.objects.filter(id=line.id).update(planned_at="2020-01-01T00:00:00Z")
    due = Due.objects.order_by("starts_on")[0]
    Due.objects.filter(id=due.id).update(due_on=today - timedelta(days=10))
    due.refresh_from_db()
    return due


def test_periods_terms_and_sentences() -> None:
    assert rules.first_day(rules.QUARTER, date(2026, 5, 20)) == date(2026, 4, 1)
    assert rules.last_day(rules.YEAR, date(2024, 1, 1)) == date(2024, 12, 31)
    found = list(rules.periods(rules.QUARTER, date(2025, 11, 3), date(2026, 1, 1)))
    assert found == [
        (date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 3, 31)),
    ]
    assert rules.days_late(date(2026, 4, 30), date(2026, 4, 30)) == 0
    assert rules.days_late(date(2026, 4, 30), date(2026, 5, 12)) == 12
    assert rules.sentences("Построили школу. Дороги не успели! Что дальше? Увидим") == 3
    assert rules.sentences("... ... ...") == 0


def test_what_is_late_stands_before_everyone_with_its_days(client: Client) -> None:
    due = _late()
    shown = page(client, "read-plan")
    assert "Просрочен 1 отчёт" in shown
    assert "10 дней" in shown
    assert "Обзор обращений жителей" in shown
    assert "Просрочен 1 отчёт" in page(client, "list-reports")
    told = json.loads(client.get("/api/v1/public-reports/plan").content)["items"]
    assert (told[0]["days_late"], told[0]["body"]) == (10, "Администрация города")
    line = due.line
    row = report_makers.publish(
        line.body,
        kind="appeals",
        title="Обзор",
        starts_on=due.starts_on,
        ends_on=due.ends_on,
        due_id=due.id,
    )
    assert published.overdue_number() == 0
    assert "опоздал на 10 дней" in page(client, "read-report", row.slug)
    assert "В срок: 0 из 1" in page(client, "read-plan")
    with pytest.raises(Conflict):
        report_makers.publish(
            line.body,
            kind="appeals",
            title="Обзор",
            starts_on=due.starts_on,
            ends_on=due.ends_on,
            due_id=due.id,
        )


def test_followers_hear_once_that_a_report_is_late() -> None:
    due = _late()
    mind_plan()
    due.refresh_from_db()
    assert due.is_overdue_told
    notice = told_reports._overdue({"due_id": str(due.id)})
    assert notice is not None
    assert notice.topics == (f"transparency.body:{due.line.body_id}",)
    assert published.untold_overdue(published.today()) == []


def test_a_line_keeps_to_the_law_and_ends_without_forgiving_what_is_late() -> None:
    body = report_makers.body()
    since = published.today() - timedelta(days=200)
    with pytest.raises(Invalid) as told:
        report_makers.line(body, since, days_after=31)
    assert "days_after" in told.value.fields
    line = report_makers.line(body, since)
    with pytest.raises(Conflict):
        report_makers.line(body, since)
    PlanLine.objects.filter(id=line.id).update(planned_at="2020-01-01T00:00:00Z")
    before = Due.objects.filter(ends_on__lt=published.today()).count()
    planning.end_line(makers.role("approver"), line_id=line.id)
    assert Due.objects.count() == before > 0
    with pytest.raises(Refused):
        planning.end_line(makers.role("author"), line_id=line.id)


def test_a_report_is_found_by_words_of_its_file_and_tables(client: Client) -> None:
    row = report_makers.publish(report_makers.body())
    row.refresh_from_db()
    assert row.text_state == rules.READ
    for words in ("вертолётная площадка", "скворечник", "поликлиника"):
        assert [one.id for one in published.page(Wanted(words=words)).items] == [row.id], words
    assert published.page(Wanted(words="метрополитен")).items == []
    assert [one.title for one in public.search(make_person(), "скворечники")] == [row.title]
    shown = page(client, "read-report", row.slug)
    assert shown.index("Простыми словами") < shown.index("Сам отчёт") < shown.index("Скворечники")
    assert ".pdf" in shown
    assert ".xlsx" in shown
    assert "Отчёт главы за 2025 год" in page(client, "list-reports", kind="head", year="2025")
    assert "Таких отчётов нет" in page(client, "list-reports", kind="police", year="20x5")
    told = json.loads(client.get(f"/api/v1/public-reports/{row.slug}").content)
    assert told["versions"][0]["tables"][0]["rows"][1] == ["Скворечники", "14"]
    assert reverse("transparency:read-report", args=[row.slug]) in {
        one.path for one in public.site_pages()
    }


def test_a_correction_is_a_new_version_and_the_first_stays(client: Client) -> None:
    row, author = report_makers.publish(report_makers.body()), makers.role("author")
    again = report_makers.content(file=report_makers.pdf("Уточнено"), tables=[])
    with pytest.raises(Invalid):
        reporting.correct_report(author, slug=row.slug, number=1, reason=" ", content=again)
    reporting.correct_report(
        author, slug=row.slug, number=1, reason="Ошибка в числе школ", content=again
    )
    with pytest.raises(Conflict):
        reporting.correct_report(author, slug=row.slug, number=1, reason="Ещё", content=again)
    shown = page(client, "read-report", row.slug)
    assert "Ошибка в числе школ" in shown
    assert shown.count(".pdf") >= 2
    assert "Версия 1" in shown


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("summary", {"summary": "Всё хорошо. Работаем."}),
        ("summary", {"summary": "Одно очень длинное предложение " * 4 + "."}),
        ("file", {"file": None}),
        ("file", {"file": b"not a pdf"}),
        ("file", {"file": b"%PDF-1.4 /JavaScript %%EOF"}),
        ("tables", {"tables": [b"%PDF-1.4"]}),
        ("tables", {"tables": [b"PK\x03\x04 torn"]}),
    ],
)
def test_what_is_no_report_is_refused_beside_its_field(field: str, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as told:
        reporting.publish_report(
            makers.role("author"),
            about=report_makers.about(report_makers.body()),
            content=report_makers.content(**given),
        )
    assert field in told.value.fields
    assert not Report.objects.exists()


def test_a_short_gist_is_told_how_long_it_must_be() -> None:
    given = {"summary": "Сделано много. Не вышло мало. Дальше больше."}
    with pytest.raises(Invalid) as told:
        reporting.publish_report(
            makers.role("author"),
            about=report_makers.about(report_makers.body()),
            content=report_makers.content(**given),
        )
    assert "не меньше 60 знаков, сейчас их 44" in str(told.value.fields["summary"])


def test_a_torn_pdf_is_published_and_found_by_its_summary() -> None:
    torn = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 9 0 R >>\nendobj\n%%EOF"
    row = reporting.publish_report(
        makers.role("author"),
        about=report_makers.about(report_makers.body()),
        content=report_makers.content(file=torn, tables=[]),
    )
    reporting.read_words(report_id=row.id, number=1)
    row.refresh_from_db()
    assert row.text_state == rules.MUTE
    assert published.page(Wanted(words="школы")).items


def test_a_body_of_the_state_reports_by_a_link(client: Client) -> None:
    with pytest.raises(Invalid):
        report_makers.body("Отдел полиции", is_outside=True)
    body = report_makers.body("Отдел полиции", is_outside=True, site="https://police.example.org")
    row = reporting.publish_report(
        makers.role("author"),
        about=report_makers.about(body, kind="police"),
        content=report_makers.content(
            file=None, link="https://police.example.org/r.pdf", tables=[]
        ),
    )
    assert "https://police.example.org/r.pdf" in page(client, "read-report", row.slug)
    assert "Государственный орган" in page(client, "read-plan")


def test_a_question_waits_for_a_moderator_and_is_answered_by_the_body(client: Client) -> None:
    director = make_person()
    school = make_organisation(director)
    row = report_makers.publish(report_makers.body(organisation_id=school.id))
    asker = make_person()
    asked = asking.ask_question(asker, slug=row.slug, text="Когда откроют вторую школу?")
    assert asked.state == rules.WAITING
    assert "вторую школу" not in page(client, "read-report", row.slug)
    asking.judge_question(question_id=asked.id, judged=Judged(True))
    asked.refresh_from_db()
    assert asked.due_on is not None
    assert "Орган ответит до" in page(client, "read-report", row.slug)
    with pytest.raises(Refused):
        asking.answer_question(asker, question_id=asked.id, text="Не знаю, когда.")
    asking.answer_question(director, question_id=asked.id, text="Первого сентября.")
    assert "Первого сентября." in page(client, "read-report", row.slug)
    with pytest.raises(Refused):
        asking.withdraw_question(asker, question_id=asked.id)
    assert public.own_part(asker.known_id)["questions"][0]["state"] == rules.SHOWN
    asking.forget_person([asker.known_id])
    assert Question.objects.get(id=asked.id).author_id is None


def test_a_question_is_taken_back_or_removed(client: Client) -> None:
    row, asker = report_makers.publish(report_makers.body()), make_person()
    asked = asking.ask_question(asker, slug=row.slug, text="Где таблица по дорогам?")
    asking.judge_question(question_id=asked.id, judged=Judged(True))
    asking.judge_question(question_id=asked.id, judged=Judged(False, "off-topic"))
    assert "по дорогам" not in page(client, "read-report", row.slug)
    asking.withdraw_question(asker, question_id=asked.id)
    asking.judge_question(question_id=asked.id, judged=Judged(True))
    assert "по дорогам" not in page(client, "read-report", row.slug)


def test_the_office_enters_a_body_plans_publishes_and_corrects(client: Client) -> None:
    sign_in(client, make_person(roles=["approver"]))
    assert "Органов ещё нет" in page(client, "office-reports")
    there: Any = client.post(reverse("transparency:add-body"), {"name": "Финансовое управление"})
    assert there.status_code == 302
    told = {"kind": "budget", "period": "quarter", "days_after": "99", "since": "2026-01-01"}
    assert client.post(there.url, told).status_code == 422
    assert client.post(there.url, {**told, "days_after": "20"}).status_code == 302
    due = Due.objects.order_by("starts_on")[0]
    address = f"{reverse('transparency:publish-report')}?due={due.id}"
    assert "Отчёт об исполнении бюджета" in text_of(client.get(address))
    sent = {
        "title": "Бюджет за квартал",
        "summary": report_makers.SUMMARY,
        "file": SimpleUploadedFile("r.pdf", report_makers.pdf()),
        "tables": SimpleUploadedFile("t.csv", "Раздел;Сумма\nШколы;5\n".encode()),
    }
    assert client.post(address, {"title": "Бюджет", "summary": "Мало."}).status_code == 422
    there = client.post(address, sent)
    assert there.status_code == 302
    assert "Бюджет за квартал" in text_of(client.get(there.url))
    row = Report.objects.get()
    fix = reverse("transparency:correct-report", args=[row.slug])
    answer = client.post(
        fix, {"number": "1", "summary": report_makers.SUMMARY, "reason": "Опечатка"}
    )
    assert answer.status_code == 422, "a version needs its file or a link"
    told = {"number": "1", "reason": "Опечатка", "link": "https://example.org/r.pdf"}
    assert client.post(fix, {**told, "summary": report_makers.SUMMARY}).status_code == 302
    assert client.get(f"{reverse('transparency:publish-report')}?due=nothing").status_code == 404


def test_a_resident_asks_on_the_page_and_a_stranger_does_not(client: Client) -> None:
    row = report_makers.publish(report_makers.body())
    ask = reverse("transparency:ask-question", args=[row.slug])
    assert client.post(ask, {"text": "Когда откроют школу?"}).status_code in (302, 403)
    assert not Question.objects.exists()
    sign_in(client, make_person())
    assert client.post(ask, {"text": "Что?"}).status_code == 422
    there: Any = client.post(ask, {"text": "Когда откроют школу?"})
    assert "Вопрос принят" in text_of(client.get(there.url.partition("#")[0]))
    assert client.get(reverse("transparency:office-reports")).status_code == 403


def test_the_demo_has_sixty_reports_of_which_two_are_late() -> None:
    reports.load(makers.role("approver"), lambda _line: None)
    assert Report.objects.count() == reports.NUMBER
    assert published.overdue_number() == 2
    assert len(published.years()) >= reports.YEARS
    assert not Report.objects.filter(text_state=rules.READING).exists()
    assert {one.body.name for one in published.page(Wanted(), size=60).items} == {
        one.name for one in reports.BODIES
    }
