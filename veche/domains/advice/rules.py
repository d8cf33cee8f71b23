"""Voices, themes, what makes a question answered, and the order of answers. Pure."""

from __future__ import annotations

from datetime import date
from math import sqrt
from typing import Protocol
from uuid import UUID

OFFICIAL, EXPERT, NEIGHBOUR = "official", "expert", "neighbour"
VOICES = (OFFICIAL, EXPERT, NEIGHBOUR)

THEMES = (
    "housing",
    "yard",
    "roads",
    "transport",
    "papers",
    "children",
    "health",
    "support",
    "land",
    "business",
    "nature",
    "other",
)

CHANGED, CONTACT, UNCLEAR = "changed", "contact", "unclear"
DOUBTS = (CHANGED, CONTACT, UNCLEAR)

UNCHECKED, CHECKED, DUE, DOUBTED, OUTDATED = "unchecked", "checked", "due", "doubted", "outdated"

TITLE_MIN, TITLE_MAX = 15, 150
TEXT_MAX = 2000
ANSWER_MIN, ANSWER_MAX = 20, 3000
GUIDE_MAX = 6000
# Shorter ones are alike by chance; their endings are left to the dictionary of stems.
WORD_MIN = 4
WORDS_MAX = 12
# 95 % of the normal curve lies within so many deviations of its middle.
Z = 1.959964
MILLION = 1_000_000


class Somebody(Protocol):
    """A person, with the accounts that have become theirs."""

    @property
    def id(self) -> UUID | None: ...

    @property
    def earlier_ids(self) -> tuple[UUID, ...]: ...


def is_own(person: Somebody, author_id: UUID | None) -> bool:
    """Whether that is the person, or an account that has become theirs."""
    return person.id is not None and author_id in (person.id, *person.earlier_ids)


def score(useful: int, useless: int) -> int:
    """How sure it is that an answer helps, in millionths: Wilson's lower bound (JASA 22, 1927).

    Two of two stand below forty of fifty, so the first marks do not decide.
    """
    number = useful + useless
    if number <= 0 or useful <= 0:
        return 0
    part = useful / number
    spread = Z * sqrt((part * (1 - part) + Z * Z / (4 * number)) / number)
    return round(MILLION * (part + Z * Z / (2 * number) - spread) / (1 + Z * Z / number))


def standing(
    *, checked_on: date | None, check_by: date | None, doubts: int, is_outdated: bool, today: date
) -> str:
    """How far a guide may be trusted today."""
    if is_outdated:
        return OUTDATED
    if doubts:
        return DOUBTED
    if checked_on is None:
        return UNCHECKED
    return DUE if check_by is not None and check_by < today else CHECKED


def whole(title: str, text: str) -> str:
    """A question as moderation reads it: the title is the first line."""
    return f"{title}\n{text}" if text else title


def parts(words: str) -> tuple[str, str]:
    """Title and text again, after what is somebody's own was hidden."""
    title, _line, text = words.partition("\n")
    return title[:200], text


def words_of(asked: str) -> list[str]:
    """The words of a question, each once, as the search compares them."""
    plain = asked.lower().replace("ё", "е")
    found = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return list(dict.fromkeys(found))[:WORDS_MAX]
