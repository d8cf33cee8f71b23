"""Ready answers for each screen, a question without an account, the desk of support."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.help import jobs, policies
from veche.domains.help.adapters import ready
from veche.domains.help.models import Inquiry
from veche.kernel import clock

KEY = "k" * 20


def ask(text: str = "Кнопка не нажимается", browser: Client | None = None, **more: str) -> Any:
    told = {"text": text, "screen": "polls:vote", "key": KEY, **more}
    return (browser or Client()).post("/help/write/", told)


def official() -> Client:
    return sign_in(Client(), make_person(contact="author@example.org", roles=["author"]))


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(("role", "may"), [("author", True), ("clerk", True), ("", False)])
def test_officials_alone_answer(role: str, may: bool) -> None:
    person = PersonRef(id=uuid4(), roles=frozenset([role] if role else []))
    decision = policies.may_answer_inquiry(person)
    assert decision.allowed is may
    assert may or decision.reason
    assert not policies.may_answer_inquiry(PersonRef())


def test_each_page_leads_to_answers_about_itself(town: Any) -> None:
    page = Client().get("/sign-in/")
    found = re.search(r'href="(/help/\?from=[^"]+)"', page.content.decode())
    assert found
    help_page = text_of(Client().get(found[1]))
    assert "Код не приходит" in help_page
    assert "Карта не открывается" not in help_page
    assert "Код не приходит" not in text_of(Client().get("/help/"))
    assert "/help/" in Client().get("/nowhere/").content.decode(), "whoever is lost needs it most"


@pytest.mark.parametrize("told", ["", "x" * 100, "<script>", "../etc", "polls:nothing"])
def test_an_unknown_screen_has_the_answers_for_all(town: Any, told: str) -> None:
    answer = Client().get("/help/", {"from": told})
    assert answer.status_code == 200
    assert "Буквы мелкие" in text_of(answer)
    assert "<script>" not in answer.content.decode()


def screens(patterns: Any, space: str = "") -> Iterator[str]:
    """Every url name of the house."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or space
            yield from screens(pattern.url_patterns, inner)
        else:
            yield f"{space}:{pattern.name}"


def test_ready_answers_are_about_screens_that_are_there() -> None:
    names = set(screens(get_resolver().url_patterns))
    assert len({one.key for one in ready.READY}) == len(ready.READY)
    for one in ready.READY:
        for screen in one.screens:
            assert any(name.startswith(screen) for name in names), (one.key, screen)


def test_a_question_needs_no_account_and_is_answered_by_number(town: Any) -> None:
    page = ask()
    row = Inquiry.objects.get()
    assert row.number[:4] in text_of(page)
    assert "no-store" in page["Cache-Control"]
    assert "X-Offline" not in page
    assert "Вопрос принят" in text_of(page)

    desk = official()
    assert "Кнопка не нажимается" in text_of(desk.get("/office/help/"))
    begun = desk.get(f"/office/help/{row.number}/?ready=vote-change")
    assert "Изменить голос" in text_of(begun)
    desk.post(f"/office/help/{row.number}/", {"answer": "Обновите страницу."})
    assert "Обновите страницу." in text_of(Client().post("/help/answer/", {"number": row.number}))
    assert "Обновите" not in text_of(Client().get(f"/help/answer/?number={row.number}"))
    assert "Кнопка не нажимается" not in text_of(desk.get("/office/help/"))
    assert "Кнопка не нажимается" in text_of(desk.get("/office/help/?show=answered"))


def test_nothing_says_who_asked(town: Any) -> None:
    person = make_person()
    ask(browser=sign_in(Client(), person))
    kept = Inquiry.objects.values().get()
    assert str(person.id) not in str(kept)
    assert "127.0.0.1" not in str(kept)
    assert {"person_id", "contact"}.isdisjoint(kept)


def test_the_same_form_twice_is_one_question(town: Any) -> None:
    first, second = text_of(ask()), text_of(ask())
    number = Inquiry.objects.get().number[:4]
    assert number in first
    assert number in second
    assert Inquiry.objects.count() == 1
    assert ask("Другие слова").status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"text": "ой"}, {"text": "ж" * 2001}, {"key": ""}, {"screen": "<b>"}],
)
def test_what_cannot_be_read_is_refused(town: Any, wrong: dict[str, str]) -> None:
    assert ask(**{"text": "Не нажимается", **wrong}).status_code == 422  # type: ignore[arg-type]
    assert not Inquiry.objects.exists()


def test_a_flood_is_stopped(town: Any) -> None:
    answers = [ask(key=f"{number:020d}").status_code for number in range(8)]
    assert answers == [200] * 6 + [429] * 2
    assert Inquiry.objects.count() == 6


@pytest.mark.parametrize("number", ["000000000000", "1", "abc", "9" * 30, "\x00"])
def test_a_strange_number_tells_nothing(town: Any, number: str) -> None:
    ask()
    text = text_of(Client().post("/help/answer/", {"number": number}))
    assert "Вопроса с таким номером нет" in text
    assert "Кнопка" not in text


def test_others_do_not_reach_the_desk(town: Any) -> None:
    ask()
    number = Inquiry.objects.get().number
    for browser in (Client(), sign_in(Client(), make_person())):
        for address in ("/office/help/", f"/office/help/{number}/"):
            assert browser.get(address).status_code in {302, 403}
            assert browser.post(address, {"answer": "Взлом"}).status_code in {403, 405}
    assert Inquiry.objects.get().answer == ""
    assert official().get("/office/help/nothing/").status_code == 404


def test_an_empty_answer_is_refused_by_form_and_database(town: Any) -> None:
    ask()
    row = Inquiry.objects.get()
    assert official().post(f"/office/help/{row.number}/", {"answer": " "}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.update(answered_at=clock.now())


def test_old_answers_are_deleted_and_nothing_else(town: Any) -> None:
    now = clock.now()
    for number, days in (("1", 100), ("2", 10), ("3", None)):
        Inquiry.objects.create(
            number=number,
            text="Вопрос",
            asked_at=now - timedelta(days=200),
            answer="Ответ" if days else "",
            answered_at=now - timedelta(days=days) if days else None,
        )
    jobs.forget_inquiries()
    assert set(Inquiry.objects.values_list("number", flat=True)) == {"2", "3"}


def test_the_queue_costs_the_same_however_long(
    town: Any, django_assert_max_num_queries: Any
) -> None:
    browser = official()
    for number in range(15):
        Inquiry.objects.create(number=str(number), text="Вопрос", asked_at=clock.now())
    with django_assert_max_num_queries(8):
        browser.get("/office/help/")
