"""Telephone numbers and e-mail addresses as people write them, made into one form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from veche.kernel.text import plain_line

Kind = Literal["phone", "email"]
PHONE: Kind = "phone"
EMAIL: Kind = "email"
LENGTH_MAX = 254  # RFC 5321, 4.5.3.1.3

_PHONE_LIKE = re.compile(r"[\d\s().+–—-]+")
_PHONE_SEPARATORS = re.compile(r"[\s().\-–—]")
_RUSSIAN = re.compile(r"\+7[3-9]\d{9}")
# RFC 5322 dot-atom without the exotic signs that no provider gives out.
_LOCAL = re.compile(r"[a-z0-9_%+'-]+(?:\.[a-z0-9_%+'-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_GMAIL = frozenset({"gmail.com", "googlemail.com"})
_YANDEX = frozenset(
    {"yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua", "yandex.com.tr"}
)


@dataclass(frozen=True)
class ContactAddress:
    """Where a code goes (`address`) and by what the person is found (`canonical`)."""

    kind: Kind
    address: str
    canonical: str


class BadContact(ValueError):
    """`code` is one of: empty, long, phone, foreign-phone, email, email-letters."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse_contact(text: str) -> ContactAddress:
    """A phone or an e-mail address, whichever was written; BadContact."""
    if len(text) > 2 * LENGTH_MAX:
        raise BadContact("long")
    # A zero-width character would make a second account of the same address.
    plain = plain_line(text)
    if not plain:
        raise BadContact("empty")
    if "@" in plain:
        return _email(plain)
    if _PHONE_LIKE.fullmatch(plain):
        return _phone(plain)
    raise BadContact("email" if any(sign.isalpha() for sign in plain) else "phone")


def _phone(text: str) -> ContactAddress:
    digits = _PHONE_SEPARATORS.sub("", text)
    if "+" in digits[1:] or not digits.isascii():
        raise BadContact("phone")
    number = digits.removeprefix("+")
    if len(number) == 10 and number[0] == "9" and not digits.startswith("+"):
        number = "7" + number
    elif len(number) == 11 and number[0] == "8":
        number = "7" + number[1:]
    full = f"+{number}"
    if _RUSSIAN.fullmatch(full):
        return ContactAddress(PHONE, full, full)
    # Messages abroad cost much and are how such gateways are robbed; e-mail works everywhere.
    is_foreign = digits.startswith("+") and not number.startswith("7") and 8 <= len(number) <= 15
    raise BadContact("foreign-phone" if is_foreign else "phone")


def _email(text: str) -> ContactAddress:
    local, _, domain = text.lower().rpartition("@")
    if not local.isascii():
        raise BadContact("email-letters")
    domain = _ascii_domain(domain)
    address = f"{local}@{domain}"
    if len(local) > 64 or len(address) > LENGTH_MAX or not _LOCAL.fullmatch(local):
        raise BadContact("email")
    return ContactAddress(EMAIL, address, _canonical_email(local, domain))


def _ascii_domain(domain: str) -> str:
    try:
        plain = domain.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise BadContact("email") from None
    labels = plain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadContact("email")
    if labels[-1].isdigit():
        raise BadContact("email")
    return plain


def _canonical_email(local: str, domain: str) -> str:
    """One box, one form, for the providers whose aliases are documented to be one box.

    Elsewhere a tag may lead to somebody else's box, so it is left alone.
    """
    if domain in _GMAIL:
        return local.partition("+")[0].replace(".", "") + "@gmail.com"
    if domain in _YANDEX:
        return local.partition("+")[0].replace(".", "-") + "@yandex.ru"
    return f"{local}@{domain}"
