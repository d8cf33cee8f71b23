"""Pages as a browser without scripts sees them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.moderation import actions, policies, rules
from veche.commons.moderation.models import Item, Twins
from veche.commons.moderation.tests.makers import (
    KIND,
    Notes,
    administrator,
    again,
    last_item,
    let_minute_pass,
    moderator,
)

GOOD = "Предлагаю поставить скамейки у пруда, пожилым негде отдохнуть."
As = Callable[[PersonRef], Client]


@pytest.fixture
def browser(notes: Notes) -> As:
    return lambda person: sign_in(Client(), person)


def text(response: Any) -> str:
    found = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", found.replace("\u00a0", " "))


def judge(client: Client, row: Item, decision: str, **more: Any) -> Any:
    given = {"version": row.version, "decision": decision, **more}
    return client.post(f"/office/moderation/{row.id}/judge/", given, follow=True)


def test_the_stream_goes_from_one_thing_to_the_next(browser: As, notes: Notes) -> None:
    for number in range(3):
        notes.write(make_person(), f"{GOOD} {number}")
    client = browser(moderator())
    page = client.get("/office/moderation/next/")
    assert f"{GOOD} 0" in text(page)
    assert 'data-key="Enter"' in page.content.decode()
    first = Item.objects.order_by("submitted_at").first()
    assert first is not None
    page = judge(client, first, "pass", at=0)
    assert f"{GOOD} 1" in text(page)
    assert "Пропущено. Вступит в силу через минуту." in text(page)
    assert "сегодня вы решили 1" in text(page)
    assert f"{GOOD} 2" in text(client.get("/office/moderation/next/?at=1"))
    client.post(f"/office/moderation/{first.id}/take-back/")
    assert again(first).state == rules.WAITING


def test_the_end_of_the_stream_lets_decisions_take_effect(browser: As, notes: Notes) -> None:
    notes.write(make_person(), GOOD)
    client = browser(moderator())
    page = judge(client, last_item(), rules.NO_MATTER, at=0)
    assert "Всё прочитано" in text(page)
    client.post("/office/moderation/settle/")
    assert notes.said == [(last_item().subject_id, False, rules.NO_MATTER)]
    assert "Применить сразу" not in text(client.get("/office/moderation/next/"))


def test_the_second_moderator_is_told_on_the_page(browser: As, notes: Notes) -> None:
    notes.write(make_person(), GOOD)
    row = last_item()
    judge(browser(moderator()), row, "pass")
    answer = judge(browser(moderator()), row, rules.ABUSE)
    assert answer.status_code == 409
    assert "другой модератор" in text(answer)


def test_finds_are_marked_and_names_may_be_hidden(browser: As, notes: Notes) -> None:
    notes.write(make_person(), "Соседка Ольга Морозова шумит, идиоты вокруг.")
    client, row = browser(moderator()), last_item()
    page = client.get(f"/office/moderation/{row.id}/").content.decode()
    assert 'title="имя человека">Ольга Морозова' in page
    assert "оскорбление" in page
    judge(client, row, "pass", hides_marked="on")
    assert "Ольга" not in notes.texts[row.subject_id]


def test_the_queue_asks_the_same_number_of_questions_however_long(
    browser: As, notes: Notes
) -> None:
    client = browser(moderator())
    notes.write(make_person(), f"{GOOD} начало")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/office/moderation/")
    for number in range(19):
        notes.write(make_person(), f"{GOOD} {number}")
    with CaptureQueriesContext(connection) as many:
        page = client.get("/office/moderation/")
    assert page.content.decode().count("office/moderation/") >= 20
    assert len(many) <= len(few)
    assert len(many) <= 14


@pytest.mark.parametrize(
    "path",
    [
        "/office/moderation/",
        "/office/moderation/next/",
        "/office/moderation/appeals/",
        "/office/same-people/",
        "/office/moderation/rules/",
    ],
)
def test_residents_do_not_see_the_office(browser: As, path: str) -> None:
    assert browser(make_person()).get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_everyone_reads_what_was_removed_but_neither_text_nor_person(
    browser: As, notes: Notes
) -> None:
    author = make_person()
    assert "Пока ничего не сняли" in text(Client().get("/moderation/"))
    notes.write(author, "Продам гараж недорого")
    row = last_item()
    actions.remove_thing(moderator(), item_id=row.id, version=row.version, reason=rules.ADVERTISING)
    let_minute_pass()
    for path in ("/moderation/", "/moderation/removals.csv", "/api/v1/moderation/removals"):
        response = Client().get(path)
        told = b"".join(response).decode()
        assert '"advert"' in told if path.startswith("/api/") else "Реклама" in told
        assert "гараж" not in told
        assert str(author.id) not in told


def test_an_author_sees_why_and_argues(browser: As, notes: Notes) -> None:
    author, stranger = make_person(), make_person()
    notes.write(author, GOOD)
    row = last_item()
    client = browser(author)
    mine = f"/me/texts/{row.id}/"
    assert "Модератор прочтёт его до" in text(client.get(mine))
    assert "Ждёт модератора" in text(client.get("/me/"))
    judging = moderator()
    actions.remove_thing(judging, item_id=row.id, version=row.version, reason=rules.ABUSE)
    let_minute_pass()
    assert "Брань, оскорбления, угрозы" in text(client.get(mine))
    assert client.post(mine, {"text": " "}).status_code == 422
    client.post(mine, {"text": "Где здесь брань?"})
    assert "Другой модератор ответит до" in text(client.get(mine))
    assert browser(stranger).get(mine).status_code == 404
    desk = text(browser(judging).get("/office/moderation/appeals/"))
    assert "Решает другой модератор" in desk
    second = browser(administrator())
    appeal = f"/office/moderation/appeals/{row.appeals.get().id}/"
    assert "Где здесь брань?" in text(second.get(appeal))
    second.post(appeal, {"verdict": "back", "answer": "Брани нет, простите."})
    assert "Брани нет, простите." in text(client.get(mine))
    assert again(row).is_public


def test_a_reader_calls_a_moderator(browser: As, notes: Notes) -> None:
    notes.write(make_person(roles=("author",)), GOOD)
    row = last_item()
    path = f"/moderation/complain/{KIND}/{row.subject_id}/?next=/decisions/"
    client = browser(make_person())
    assert GOOD in text(client.get(path))
    assert client.post(path, {}).status_code == 422
    page = client.post(path, {"reason": rules.ABUSE})
    assert "Модератор посмотрит" in text(page)
    assert 'href="/decisions/"' in page.content.decode()
    assert again(row).complaints == 1
    nobody = f"/moderation/complain/{KIND}/{uuid4()}/"
    assert client.get(nobody).status_code == 404


def test_the_town_sets_its_rules_and_everyone_reads_why(browser: As, notes: Notes) -> None:
    client = browser(make_person(roles=("approver",)))
    given = {
        "is_special": "on",
        "delay_minutes": "30",
        "trusted_level": "0",
        "note": "Из-за паводка до понедельника.",
    }
    path = "/office/moderation/rules/"
    assert client.post(path, given | {"note": ""}).status_code == 422
    client.post(path, given)
    page = text(Client().get("/moderation/"))
    assert "Сейчас особый режим" in page
    assert "Из-за паводка до понедельника." in page
    assert text(client.get(path)).count("Из-за паводка") == 1


def test_a_person_says_whether_two_accounts_are_one(browser: As, notes: Notes) -> None:
    ids = sorted([uuid4(), uuid4()])
    row = Twins.objects.create(
        one_id=ids[0], other_id=ids[1], same_texts=5, same_minutes=2, same_home=True
    )
    client = browser(moderator())
    assert "5 одинаковых текстов" in text(client.get("/office/same-people/"))
    page = text(client.get(f"/office/same-people/{row.id}/"))
    assert "назвали один и тот же" in page
    assert str(ids[0]) not in page
    client.post(f"/office/same-people/{row.id}/", {"verdict": "different"})
    assert "Похожих аккаунтов нет" in text(client.get("/office/same-people/"))


def test_what_waits_stands_on_the_desk(browser: As, notes: Notes) -> None:
    notes.write(make_person(), GOOD)
    assert "Прочитать текст" in text(browser(moderator()).get("/office/"))


VISITOR, RESIDENT = PersonRef(), PersonRef(id=uuid4(), level=1)
OFFICIAL = PersonRef(id=uuid4(), level=2, roles=frozenset({"author"}))
MODERATOR = PersonRef(id=uuid4(), level=2, roles=frozenset({"moderator"}))
ADMIN = PersonRef(id=uuid4(), level=2, roles=frozenset({"admin"}))


@pytest.mark.parametrize(
    ("policy", "granted", "denied"),
    [
        (policies.may_moderate, (MODERATOR, ADMIN), (VISITOR, RESIDENT, OFFICIAL)),
        (policies.may_judge_twins, (MODERATOR, ADMIN), (VISITOR, RESIDENT, OFFICIAL)),
        (policies.may_read_own_things, (RESIDENT, OFFICIAL), (VISITOR,)),
        (policies.may_set_moderation_rules, (ADMIN,), (VISITOR, RESIDENT, OFFICIAL, MODERATOR)),
    ],
)
def test_who_may(policy: Any, granted: Any, denied: Any) -> None:
    assert all(policy(person) for person in granted)
    assert not any(policy(person) for person in denied)
