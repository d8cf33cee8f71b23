"""How an address is shown to its owner, and what a message says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DOT = "•"
SIGN_IN_CODE, NOTICE = "sign-in-code", "notice"


class NotSent(Exception):
    """A provider could not hand the message over; carries a short reason without the address."""


@dataclass(frozen=True)
class Message:
    """What goes out: `code` apart from `text`, for providers that show it large.

    `markup` is the same words as HTML, `headers` what a letter carries besides.
    """

    channel: str
    address: str
    subject: str
    text: str
    code: str
    number: str
    markup: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


NUMBER_DIGITS = 8


def number_of(written: str) -> str:
    """The eight digits of a message's number, however it was written; "" when there are others."""
    digits = "".join(sign for sign in written if sign.isdecimal() and sign.isascii())
    return digits if len(digits) == NUMBER_DIGITS else ""


def masked(channel: str, address: str) -> str:
    """«+7 900 •••-••-12» or «м•••@почта.рф»: enough for the owner, too little for others."""
    if channel == "phone":
        return _masked_phone(address)
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}{DOT * 3}@{_readable(domain)}"


def _masked_phone(number: str) -> str:
    if len(number) == 12 and number.startswith("+7"):
        return f"+7 {number[2:5]} {DOT * 3}-{DOT * 2}-{number[-2:]}"
    return f"{number[:3]} {DOT * 5} {number[-2:]}"


def _readable(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
