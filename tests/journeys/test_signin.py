"""Everyone can sign in: a key of the device, a service of others, ending it from afar."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.journeys.walking import Site, come_in, number_of_ballots, open_page

Browse = Callable[..., BrowserContext]


def put_authenticator(page: Page) -> CDPSession:
    """A virtual device that checks its holder (WebAuthn Automation)."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return tools


def test_a_key_is_made_used_named_and_dropped(browse: Browse, site: Site) -> None:
    # A key hangs on a host's name, and an address in digits is none.
    door = site.address.replace("127.0.0.1", "localhost")
    page, said = open_page(browse())
    put_authenticator(page)
    page.goto(f"{door}/sign-in/?next=/me/passkeys/")
    come_in(page, "key@example.org")
    page.get_by_label("Название").fill("Мой телефон")
    page.get_by_role("button", name="Добавить ключ").click()
    expect(page.locator("main")).to_contain_text("Ключ добавлен")
    expect(page.get_by_role("heading", name="Мой телефон")).to_be_visible()

    page.get_by_label("Название").fill("Ещё раз")
    page.get_by_role("button", name="Добавить ключ").click()
    expect(page.locator("main")).to_contain_text("На этом устройстве ключ уже есть")

    sign_out(page, door)
    page.goto(f"{door}/sign-in/?next=/me/devices/")
    page.get_by_role("button", name="Войти по ключу доступа").click()
    expect(page.get_by_role("heading", name="Где вы вошли")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Это устройство")
    expect(page.locator("main")).to_contain_text("вход по ключу доступа")

    page.goto(f"{door}/me/passkeys/")
    page.get_by_role("link", name="Переименовать").click()
    page.get_by_label("Название").fill("Рабочий")
    page.get_by_role("button", name="Сохранить название").click()
    expect(page.get_by_role("heading", name="Рабочий")).to_be_visible()
    page.get_by_role("link", name="Удалить ключ").click()
    page.get_by_role("button", name="Удалить ключ").click()
    expect(page.locator("main")).to_contain_text("Ключ удалён")

    sign_out(page, door)
    page.goto(f"{door}/sign-in/")
    page.get_by_role("button", name="Войти по ключу доступа").click()
    expect(page.get_by_role("heading", name="Войти не получилось")).to_be_visible()
    page.get_by_role("link", name="Вернуться ко входу").click()
    expect(page.get_by_role("button", name="Получить код")).to_be_visible()
    assert [line for line in said if "422" not in line] == []


def sign_out(page: Page, door: str) -> None:
    page.goto(f"{door}/sign-out/")
    page.get_by_role("button", name="Выйти здесь").click()
    expect(page).to_have_url(f"{door}/")


def test_without_a_script_there_is_still_the_code(browse: Browse, site: Site) -> None:
    page, _said = open_page(browse(java_script_enabled=False))
    page.goto("/sign-in/")
    expect(page.get_by_role("button", name="Войти по ключу доступа")).to_be_hidden()
    expect(page.get_by_role("button", name="Получить код")).to_be_visible()


def test_one_device_signs_another_out(browse: Browse, site: Site) -> None:
    here, _said = open_page(browse())
    there, _heard = open_page(browse())
    for page in (here, there):
        page.goto("/sign-in/?next=/me/")
        come_in(page, "two@example.org")
    here.goto("/me/devices/")
    here.get_by_role("button", name="Выйти там").click()
    expect(here.locator("main")).to_contain_text("Там больше не войти")
    there.goto("/me/")
    expect(there).to_have_url(re.compile("/sign-in/"))
    here.goto("/me/")
    expect(here.get_by_role("heading", name="Я", exact=True)).to_be_visible()


def test_a_message_is_checked_by_its_number(browse: Browse, site: Site) -> None:
    page, said = open_page(browse())
    page.goto("/sign-in/")
    page.get_by_label("Телефон или почта").fill("number@example.org")
    page.get_by_role("button", name="Получить код").click()
    page.goto("/inbox/")
    number = re.search(r"\d{4}-\d{4}", page.locator("article").first.inner_text())
    assert number
    page.goto("/")
    page.get_by_role("link", name="Проверить сообщение").click()
    page.get_by_label("Номер сообщения").fill(number[0])
    page.get_by_role("button", name="Проверить").click()
    expect(page.locator("main")).to_contain_text("отправил город")
    page.get_by_label("Номер сообщения").fill("0000-0000")
    page.get_by_role("button", name="Проверить").click()
    expect(page.locator("main")).to_contain_text("Город такого сообщения не отправлял")
    page.get_by_role("button", name="Это мошенники").click()
    expect(page.locator("main")).to_contain_text("Спасибо, записали")
    assert said == []


def be_somebody(page: Page, subject: str) -> None:
    """At the other service's own page."""
    page.locator("input[name=sub]").fill(subject)
    page.locator("input[name=sub]").press("Enter")


def vote(page: Page, site: Site, option: str) -> None:
    page.goto(site.poll("rich", "vote/"))
    page.get_by_label(option).check()
    page.get_by_role("button", name="Отдать голос").click()
    page.wait_for_url("**/receipt/")


def test_two_accounts_become_one_and_the_second_vote_is_struck(browse: Browse, site: Site) -> None:
    phone, said = open_page(browse())
    other, _heard = open_page(browse())
    before = number_of_ballots(phone, site.poll("rich"))
    phone.goto("/sign-in/?next=/me/")
    come_in(phone, "merge@example.org")
    vote(phone, site, "Парк")
    other.goto("/sign-in/")
    other.get_by_role("link", name="Войти через Портал области").click()
    be_somebody(other, "alice")
    expect(other.get_by_role("heading", name="Я", exact=True)).to_be_visible()
    vote(other, site, "Сквер")
    assert number_of_ballots(phone, site.poll("rich")) == before + 2

    phone.goto("/me/")
    phone.get_by_role("link", name="Подтвердить через Портал области").click()
    be_somebody(phone, "alice")
    said.clear()  # the other service's own page looks for files on the net
    expect(phone.locator("main")).to_contain_text("останется голос, поданный раньше")
    assert number_of_ballots(phone, site.poll("rich")) == before + 2, "asked, not done"
    phone.get_by_role("button", name="Объединить").click()
    expect(phone.get_by_role("heading", name="Теперь у вас одна учётная запись")).to_be_visible()
    assert number_of_ballots(phone, site.poll("rich")) == before + 1
    phone.goto(site.poll("rich", "receipt/"))
    expect(phone.locator("main")).to_contain_text("Парк")
    visitor, _said = open_page(browse())
    visitor.goto(site.poll("rich"))
    expect(visitor.locator("main")).to_contain_text("1 бюллетень снят со счёта")
    assert said == []
