"""Obscenities by their roots, insults by dictionary forms, threats by what is threatened to whom.

The words lie in `data/insults.txt`; nobody is shown them. A word that may also be meant well
(a goat, a stump) counts only where somebody is called so.
"""

# not shown in this module: forms of words

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from veche.commons.moderation.finding.letters import Word
from veche.commons.moderation.finding.lists import section
from veche.commons.moderation.rules import INSULT, OBSCENE, THREAT, Finding
from veche.kernel.morphology import readings

# Before a word of two meanings they make it a name for somebody.
_TO_THE_FACE = frozenset(section("to_the_face"))
_CALLING = _TO_THE_FACE | frozenset(section("calling"))
_TARGETS = frozenset(section("targets"))
_NEAR = 2
_THREAT_NEAR = 3


_OBSCENE = re.compile("|".join(f"(?:{root})" for root in section("obscene")))
_STARRED = re.compile("|".join(f"(?:{root})" for root in section("starred")), re.IGNORECASE)
_FINE = re.compile("|".join(f"(?:{root})" for root in section("fine")))
_INSULTS = frozenset(section("insult"))
_DOUBTFUL = frozenset(section("doubtful"))
_BEASTS = frozenset(section("beast"))
_THREATS = frozenset(section("threat"))


def find(text: str, words: Sequence[Word]) -> Iterator[Finding]:
    """Every such word, where it stands in the text."""
    for number, word in enumerate(words):
        kind = _kind(words, number)
        if kind:
            yield Finding(kind, word.start, word.end)
    for found in _STARRED.finditer(text):
        yield Finding(OBSCENE, found.start(), found.end())


def _kind(words: Sequence[Word], number: int) -> str:
    plain = words[number].plain.replace("-", "")
    if _OBSCENE.fullmatch(plain) and not _FINE.fullmatch(plain):
        return OBSCENE
    before = {one.plain for one in words[max(0, number - _NEAR) : number]}
    if plain in _THREATS:
        after = {one.plain for one in words[number + 1 : number + 1 + _THREAT_NEAR]}
        return THREAT if (before | after) & _TARGETS else ""
    known = readings(plain) if plain.isalpha() else ()
    if plain in _INSULTS or any(one.lemma in _INSULTS for one in known):
        return INSULT
    called = {one.lemma for one in known if "nomn" in one.grammemes}
    is_called = (
        called & _DOUBTFUL and before & _CALLING or called & _BEASTS and before & _TO_THE_FACE
    )
    return INSULT if is_called else ""
