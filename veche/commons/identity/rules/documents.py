"""Numbers of identity documents as clerks type them, made into one form."""

from __future__ import annotations

import re
from typing import Literal

PASSPORT, TEMPORARY, RESIDENCE, FOREIGN = "passport", "temporary", "residence", "foreign"
DocumentKind = Literal["passport", "temporary", "residence", "foreign"]
DOCUMENT_KINDS = (PASSPORT, TEMPORARY, RESIDENCE, FOREIGN)
LENGTH_MAX = 40
# How a person at the counter has agreed that their home and birth date are kept.
SIGNED, EARLIER = "signed", "earlier"

_SEPARATORS = re.compile(r"[\s№#./\\–—-]+")
_PASSPORT = re.compile(r"\d{10}")
# not shown: letters of numbers
_OTHER = re.compile(r"[0-9A-ZА-ЯЁ]{5,20}")
# A clerk's keyboard stands in Russian as often as in English; the printed letters look the same.
# not shown: letters of numbers
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")


class BadDocument(ValueError):
    """`code` is `passport` or `number`: what the number does not look like."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def canonical(kind: str, text: str) -> str:
    """Series and number without what people part them by; BadDocument."""
    plain = _SEPARATORS.sub("", text[: 2 * LENGTH_MAX]).upper()
    if kind == PASSPORT:
        if not plain.isascii() or not _PASSPORT.fullmatch(plain):
            raise BadDocument("passport")
        return plain
    plain = plain.translate(_LOOK_ALIKE)
    if not _OTHER.fullmatch(plain) or not any(sign.isdigit() for sign in plain):
        raise BadDocument("number")
    return plain
