"""Whose town it is and who asks is told by the connection, not by what the sender writes."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.test import Client, override_settings

from veche.commons.towns import public as towns
from veche.kernel import limits
from veche.kernel.errors import TooMany
from veche.kernel.web.proxies import TrustedProxyMiddleware

FORWARDED = {
    "HTTP_X_FORWARDED_FOR": "10.9.9.9",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "gorka.test",
    "HTTP_FORWARDED": "for=10.9.9.9;host=gorka.test;proto=https",
    "HTTP_X_REAL_IP": "10.9.9.9",
}


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.2", "testserver.evil.example", "eviltestserver", "x" * 300]
)
def test_a_host_that_is_no_town_is_told_so(town: Any, host: str) -> None:
    for address in ("/", "/polls/", "/me/", "/api/v1/polls", "/office/"):
        answer = Client().get(address, HTTP_HOST=host)
        assert answer.status_code == 404, (address, answer.status_code)
        assert "Здесь нет города" in answer.content.decode()
        assert host not in answer.content.decode()


def test_where_there_is_no_town_at_all_its_making_is_told(monkeypatch: Any, town: Any) -> None:
    monkeypatch.setattr(towns, "all_towns", tuple)
    answer = Client().get("/polls/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Города ещё нет" in page
    assert "veche towns add" in page
    assert "veche demo load" in page
    assert "<nav" not in page, "no way leads anywhere yet"
    assert answer["Cache-Control"] == "no-store"


def test_only_where_the_demo_town_is_missing_its_loading_is_told(town: Any, settings: Any) -> None:
    def told() -> bool:
        return "veche demo load" in Client().get("/", HTTP_HOST="evil.example").content.decode()

    assert told()
    settings.LOAD_DEMO = ""  # as in production
    assert not told()


@pytest.mark.parametrize(
    "host", ["", "a b", "test/server", "testserver@evil", "<script>", "testserver:x", "\xff", "..."]
)
def test_a_host_that_is_no_name_breaks_nothing(town: Any, host: str) -> None:
    answer = Client().get("/", HTTP_HOST=host)
    assert answer.status_code in {400, 404}
    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize("host", ["testserver", "testserver:8000", "TESTSERVER", "testserver."])
def test_a_town_is_known_by_its_name_in_any_dress(town: Any, host: str) -> None:
    assert Client().get("/polls/", HTTP_HOST=host).status_code == 200


def test_an_address_of_six_bytes_keeps_its_brackets(town: Any, monkeypatch: Any) -> None:
    asked: list[str] = []
    monkeypatch.setattr(towns, "by_host", lambda host: asked.append(host))
    for host in ("[::1]", "[::1]:8000"):
        Client().get("/", HTTP_HOST=host)
    assert asked == ["[::1]", "[::1]"]


def test_links_are_made_of_the_towns_name_alone(town: Any) -> None:
    """A poisoned cache or letter needs an address of the poisoner's; a port would be one."""
    text = Client().get("/", HTTP_HOST="testserver:6666").content.decode()
    assert "6666" not in text
    assert "http://testserver/" in text


def test_a_stranger_cannot_forward(town: Any) -> None:
    seen: dict[str, Any] = {}

    def look(request: Any) -> Any:
        seen.update(address=request.META["REMOTE_ADDR"], host=request.get_host())
        seen.update(secure=request.is_secure())
        return None

    request = Client().get("/", **FORWARDED, REMOTE_ADDR="203.0.113.7").wsgi_request
    TrustedProxyMiddleware(look)(request)
    assert seen == {"address": "203.0.113.7", "host": "testserver", "secure": False}


@override_settings(TRUSTED_PROXIES=["203.0.113.0/24"])
def test_a_proxy_we_trust_is_believed_as_far_as_it_saw(rf: Any) -> None:
    chain = {**FORWARDED, "HTTP_X_FORWARDED_FOR": "6.6.6.6, 10.9.9.9, 203.0.113.8"}
    request = rf.get("/", **chain, REMOTE_ADDR="203.0.113.7")
    TrustedProxyMiddleware(lambda seen: seen)(request)  # type: ignore[arg-type, return-value]
    assert request.META["REMOTE_ADDR"] == "10.9.9.9", "the last hop that is not ours"
    assert request.is_secure()
    assert request.get_host().startswith("testserver"), "the host is never forwarded"


def test_limits_are_not_fooled_by_forged_addresses(town: Any) -> None:
    """The last of what one address may ask is used up, and another name is no other address."""

    def is_refused(name: str) -> bool:
        with suppress(TooMany):
            for _asked in range(120):
                limits.hit("search:127.0.0.1", limit=120, seconds=60)
        asked = Client().get("/search/", {"q": "парк"}, HTTP_X_FORWARDED_FOR=name)
        return asked.status_code == 429

    # The window may have ended in between; two do not within a second.
    assert is_refused("10.0.0.1") or is_refused("10.0.0.2")
    another = Client().get("/search/", {"q": "парк"}, REMOTE_ADDR="10.0.0.9")
    assert another.status_code == 200, "it is the address that is counted"
