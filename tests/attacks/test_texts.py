"""Words that others wrote: shown as words, exported as cells, searched as words, never obeyed."""

from __future__ import annotations

import csv
import html
import io
import re
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.attacks import addresses
from tests.attacks.made import cast, close, make_poll
from veche.commons.ballots import public as ballots
from veche.commons.commitments.models import Commitment
from veche.commons.commitments.tests import makers as commitments
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls import exports
from veche.domains.polls.models import Extension, Material, Poll
from veche.kernel import clock
from veche.kernel.models import LimitWindow
from veche.kernel.web.downloads import safe_cell

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"' onmouseover=alert(1) x='"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("x";"y")')
ODD_WORDS = (
    "'", "''", '"', '"парк', "\\", "\\\\'", "%", "_", "%%", "парк & ! |", "(", "!", "<->", ":*",
    "a:b*c", "парк\x01", "\u200b", "--", "/* */", "; DROP TABLE polls_poll", "-", "OR", "or or",
    "и" * 5000, "\U0001f333", "ё", "$$", "%(words)s", "{}", "*", '"-"', "-парк", '" "',
    "\ufdfa" * 50,
)  # fmt: skip


class Living(HTMLParser):
    """Collects what a browser would run or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip().lower() for name, value in attrs}
        runs = [name for name in given if name.startswith("on") or name in {"style", "srcdoc"}]
        leads = [given.get(name, "") for name in ("href", "src", "action", "formaction")]
        away = [to for to in leads if re.match(r"javascript:|data:(?!image/)|vbscript:|x$", to)]
        if runs or away or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag} {given}>")


def living(text: str) -> list[str]:
    """Tags of a page that came out of somebody's words."""
    parser = Living()
    parser.feed(text)
    return parser.found


@pytest.fixture
def poisoned(town: Any) -> Poll:
    """A poll whose every text is an attack, written past the forms."""
    poll = make_poll(
        *(
            {"kind": kind, "text": EVIL, "hint": EVIL, "options": (EVIL, "Б", "?")}
            | {"is_required": kind == "one"}
            for kind in ("one", "several", "ranking", "budget")
        ),
        {"kind": "text", "text": EVIL, "is_required": False},
        title=EVIL,
        summary=EVIL,
        initiator=EVIL,
        curator=EVIL,
        act_title=EVIL,
        act_number=EVIL[:50],
        act_url="javascript:alert(1)",
        results_shown="live",
    )
    for question in poll.questions.all():
        question.options.update(detail=EVIL, place_text=EVIL, latitude=54.5, longitude=36.2)
    for side, url in (("for", "javascript:alert(1)"), ("against", "data:text/html,x")):
        Material.objects.create(
            poll=poll, position=1, side=side, title=EVIL, text=EVIL, author=EVIL, url=url
        )
    Extension.objects.create(
        poll=poll, closed_before_at=clock.now(), closes_at=clock.now(), reason=EVIL
    )
    return poll


def test_no_page_runs_what_somebody_wrote(poisoned: Poll) -> None:
    roles = ["author", "approver"]
    official = sign_in(Client(), make_person(birth_year=1980, roles=roles))
    vote = f"/polls/{poisoned.slug}/vote/"
    assert official.post(vote, {"q1": "o1", "q5": EVIL}).status_code == 302
    close(make_poll(title=EVIL, summary=EVIL))
    seen = 0
    filled = [
        addresses.fill(route, {**addresses.nothing(route), "slug": poisoned.slug})
        for route in addresses.with_ids()
    ]
    for address in [*addresses.plain(), *filled, "/polls/?show=closed", f"/search/?q={EVIL}"]:
        response = official.get(address)
        if response.streaming or "html" not in response.headers.get("Content-Type", ""):
            continue
        text = response.content.decode()
        assert not living(text), (address, living(text))
        seen += html.escape("<script>alert(1)") in text
    assert seen > 12, "the words are shown, as words"


