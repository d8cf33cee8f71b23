"""People named in a text, by the dictionary's marks of first names, patronymics and surnames.

A street bears a name and is nobody; an official in office answers by name. Who is named by all
three parts, or by a name beside a number of theirs, is surely meant; else a moderator is asked.
"""

# not shown in this module: words that stand before names

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from veche.commons.moderation.finding.lists import section
from veche.commons.moderation.rules import NAME, Finding
from veche.kernel.morphology import readings

_TOKEN = re.compile(
    r"[А-ЯЁA-Z]{2,}|[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?|[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?|[а-яё]+\.?|[^\s]"
)
_CAPITAL = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?")
_INITIALS = re.compile(r"[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?")
_PATRONYMIC = re.compile(r"(?:ович|евич|ьич|овн[аыеу]|евн[аыеу]|ичн[аыеу])(?:[аеуы]|ем|ом|ой|ей)?$")
# Surnames by how they end: the dictionary knows few of them, and some of those as towns.
_SURNAME = re.compile(
    r"(?:[оеё]в|[иы]н|ск(?:ий|ой|ая|ого|ому|им|ом|ую)|цк(?:ий|ая|ого|ому|им|ую)"
    r"|енко|ук|юк|чук|их|ых|ян|дзе|швили)(?:а|у|ы|ым|е|ой|ом)?$"
)
# After these words a name belongs to a thing.
_THINGS = frozenset(section("things"))
_SHORT_THINGS = frozenset(section("short_things"))
# In office they answer by name: the law on officials' openness (8-ФЗ) and the town's own page.
_OFFICES = frozenset(section("offices"))
_FAMOUS = frozenset(section("famous"))
_NEAR = 3
_FORMS = ("snp", "nps", "np", "ns", "sn", "si", "is")
# A number so near is the same person's.
NEAR_LETTERS = 60


@dataclass(frozen=True)
class _Part:
    start: int
    end: int
    text: str
    kinds: frozenset[str]


def find(text: str, sure_spots: Sequence[Finding] = ()) -> Iterator[Finding]:
    """Names of people, first to last; `sure_spots` are numbers of theirs found already."""
    parts = [_part(found) for found in _TOKEN.finditer(text)]
    place = 0
    while place < len(parts):
        form = _form(parts, place)
        named = parts[place : place + len(form)]
        if named and not _is_public(parts, place, named):
            start, end = named[0].start, named[-1].end
            is_sure = len(form) == 3 or any(
                abs(spot.start - end) < NEAR_LETTERS or abs(start - spot.end) < NEAR_LETTERS
                for spot in sure_spots
            )
            yield Finding(NAME, start, end, is_sure)
        place += len(form) or 1


def _part(found: re.Match[str]) -> _Part:
    return _Part(found.start(), found.end(), found[0], _kinds(found[0]))


def _kinds(word: str) -> frozenset[str]:
    """What a token may be of a name: `n` first name, `p` patronymic, `s` surname, `i` initials."""
    if _INITIALS.fullmatch(word):
        return frozenset("i")
    if not _CAPITAL.fullmatch(word) or len(word) < 3:
        return frozenset()
    known, small = readings(word), word.lower()
    marks = {mark for one in known for mark in one.grammemes}
    if "Patr" in marks or _PATRONYMIC.search(small):
        return frozenset("p")
    is_place = any("Geox" in one.grammemes and one.score > 0.5 for one in known)
    found = {"n"} if "Name" in marks else set()
    if _SURNAME.search(small) and not is_place:
        found.add("s")
    return frozenset(found)


def _form(parts: Sequence[_Part], place: int) -> str:
    """Which form of a name begins here: «snp» is a surname, a name, a patronymic; "" for none."""
    if not parts[place].kinds:
        return ""
    for form in _FORMS:
        row = parts[place : place + len(form)]
        fits = len(row) == len(form) and all(
            letter in part.kinds for letter, part in zip(form, row, strict=True)
        )
        if fits and _are_together(row):
            return form
    return ""


def _are_together(parts: Sequence[_Part]) -> bool:
    return all(
        later.start - earlier.end <= 2 for earlier, later in zip(parts, parts[1:], strict=False)
    )


def _is_public(parts: Sequence[_Part], place: int, named: Sequence[_Part]) -> bool:
    """Whether the name is a thing's, an official's, or one that every school book knows."""
    before = [part.text for part in parts[max(0, place - _NEAR) : place]]
    if before and before[-1].lower() in _SHORT_THINGS:
        return True
    lemmas = {one.lemma for word in before for one in readings(word)[:2]}
    if before and {one.lemma for one in readings(before[-1])} & _THINGS:
        return True
    own = {one.lemma for part in named for one in readings(part.text)}
    return bool(lemmas & _OFFICES or own & _FAMOUS)
