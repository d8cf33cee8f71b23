"""Every route of the house, with ids of others and with bytes that no honest form sends."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.attacks import addresses, poisons
from tests.attacks.furnishing import Furnished, furnish, with_every_role
from tests.shares import SHARES, due
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls.models import Poll
from veche.domains.polls.tests.office_pages import moment
from veche.kernel.models import LimitWindow

# Whoever walks the house would be out of it after these.
ONE_CLICK = "/api/v1/notifications/off/"
LEAVING = ("/sign-out/", "/me/erase/", "/me/tokens/again/")


@pytest.fixture(scope="module")
def filled(standing_town: Any) -> Furnished:
    return furnish("Тайна")


@pytest.fixture
def house(filled: Furnished, town: Any) -> Furnished:
    return filled


def theirs(made: Furnished) -> list[str]:
    """Every address of the house, with ids of what is there."""
    named = [address for address, _nowhere in addresses.of(made)]
    found = [*addresses.plain(), *addresses.everybodys(), *named]
    return [address for address in found if address not in LEAVING]


def is_guarded(address: str) -> bool:
    return address.startswith(("/office/", "/me/"))


def test_a_visitor_gets_behind_no_guarded_door(house: Furnished) -> None:
    guarded = [address for address in theirs(house) if is_guarded(address)]
    assert len(guarded) > 60
    for address in guarded:
        answer = Client().get(address)
        assert answer.status_code in {302, 403, 404, 405}, address
        if address.startswith("/office/"):
            assert answer.status_code == 302, "an official whose session is over signs in again"
        if answer.status_code == 302:
            assert answer["Location"].startswith("/sign-in/?next="), address
        status, text = addresses.answer_of(Client().post, address)
        assert status in {302, 403, 404, 405}, (address, status)
        assert house.hidden not in text


def test_a_resident_is_no_official_and_nobody_else(house: Furnished) -> None:
    stranger = sign_in(Client(), make_person(birth_year=1980))
    kept = list(Poll.objects.order_by("id").values())
    for address in theirs(house):
        for ask in (stranger.get, stranger.post):
            answer = ask(address)
            check_guards(address, answer)
            status, text = addresses.read(answer)
            assert status < 500, address
            if address.startswith("/office/"):
                assert status in {403, 404, 405}, (address, status)
            if house.draft.slug in address or str(house.photo) in address:
                assert status in {401, 403, 404, 405}, (address, status)
            assert house.hidden not in text, address
            assert house.receipt not in text.replace("-", ""), address
    assert list(Poll.objects.order_by("id").values()) == kept


def test_another_author_reads_drafts_but_runs_no_poll_of_a_colleague(house: Furnished) -> None:
    colleague = sign_in(Client(), make_person(roles=["author"]))
    for verb in ("extend", "withdraw"):
        later = {"closes_at": moment(9), "reason": "Потому что так надо мне."}
        answer = colleague.post(f"/office/polls/{house.open.slug}/{verb}/", later)
        assert answer.status_code == 403, verb
    house.open.refresh_from_db()
    assert house.open.state == "published"


def test_a_form_without_its_token_sends_nothing(house: Furnished) -> None:
    official = sign_in(Client(enforce_csrf_checks=True), with_every_role(house))
    kept = list(Poll.objects.order_by("id").values())
    for address in [*theirs(house), *LEAVING]:
        answer = official.post(address, {"title": "Подделка", "reason": "x" * 30, "q1": "o1"})
        if address.startswith(("/api/", "/open311/")):
            # It looks at no session, so there is nothing to forge; this body it cannot read.
            # One press in a mail program is let in by the link itself (RFC 8058).
            allowed = {204} if address.startswith(ONE_CLICK) else set()
            assert answer.status_code in {400, 401, 403, 404, 405} | allowed, address
            continue
        assert answer.status_code == 403, address
        assert "ничего не отправлено" in html.unescape(answer.content.decode()), address
    assert list(Poll.objects.order_by("id").values()) == kept
    assert official.get("/me/").status_code == 200, "nor erased, nor signed out"


@SHARES
def test_no_parameter_breaks_a_page(house: Furnished, share: int) -> None:
    """Each page is asked once to see what it reads, then again with that poisoned."""
    official = sign_in(Client(), with_every_role(house))
    poisoned: set[str] = set()
    with poisons.read_names() as everywhere:
        official.get("/nowhere/")
    for address in ["/", *theirs(house)]:
        with poisons.read_names() as names:
            status, _text = walk(official, address)
        assert status < 500, address
        # What every page reads, as its language, is poisoned on the first of them.
        own = names - everywhere if poisoned else names
        for sent in due(address, [*poisons.parameters(own)], share):
            is_refused = poison(official, address, sent) >= 400
            if is_refused and poisons.ALONE.issuperset(sent.values()):
                for name, value in sent.items():
                    poison(official, address, {name: value})
            poisoned |= sent.keys()
        LimitWindow.objects.all().delete()
    assert poisoned >= {"q", "after", "show", "number", "next", "kind", "service_code", "group"}


def poison(official: Client, address: str, sent: dict[str, str]) -> int:
    """Ask a page for what it cannot give."""
    # Parts of a page are asked as the front end does.
    status, text = walk(official, address, sent, HTTP_HX_REQUEST="true")
    assert status < 500, (address, sent)
    assert "<script>alert" not in text, address
    return status


def walk(official: Client, address: str, *sent: Any, **more: Any) -> tuple[int, str]:
    """Ask a page, and look at what every answer has to carry."""
    answer = official.get(address, *sent, **more)
    check_guards(address, answer)
    if is_guarded(address) and answer.status_code == 200:
        assert "no-store" in answer.headers.get("Cache-Control", ""), address
    return addresses.read(answer)


@SHARES
def test_no_field_breaks_a_form(house: Furnished, share: int) -> None:
    """Each form is read from its own page, and what it asks for is sent back poisoned."""
    official = sign_in(Client(), with_every_role(house))
    sent = 0
    for address in theirs(house):
        status, page = addresses.answer_of(official.get, address)
        fields = poisons.fields(page) if status == 200 else {}
        with poisons.read_names() as learned:
            status, _text = addresses.answer_of(official.post, address)
        assert status < 500, address
        if status == 405:
            continue  # a page of others' forms: nothing is sent to it
        forms = [*poisons.forms(fields, learned, poisons.hidden(page))]
        for form in due(address, forms, share):
            status, text = addresses.answer_of(official.post, address, form)
            assert status < 500, (address, form)
            assert "<script>alert" not in text, address
        sent += bool(fields)
        LimitWindow.objects.all().delete()
    assert sent > 60


@pytest.mark.parametrize("name", ["session", "csrf", "theme", "messages"])
@pytest.mark.parametrize("value", ["x", "'", "a\x00b", "\xe2\x80\xae", "a" * 5000, "../../x"])
def test_no_cookie_breaks_a_page(town: Any, name: str, value: str) -> None:
    browser = Client()
    browser.cookies[name] = value
    for address in ("/", "/me/", "/sign-in/", "/polls/"):
        assert browser.get(address).status_code < 500, address


def check_guards(address: str, answer: Any) -> None:
    """What every answer carries, whoever asks."""
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy, address
    if address.startswith("/embed/") and "frame-ancestors *" in policy:
        # Cards for other sites may be framed, and so can do nothing at all.
        assert "script-src 'none'" in policy, address
        assert "form-action 'none'" in policy, address
        return
    assert "*" not in policy, address
    assert "default-src 'self'" in policy or "default-src 'none'" in policy, address
    assert headers["X-Content-Type-Options"] == "nosniff", address
    assert headers["X-Frame-Options"] == "DENY", address
    assert headers["Referrer-Policy"] == "same-origin", address


def test_every_answer_to_a_visitor_carries_its_guards(house: Furnished) -> None:
    """The walks above look at those to residents and officials.

    No page that a device could keep has a form's token: it is one visitor's, so it would not be
    kept, and could not be read again without a line.
    """
    for address in [*theirs(house), "/nowhere/", f"/polls/{house.draft.slug}/nowhere/"]:
        answer = Client().get(address)
        check_guards(address, answer)
        if answer.status_code == 200 and "no-store" not in answer.get("Cache-Control", ""):
            _status, text = addresses.read(answer)
            assert "csrfmiddlewaretoken" not in text or address == "/design/", address


def test_the_policy_lets_nothing_run_that_is_not_ours(town: Any) -> None:
    policy = dict(
        part.strip().split(" ", 1)
        for part in Client().get("/").headers["Content-Security-Policy"].split(";")
        if part.strip()
    )
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"


def test_personal_pages_are_kept_by_nobody(house: Furnished) -> None:
    """The walk above looks at what lies behind a door."""
    resident = sign_in(Client(), house.resident)
    for page in (
        "/inbox/",
        f"/polls/{house.open.slug}/receipt/",
        f"/polls/{house.open.slug}/vote/",
    ):
        answer = resident.get(page)
        assert answer.status_code == 200, page
        assert "no-store" in answer.headers.get("Cache-Control", ""), page
    for address in ("/", "/polls/", f"/polls/{house.open.slug}/"):
        answer = resident.get(address)
        kept = answer.headers.get("Cache-Control", "")
        assert "Cookie" in answer.headers.get("Vary", "") or "no-store" in kept, address
        assert "public" not in kept, address


def test_cookies_are_out_of_reach(house: Furnished) -> None:
    browser = Client()
    browser.get("/sign-in/")
    browser.post("/sign-in/", {"contact": "+7 900 000-00-01"})
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert browser.cookies[name]["httponly"], name
        assert browser.cookies[name]["samesite"] == "Lax", name
    assert settings.SESSION_COOKIE_SECURE == settings.HTTPS == settings.CSRF_COOKIE_SECURE
