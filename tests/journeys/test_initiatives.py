"""An idea: proposed by two, read by a moderator, supported, answered, made a poll."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, open_in_queue, open_page, sign_in

Browse = Callable[..., BrowserContext]
TITLE = "Поставить остановку с крышей на Садовой"


def test_an_idea_becomes_a_poll(browse: Browse, site: Site) -> None:
    who = json.loads(site.run("initiatives"))
    author, said = open_page(browse(java_script_enabled=False))
    sign_in(author.context, who["author"])
    link = propose(author)

    neighbour, heard = open_page(browse(java_script_enabled=False))
    sign_in(neighbour.context, who["neighbour"])
    neighbour.goto(link)
    expect(neighbour.locator("main")).to_contain_text("В группе 1 из 2")
    neighbour.get_by_role("button", name="Вступить в группу").click()
    expect(neighbour.locator("main")).to_contain_text("Вы в группе")

    author.get_by_role("link", name="Дальше").click()
    author.get_by_role("button", name="Отправить предложение").click()
    expect(author.get_by_role("heading", name="Отправлено")).to_be_visible()
    author.get_by_role("link", name="Открыть предложение").click()
    slug = author.url.rstrip("/").rpartition("/")[2]
    page = f"/initiatives/{slug}/"

    moderator, told = open_page(browse())
    sign_in(moderator.context, who["moderator"])
    let_through(moderator)

    supporter, seen = open_page(browse(java_script_enabled=False))
    sign_in(supporter.context, who["supporter"])
    supporter.goto("/initiatives/")
    supporter.get_by_role("link", name=TITLE).click()
    supporter.get_by_role("button", name="Поддержать").click()
    expect(supporter.locator("main")).to_contain_text("ваш голос посчитан")
    supporter.get_by_role("button", name="Отозвать голос").click()
    expect(supporter.locator("main")).to_contain_text("Голос отозван")
    supporter.get_by_role("button", name="Поддержать").click()
    expect(supporter.locator("main")).to_contain_text("3 из 4")

    official, noted = open_page(browse())
    sign_in(official.context, who["official"])
    official.goto(page)
    official.get_by_role("button", name="Поддержать").click()
    expect(official.locator("main")).to_contain_text("город обязан ответить")
    site.run("remarks_over", slug)
    answer(official)
    official.get_by_role("button", name="Сделать опросом").click()
    expect(official).to_have_url(re.compile("/office/polls/"))
    expect(official.locator("main")).to_contain_text(TITLE)

    supporter.goto(page)
    expect(supporter.locator("main")).to_contain_text("Город ответил: спросим жителей")
    expect(supporter.locator("main")).to_contain_text("Сотрудники готовят: опрос")
    for lines in (said, heard, told, seen, noted):
        assert lines == []


def propose(page: Page) -> str:
    """All steps without scripts; the link of the group."""
    page.goto("/initiatives/")
    page.get_by_role("link", name="Предложить", exact=True).click()
    page.get_by_role("link", name="Начать").click()
    page.get_by_label("Что предлагаете").fill(TITLE)
    page.get_by_label("В чём проблема").fill("Автобус раз в сорок минут, от дождя негде укрыться.")
    page.get_by_role("button", name="Дальше").click()
    page.get_by_label("Почему именно так").fill("Посчитали: утром стоят двадцать человек.")
    page.get_by_role("button", name="Сохранить черновик").click()
    expect(page.locator("main")).to_contain_text("Черновик сохранён")
    page.goto("/me/initiatives/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Зачем").click()
    page.get_by_label("Что получится").fill("Павильон со скамьёй и расписанием.")
    page.get_by_role("button", name="Дальше").click()
    page.get_by_label("Сколько стоит").fill("330 000")
    page.get_by_label("Сколько просите").fill("330 000")
    page.get_by_label("Когда начать").fill("2027-05-01")
    page.get_by_label("Когда закончить").fill("2027-06-15")
    page.get_by_role("button", name="Дальше").click()
    expect(page.locator("main")).to_contain_text("Нужен ещё 1 человек")
    return page.get_by_label("Ссылка для соседей").input_value()


def let_through(page: Page) -> None:
    """The moderator finds it in the queue and passes it at once."""
    open_in_queue(page, TITLE)
    page.get_by_role("button", name="Пропустить").click()
    page.get_by_role("button", name="Применить сразу").click()


def answer(page: Page) -> None:
    """From the worklist to the town's word before everyone."""
    page.goto("/office/initiatives/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label("Спросим жителей").check()
    page.get_by_label("Ответ жителям").fill(
        "Мест для павильона два, и жители вокруг разные. Спросим опросом, где именно ставить."
    )
    page.get_by_label("Кто отвечает за город").fill("Отдел дорог и транспорта")
    page.get_by_label("К какому дню сделаете или спросите").fill("2099-06-01")
    page.get_by_role("button", name="Ответить при всех").click()
    expect(page.locator("main")).to_contain_text("Ответ опубликован")
