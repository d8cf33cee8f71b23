"""From an empty database to the first vote: the command line, the first start, the first poll."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.faults.running import ROOT, RunningTown
from tests.journeys.test_admin import picture
from tests.journeys.test_official import publish, vote, write
from tests.journeys.walking import (
    ask_code,
    enter_code,
    number_of_ballots,
    open_page,
    phone,
    sign_in,
)
from veche.commons.places.tests.makers import ADDRESSES, make_feature, make_file, square

# Codes to mail boxes are printed where the program runs: there is no mail server yet.
SETTINGS = {"VECHE_DEMO": "no", "VECHE_EMAIL": "console"}
TOWN = {
    "--name": "Березовск",
    "--area": "Березовский округ",
    "--region": "Свердловская область",
    "--host": "127.0.0.1",
    "--time-zone": "Europe/Moscow",
}
ADMIN = "admin@berezovsk.example"
OUTER = [[36.5, 54.4], [37.0, 54.4], [37.0, 54.8], [36.5, 54.8], [36.5, 54.4]]
DISTRICTS = (
    make_feature("Западный", square(36.6, 54.5)),
    make_feature("Восточный", square(36.7, 54.5)),
    make_feature("село Дальнее", square(36.9, 54.7), kind="settlement", oktmo="99540000141"),
)
OUTLINES = make_file(make_feature("Березовск", OUTER, kind="town", oktmo="99540000"), *DISTRICTS)


@pytest.fixture
def bare() -> Iterator[RunningTown]:
    """The program at work on a database in which there is no town."""
    folder = Path(tempfile.mkdtemp(prefix="veche-first-start-"))
    town = RunningTown(folder / "state")
    town.state.mkdir()
    try:
        town.start(**SETTINGS)
        yield town
    finally:
        town.clean_up()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def device(bare: RunningTown, chromium: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Phones with nothing in them, at the town that is being founded."""
    opened: list[BrowserContext] = []

    def make() -> BrowserContext:
        opened.append(phone(chromium, f"http://127.0.0.1:{bare.port}"))
        return opened[-1]

    yield make
    for context in opened:
        context.close()


def veche(town: RunningTown, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "veche.config.cli", *arguments],
        cwd=ROOT,
        env=town.environment | SETTINGS,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.soak
def test_a_town_is_founded_on_an_empty_database(
    bare: RunningTown, device: Callable[[], BrowserContext]
) -> None:
    page, said = open_page(device())
    found(bare, page)
    stranger(device())
    assert "Войти можно этим же" in veche(bare, *appointment())
    come_in_by_console(bare, page)
    said.clear()  # the browser notes every answer of 404 and 403
    page.get_by_role("link", name="Настроить").click()
    passed(page, 0)
    face(page)
    outlines(page)
    addresses(page)
    staff(page)
    rules(page)
    page.get_by_role("button", name="Пропустить Сервисы").click()
    passed(page, 5)
    page.get_by_role("button", name="Открыть город").click()
    expect(page.locator("main")).to_contain_text("Город открыт")
    expect(page.locator("main")).not_to_contain_text("Первый запуск")
    assert [line for line in said if "422" not in line] == []
    first_poll(device)


def appointment() -> list[str]:
    """The command that the start itself advises."""
    named = ["--town", "berezovsk", "--contact", ADMIN, "--role", "admin"]
    return ["manage", "grant_role", *named, "--act", "Распоряжение № 1"]


def found(town: RunningTown, page: Page) -> None:
    """Where there is no town, the console and every page show the command that adds one."""
    assert "Города ещё нет" in town.said()
    assert "towns add" in town.said()
    page.goto("/sign-in/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Города ещё нет")
    expect(page.locator("body")).to_contain_text("towns add")
    veche(town, "towns", "add", "berezovsk", *(word for pair in TOWN.items() for word in pair))
    for _try in range(50):
        page.goto("/")
        if page.title().startswith("Главная"):
            break
        page.wait_for_timeout(200)
    expect(page.get_by_role("banner")).to_be_visible()


