"""The town's own sign and colour on devices and in messengers; the product's where it has none."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.attacks.made import make_poll
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.towns import public as towns
from veche.portal import drawing, emblem

PLUM, NAVY, HOUSE = (122, 31, 92), (0, 0, 128), (13, 107, 87)
FACE: dict[str, Any] = {
    "service_name": "Заречье решает",
    "brand": "#7a1f5c",
    "time_zone": "Europe/Moscow",
    "languages": ["tt", "en"],
    "age_mark": "",
}


def upload(kind: str = "PNG") -> SimpleUploadedFile:
    """A navy square with a yellow middle, and words hidden behind its bytes."""
    picture = Image.new("RGB", (600, 600), "navy")
    picture.paste("yellow", (200, 200, 400, 400))
    out = io.BytesIO()
    picture.save(out, kind)
    return SimpleUploadedFile("sign.png", out.getvalue() + b"secret words", "image/png")


@pytest.fixture
def desk(town: Any) -> Any:
    yield sign_in(Client(), make_person(roles=["admin"]))
    towns.forget_known()


def give_face(desk: Client, **more: Any) -> None:
    assert desk.post("/office/town/face/", {**FACE, **more}).status_code == 302


def drawn(answer: Any) -> Image.Image:
    assert answer.status_code == 200, answer
    assert answer["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(answer.content)).convert("RGBA")


def near(pixel: Any, colour: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 14 for a, b in zip(pixel[:3], colour, strict=True))


def icons() -> dict[str, str]:
    told = Client().get("/manifest.webmanifest").json()
    return {icon.get("purpose", icon["sizes"]): icon["src"] for icon in told["icons"]}


def test_without_a_face_all_is_the_products(town: Any) -> None:
    told = Client().get("/manifest.webmanifest").json()
    assert (told["name"], told["theme_color"]) == (town.name, emblem.PAPER)
    assert near(drawn(Client().get(icons()["maskable"])).getpixel((2, 2)), HOUSE)
    page = Client().get("/").content.decode()
    assert 'content="#f7f5f0"' in page
    assert "favicon" in page
    assert "?v=" not in page
    assert near(drawn(Client().get("/share.png")).getpixel((5, 5)), HOUSE)


def test_a_colour_alone_is_the_ground_of_the_bell(desk: Client) -> None:
    give_face(desk)
    told = Client().get("/manifest.webmanifest").json()
    assert (told["name"], told["theme_color"]) == ("Заречье решает", "#7a1f5c")
    for address in icons().values():
        picture = drawn(Client().get(address))
        assert near(picture.getpixel((picture.width // 2, 4)), PLUM), address
    page = Client().get("/").content.decode()
    assert 'name="theme-color" content="#7a1f5c"' in page
    assert 'href="/icons/48.png?v=' in page
    assert near(drawn(Client().get("/share.png")).getpixel((5, 5)), PLUM)
    poll = make_poll(title="Какой парк?")
    shared = f"/share/polls/{poll.slug}.png"
    assert near(drawn(Client().get(shared)).getpixel((5, 5)), PLUM)
    assert f"{shared}?v=" in Client().get(f"/polls/{poll.slug}/").content.decode()


def test_the_own_sign_is_drawn_anew_in_every_size(desk: Client) -> None:
    give_face(desk, sign=upload())
    found = icons()
    for size in (48, 180, 192, 512):
        answer = Client().get(f"/icons/{size}.png")
        picture = drawn(answer)
        assert picture.size == (size, size)
        assert near(picture.getpixel((size // 2, size // 2)), (255, 255, 0)), size
        assert b"secret" not in answer.content
        is_open = picture.getpixel((0, 0))[3] == 0  # type: ignore[index]
        assert is_open == (size != 180), "an iPhone cuts corners itself"
    maskable = drawn(Client().get(found["maskable"]))
    assert near(maskable.getpixel((2, 2)), NAVY), "the sign's own ground fills the square"
    # A launcher may leave the circle of 80 %: the sign's own corners lie inside of it.
    assert drawing._OWN["maskable"] * 2**0.5 <= 0.9
    shared = drawn(Client().get("/share.png"))
    assert near(shared.getpixel((72 + 42, 60 + 42)), (255, 255, 0))


def test_a_new_face_has_new_addresses_and_the_old_ones_are_not_kept_for_good(
    desk: Client,
) -> None:
    give_face(desk)
    first = icons()["192x192"]
    assert "immutable" in Client().get(first)["Cache-Control"]
    plain = Client().get("/icons/192.png")
    assert plain["Cache-Control"] == emblem.HOUR
    same = Client().get("/icons/192.png", headers={"If-None-Match": plain["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    give_face(desk, sign=upload())
    second = icons()["192x192"]
    assert second != first
    changed = Client().get("/icons/192.png", headers={"If-None-Match": plain["ETag"]})
    assert changed.status_code == 200
    assert Client().get(first)["Cache-Control"] == emblem.HOUR
    give_face(desk, without_sign="on", brand="#0d6b57")
    assert icons()["192x192"] == "/icons/192.png"
    assert near(drawn(Client().get("/icons/192.png")).getpixel((96, 4)), HOUSE)


def test_what_is_no_picture_changes_nothing(desk: Client) -> None:
    give_face(desk)
    before = icons()
    bad = SimpleUploadedFile("sign.png", b"<svg onload=alert(1)>", "image/png")
    assert desk.post("/office/town/face/", {**FACE, "sign": bad}).status_code == 422
    assert icons() == before


@pytest.mark.parametrize("size", [(900, 300), (300, 900)])
def test_a_sign_that_is_no_square_is_shown_whole(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    picture.paste((200, 0, 0, 255), (0, 0, size[0], size[1]))
    picture.putpixel((0, 0), (0, 0, 0, 0))
    picture.save(out, "WEBP", lossless=True)
    made = drawing.sign(192, "square", emblem.Emblem(sign=out.getvalue()))
    found = Image.open(io.BytesIO(made)).convert("RGB")
    assert near(found.getpixel((4, 4)), (255, 255, 255)), "corners that differ: white ground"
    assert near(found.getpixel((96, 96)), (200, 0, 0))
