"""Telephone numbers, addresses, paths and ages as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.identity.contacts import BadContact, parse_contact
from veche.commons.identity.rules.paths import local_path
from veche.commons.identity.rules.persons import age


@pytest.mark.parametrize(
    "written",
    [
        "+7 900 123-45-67",
        "8 (900) 123-45-67",
        "89001234567",
        "79001234567",
        "9001234567",
        "+7(900)123.45.67",
        "  +7\u00a0900\u00a0123\u00a045\u00a067 ",
        "\u202a+7 900 123-45-67\u202c",
        "8\u200b900\u200b1234567",
        "８９００１２３４５６７",
        "+7 900 123–45–67",
    ],
)
def test_one_number_has_one_form(written) -> None:
    found = parse_contact(written)
    assert (found.kind, found.address, found.canonical) == ("phone", "+79001234567", "+79001234567")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Ivan@Example.ORG", "ivan@example.org"),
        (" ivan@example.org. ", "ivan@example.org"),
        ("iv\u200ban@exa\u200dmple.org", "ivan@example.org"),
        ("ivan@почта.рф", "ivan@xn--80a1acny.xn--p1ai"),
        ("IVAN@ПОЧТА.РФ", "ivan@xn--80a1acny.xn--p1ai"),
        ("ivan@xn--80a1acny.xn--p1ai", "ivan@xn--80a1acny.xn--p1ai"),
        ("i.v-a_n+tag@mail.example.org", "i.v-a_n+tag@mail.example.org"),
        ("ｉｖａｎ＠example.org", "ivan@example.org"),
    ],
)
def test_one_address_has_one_form(written, address) -> None:
    found = parse_contact(written)
    assert (found.kind, found.address) == ("email", address)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("i.van+polls@gmail.com", "Ivan@googlemail.com"),
        ("i.van@yandex.ru", "i-van+a@ya.ru"),
    ],
)
def test_aliases_of_one_box_are_one_person(one, other) -> None:
    assert parse_contact(one).canonical == parse_contact(other).canonical
    assert parse_contact(one).address == one.lower()


def test_tags_of_other_providers_are_other_boxes() -> None:
    one, other = parse_contact("ivan+a@example.org"), parse_contact("ivan@example.org")
    assert one.canonical != other.canonical


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "empty"),
        (" \u200b\u200e ", "empty"),
        ("x" * 10_000, "long"),
        ("12345", "phone"),
        ("+7 900 123-45-6", "phone"),
        ("+7 100 123-45-67", "phone"),
        ("+7 900 123-45-67 доб. 5", "email"),
        ("+1 202 555 0100", "foreign-phone"),
        ("8+9001234567", "phone"),
        ("٨٩٠٠١٢٣٤٥٦٧", "phone"),
        ("ivan", "email"),
        ("ivan@", "email"),
        ("@example.org", "email"),
        ("ivan@localhost", "email"),
        ("ivan@127.0.0.1", "email"),
        ("ivan@[127.0.0.1]", "email"),
        ("ivan@@example.org", "email"),
        ("ivan@example..org", "email"),
        (".ivan@example.org", "email"),
        ("ivan@example.org, b@example.org", "email"),
        ("ivan\n@example.org", "email"),
        ("ivan@example.org\nBcc: b@example.org", "email"),
        ('"ivan"@example.org', "email"),
        ("a" * 65 + "@example.org", "email"),
        ("ivan@" + "a" * 64 + ".org", "email"),
        ("ivan@" + "a." * 130 + "org", "email"),
        ("иван@почта.рф", "email-letters"),
        ("iv\u0430n@example.org", "email-letters"),
    ],
)
def test_what_is_no_contact_is_told_by_kind(written, code) -> None:
    with pytest.raises(BadContact) as caught:
        parse_contact(written)
    assert caught.value.code == code
    assert len(str(caught.value)) < 20


@given(st.text(max_size=600))
def test_any_text_is_a_contact_or_is_refused(text) -> None:
    try:
        found = parse_contact(text)
    except BadContact:
        return
    assert found.address.isascii()
    assert found.address.isprintable()
    assert " " not in found.address
    assert parse_contact(found.address) == found


@given(st.text(max_size=60).map(lambda text: "/" + text))
def test_a_path_stays_on_this_host(text) -> None:
    kept = local_path(text, "")
    if kept:
        assert kept == text
        assert kept[1:2] not in ("/", "\\")
        assert not any(sign in kept for sign in "\t\r\n\\\x00 ")


@pytest.mark.parametrize("path", ["/", "/polls/", "/polls/park/?step=2#q", "/поиск/?q=парк"])
def test_local_paths_are_kept(path) -> None:
    assert local_path(path, "/me/") == path


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("1980-05-17", date(2026, 5, 16), 45),
        ("1980-05-17", date(2026, 5, 17), 46),
        ("2008-02-29", date(2026, 2, 28), 17),
        ("2008-02-29", date(2026, 3, 1), 18),
        ("1980", date(2026, 1, 1), 46),
        ("2026-01-01", date(2026, 1, 1), 0),
    ],
)
def test_full_years(born, on, years) -> None:
    assert age(born, on) == years
