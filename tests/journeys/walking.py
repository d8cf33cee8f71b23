"""The steps that journeys share: coming in by a code, minding what the console says."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, expect

from tests.faults.running import ROOT, clean_environment
from tools.screenshots import hear
from veche.kernel import clock

MINUTE = 60_000


class Beside:
    """`tests.journeys.furnish` at work beside the served town: started once, asked many times."""

    def __init__(self, state: Path, **more: str) -> None:
        self._state, self._more = state, more
        self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.furnish"],
            cwd=ROOT,
            env=clean_environment(VECHE_STATE=str(self._state), **self._more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, *command: str) -> str:
        """Let a deed be done; its JSON. One that fails ends the process, and the next starts it."""
        if self._process.poll() is not None:
            self._process = self._start()
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"{command} failed: see what it said"
        return answer.rstrip("\n")

    def end(self) -> None:
        """Let it go home."""
        self._process.communicate()


@dataclass(frozen=True)
class Site:
    """Where the town answers, where it is kept, and the slugs of what stands in it."""

    address: str
    beside: Beside
    slugs: dict[str, str]
    # Sign-ins cost a code each, so a journey may take another's cookies over.
    kept: dict[str, str] = field(default_factory=dict)

    def poll(self, name: str, page: str = "") -> str:
        return f"/polls/{self.slugs[name]}/{page}"

    def run(self, *command: str) -> str:
        """Let something happen that no page can make happen, such as a close whose time came."""
        return self.beside.do(*command)


_phones = itertools.count()


def phone(browser: Browser, address: str, **options: object) -> BrowserContext:
    """A phone's browser with nothing in it, at the town of that address."""
    # With a worker between, a test cannot break the line or look at requests as it wants to.
    # An address of its own, as of RFC 2544: what one address may ask of the town is limited.
    number = next(_phones)
    own = {"X-Forwarded-For": f"198.18.{number // 250}.{number % 250 + 1}"}
    options = {"service_workers": "block", "extra_http_headers": own, **options}
    context = browser.new_context(
        base_url=address,
        viewport={"width": 390, "height": 844},
        locale="ru-RU",
        reduced_motion="reduce",
        **options,  # type: ignore[arg-type]
    )
    context.set_default_timeout(MINUTE)
    return context


def open_page(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page, and the list its console's errors go to."""
    page = context.new_page()
    return page, hear(page)


def faults_of(*heard: list[str]) -> list[str]:
    """What consoles said, but for a picture asked for just as its covered copy took its place."""
    gone = re.compile(r".* status of 404 .*/files/[0-9a-f-]{36}/\d+\.webp$")
    return [line for said in heard for line in said if not gone.match(line)]


def come_in(page: Page, contact: str) -> None:
    """From the door to where it leads, with the code of the demo's inbox."""
    ask_code(page, contact)
    enter_code(page, code_of_inbox(page))


def ask_code(page: Page, contact: str) -> None:
    page.get_by_label("Телефон или почта").fill(contact)
    page.get_by_role("button", name="Получить код").click()
    expect(page.get_by_role("heading", name="Введите код")).to_be_visible()


def code_of_inbox(page: Page) -> str:
    """The last code on the demo's page of messages."""
    inbox = page.context.new_page()
    inbox.goto("/inbox/")
    code = re.sub(r"\D", "", inbox.locator("article .figure").first.inner_text())
    inbox.close()
    return code


def enter_code(page: Page, code: str) -> None:
    page.get_by_label("Код из сообщения").fill(code)
    page.get_by_role("button", name="Войти", exact=True).last.click()
    expect(page).not_to_have_url(re.compile("/sign-in/"))


def sign_in(context: BrowserContext, contact: str) -> None:
    """Sign in by the door's own forms, without drawing them: for journeys that begin behind it."""
    asked = _send(context, "/sign-in/?next=/me/", {"contact": contact})
    code = re.search(r'class="figure[^>]*>([\d\s]+)<', context.request.get("/inbox/").text())
    assert code, "no code came"
    entered = _send(context, asked.url, {"code": re.sub(r"\D", "", code[1])})
    assert "/sign-in/" not in entered.url, entered.url


def _send(context: BrowserContext, address: str, values: dict[str, str]) -> APIResponse:
    """Fill the form of that address and send it."""
    page = context.request.get(address)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text())
    assert token, address
    form: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token[1], **values}
    return context.request.post(page.url, form=form, headers={"Referer": page.url})


def open_section(page: Page, title: str) -> None:
    """From «Я» to the desk, and by its menu to a section."""
    page.goto("/me/")
    page.get_by_role("link", name="Рабочий стол").click()
    menu = page.get_by_role("navigation", name="Разделы рабочего стола")
    menu.get_by_text("Все разделы").click()
    menu.get_by_role("link", name=re.compile(f"^{title}")).click()
    expect(menu.locator("[aria-current]")).to_contain_text(title)


def agree(page: Page) -> None:
    """Read the consent, set the mark, and go on to where the home or the birth date is asked."""
    expect(page).to_have_url(re.compile("/me/data/consent/"))
    page.get_by_label("Я прочитал текст и согласен").check()
    page.get_by_role("button", name="Дать согласие").click()


def number_of_ballots(page: Page, address: str) -> int:
    """The turnout as the page of a poll tells it, through the API."""
    return int(page.request.get(f"/api/v1{address.rstrip('/')}").json()["ballots"])


def tomorrow() -> str:
    """The day after this one, as a field of a day takes it."""
    return (clock.now() + timedelta(days=1)).date().isoformat()


def open_in_queue(page: Page, title: str) -> None:
    """The moderator opens a text of the queue, whichever of its pages it stands on."""
    page.goto("/office/moderation/")
    link, more = (page.get_by_role("link", name=name) for name in (title, "Показать ещё"))
    while not link.count():
        page.goto(urljoin(page.url, more.get_attribute("href")))
    link.click()


def unfold(page: Page, title: str) -> None:
    """Open the form of a verb, unless it is open: the likeliest one is."""
    fold = page.locator("details.fold", has=page.locator("summary", has_text=title))
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()


def await_notice(page: Page, title: str) -> None:
    """The worker tells beside us: look at the inbox until that notice is there, once."""
    page.goto("/notifications/")
    told = page.locator(".told li").filter(has_text=title)
    for _try in range(60):
        if told.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(told).to_have_count(1)


# What stands around `main`: the same on most pages of a person, but not its addresses.
AROUND = """() => [...document.querySelectorAll('a[href], button, summary, input, select')]
  .filter((one) => !one.closest('main') && one.type !== 'hidden')
  .map((one) => `${one.tagName} ${one.className} ${one.textContent.trim()}`).join('\\n')"""


def part_to_walk(page: Page, known: set[str], whole: str = "body") -> str:
    """`main`, where all that stands around it is known from another page; else all of the page."""
    if not page.locator("main").count():
        return whole
    around = page.evaluate(AROUND)
    part = "main" if around in known else whole
    known.add(around)
    return part
