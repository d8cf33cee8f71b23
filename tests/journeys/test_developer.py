"""A developer: a key, a vote by a program, the key taken back; an event with its signature."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

from playwright.sync_api import BrowserContext, expect

from tests.journeys.walking import Site, come_in, open_page, sign_in
from veche.commons.webhooks.tests.makers import is_signed, receiver

Browse = Callable[..., BrowserContext]


def ask(site: Site, key: str, path: str, sent: Any = None) -> tuple[int, Any]:
    """What a program of somebody's is told."""
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": uuid4().hex}
    body = None if sent is None else json.dumps(sent).encode()
    request = Request(f"{site.address}/api/v1{path}", body, headers)
    request.add_header("Content-Type", "application/json")
    try:
        with urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refusal:
        return refusal.code, json.load(refusal)


def test_a_program_votes_for_its_owner_until_the_key_is_taken_back(
    browse: Browse, site: Site
) -> None:
    page, said = open_page(browse(java_script_enabled=False))
    page.goto("/developers/")
    page.get_by_role("link", name="Ключи для программ").click()
    come_in(page, "developer@example.org")
    page.get_by_role("link", name="Создать ключ").click()
    page.get_by_label("Что за программа").fill("Бот для дома")
    page.get_by_label("Голосовать за меня").check()
    page.get_by_label("Читать мои голоса, корешки и оценки").check()
    page.get_by_role("button", name="Создать ключ").click()
    expect(page.get_by_role("heading", name="Ключ создан")).to_be_visible()
    key = page.locator("pre code").first.inner_text().strip()
    assert re.fullmatch(r"veche_[a-z0-9]{8}_[\w-]{43}", key)

    poll = site.slugs["rich"]
    status, vote = ask(site, key, f"/polls/{poll}/vote", {"choice": {"q1": ["o2"]}})
    assert (status, vote["choice"]) == (200, {"q1": ["o2"]})
    page.goto(site.poll("rich", "receipt/"))
    receipt = "-".join(vote["receipt"][at : at + 4] for at in (0, 4, 8))
    expect(page.locator("main")).to_contain_text(receipt)

    page.goto("/me/")
    page.get_by_role("link", name="Ключи для программ").click()
    expect(page.locator("main")).to_contain_text("Последний раз пригодился")
    page.get_by_role("link", name="Отозвать").click()
    page.get_by_role("button", name="Отозвать ключ").click()
    expect(page.locator("main")).to_contain_text("Ключ отозван")
    assert ask(site, key, "/me")[0] == 401
    assert said == []


def test_an_event_reaches_a_receiver_signed(browse: Browse, site: Site, tmp_path: Path) -> None:
    context = browse()
    sign_in(context, "admin@example.org")
    page, said = open_page(context)
    with receiver(tmp_path, "fail-twice") as there:
        page.goto("/office/town/")
        page.get_by_role("link", name="События наружу").click()
        page.get_by_role("link", name="Добавить адрес").click()
        page.get_by_label("Адрес", exact=True).fill(there.url)
        page.get_by_label("Опрос опубликован").check()
        page.get_by_role("button", name="Добавить адрес").click()
        secret = page.locator("pre code").first.inner_text().strip()
        page.get_by_role("link", name="К проверке").click()
        page.get_by_role("button", name="Отправить проверку").click()
        page.wait_for_timeout(500)
        for _second in range(60):
            page.reload()
            if page.locator("main").get_by_text("ответ 503").count():
                break
            page.wait_for_timeout(1000)
        expect(page.locator("main")).to_contain_text("ответ 503")
        expect(page.locator("main")).to_contain_text("следующая")
        (request,) = there.got()
        assert is_signed(request, secret)
        page.get_by_role("link", name="Удалить адрес").click()
        page.get_by_role("button", name="Удалить адрес").click()
        expect(page.locator("main")).to_contain_text("Адрес удалён")
    assert said == []


def test_a_resident_hears_of_events_at_an_address_of_their_own(
    browse: Browse, site: Site, tmp_path: Path
) -> None:
    """From the page for developers to a signed event, another secret, and silence."""
    page, said = open_page(browse(java_script_enabled=False))
    with receiver(tmp_path, "take") as there:
        page.goto("/developers/")
        page.get_by_role("link", name="События на ваш адрес").click()
        come_in(page, "developer-hooks@example.org")
        page.get_by_role("link", name="Добавить адрес").click()
        page.get_by_label("Адрес", exact=True).fill(there.url)
        page.get_by_label("Опрос опубликован").check()
        page.get_by_role("button", name="Добавить адрес").click()
        expect(page.get_by_role("heading", name="Адрес добавлен")).to_be_visible()
        page.get_by_role("link", name="К проверке").click()
        page.get_by_role("link", name="Сменить секрет").click()
        page.get_by_role("button", name="Сменить секрет").click()
        expect(page.get_by_role("heading", name="Секрет сменён")).to_be_visible()
        secret = page.locator("pre code").first.inner_text().strip()
        page.get_by_role("link", name="К проверке").click()
        page.get_by_role("button", name="Отправить проверку").click()
        expect(page.locator("main")).to_contain_text("Отправляем")
        here = page.url.partition("?")[0]
        for _second in range(60):
            page.goto(here)
            if page.locator("main").get_by_text("ответ 204").count():
                break
            page.wait_for_timeout(500)
        expect(page.locator("main")).to_contain_text("Принято")
        (request,) = there.got()
        assert is_signed(request, secret)
        page.goto(f"{here}test/")
        expect(page.get_by_role("heading", name="Этот адрес открывается кнопкой")).to_be_visible()
        page.get_by_role("link", name="Вернуться").click()
        page.get_by_role("button", name="Выключить").click()
        expect(page.locator("main")).to_contain_text("Новые события сюда не пойдут")
        page.get_by_role("link", name="Удалить адрес").click()
        page.get_by_role("button", name="Удалить адрес").click()
        expect(page.locator("main")).to_contain_text("Адрес удалён")
    assert [line for line in said if "405" not in line] == []
