"""Whatever a page sends acts once: each form carries the token by which a retry is known again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import veche
from veche.commons.identity.public import ADMIN, MODERATOR
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.moderation.models import Ban, Setting
from veche.commons.points.models import Terms, Thing
from veche.kernel.models import KeptAnswer

# What comes without the token of a page knows a repeat by its own address or key.
WITHOUT_A_PAGE = {"api-1", "reports:open311"}
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_BEFORE_KEY = re.compile(r'f"([^"{]*)\{(?:retry_)?key\}"')
_GIVEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')


def exempt(patterns: list[Any], space: str = "") -> Iterator[str]:
    """Spaces of routes whose forms need no token."""
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = ":".join(filter(None, [space, one.namespace]))
            yield from exempt(one.url_patterns, inner)
        elif isinstance(one, URLPattern) and getattr(one.callback, "csrf_exempt", False):
            yield space


def test_no_form_of_a_page_comes_without_its_token() -> None:
    assert set(exempt(get_resolver().url_patterns)) <= WITHOUT_A_PAGE


def test_a_key_of_a_program_may_be_as_long_as_is_said() -> None:
    """Who asks puts a word of its own before it; both together must be short enough to be kept."""
    room = (KeptAnswer._meta.get_field("key").max_length or 0) - 64
    sources = Path(veche.__file__).parent.rglob("*.py")
    found = [word for path in sources for word in _BEFORE_KEY.findall(path.read_text())]
    assert len(found) > 5
    assert [word for word in found if len(word) > room] == []


def test_a_retry_of_what_officials_do_gets_the_first_answer(town: Any) -> None:
    """Without a version they would do it twice, with one they would hear of somebody else."""
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser, make_person(roles=(ADMIN, MODERATOR)))

    def send_twice(address: str, **given: Any) -> str:
        page = browser.get(address).content.decode()
        token = _TOKEN.search(page)
        assert token is not None
        sent = dict(_GIVEN.findall(page)) | {"csrfmiddlewaretoken": token[1]} | given
        first, again = (browser.post(address, sent) for _time in range(2))
        assert (first.status_code, again.status_code) == (302, 302), first.content.decode()
        assert first["Location"] == again["Location"]
        return first["Location"]

    thing = {"title": "Саженец", "price": 10, "stock": 3, "per_person": 1}
    assert send_twice("/office/points/things/new/", **thing).endswith("?done=thing")
    assert Thing.objects.count() == 1
    page = browser.get("/office/points/").content.decode()
    prices = dict.fromkeys(re.findall(r'name="(price-[\w.]+)"', page), 1)
    send_twice("/office/points/", is_on="on", **prices)
    assert Terms.objects.get().version == 2
    ban = {
        "title": "Снимки последствий атак",
        "why": "Так велит указ.",
        "call": "112",
        "words": "прилёт дрон",
        "act_title": "Указ",
        "act_number": "5",
        "act_on": "2026-11-01",
        "starts_on": "2026-11-02",
    }
    send_twice("/office/moderation/bans/new/", **ban)
    assert Ban.objects.count() == 1
    rules = {"is_special": "on", "delay_minutes": 30, "trusted_level": 0, "note": "Паводок."}
    send_twice("/office/moderation/rules/", **rules)
    assert Setting.objects.count() == 1
