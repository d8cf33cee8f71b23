"""After the vote: who trusts the decision, and a word not kept that everyone sees."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.test_official import moment, write_decision
from tests.journeys.walking import Site, come_in, open_page, open_section, sign_in

Browse = Callable[..., BrowserContext]
RESIDENT = "trusting@example.org"


@pytest.fixture(scope="module")
def decisions(site: Site) -> dict[str, str]:
    made: dict[str, str] = json.loads(site.run("decisions"))
    return made


def test_trust_is_asked_once_and_moves_the_line(browse: Browse, decisions: dict[str, str]) -> None:
    address = f"/decisions/{decisions['trusted']}/"
    visitor, said = open_page(browse())
    page, heard = open_page(browse())
    line = visitor.locator("#trust")
    visitor.goto(address)
    expect(line).to_contain_text("Доверяете ли вы этому решению?")
    expect(line).to_contain_text("Пока ответили немногие")
    expect(line.locator(".figure")).to_have_count(0)

    page.goto(address)
    page.get_by_role("link", name="Войти и ответить").last.click()
    come_in(page, RESIDENT)
    answer(page, 5, "Ответить")
    visitor.reload()
    expect(line.locator(".figure")).to_have_text("3,4")
    expect(line).to_contain_text("ответили 5 человек")

    expect(page.locator("#trust").get_by_role("radio", name="5")).to_be_checked()
    answer(page, 1, "Изменить ответ")
    visitor.reload()
    expect(line.locator(".figure")).to_have_text("2,6")
    expect(line).to_contain_text("ответили 5 человек")
    line.get_by_text("Показать таблицей").click()
    expect(line.locator("tbody tr")).to_have_count(1)

    expect(line.get_by_role("radio")).to_have_count(0)
    assert RESIDENT not in visitor.content()
    told = visitor.request.get(f"/api/v1/decisions/{decisions['trusted']}/trust").json()
    assert [set(point) for point in told] == [{"week_on", "answers", "mean"}]
    assert said == heard == []


def answer(page: Page, mark: int, button: str) -> None:
    trust = page.locator("#trust")
    trust.get_by_role("radio", name=str(mark)).check()
    trust.get_by_role("button", name=button).click()
    expect(trust.get_by_role("button", name="Изменить ответ")).to_be_visible()
    expect(trust.get_by_role("radio", name=str(mark))).to_be_checked()


def test_lateness_is_everyones_once_the_town_decides_so(
    browse: Browse, decisions: dict[str, str]
) -> None:
    """Told to officials alone before; on by an act, told to all; off by another, to nobody."""
    late = f"/decisions/{decisions['late']}/"
    visitor, said = open_page(browse())
    official, admin = browse(), browse()
    sign_in(official, "clock-author@example.org")
    sign_in(admin, "clock-admin@example.org")
    desk, heard = open_page(official)
    desk.goto(f"/office{late}")
    expect(desk.locator("main")).to_contain_text("Решение опаздывает на 3 дня")
    hidden(visitor, late)

    page, noticed = open_page(admin)
    open_section(page, "Публичный счёт сроков")
    expect(page.locator("main")).to_contain_text("жители видят сроки, но не опоздания")
    decide(page, "Показывать опоздания всем", "7-п")
    visitor.goto("/decisions/")
    expect(visitor.locator("main")).to_contain_text("Опоздания считаются вслух")
    expect(visitor.locator("main")).to_contain_text("№ 7-п")
    visitor.get_by_role("link", name=re.compile("^Опаздывает")).click()
    visitor.get_by_role("link", name="Забытая остановка").click()
    expect(visitor.get_by_role("heading", name="Забытая остановка")).to_be_visible()
    expect(visitor.get_by_role("alert")).to_contain_text("Решение опаздывает на 3 дня")
    expect(visitor.get_by_role("alert")).to_contain_text("Решения до сих пор нет")

    decide(page, "Больше не показывать", "8-п")
    hidden(visitor, late)
    hours(desk, page, late)
    assert said == heard == noticed == []


def hidden(visitor: Page, late: str) -> None:
    """The term is told, the lateness is not: neither on its page nor in the list."""
    visitor.goto(late)
    expect(visitor.locator("main")).to_contain_text("Срок решения")
    expect(visitor.locator("main")).not_to_contain_text("опаздывает")
    visitor.goto("/decisions/")
    expect(visitor.locator("main")).to_contain_text("Забытая остановка")
    expect(visitor.locator("main")).not_to_contain_text("опаздывает")


def decide(page: Page, what: str, number: str) -> None:
    page.get_by_label(what).check()
    page.get_by_label("С какого дня").fill(moment()[:10])
    page.get_by_label("Название акта").fill("Постановление о публичном контроле сроков")
    page.get_by_label("Номер акта").fill(number)
    page.get_by_label("Дата акта").fill(moment(days=-1)[:10])
    page.get_by_role("button", name="Записать решение").click()
    expect(page.locator("main")).to_contain_text("Решение записано")
    expect(page.locator("main")).to_contain_text(f"№ {number}")


def hours(desk: Page, admin: Page, late: str) -> None:
    """What recording a decision took: one's own acts to oneself, sums by role to all officials."""
    desk.goto(f"/office{late}decide/")
    write_decision(desk)
    open_section(desk, "Нагрузка")
    own = desk.get_by_role("region", name="Ваша неделя")
    expect(own).to_contain_text("Подготовить и записать решение: 1, 1,5 ч")
    open_section(admin, "Нагрузка")
    expect(admin.get_by_role("region", name="Ваша неделя")).not_to_contain_text("1,5 ч")
    admin.get_by_text("Показать таблицей").last.click()
    roles = admin.get_by_role("region", name="По неделям")
    expect(roles.locator("tbody tr").first.get_by_role("cell").last).not_to_have_text("0,0")
    expect(admin.get_by_role("region", name="Кто сколько занят")).to_contain_text("Утверждающий")
    expect(admin.locator("main")).not_to_contain_text("clock-author")
