"""An address that only takes a button's press says so, and shows the way to the button."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.test import Client
from django.urls import resolve

from tests.house.test_routes import all_routes
from veche.commons.hall.tests.makers import open_every_service
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.organisations.tests.makers import make_organisation
from veche.kernel.access import takes_only_posts
from veche.kernel.web.problems import page_above

_PART = re.compile(r"<(?:(\w+):)?\w+>")
_VALUES = {"uuid": str(UUID(int=5)), "int": "5"}
ONE = f"/me/webhooks/{UUID(int=5)}/"


def filled(path: str) -> str:
    """A route with something in each of its places."""
    return "/" + _PART.sub(lambda found: _VALUES.get(found[1] or "", "abc"), path)


def paths() -> list[str]:
    return sorted({filled(one.path) for one in all_routes() if not one.path.startswith("api/")})


@pytest.fixture
def browser(town: Any) -> Client:
    """Somebody whom no role keeps out, who acts for a school, in a town with its services on."""
    open_every_service()
    person = make_person(roles=identity.ROLES)
    make_organisation(person)
    return sign_in(Client(raise_request_exception=False), person)


def test_every_address_that_wants_a_press_answers_with_a_page(browser: Client) -> None:
    refused = []
    for path in paths():
        answer = browser.get(path)
        if answer.status_code != 405:
            continue
        refused.append(path)
        page = answer.content.decode()
        assert "Этот адрес открывается кнопкой" in page, path
        assert answer["Allow"] == "POST", path
        assert answer["Cache-Control"] == "no-store", path
        assert f'href="{page_above(path)}"' in page, path
    assert len(refused) > 40
    assert set(refused) == {path for path in paths() if takes_only_posts(resolve(path).func)}


def test_the_page_above_each_of_them_can_be_opened(browser: Client) -> None:
    for path in paths():
        if takes_only_posts(resolve(path).func):
            above = page_above(path)
            assert path.startswith(above), path
            assert browser.get(above).status_code != 405, (path, above)


def test_an_address_without_anything_above_leads_to_the_first_page() -> None:
    assert page_above("/nothing-here/at/all/") == "/"
    assert page_above("/") == "/"


def test_a_press_on_a_page_that_is_only_read(browser: Client) -> None:
    answer = browser.post("/developers/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert 'href="/developers/"' in answer.content.decode()


def test_a_press_that_was_refused_leads_back_to_its_button(browser: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    for path, back in ((f"{ONE}test/", ONE), ("/me/webhooks/add/", "/me/webhooks/add/")):
        answer = strict.post(path)
        assert answer.status_code == 403
        assert f'class="button" href="{back}"' in answer.content.decode(), path
    gone = browser.post(f"{ONE}test/")
    assert gone.status_code == 404
    said = gone.content.decode()
    assert f'class="button" href="{ONE}"' not in said, "there is nothing to go back to"


@pytest.mark.parametrize("checks", [True, False])
def test_what_is_too_large_says_so(town: Any, checks: bool) -> None:
    """Read before any view, by the check of the form's token, or in the view: the same page."""
    browser = sign_in(Client(enforce_csrf_checks=checks), make_person())
    browser.get("/me/webhooks/add/")
    large = {"url": "x" * 4_000_000}
    for sent in (large, {f"a{number}": "1" for number in range(3000)}):
        answer = browser.post(
            "/me/webhooks/add/", urlencode(sent), "application/x-www-form-urlencoded"
        )
        page = answer.content.decode()
        assert answer.status_code == 413
        assert "Слишком большой запрос" in page
        assert 'href="/me/webhooks/add/"' in page


def test_without_a_body_the_answer_is_the_same(browser: Client) -> None:
    answer = browser.head(f"{ONE}test/")
    assert (answer.status_code, answer["Allow"], answer.content) == (405, "POST", b"")


def test_a_program_gets_a_problem(browser: Client) -> None:
    for path, methods in (("/api/v1/inquiries", "POST"), (f"{ONE}test/", "POST")):
        answer = browser.get(path, HTTP_ACCEPT="application/json")
        assert (answer.status_code, answer["Allow"]) == (405, methods)
        assert answer["Content-Type"] == "application/problem+json"
        told = answer.json()
        assert (told["status"], told["code"]) == (405, "wrong-method")
        assert told["detail"] == f"Подходят: {methods}."
    assert browser.delete("/api/v1/polls").json()["code"] == "wrong-method"