def test_a_decision_is_shown_as_words(town: Any) -> None:
    made = commitments.make_commitment(title=EVIL)
    Commitment.objects.update(act_url="javascript:alert(1)", decision=EVIL, act_number=EVIL[:40])
    for address in ("/decisions/", f"/decisions/{made.slug}/", "/"):
        text = Client().get(address).content.decode()
        assert not living(text), (address, living(text))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_words(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("value", ["парк", "", 1, -1, 2.5, None, "o1|o2", "а-б"])
def test_honest_cells_are_left_alone(value: Any) -> None:
    assert safe_cell(value) == value


def test_an_export_opens_without_running_anything(town: Any) -> None:
    """Codes of imported polls are the file's own, so even they may look like formulas."""
    poll = make_poll(
        {"kind": "one", "text": "=2+2", "options": FORMULAS[:3]},
        {"kind": "place", "is_required": False},
        {"kind": "scale", "scale_low": -2, "is_required": False},
        title='=HYPERLINK("http://example.org";"x")',
    )
    poll.questions.get(code="q1").options.filter(code="o1").update(code="=cmd|x")
    poll = Poll.objects.prefetch_related("questions__options").get(id=poll.id)
    rows = [{"q1": ["=cmd|x"], "q2": [-54.5, 36.2], "q3": -2}]
    exported = exports.ballots_csv
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ballots, "published_rows", lambda _id: iter(rows))
        data = b"".join(iter(exported(poll))).decode("utf-8-sig")
    _head, row = csv.reader(io.StringIO(data), delimiter=";")
    assert row[0] == "'=cmd|x"
    assert row[1] == "'-54.5,36.2"
    assert row[2] == "-2", "a number is no formula"


def test_an_exports_name_is_ours(town: Any) -> None:
    poll = make_poll(title='x"\r\nSet-Cookie: a=b')
    cast(poll)
    close(poll)
    for form in ("csv", "json"):
        response = Client().get(f"/polls/{poll.slug}/ballots.{form}")
        name = response.headers["Content-Disposition"]
        assert name == f'attachment; filename="{poll.slug}-ballots.{form}"'


ABROAD = (
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "///evil",
    "javascript:alert(1)", "/\t/evil.example", "/%0d%0aSet-Cookie:a=b\r\nx", " //evil.example",
    "http:evil.example", "https:/evil.example", "\x01//evil.example", "/polls/\r\nLocation: //evil",
    "@evil.example", "/\n/evil.example", "data:text/html,x", "/" * 2000,
)  # fmt: skip


@pytest.mark.parametrize("back", ABROAD)
def test_no_way_back_leads_out_of_town(town: Any, back: str) -> None:
    person = make_person(birth_year=1980)
    browser = sign_in(Client(), person)
    answers = [
        browser.get("/theme/", {"theme": "dark", "next": back}),
        browser.get("/sign-in/", {"next": back}),
        browser.post("/me/birth-date/", {"born": "1980-05-17", "next": back}),
        browser.post("/me/home/", {"by": "place", "place": str(uuid4()), "next": back}),
        Client().get("/sign-in/", {"next": back}),
        browser.get("/me/birth-date/", {"next": back}),
    ]
    for answer in answers:
        leads = re.match(r"/(?![/\\])[^\s\\]*$", answer.headers.get("Location", "/"))
        assert leads, answer.headers.get("Location")
        text = answer.content.decode()
        assert not living(text)
        for link in re.findall(r'(?:href|action)="([^"]*)"', text):
            # As a query of the door's own address it is weighed again at the door.
            assert "evil" not in html.unescape(link).partition("?next=")[0], link
        for kept in re.findall(r'name="next" value="([^"]*)"', text):
            assert "evil" not in kept.partition("?next=")[0], kept


def test_the_design_of_paths_lets_honest_ones_through(town: Any) -> None:
    back = "/polls/?show=closed&after=x"
    answer = Client().get("/theme/", {"theme": "dark", "next": back})
    assert answer["Location"] == back


@pytest.mark.parametrize("words", ODD_WORDS)
def test_search_takes_any_words(town: Any, words: str) -> None:
    make_poll(title="Парк у реки")
    for address in ("/search/", "/places/addresses", "/places/addresses.json"):
        assert Client().get(address, {"q": words}).status_code == 200, address
    LimitWindow.objects.all().delete()


@pytest.mark.parametrize("words", ["парки", "парк у реки", '"у реки"', "прак у реки", "ПАРК"])
def test_search_finds(town: Any, words: str) -> None:
    make_poll(title="Парк у реки")
    assert "Парк у реки" in Client().get("/search/", {"q": words}).content.decode()
