"""A school joins by a clerk's check and writes to its village; the elder carries paper."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.furnish_counter import CLERKS
from tests.journeys.furnish_orgs import ELDER
from tests.journeys.walking import Site, open_page, open_section, sign_in
from veche.commons.organisations import rules

Browse = Callable[..., BrowserContext]
INN, OGRN = rules.with_inn_checks("990000071"), rules.with_ogrn_check("102990000071")
PASSPORT = "9218777001"


def test_a_school_acts_in_its_own_name(browse: Browse, site: Site) -> None:
    site.run("orgs", PASSPORT)
    page, said = open_page(browse())
    sign_in(page.context, "school@example.org")
    number = ask(page)
    clerk, heard = open_page(browse())
    sign_in(clerk.context, CLERKS[0])
    admit(clerk, number)

    page.goto("/me/organisations/")
    expect(page.locator("main")).to_contain_text("Вы действуете от имени")
    page.get_by_role("link", name="Написать территории").click()
    page.get_by_label("О чём").fill("Школьный двор открыт")
    page.get_by_label("Текст").fill("По выходным с девяти до семи.")
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.locator("main")).to_contain_text("Школьный двор открыт")
    expect(page.locator("main")).to_contain_text("Школа № 71")

    admin, told = open_page(browse())
    sign_in(admin.context, "admin@example.org")
    admin.goto("/office/announcements/")
    admin.get_by_role("link", name="Снять").first.click()
    admin.get_by_label("Почему").fill("Двор ещё ремонтируют")
    admin.get_by_role("button", name="Снять объявление").click()
    page.reload()
    expect(page.locator("main")).to_contain_text("Двор ещё ремонтируют")
    expect(page.locator("main")).not_to_contain_text("Школьный двор открыт")

    page.goto("/me/organisations/")
    page.get_by_role("link", name="Выйти Школа № 71").click()
    page.get_by_role("button", name="Выйти", exact=True).click()
    expect(page.locator("main")).to_contain_text("больше не участник")
    # The browser tells of the refusals that this story walks into on purpose.
    for lines in (said, heard, told):
        assert [line for line in lines if "422" not in line] == []


def ask(page: Page) -> str:
    """A slip of the finger is told, what was typed survives leaving; the number of the request."""
    page.goto("/me/")
    page.get_by_role("link", name="Мои организации").click()
    page.get_by_role("link", name="Найти или добавить").click()
    page.get_by_role("link", name="Добавить новую").click()
    page.get_by_label("Школа или детский сад").check()
    page.get_by_label("Название").fill("Школа № 71")
    page.get_by_label("ИНН").fill(INN)
    page.wait_for_timeout(600)
    page.goto("/organisations/")
    page.goto("/me/organisations/new/")
    expect(page.get_by_label("Название")).to_have_value("Школа № 71")
    page.get_by_label("ОГРН").fill(OGRN[:-1] + str((int(OGRN[-1]) + 1) % 10))
    page.get_by_label("Кто вы там").fill("директор")
    page.get_by_role("button", name="Подать заявку").click()
    expect(page.locator("main")).to_contain_text("где-то опечатка")
    page.get_by_label("ОГРН").fill(OGRN)
    page.get_by_role("button", name="Подать заявку").click()
    expect(page.locator("main")).to_contain_text("Заявка принята")
    return re.sub(r"\D", "", page.locator("dd b").first.inner_text())


def admit(clerk: Page, number: str) -> None:
    """The clerk sees a paper, hears the number, writes a territory down."""
    open_section(clerk, "Заявки организаций")
    clerk.get_by_role("link", name="Школа № 71").click()
    clerk.get_by_label("Номер заявки").fill("00000000")
    clerk.get_by_label("Приказ о назначении").check()
    clerk.get_by_label("Дата документа").fill("2026-01-15")
    clerk.get_by_label("Территория").select_option(label="село Дальнее")
    clerk.get_by_role("button", name="Документ верен").click()
    expect(clerk.locator("main")).to_contain_text("назвать номер")
    clerk.get_by_label("Номер заявки").fill(f"{number[:4]} {number[4:]}")
    clerk.get_by_role("button", name="Документ верен").click()
    expect(clerk.locator("main")).to_contain_text("человек в организации")


def test_an_elder_carries_sealed_envelopes(browse: Browse, site: Site) -> None:
    passport = "9218777002"
    made = json.loads(site.run("orgs", passport))
    clerk, said = open_page(browse())
    sign_in(clerk.context, CLERKS[1])
    clerk.goto(f"/office/counter/{made['slug']}/")
    clerk.get_by_role("link", name="Листы у старост").click()
    # The village has another collector as well, once the walk through all pages has furnished one.
    whom = clerk.get_by_role("combobox", name="Кому")
    elder_id = whom.locator("option", has_text="Староста").get_attribute("value")
    whom.select_option(elder_id)
    clerk.get_by_label("Сколько листов").fill("3")
    clerk.get_by_role("button", name="Подготовить пакет").click()
    expect(clerk.locator("main")).to_contain_text("Пакет готов")

    elder, heard = open_page(browse())
    sign_in(elder.context, ELDER)
    elder.goto("/me/")
    expect(elder.locator("main")).to_contain_text("3 бюллетеня")
    assert elder.goto("/office/counter/").status == 403  # type: ignore[union-attr]

    clerk.get_by_label("Серия и номер").fill(passport)
    clerk.get_by_label("Дата рождения").fill("1951-03-04")
    clerk.get_by_role("button", name="Принять конверт").click()
    expect(clerk.locator("main")).to_contain_text("внутренний конверт", ignore_case=True)
    clerk.get_by_label("Вернулось чистых").fill("2")
    clerk.get_by_role("button", name="Принять чистые").click()
    expect(clerk.locator("main")).to_contain_text("чистых вернулось: 2")
    expect(clerk.locator("main")).to_contain_text("Вернули")
    assert said == []
    assert [line for line in heard if "403" not in line] == []
