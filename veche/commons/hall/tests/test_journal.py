"""The journal: who reads it, what filters find, what the file holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import strip_tags

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places import public as places
from veche.commons.places.public import Place
from veche.commons.places.tests.makers import make_town
from veche.kernel import clock

JOURNAL = "/office/journal/"


@pytest.fixture
def desk(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["auditor"]))


def page(browser: Client, **asked: str) -> str:
    answer = browser.get(JOURNAL, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def said(text: str) -> str:
    return " ".join(strip_tags(text).split())


def make_district() -> Place:
    make_town()
    return next(one for one in places.places() if one.kind == "district")


def rows(text: str) -> int:
    return text.count('<th scope="row">')


def test_filters_find_what_they_say(desk: Client) -> None:
    author, subject = make_person(roles=["author"]), uuid4()
    audit.record("polls.poll_started", author.id, subject, "Спросим о лавках")
    audit.record("polls.poll_closed", None, subject)
    text = page(desk, subject=str(subject))
    assert rows(text) == 2
    assert "Голосование завершено" in text
    assert "программа" in text
    assert rows(page(desk, kind="polls.poll_closed", subject=str(subject))) == 1
    text = page(desk, role="author")
    assert "Спросим о лавках" in text
    assert rows(text) == 1
    today = clock.today("Europe/Moscow")
    assert rows(page(desk, subject=str(subject), since=str(today))) == 2
    assert rows(page(desk, subject=str(subject), until=str(today))) == 2
    assert rows(page(desk, subject=str(subject), until=str(today - timedelta(days=1)))) == 0
    assert rows(page(desk, role="clerk")) == 0


def test_a_role_finds_only_what_was_done_while_it_was_held(desk: Client) -> None:
    """A role given to somebody's phone number opens nothing of what they did as a resident."""
    person = make_person()
    before, within, after, again = (uuid4() for _ in range(4))
    begin(person, before)
    identity.grant_role(person.known_id, "clerk", act="Распоряжение № 1")
    begin(person, within)
    begin(make_person(), within)
    identity.revoke_role(person.known_id, "clerk")
    begin(person, after)

    def found() -> list[str]:
        text = page(desk, role="clerk")
        return [name for name in map(str, (before, within, after, again)) if name in text]

    assert found() == [str(within)]
    assert rows(page(desk, role="clerk")) == 1
    identity.grant_role(person.known_id, "clerk", act="Распоряжение № 2")
    begin(person, again)
    assert found() == [str(within), str(again)]
    file = b"".join(desk.get("/office/journal.csv", {"role": "clerk"})).decode()
    assert [str(one) in file for one in (before, within, after, again)] == [
        False,
        True,
        False,
        True,
    ]


def begin(person: identity.PersonRef, subject: UUID) -> None:
    audit.record("polls.poll_started", person.id, subject)
    connection.cursor().close()  # what was put off is written now


def test_what_a_resident_thinks_has_no_name(desk: Client) -> None:
    subject = uuid4()
    audit.record("reports.report_supported", None, subject)
    text = said(page(desk, subject=str(subject)))
    assert "Сообщение поддержано" in text
    assert "житель" in text
    assert "программа" not in text


def test_what_is_not_understood_is_said(desk: Client) -> None:
    assert "Осталось поправить" in page(desk, kind="none.such", since="вчера")
    assert rows(page(desk, until="9999-12-31", since="0001-01-01")) >= 1
    assert desk.get(JOURNAL, {"after": "junk"}).status_code == 422


def test_pages_go_on_by_key(desk: Client) -> None:
    subject = uuid4()
    for number in range(60):
        audit.record("polls.poll_started", None, subject, number=number)
    first = page(desk, subject=str(subject))
    assert rows(first) == 50
    assert "after=" in first
    after = first.split("after=")[1].split('"')[0]
    assert rows(page(desk, subject=str(subject), after=after)) == 10


def test_the_file_streams_the_same_and_is_noted(desk: Client) -> None:
    subject = uuid4()
    audit.record("polls.poll_started", None, subject, "=2+2", state="draft")
    audit.record("polls.poll_closed", None, uuid4())
    answer = desk.get("/office/journal.csv", {"subject": str(subject)})
    text = b"".join(answer).decode("utf-8-sig")
    lines = text.strip().splitlines()
    assert lines[0] == "recorded_at;kind;actor;subject;reason;details;title"
    assert len(lines) == 2
    assert ";'=2+2;state=draft" in lines[1], "no formula for a spreadsheet"
    assert audit.history("journal")[0].kind == "hall.journal_exported"


def test_a_long_journal_is_read_in_batches(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    for _number in range(30):
        audit.record("polls.poll_started", None, uuid4())
    connection.cursor().close()  # what was put off goes before the first question
    with django_assert_max_num_queries(1):
        assert len(list(audit.every(audit.Filters(kind="polls.poll_started")))) == 30


def test_an_entry_is_read_in_words(desk: Client) -> None:
    person, district = make_person(), make_district()
    person_id = person.known_id
    until = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    audit.record("identity.role_granted", None, person_id, role="clerk", grant=uuid4())
    audit.record("privacy.leak_started", None, "leak-3", is_drill=True)
    audit.record("hall.service_switched", None, "polls", state="pilot", place=district.id)
    audit.record("hall.banner_raised", None, "town", "Вода будет к ночи", tone="warn", until=until)
    audit.record("workload.minutes_set", None, "work-polls-poll_started")
    told = said(page(desk))
    for words in (
        f"человек {str(person_id)[:8]}",
        "роль: Оператор приёма",
        "Разбор утечки начат",
        "учебный: да",
        "сервис Опросы",
        "теперь: Проба в одном районе",
        f"где: {district.name}",
        "тон: Предупреждаем",
        "до: 30 ноября 2026, 12:00",
        "работа Начать черновик опроса",
    ):
        assert words in told, words


def test_what_has_no_name_stays_as_it_was_written(desk: Client) -> None:
    """A service may have been taken out: its entries stay."""
    audit.record("clubs.club_opened", None, uuid4(), size=2)
    told = said(page(desk))
    assert "clubs.club_opened" in told
    assert "size: 2" in told


def test_rows_cost_no_query_of_their_own(desk: Client, django_assert_max_num_queries: Any) -> None:
    district = make_district()
    for _number in range(40):
        audit.record("hall.service_switched", None, "polls", state="pilot", place=district.id)
    page(desk)
    with django_assert_max_num_queries(12):
        page(desk)


@pytest.mark.parametrize("roles", [[], ["author", "approver"], ["clerk"]])
def test_nobody_else_reads_it(town: Any, roles: list[str]) -> None:
    browser = sign_in(Client(), make_person(roles=roles))
    for address in (JOURNAL, "/office/journal.csv"):
        assert browser.get(address).status_code == 403
        assert Client().get(address)["Location"].startswith("/sign-in/")


def test_kinds_are_those_with_entries(town: Any) -> None:
    assert audit.kinds() == []
    for kind in ("polls.b", "polls.a", "polls.b"):
        audit.record(kind, None, uuid4())
    assert audit.kinds() == ["polls.a", "polls.b"]
