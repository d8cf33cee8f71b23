"""Pages, the API and search as a browser without scripts and a program see them."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.tests.makers import bearer, make_person, make_token, sign_in
from veche.commons.moderation.tests.makers import moderator, pass_all
from veche.domains.advice import public
from veche.domains.advice.actions import asking, guiding
from veche.domains.advice.actions.answering import Voice
from veche.domains.advice.models import Answer, Guide, Question
from veche.domains.advice.queries import questions
from veche.domains.advice.tests.makers import (
    BODY,
    TITLE,
    WORDS,
    make_answer,
    make_guide,
    make_question,
    official,
)
from veche.kernel.manifest import Judged


@pytest.fixture(autouse=True)
def service(town: Any) -> None:
    switch_service("advice", "on")


def text(response: Any) -> str:
    found = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", found.replace("\u00a0", " "))


def test_asking_shows_first_what_is_answered() -> None:
    person, guide = make_person(), make_guide()
    client = sign_in(Client(), person)
    page = text(client.get("/advice/ask/", {"title": "замена счётчика воды"}))
    assert guide.title in page
    assert "Здесь нет моего ответа" in page
    stranger = text(Client().get("/advice/ask/", {"title": "Где взять песок?"}))
    assert "Такого ещё не спрашивали" in stranger
    assert "Войти и спросить" in stranger
    sent = {"title": "Где летом есть дневной лагерь?", "text": "", "theme": "children"}
    assert client.post("/advice/ask/", sent | {"theme": ""}).status_code == 422
    assert Client().post("/advice/ask/", sent).status_code == 302
    page = text(client.post("/advice/ask/", sent, follow=True))
    assert "Вопрос у модератора" in page
    row = Question.objects.get(theme="children")
    assert Client().get(f"/advice/{row.number}/").status_code == 404
    assert row.title in text(client.get("/me/advice/"))


def test_an_answer_is_written_marked_chosen_and_read_as_a_guide() -> None:
    asker, helper = make_person(), make_person()
    row = make_question(asker)
    there = f"/advice/{row.number}/"
    client = sign_in(Client(), helper)
    assert "id_body" not in client.get(f"{there}answer/").content.decode()
    sent = client.post(f"{there}answer/", {"text": WORDS}, follow=True)
    assert "Ответ у модератора" in text(sent)
    pass_all(moderator())
    said = Answer.objects.get()
    asking = sign_in(Client(), asker)
    assert "Это лучший ответ" in text(asking.get(there))
    assert "Это лучший ответ" not in text(client.get(there))
    asking.post(f"/advice/answers/{said.id}/rate/", {"mark": "yes"})
    assert 'value="none"' in asking.get(there).content.decode()
    page = text(asking.post(f"/advice/answers/{said.id}/best/", follow=True))
    assert "справка готова" in page
    assert "Ещё не проверена администрацией" in page
    assert client.post(f"/advice/answers/{said.id}/best/").status_code == 403


def test_an_official_checks_and_rewrites_a_guide() -> None:
    guide, client = make_guide(), sign_in(Client(), official())
    office = f"/office/advice/guides/{guide.number}/"
    assert guide.title in text(client.get("/office/advice/guides/"))
    page = client.post(f"{office}confirm/", {"turn": 1, "speaks_for": BODY}, follow=True)
    assert f"Официально {BODY}" in text(page)
    assert client.post(f"{office}confirm/", {"turn": 1, "speaks_for": ""}).status_code == 422
    sent = {
        "turn": 2,
        "title": TITLE,
        "text": WORDS + " С 9 до 18.",
        "note": "Новые часы",
        "speaks_for": BODY,
    }
    assert "Новая версия опубликована" in text(client.post(office, sent, follow=True))
    assert client.post(office, sent).status_code == 409
    assert "Новые часы" in text(Client().get(f"/advice/guides/{guide.number}/versions/"))
    old = text(Client().get(f"/advice/guides/{guide.number}/versions/1/"))
    assert "Это прежняя версия" in old
    client.post(f"{office}outdated/", {"turn": 3})
    assert "Справка устарела" in text(Client().get(f"/advice/guides/{guide.number}/"))
    resident = sign_in(Client(), make_person())
    assert resident.get(office).status_code == 403
    assert resident.get("/office/advice/").status_code == 403


def test_a_reader_says_that_a_guide_is_not_true() -> None:
    guide, client = make_guide(voice=Voice(body=BODY)), sign_in(Client(), make_person())
    there = f"/advice/guides/{guide.number}/doubt/"
    assert Client().get(there).status_code == 302
    assert client.post(there, {}).status_code == 422
    assert "Вы отметили ошибку" in text(client.post(there, {"reason": "contact"}, follow=True))
    assert "часы уже другие: 1" in text(
        sign_in(Client(), official()).get(f"/office/advice/guides/{guide.number}/")
    )


def test_lists_feeds_search_and_the_api_say_the_same() -> None:
    guide = make_guide(voice=Voice(body=BODY))
    make_question(title="Где летом есть дневной лагерь?")
    assert guide.title in text(Client().get("/advice/"))
    assert guide.title not in text(Client().get("/advice/?theme=roads"))
    waiting = text(Client().get("/advice/questions/?show=waiting"))
    assert "дневной лагерь" in waiting
    assert guide.title not in waiting
    assert "Город ответит до" in waiting
    Question.objects.filter(best_id=None).update(due_on=date(2026, 1, 12))
    assert "Город должен был ответить до" in text(Client().get("/advice/questions/?show=waiting"))
    assert "дневной лагерь" in Client().get("/advice/feed.atom").content.decode()
    assert guide.title in Client().get("/advice/guides.atom").content.decode()
    assert guide.title in text(Client().get("/search/", {"q": "счетчк воды"}))
    found = Client().get("/api/v1/advice/guides").json()["items"]
    assert [one["standing"] for one in found] == ["checked"]
    one = Client().get(f"/api/v1/advice/questions/{guide.number}").json()
    assert one["has_best"]
    answers = Client().get(f"/api/v1/advice/questions/{guide.number}/answers").json()
    assert [row["is_best"] for row in answers["items"]] == [True]
    assert Client().get("/api/v1/advice/questions/00000000").status_code == 404


def test_the_desk_shows_the_oldest_first_and_reading_costs_the_same() -> None:
    old = make_question()
    make_question(title="Где летом есть дневной лагерь?")
    client = sign_in(Client(), official())
    page = text(client.get("/office/advice/"))
    assert page.index(old.title) < page.index("дневной лагерь")

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert Client().get(path).status_code == 200
        return len(seen)

    cost("/advice/questions/")
    few, one = cost("/advice/questions/"), cost(f"/advice/{old.number}/")
    for number in range(3):
        make_answer(old, text=f"{WORDS} {number}")
        make_question(title=f"{TITLE} Ещё {number}")
    assert cost("/advice/questions/") == few
    assert cost(f"/advice/{old.number}/") == one


def test_a_neighbours_answer_does_not_stop_the_towns_clock() -> None:
    asker = make_person()
    row = make_question(asker)
    said = make_answer(row)
    Question.objects.filter(id=row.id).update(due_on=questions.today() - timedelta(days=1))
    there = f"/advice/{row.number}/"
    assert "город должен был ответить до" in text(Client().get(there))
    assert questions.counts() == (0, 1, 1)
    assert [one.title for one in public.waiting(official(), 5)] == [row.title]
    guiding.choose_best(asker, answer_id=said.id)
    page = text(Client().get(there))
    assert "город должен был" not in page
    assert "администрация её ещё не проверила" in page
    assert questions.counts()[1] == 0


def test_nothing_of_it_is_there_before_the_town_opens_it() -> None:
    switch_service("advice", "off")
    assert Client().get("/advice/").status_code == 404
    assert Client().get("/api/v1/advice/guides").status_code == 404
    assert not Guide.objects.exists()


def test_a_key_asks_and_answers_in_its_own_name() -> None:
    asker, neighbour = make_person(), make_person()
    api = "/api/v1/advice/questions"

    def post(path: str, who: Any, **sent: Any) -> Any:
        answer = Client().post(
            path,
            sent,
            content_type="application/json",
            headers={"Idempotency-Key": "the-very-same-word"},
            **who,
        )
        return answer.status_code, answer.json()

    asks = bearer(make_token(asker, "write"))
    question = {"title": "Где взять саженцы для двора?", "theme": "yard"}
    code, made = post(api, asks, **{**question, "theme": "none"})
    assert code == 422
    code, made = post(api, asks, **question)
    assert (code, made["is_public"]) == (200, False)
    assert post(api, asks, **question)[1] == made
    row = Question.objects.get(number=made["number"])
    asking.judge_question(question_id=row.id, judged=Judged(True))
    there = f"{api}/{row.number}/answers"
    answers = bearer(make_token(neighbour, "write"))
    code, written = post(there, answers, text="В питомнике за рекой, по субботам до обеда.")
    assert code == 200
    assert Answer.objects.get(id=written["id"]).voice == "neighbour"
    assert post(there, bearer(make_token(neighbour, "help", name="Другой")))[0] == 403
