"""The officials' desk: its menu on every office page, and what waits, what burns first."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.attacks.made import make_poll
from veche.commons.commitments import public as commitments
from veche.commons.hall import public as hall
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.kernel import clock
from veche.kernel.manifest import DeskSection, Matter
from veche.portal import context, desk, menu

TODAY = date(2026, 11, 29)
DAY = timedelta(days=1)


def section(name: str = "a", **more: Any) -> DeskSection:
    return DeskSection(name, "portal:desk", "list", 1, lambda person: True, **more)


def page(browser: Client, address: str = "/office/") -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def menu_of(text: str) -> list[str]:
    """Addresses of the menu on this page."""
    found = re.search(r'<nav class="desk-menu".*?</nav>', text, re.S)
    return re.findall(r'<a href="([^"]+)"', found[0]) if found else []


def queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        page(browser, address)
    return len([one for one in asked.captured_queries if "set_config" not in one["sql"]])


def official(*roles: str) -> Client:
    return sign_in(Client(), make_person(roles=roles))


@pytest.mark.parametrize(
    ("role", "seen", "hidden"),
    [
        ("author", "/office/polls/", "/office/staff/"),
        ("lawyer", "/office/rules/", "/office/counter/"),
        ("clerk", "/office/counter/", "/office/polls/"),
        ("privacy", "/office/privacy/", "/office/decisions/"),
        ("auditor", "/office/calls/", "/office/documents/"),
        ("admin", "/office/town/", "/office/privacy/"),
    ],
)
def test_a_role_sees_its_sections_and_each_opens(
    town: Any, role: str, seen: str, hidden: str
) -> None:
    browser = official(role)
    links = menu_of(page(browser))
    assert links[0] == "/office/"
    assert seen in links
    assert hidden not in links
    for link in links:
        text = page(browser, link)
        assert menu_of(text) == links, link
        current = re.findall(r'<a href="([^"]+)" aria-current="page"', text)
        assert link in current, "the section says where one is"


def test_no_official_no_desk(town: Any) -> None:
    assert Client().get("/office/").status_code == 302
    resident = sign_in(Client(), make_person())
    answer = resident.get("/office/")
    assert answer.status_code == 403
    assert menu_of(answer.content.decode()) == []
    assert 'href="/office/"' not in page(resident, "/me/")
    assert menu_of(page(official("admin"), "/")) == [], "residents' pages stay as they are"


def test_a_page_below_a_section_belongs_to_it(town: Any) -> None:
    poll = make_poll(state="draft")
    text = page(official("author"), f"/office/polls/{poll.slug}/passport/")
    assert re.findall(r'<a href="([^"]+)" aria-current="true"', text) == ["/office/polls/"]
    face = page(official("admin"), "/office/town/face/")
    assert re.findall(r'<a href="(/office[^"]*)" aria-current', face) == ["/office/town/face/"]


def test_a_service_that_is_off_has_no_section(town: Any) -> None:
    admin = make_person(roles=["admin", "author"])
    browser = sign_in(Client(), admin)
    assert "/office/polls/" in menu_of(page(browser))
    assert browser.post("/office/town/services/polls/", {"state": "off"}).status_code == 302
    assert "/office/polls/" not in menu_of(page(browser))


def test_every_section_of_the_house_is_in_the_office(town: Any) -> None:
    sections = [one for manifest in context.manifests() for one in manifest.desk]
    assert len(sections) > 15
    for one in sections:
        assert reverse(one.url_name).startswith(menu.ROOT), one.url_name
    assert len({one.url_name for one in sections}) == len(sections)


def test_the_menu_costs_no_query(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = official("admin", "author", "approver", "lawyer", "clerk", "privacy", "auditor")
    page(browser, "/office/help/")
    with_menu = queries(browser, "/office/help/")
    monkeypatch.setattr(context, "_desk_menu", lambda request: "")
    assert queries(browser, "/office/help/") == with_menu


def test_the_desk_shows_what_waits_and_asks_the_same_for_more(town: Any) -> None:
    person = make_person(roles=["author", "approver", "lawyer", "clerk", "privacy"])
    browser = sign_in(Client(), person)
    assert "Сегодня вас ничего не ждёт" in page(browser)

    def fill(number: int) -> None:
        for _one in range(number):
            make_poll(state="review", title="Утвердите меня", opens=2)
            make_poll(state="legal", title="Проверьте меня", opens=-1)
            commitments.owe(
                source_kind="polls.poll",
                source_id=uuid4(),
                title="Решите меня",
                url="/",
                decide_by=commitments.today() - DAY,
                at=clock.now(),
            )

    fill(1)
    assert Client().post("/help/write/", {"text": "Спросил я", "key": "k" * 20}).status_code == 200
    text = page(browser)
    for title in ("Утвердите меня", "Проверьте меня", "Решите меня", "Спросил я"):
        assert title in text, title
    burning = re.search(r'<section class="desk-burning".*?</section>', text, re.S)
    assert burning
    assert "Решите меня" in burning[0]
    assert "прошёл" in burning[0]
    assert "Утвердите меня" not in burning[0]
    assert "Просрочено больше года" not in text
    commitments.owe(
        source_kind="polls.poll",
        source_id=uuid4(),
        title="Давно забытое",
        url="/",
        decide_by=commitments.today() - 400 * DAY,
        at=clock.now(),
    )
    text = page(browser)
    assert "Просрочено больше года: 1 дело" in text
    assert text.index("Решите меня") < text.index("Просрочено больше") < text.index("Давно забытое")
    few = queries(browser, "/office/")
    fill(12)
    assert queries(browser, "/office/") <= few
    assert few <= 18
    assert "27" in menu_and_sums(page(browser)), "thirteen to decide, as many to check, one old"


def menu_and_sums(text: str) -> str:
    found = re.search(r'<ul class="desk-sums">.*?</ul>', text, re.S)
    assert found
    return found[0]


def test_ones_own_poll_with_legal_effect_waits_for_another(town: Any) -> None:
    person = make_person(roles=["author", "approver"])
    make_poll(state="review", title="Свой опрос", author_id=person.id, legal_effect="binding")
    make_poll(state="review", title="Чужой опрос")
    make_poll(state="draft", title="Вернули мне", author_id=person.id, returned_because="Поясните")
    make_poll(state="draft", title="Вернули не мне", returned_because="Поясните")
    text = page(sign_in(Client(), person))
    assert "Чужой опрос" in text
    assert "Вернули мне" in text
    assert "Свой опрос" not in text
    assert "Вернули не мне" not in text


def test_the_first_start_waits_for_the_administrator(town: Any) -> None:
    admin = make_person(roles=["admin"])
    browser = sign_in(Client(), admin)
    text = page(browser)
    assert "Первый запуск" in text
    assert "Открыть город" in text
    assert browser.post("/office/town/open/").status_code == 302
    assert "Первый запуск" not in page(browser)


def test_what_burns_comes_longest_overdue_first() -> None:
    def made(name: str, *terms: date | None) -> desk.Section:
        matters = [Matter(f"{name}{at}", "/", due_on=due) for at, due in enumerate(terms)]
        return desk.Section(section(name), "/", matters, TODAY)

    first = made("a", TODAY, TODAY + DAY, None)
    second = made("b", TODAY - 3 * DAY, TODAY - DAY)
    rows = desk.burning([first, second], TODAY)
    assert [row.matter.title for row in rows] == ["b0", "b1", "a0"]
    assert [row.tone for row in rows] == ["bad", "bad", "warn"]
    assert [row.matter.title for row in first.quiet] == ["a1", "a2"]
    assert [row.tone for row in first.quiet] == ["bell", "line"]
    assert second.late == 2
    assert second.quiet == []


def test_what_is_overdue_by_years_is_folded_below_todays_work() -> None:
    terms = (TODAY - 2000 * DAY, TODAY - 366 * DAY, TODAY - 365 * DAY, TODAY)
    matters = [Matter(str(at), "/", due_on=due) for at, due in enumerate(terms)]
    rows = desk.burning([desk.Section(section("a"), "/", matters, TODAY)], TODAY)
    hot, old = desk.parted(rows, TODAY)
    assert [row.matter.title for row in hot] == ["2", "3"]
    assert [row.matter.title for row in old] == ["0", "1"]


def test_sums_hold_every_matter_once() -> None:
    far = TODAY + 8 * DAY
    terms = [TODAY - DAY, TODAY, TODAY + DAY, TODAY + 7 * DAY, far, None, None]
    sums = desk.sums(terms, TODAY)
    assert (sums.late, sums.today, sums.week, sums.later) == (1, 1, 2, 3)
    assert sums.all == len(terms)
    assert [tone for tone, _begins, _length in sums.parts] == ["bad", "warn", "bell"]
    assert sum(float(length) for _tone, _begins, length in sums.parts) == pytest.approx(
        100 * 4 / 7, abs=0.1
    )
    assert desk.sums([], TODAY).parts == []


def test_the_policy_of_the_desk(town: Any) -> None:
    assert identity.ROLES
    for role in identity.ROLES:
        assert hall.may_open_desk(make_person(roles=[role]))
    assert not hall.may_open_desk(make_person())
    assert not hall.may_open_desk(identity.ANONYMOUS)


def test_old_matters_that_leave_no_room_for_today_are_said_to_do_so(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only so many are read of a section, the longest overdue first."""
    monkeypatch.setattr(desk, "READ", 2)

    def owe(days: int, title: str) -> None:
        commitments.owe(
            source_kind="polls.poll",
            source_id=uuid4(),
            title=title,
            url="/",
            decide_by=commitments.today() - days * DAY,
            at=clock.now(),
        )

    browser = official("author", "approver", "lawyer")
    owe(400, "Давно забытое")
    text = page(browser)
    assert "просрочено только давнее" in text
    assert "Просрочено больше года: 1 дело" in text
    owe(401, "Ещё раньше")
    owe(0, "Сегодняшнее")
    text = page(browser)
    assert "Сегодняшнее" not in text
    assert "просрочено только давнее" not in text
    assert "Давнего столько, что сегодняшние сроки за ним не видны" in text
    assert "Просрочено больше года: 2+ дел" in text
