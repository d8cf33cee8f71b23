"""The page of a secret ballot in a real browser, against a box in a process of its own.

The page is written here as a template would write it (see «A secret ballot» in the README of the
front end); the scripts are the ones that are served.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy
import psycopg
import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route, expect

from tests import secretpoll
from tests.secretpoll import ROOT, Registrar
from veche.ballotbox import counting, entries, manifest, merkle, sealing
from veche.ballotbox.entries import Mark
from veche.ballotbox.sealing import Issued
from veche.ballotbox.tests import makers
from veche.ballotbox.tests.makers import CHOICE, LOG_KEY, POLL

HASH = manifest.manifest_hash(manifest.write(makers.make_manifest())).hex()
PAPER = [{"name": one.id, "values": list(one.options)} for one in makers.QUESTIONS]
DROPPED = "Голос опущен в урну"
TELEGRAM = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile Telegram-Android/11.1"


def field(question: manifest.Question) -> str:
    name, inputs = question.id, []
    for option in question.options:
        if question.kind in ("ranking", "points"):
            inputs.append(f'<input name="{name}-{option}">')
        else:
            kind = "checkbox" if question.kind == "several" else "radio"
            inputs.append(f'<input type="{kind}" name="{name}" value="{option}">')
    return f'<fieldset id="q-{name}"><legend>{name}</legend>{"".join(inputs)}</fieldset>'


def ballot(box: str, voter: str) -> str:
    words, states = (
        render_to_string(f"portal/parts/secret_{name}.html") for name in ("words", "states")
    )
    return f"""<!doctype html><html lang="ru"><meta charset="utf-8"><title>Ballot</title>
<script src="/secret.js" type="module"></script><body data-secret-page>
<p data-secret-hash="{box}"></p>{states}
<form method="post" data-secret data-box="{box}" data-token="/blank/{voter}" data-stratum="1"
 data-voter="{voter}" data-manifest="{HASH}" data-paper='{json.dumps(PAPER)}'
 data-joining="/secret-joining.js" {words}>
<input type="hidden" name="csrfmiddlewaretoken" value="csrf">
<div data-secret-paper>{"".join(map(field, makers.QUESTIONS))}<button>Vote</button></div></form>"""


def receipt(box: str) -> str:
    names = ("checking", "included", "promised", "missing", "included-offline", "promised-offline")
    told = " ".join(f'data-text-{name}="{name} {{n}}"' for name in (*names, "no-line"))
    return f"""<!doctype html><meta charset="utf-8"><title>Receipt</title>
<script src="/secret-receipt.js" type="module"></script>
<div data-secret-receipt="{box}" {told} data-text-wrong="wrong {{code}}">
<input type="file" multiple data-receipt-files><p data-receipt-said hidden></p>
<button data-receipt-save data-name="ballot.tlog-proof" hidden>Save</button></div>"""


def result(box: str) -> str:
    return f"""<!doctype html><meta charset="utf-8"><title>Result</title>
<script src="/secret-recount.js" type="module"></script>
<div data-recount="{box}" data-worker="/secret-recount-worker.js" hidden
 data-text-right="right {{n}} of {{size}}" data-text-wrong="wrong {{code}}">
