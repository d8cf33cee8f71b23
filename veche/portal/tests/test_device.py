"""The portal on a device: what is kept of pages, the manifest, the icons, the worker."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from tests.attacks.made import make_poll
from veche.commons.identity.tests.makers import make_person, sign_in


def word(address: str, browser: Client | None = None, **more: Any) -> str:
    """What the answer says of keeping it."""
    return (browser or Client()).get(address, **more).headers.get("X-Offline", "")


def test_pages_for_everyone_may_be_kept(town: Any) -> None:
    poll = make_poll(title="Какой парк?")
    for address in ("/", "/polls/", "/polls/?show=closed", f"/polls/{poll.slug}/", "/offline/"):
        assert word(address) == "keep", address


def test_of_a_signed_in_person_only_a_strangers_copy_is_kept(town: Any) -> None:
    poll = make_poll(title="Какой парк?")
    browser = sign_in(Client(), make_person())
    assert word("/polls/", browser) == "copy"
    mine = browser.get(f"/polls/{poll.slug}/")
    copy = browser.get(f"/polls/{poll.slug}/", headers={"X-Offline-Copy": "1"})
    assert "Проголосовать" in mine.content.decode()
    assert "войдите" in copy.content.decode(), "rendered for nobody in particular"
    assert copy.headers["X-Offline"] == "keep"
    assert browser.get("/me/", headers={"X-Offline-Copy": "1"}).status_code == 302
    assert browser.get("/me/").status_code == 200, "asking for a copy signs nobody out"


@pytest.mark.parametrize(
    "address",
    ["/sign-in/", "/inbox/", "/nowhere/", "/search/?q=парк", "/polls/?after=x", "/me/", "/office/"],
)
def test_what_is_private_or_passing_is_not_kept(town: Any, address: str) -> None:
    assert word(address) == ""


def test_an_answer_to_a_check_of_a_receipt_is_not_kept(town: Any) -> None:
    poll = make_poll(title="Какой парк?")
    address = f"/polls/{poll.slug}/check/"
    assert word(address) == ""
    assert "X-Offline" not in Client().post(address, {"number": "123456789012"})


def test_forms_of_a_signed_in_person_are_not_kept(town: Any) -> None:
    poll = make_poll(title="Какой парк?")
    browser = sign_in(Client(), make_person())
    for address in (f"/polls/{poll.slug}/vote/", "/me/", "/me/home/", "/sign-out/"):
        assert word(address, browser) == "", address


def test_each_town_is_an_application_of_its_own(town: Any) -> None:
    answer = Client().get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert told["name"] == town.name
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    for icon in told["icons"]:
        picture = Image.open(io.BytesIO(Client().get(icon["src"]).content))
        assert "x".join(map(str, picture.size)) == icon["sizes"]
        # A maskable icon fills its corners, any other leaves them empty.
        corner = picture.convert("RGBA").getpixel((0, 0))
        assert (corner == (13, 107, 87, 255)) == ("purpose" in icon)
    assert Client().get("/icons/13.png").status_code == 404


def test_the_worker_serves_the_whole_town_and_is_asked_anew(town: Any) -> None:
    answer = Client().get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert b"X-Offline" in answer.content
