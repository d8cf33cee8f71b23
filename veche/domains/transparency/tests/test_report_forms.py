"""Forms of public reports keep what was typed; whoever answers is told, long lists have pages."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms import public as norms
from veche.commons.organisations.tests.makers import make_organisation
from veche.domains.transparency.actions import asking, reporting
from veche.domains.transparency.adapters import told_reports
from veche.domains.transparency.models import Due, Question
from veche.domains.transparency.queries import published
from veche.domains.transparency.rules import publication as rules
from veche.domains.transparency.tests import makers, report_makers
from veche.kernel import clock


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    norms.load_shipped()
    makers.open_service()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def test_a_correction_that_crosses_another_keeps_its_words(client: Client) -> None:
    row = report_makers.publish(report_makers.body())
    again = report_makers.content(tables=[])
    reporting.correct_report(
        makers.role("author"), slug=row.slug, number=1, reason="Опечатка", content=again
    )
    sign_in(client, make_person(roles=["author"]))
    fix = reverse("transparency:correct-report", args=[row.slug])
    told = {"number": "1", "reason": "Сорок слов о школах", "summary": report_makers.SUMMARY}
    sent = {**told, "file": SimpleUploadedFile("r.pdf", report_makers.pdf())}
    answer = client.post(fix, sent)
    shown = text_of(answer)
    assert answer.status_code == 422
    assert "вышла другая версия" in shown
    assert "Сорок слов о школах" in shown
    assert "Приложите файлы ещё раз" in shown
    assert 'name="number" value="2"' in shown
    # Who presses again has read the version that came meanwhile.
    sent = {**told, "number": "2", "file": SimpleUploadedFile("r.pdf", report_makers.pdf())}
    assert client.post(fix, sent).status_code == 302


def test_a_report_published_meanwhile_and_a_line_planned_twice_keep_their_words(
    client: Client,
) -> None:
    body, today = report_makers.body(), published.today()
    since = rules.first_day(rules.QUARTER, today) - timedelta(days=1)
    report_makers.line(body, since)
    due = Due.objects.order_by("starts_on")[0]
    report_makers.publish(
        body, kind="appeals", starts_on=due.starts_on, ends_on=due.ends_on, due_id=due.id
    )
    sign_in(client, make_person(roles=["approver"]))
    told = {"title": "Мой длинный обзор", "summary": report_makers.SUMMARY}
    address = f"{reverse('transparency:publish-report')}?due={due.id}"
    answer = client.post(address, {**told, "link": "https://example.org/r.pdf"})
    assert answer.status_code == 422
    assert "Мой длинный обзор" in text_of(answer)
    assert "уже опубликован" in text_of(answer)
    plan = reverse("transparency:plan-body", args=[body.slug])
    line = {"kind": "appeals", "period": "quarter", "days_after": "17", "since": str(today)}
    answer = client.post(plan, line)
    assert answer.status_code == 422
    assert 'value="17"' in text_of(answer)
    assert "уже в плане" in text_of(answer)


def test_a_second_answer_is_given_back_with_the_reason(client: Client) -> None:
    asked = report_makers.ask(report_makers.publish(report_makers.body()))
    there = reverse("transparency:answer-question", args=[asked.id])
    person = make_person(roles=["author"])
    sign_in(client, person)
    asking.answer_question(makers.role("approver"), question_id=asked.id, text="В сентябре все.")
    answer = client.post(there, {"text": "Первого сентября, ровно в восемь."})
    assert answer.status_code == 422
    assert "ровно в восемь" in text_of(answer)
    assert "уже ответили" in text_of(answer)
    assert client.get(there).status_code == 403
    sign_in(client, make_person())
    assert client.post(there, {"text": "Я отвечу за них всех."}).status_code == 403


def test_ones_own_answer_twice_is_one_and_another_is_given_back(client: Client) -> None:
    asked = report_makers.ask(report_makers.publish(report_makers.body()))
    there = reverse("transparency:answer-question", args=[asked.id])
    sign_in(client, make_person(roles=["author"]))
    assert client.post(there, {"text": "Первого сентября."}).status_code == 302
    assert client.get(there).status_code == 302
    answer = client.post(there, {"text": "Нет, второго сентября."})
    assert answer.status_code == 422
    assert "второго сентября" in text_of(answer)


def test_whoever_acts_for_the_body_is_told_of_a_question() -> None:
    director = make_person()
    school = make_organisation(director)
    asked = report_makers.ask(report_makers.publish(report_makers.body(organisation_id=school.id)))
    notice = told_reports._asked({"question_id": str(asked.id)})
    assert notice is not None
    assert notice.people == (director.id,)
    assert str(asked.id) in notice.url
    asking.answer_question(director, question_id=asked.id, text="Первого сентября.")
    assert told_reports._asked({"question_id": str(asked.id)}) is None
    other = report_makers.ask(report_makers.publish(report_makers.body("Другой орган")))
    assert told_reports._asked({"question_id": str(other.id)}) is None


def test_questions_come_by_the_page(client: Client) -> None:
    row = report_makers.publish(report_makers.body())
    now = clock.database_now()
    Question.objects.bulk_create(
        Question(
            report=row,
            state=rules.SHOWN,
            text=f"Вопрос номер {number:03}?",
            asked_at=now,
            shown_at=now + timedelta(seconds=number),
            due_on=published.today(),
        )
        for number in range(published.QUESTIONS + 1)
    )
    here = reverse("transparency:read-report", args=[row.slug])
    shown = text_of(client.get(here))
    assert "номер 049" in shown
    assert "номер 050" not in shown
    following = re.search(r'href="([^"]+)#questions">Показать ещё', shown)
    assert following is not None
    assert "номер 050" in text_of(client.get(following[1]))
    told = json.loads(client.get(f"/api/v1/public-reports/{row.slug}").content)
    assert len(told["questions"]) == published.QUESTIONS
    rest = client.get(f"/api/v1/public-reports/{row.slug}", {"after": told["questions_next"]})
    assert [one["text"] for one in rest.json()["questions"]] == ["Вопрос номер 050?"]


def test_the_plan_costs_as_many_queries_however_many_bodies(client: Client) -> None:
    sign_in(client, make_person())
    there = reverse("transparency:read-plan")
    report_makers.body("Первый")

    def cost() -> int:
        client.get(there)
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert client.get(there).status_code == 200
        return len(told)

    one = cost()
    for number in range(4):
        report_makers.body(f"Орган {number}")
    assert cost() == one