<button data-recount-begin>Count</button><input type="file" data-recount-saved>
<progress data-recount-progress hidden></progress><p data-recount-said></p>
<pre data-recount-lines hidden></pre></div>"""


@dataclass
class Poll:
    """Where the pages stand, where the box is, and its database."""

    town: Registrar
    box: str
    dsn: str

    def page(self, browser: Browser, path: str, **options: object) -> Page:
        page = browser.new_context(**options).new_page()
        page.goto(f"{self.town.address}{path}")
        return page

    def choices(self) -> list[entries.Choice]:
        """The ballots that would count now."""
        with psycopg.connect(self.dsn) as db:
            rows = db.execute("SELECT entry FROM pending").fetchall()
        poll = makers.make_manifest()
        found = [entries.read_ballot(poll, bytes.fromhex(HASH), row[0]) for row in rows]
        return [one.choice for one in counting.last_ballots(found).values()]


@pytest.fixture(scope="module")
def poll(
    own_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Poll]:
    dsn = secretpoll.prepare(own_database())
    with secretpoll.registering() as town, secretpoll.serving(dsn) as box:
        for name, data in scripts(tmp_path_factory.mktemp("scripts")).items():
            town.files[f"/{name}"] = ("text/javascript", data)
        for voter in ("anna", "boris", "vera"):
            town.files[f"/ballot/{voter}"] = ("text/html", ballot(box, voter).encode())
        town.files["/receipt"] = ("text/html", receipt(box).encode())
        town.files["/result"] = ("text/html", result(box).encode())
        yield Poll(town, box, dsn)


def scripts(folder: Path) -> dict[str, bytes]:
    """The scripts as they are served."""
    command = ["node", "build.mjs", str(folder / "dist")]
    subprocess.run(command, cwd=ROOT / "frontend", check=True)
    names = json.loads((folder / "dist" / "manifest.json").read_text("utf-8"))
    found = {plain: name for plain, name in names.items() if plain.startswith("secret")}
    return {plain: (folder / "dist" / name).read_bytes() for plain, name in found.items()}


def fill(page: Page, what: tuple[str, str] = ("trees", "swings")) -> None:
    """Mark `CHOICE`, or the same with other answers to the second question."""
    page.check("[name=yard][value=yes]")
    for value in makers.QUESTIONS[1].options:
        page.set_checked(f"[name=what][value={value}]", value in what)
    page.fill("[name=order-first]", "2")
    page.fill("[name=order-third]", "1")
    page.fill("[name=share-road]", "3")
    page.fill("[name=share-park]", "7")
    page.check("[name=mark][value='5']")


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-secret-done-words]")).to_have_text(words)


def test_one_press_then_a_change_another_device_receipt_and_recount(
    chromium: Browser, poll: Poll, tmp_path: Path
) -> None:
    page = poll.page(chromium, "/ballot/anna")
    expect(page.locator("[data-secret-hash]")).to_have_text(" ".join(split(HASH)))
    page.click("text=Vote")
    fault = page.locator("[data-secret-fault]")
    expect(fault).to_have_text("yard отмечено меньше или больше, чем нужно.")
    expect(fault.locator("a")).to_have_attribute("href", "#q-yard")
    fill(page)
    page.click("text=Vote")
    said(page, DROPPED)
    assert poll.choices() == [CHOICE]
    with page.expect_download() as saving:
        page.click("[data-secret-save]")
    promise = tmp_path / "promise.txt"
    saving.value.save_as(promise)
    page.reload()
    said(page, "С этого устройства голос уже опущен")
    page.click("[data-secret-change]")
    fill(page, ("trees", "benches"))
    page.click("text=Vote")
    said(page, "Голос изменён: засчитается последний")
    changed = (CHOICE[0], (Mark(0, 1), Mark(1, 1)), *CHOICE[2:])
    assert poll.choices() == [changed]
    page.click("[data-secret-other-device]")
    page.click("[data-secret-seed] summary")
    words = page.locator("[data-secret-words] li").all_inner_texts()
    assert len(words) == 24
    address = read_code(page)
    assert address.startswith(f"{poll.town.address}/ballot/anna#veche-seed=")
    second = poll.page(chromium, address.removeprefix(poll.town.address))
    expect(second.locator("[data-secret-fault]")).to_contain_text("Устройство готово")
    assert "#" not in second.url
    fill(second)
    second.click("text=Vote")
    said(second, DROPPED)
    third = poll.page(chromium, "/ballot/anna")
    fill(third)
    third.click("text=Vote")
    expect(third.locator("[data-secret-elsewhere]")).to_be_visible()
    third.click("[data-secret-elsewhere] summary")
    third.fill(
        "[data-secret-words-in]", "\n".join(f"{n}. {word[:4]}" for n, word in enumerate(words, 1))
    )
    third.click("[data-secret-restore]")
    expect(third.locator("[data-secret-fault]")).to_contain_text("Устройство готово")
    third.click("text=Vote")
    said(third, DROPPED)
    stranger = poll.page(chromium, address.removeprefix(poll.town.address).replace("anna", "vera"))
    expect(stranger.locator("[data-secret-fault]")).to_contain_text("код другого человека")
    assert poll.choices() == [CHOICE]
    check_receipt(chromium, poll, promise)


def check_receipt(chromium: Browser, poll: Poll, promise: Path) -> None:
    page = poll.page(chromium, "/receipt")
    page.set_input_files("[data-receipt-files]", promise)
    expect(page.locator("[data-receipt-said]")).to_have_text("promised -1")
    page.context.set_offline(True)
    page.set_input_files("[data-receipt-files]", [])
    page.set_input_files("[data-receipt-files]", promise)
    expect(page.locator("[data-receipt-said]")).to_have_text("promised-offline -1")


def split(text: str) -> list[str]:
    return [text[at : at + 8] for at in range(0, len(text), 8)]


def read_code(page: Page) -> str:
    """What a camera reads of the code on the screen."""
    data = numpy.frombuffer(page.locator("svg.qr").screenshot(), numpy.uint8)
    found, *_ = cv2.QRCodeDetector().detectAndDecode(cv2.imdecode(data, cv2.IMREAD_COLOR))
    return str(found)


def test_a_line_that_breaks_and_a_tab_that_closes(chromium: Browser, poll: Poll) -> None:
    page = poll.page(chromium, "/ballot/boris")
    broken = [True]

    def pass_on(route: Route) -> None:
        if broken.pop() if broken else False:
            route.abort("connectionfailed")
        else:
            route.continue_()

    page.context.route("**/cast", pass_on)
    fill(page)
    page.click("text=Vote")
    expect(page.locator("[data-secret-step]")).to_contain_text("Нет связи")
    tab = page.context.new_page()
    page.close(run_before_unload=False)
    tab.goto(f"{poll.town.address}/ballot/boris")
    expect(tab.locator("[data-secret-unfinished]")).to_be_visible()
    tab.click("[data-secret-finish]")
    said(tab, DROPPED)
    assert len(poll.choices()) == 2


def test_messengers_browser_is_told_first(chromium: Browser, poll: Poll) -> None:
    page = poll.page(chromium, "/ballot/vera", user_agent=TELEGRAM)
    expect(page.locator("[data-secret-in-app]")).to_be_visible()
    expect(page.locator("[data-secret-paper]")).to_be_hidden()
    page.click("[data-secret-anyway]")
    expect(page.locator("[data-secret-paper]")).to_be_visible()


def test_result_is_counted_in_the_browser(chromium: Browser, poll: Poll, tmp_path: Path) -> None:
    voters = len(poll.choices())
    with psycopg.connect(poll.dsn, autocommit=True) as db:
        closing = Issued({1: voters}, merkle.EMPTY_ROOT)
        size = sealing.seal(db, POLL, LOG_KEY, closing=closing).size
    page = poll.page(chromium, "/result")
    page.click("text=Count")
    expect(page.locator("[data-recount-said]")).to_have_text(f"right {voters} of {size}")
    expect(page.locator("[data-recount-lines]")).to_contain_text(f"manifest {HASH}")
    wrong = tmp_path / "lost.txt"
    wrong.write_text("veche-promise/v1\nelsewhere\n", "utf-8")
    page.set_input_files("[data-recount-saved]", wrong)
    page.click("text=Count")
    expect(page.locator("[data-recount-said]")).to_have_text("wrong note-form")