def stranger(context: BrowserContext) -> None:
    """Whoever comes first is nobody: the town belongs to whoever has its server."""
    sign_in(context, "+7 900 000-00-09")
    page, _said = open_page(context)
    for path in ("/office/town/", "/office/places/", "/office/staff/", "/office/"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 403, path


def come_in_by_console(town: RunningTown, page: Page) -> None:
    """The code is printed at the console, once; nothing else would have let anybody in."""
    page.goto("/sign-in/")
    ask_code(page, ADMIN)
    codes = re.findall(r"@berezovsk\.example: (\d{6})", town.said())
    assert len(codes) == 1
    enter_code(page, codes[0])
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Город ещё не настроен")


def passed(page: Page, steps: int) -> None:
    page.goto("/office/town/")
    expect(page.locator("main")).to_contain_text(f"Пройдено шагов: {steps} из 5")


def begin(page: Page, step: str) -> None:
    page.goto("/office/town/")
    page.get_by_role("link", name=f"Заполнить {step}").click()


def face(page: Page) -> None:
    begin(page, "Имя и знак")
    page.get_by_label("Как называется сервис").fill("Березовск решает")
    sign = {"name": "sign.png", "mimeType": "image/png", "buffer": picture()}
    page.locator("#id_sign").set_input_files(sign)  # type: ignore[arg-type]
    page.get_by_role("button", name="Сохранить облик").click()
    expect(page.get_by_role("banner")).to_contain_text("Березовск решает")
    passed(page, 1)


def send(page: Page, kind: str, name: str, data: bytes) -> None:
    page.get_by_label(re.compile(f"^{kind}")).check()
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Проверить файл").click()


def outlines(page: Page) -> None:
    """Two mistakes by their numbers, nothing written; then a preview, and a yes."""
    begin(page, "Границы и адреса")
    wrong = make_file(*DISTRICTS[:2], make_feature("", square(36.8, 54.5), kind="планета"))
    send(page, "Границы", "outlines.geojson", wrong)
    errors = page.get_by_role("table", name="Ошибки файла по строкам")
    expect(errors.get_by_role("rowheader")).to_have_text(["3"] * errors.locator("tbody tr").count())
    expect(page.locator("main")).to_contain_text("Границ пока нет")
    send(page, "Границы", "outlines.geojson", OUTLINES)
    expect(page.get_by_role("heading", name="Границы: что изменится")).to_be_visible()
    expect(page.locator("main")).to_contain_text("село Дальнее")
    page.get_by_role("button", name="Записать границы").click()
    expect(page.locator("main")).to_contain_text("Границы записаны")
    expect(page.locator("main")).to_contain_text("Мест: 4, домов: 0")


def addresses(page: Page) -> None:
    lines = ADDRESSES.splitlines()
    wrong = "\n".join([*lines[:3], ";Луговая улица;7;54,сто;36.65;", ";Улица вдали;1;10;10;"])
    send(page, "Адреса", "houses.csv", wrong.encode())
    errors = page.get_by_role("table", name="Ошибки файла по строкам")
    expect(errors.get_by_role("rowheader")).to_have_text(["4", "5"])
    send(page, "Адреса", "houses.csv", ADDRESSES.encode())
    expect(page.get_by_role("heading", name="Адреса: что изменится")).to_be_visible()
    page.get_by_role("button", name="Записать адреса").click()
    expect(page.locator("main")).to_contain_text("Мест: 4, домов: 12")
    passed(page, 2)


def staff(page: Page) -> None:
    """Two colleagues by their phones; each will come in by a code of their own."""
    for number, role in enumerate(("Автор опросов", "Утверждающий"), 1):
        begin(page, "Сотрудники") if number == 1 else page.goto("/office/staff/")
        page.get_by_role("link", name="Дать роль").click()
        page.get_by_label("Телефон или почта").fill(f"+7 900 000-00-1{number}")
        page.get_by_label(re.compile(f"^{role}")).check()
        page.get_by_label("Каким документом дана").fill(f"Распоряжение № {number + 1}")
        page.get_by_role("button", name="Дать роль").click()
        expect(page.locator("main")).to_contain_text(f"Распоряжение № {number + 1}")
    passed(page, 3)


def rules(page: Page) -> None:
    """The pages that are begun: not published with a blank left, then filled."""
    begin(page, "Правила и контакты")
    for number in range(page.get_by_role("link", name=re.compile("^Написать")).count()):
        page.goto("/office/pages/")
        page.get_by_role("link", name=re.compile("^Написать")).first.click()
        text = page.get_by_label("Текст")
        filled = re.sub(r"\(впишите: ([^)]*)\)", r"\1", text.input_value())
        if number == 0:
            page.get_by_role("button", name="Опубликовать страницу").click()
            expect(page.locator("#id_text_error, .error").first).to_contain_text("впишите")
        text.fill(filled)
        page.get_by_role("button", name="Опубликовать страницу").click()
        expect(page).to_have_url(re.compile(r":\d+/pages/"))
    page.goto("/office/pages/")
    expect(page.get_by_role("link", name=re.compile("^Написать"))).to_have_count(0)
    passed(page, 4)


def first_poll(device: Callable[[], BrowserContext]) -> None:
    """The staff asks, the town answers."""
    author, approver, resident = device(), device(), device()
    sign_in(author, "+7 900 000-00-11")
    sign_in(approver, "+7 900 000-00-12")
    sign_in(resident, "+7 900 000-00-13")
    page, said = open_page(author)
    slug = write(page)
    publish(approver, slug)
    vote(resident, slug)
    assert number_of_ballots(page, f"/polls/{slug}") == 1
    assert said == []
