"""Every route of the house, with ids of others and with bytes that no honest form sends."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.attacks import addresses
from tests.attacks.made import Furnished, furnish
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls.models import Poll
from veche.domains.polls.tests.office_pages import moment
from veche.kernel.models import LimitWindow

FIELD = re.compile(r'<(?:input|textarea|select)\b[^>]*\bname="([^"]+)"')
# fmt: off
PARAMETERS = (
    "q", "after", "show", "phase", "size", "form", "number", "next", "theme", "again", "lat",
    "lon", "step", "kind", "id", "option", "key", "contact", "code", "born", "place", "stars",
)
# fmt: on
# A post there ends the session that the walk goes on with.
LEAVING = ("/sign-out/", "/me/erase/", "/me/tokens/again/")
POISONS = {
    "nul": "\x00",
    "nul inside": "да\x00нет",
    "quotes": "'\"\\%_`;--$$",
    "deep": "W1tb" * 3000,
    "bits": "\ud7ff\u202e\ufffe\U0010ffff",
    "numbers": "99999999999999999999999999999999",
    "minus": "-1",
    "not a number": "NaN",
    "markup": "<script>alert(1)</script>",
    "format": "%s%(x)s{0}{x}{{x}}",
}


@pytest.fixture
def house(town: Any) -> Furnished:
    return furnish("Тайна")


def theirs(made: Furnished) -> list[str]:
    """Every address of the house, where it can be with ids of what is there."""
    plain = [route for route in addresses.templates() if not addresses.PART.search(route)]
    return plain + [address for address, _nowhere in addresses.of(made)]


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
        assert house.word not in text


def test_a_resident_is_no_official_and_nobody_else(house: Furnished) -> None:
    stranger = sign_in(Client(), make_person(birth_year=1980))
    kept = list(Poll.objects.order_by("id").values())
    for address in theirs(house):
        if address in LEAVING:
            continue
        for ask in (stranger.get, stranger.post):
            status, text = addresses.answer_of(ask, address)
            assert status < 500, address
            if address.startswith("/office/"):
                assert status in {403, 404, 405}, (address, status)
            if house.draft.slug in address or str(house.photo) in address:
                assert status in {403, 404, 405}, (address, status)
            assert f"{house.word} черновик" not in text, address
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
    roles = ["author", "approver", "clerk", "admin"]
    official = sign_in(Client(enforce_csrf_checks=True), make_person(birth_year=1980, roles=roles))
    kept = list(Poll.objects.order_by("id").values())
    for address in theirs(house):
        answer = official.post(address, {"title": "Подделка", "reason": "x" * 30, "q1": "o1"})
        if address.startswith("/api/"):
            # It looks at no session, so there is nothing to forge; this body it cannot read.
            assert answer.status_code in {400, 401, 404, 405}, address
            continue
        assert answer.status_code == 403, address
        assert "ничего не отправлено" in html.unescape(answer.content.decode()), address
    assert list(Poll.objects.order_by("id").values()) == kept
    assert official.get("/me/").status_code == 200, "nor erased, nor signed out"


@pytest.mark.parametrize("poison", POISONS.values(), ids=POISONS)
def test_no_parameter_breaks_a_page(house: Furnished, poison: str) -> None:
    roles = ["author", "approver", "clerk", "admin"]
    official = sign_in(Client(), make_person(birth_year=1980, roles=roles))
    for address in theirs(house):
        status, text = addresses.answer_of(
            official.get, address, dict.fromkeys(PARAMETERS, poison), HTTP_HX_REQUEST="true"
        )
        assert status < 500, (address, status)
        assert "<script>alert" not in text, address
        LimitWindow.objects.all().delete()


@pytest.mark.parametrize("poison", POISONS.values(), ids=POISONS)
def test_no_field_breaks_a_form(house: Furnished, poison: str) -> None:
    """Each form is read from its own page, and every field of it sent back poisoned."""
    roles = ["author", "approver", "clerk", "admin"]
    official = sign_in(Client(), make_person(birth_year=1980, roles=roles))
    sent = 0
    for address in theirs(house):
        if address in LEAVING:
            continue
        status, page = addresses.answer_of(official.get, address)
        names = set(FIELD.findall(page)) - {"csrfmiddlewaretoken"} if status == 200 else set()
        kept = {n: v for n, v in _hidden(page).items() if n in {"key", "id", "form_key", "kind"}}
        for form in (dict.fromkeys(names, poison), {**dict.fromkeys(names, poison), **kept}):
            status, text = addresses.answer_of(official.post, address, form)
            assert status < 500, (address, form)
            assert "<script>alert" not in text, address
            sent += bool(names)
        LimitWindow.objects.all().delete()
    assert sent > 60


def _hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="([^"]+)" value="([^"]+)"', page))


@pytest.mark.parametrize("name", ["session", "csrf", "theme", "messages"])
@pytest.mark.parametrize("value", ["x", "'", "a\x00b", "\xe2\x80\xae", "a" * 5000, "../../x"])
def test_no_cookie_breaks_a_page(town: Any, name: str, value: str) -> None:
    browser = Client()
    browser.cookies[name] = value
    for address in ("/", "/me/", "/sign-in/", "/polls/"):
        assert browser.get(address).status_code < 500, address


def test_every_answer_carries_its_guards(house: Furnished) -> None:
    roles = ["author", "approver", "clerk", "admin"]
    person = make_person(birth_year=1980, roles=roles)
    for visitor in (Client(), sign_in(Client(), person)):
        for address in [*theirs(house), "/nowhere/", f"/polls/{house.draft.slug}/nowhere/"]:
            headers = visitor.get(address).headers
            policy = headers["Content-Security-Policy"]
            assert "unsafe" not in policy, address
            if address.startswith("/embed/") and "frame-ancestors *" in policy:
                # Cards for other sites may be framed, and so can do nothing at all.
                assert "script-src 'none'" in policy, address
                assert "form-action 'none'" in policy, address
                continue
            assert "*" not in policy, address
            assert "default-src 'self'" in policy or "default-src 'none'" in policy, address
            assert headers["X-Content-Type-Options"] == "nosniff", address
            assert headers["X-Frame-Options"] == "DENY", address
            assert headers["Referrer-Policy"] == "same-origin", address


def test_the_policy_lets_nothing_run_that_is_not_ours(town: Any) -> None:
    policy = dict(
        part.strip().split(" ", 1)
        for part in Client().get("/").headers["Content-Security-Policy"].split(";")
        if part.strip()
    )
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"


def test_personal_pages_are_kept_by_nobody(house: Furnished) -> None:
    roles = ["author", "approver"]
    resident = sign_in(Client(), make_person(birth_year=1980, roles=roles))
    resident.post(f"/polls/{house.open.slug}/vote/", {"q1": "o1"})
    personal = [
        *(address for address in theirs(house) if is_guarded(address)),
        f"/polls/{house.open.slug}/vote/",
        f"/polls/{house.open.slug}/receipt/",
        "/inbox/",
    ]
    opened = 0
    for address in personal:
        answer = resident.get(address)
        if answer.status_code == 200:
            opened += 1
            assert "no-store" in answer.headers.get("Cache-Control", ""), address
    assert opened > 12
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
