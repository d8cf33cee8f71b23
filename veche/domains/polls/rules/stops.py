"""Words that no poll may be published with, and why (67-ФЗ; Housing Code, art. 44–46). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# not shown in this module: stems that are looked for, never printed
REFERENDUM = re.compile(r"\bреферендум\w*", re.IGNORECASE)
OWNERS = re.compile(
    r"\b(решени\w+|собрани\w+|голосовани\w+) (\w+ )?собственник\w+|\bосс\b", re.IGNORECASE
)
# What may follow the unchanging part of a name: endings of nouns, of surnames, of adjectives.
_ENDINGS = (
    "|а|я|у|ю|е|и|ы|о|ь|й|ом|ем|ой|ей|ою|ею|ым|им|ых|их|ыми|ими|ам|ям|ах|ях|ами|ями|ому|ему|ого|"
    "его|ий|ый|ая|яя|ую|юю|ов|ев|ии|ию|ией|ием|"
)
_VOWELS = "аеёиоуыэюяйь"
SHORT = 3


@dataclass(frozen=True)
class Phrase:
    """A text of a poll and where it stands."""

    where: str
    text: str


@dataclass(frozen=True)
class Stop:
    """Why a poll is not published: where, which rule, the words that gave cause."""

    where: str
    code: str
    found: str


def stops(asked: Iterable[Phrase], told: Iterable[Phrase], names: Sequence[str]) -> list[Stop]:
    """Every stop: `asked` are titles, questions and options, `told` the words around them.

    A poll may explain around the question that it is no referendum; names are sought everywhere.
    """
    questions, around = list(asked), list(told)
    found = [stop for phrase in questions for stop in _words(phrase)]
    for phrase in [*questions, *around]:
        found += [Stop(phrase.where, "election", name) for name in named(phrase.text, names)]
    return list(dict.fromkeys(found))


def _words(phrase: Phrase) -> Iterator[Stop]:
    for code, pattern in (("referendum", REFERENDUM), ("owners", OWNERS)):
        seen = pattern.search(phrase.text)
        if seen:
            yield Stop(phrase.where, code, seen[0])


def named(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names (surnames, parties) that the text says, in whatever case."""
    words = re.findall(r"[^\W\d_]+", text.lower().replace("ё", "е"))
    return [name for name in names if _is_said(words, name)]


def _is_said(words: Sequence[str], name: str) -> bool:
    parts = re.findall(r"[^\W\d_]+", name.lower().replace("ё", "е"))
    if not parts:
        return False
    runs = (words[start : start + len(parts)] for start in range(len(words) - len(parts) + 1))
    return any(all(map(_is_form, run, parts)) for run in runs)


def _is_form(word: str, of: str) -> bool:
    """Whether a word is a form of a name: the same unchanging part and a known ending."""
    if word == of:
        return True
    if len(of) <= SHORT:
        return False
    return any(
        word.startswith(stem) and (word == stem or f"|{word[len(stem) :]}|" in _ENDINGS)
        for stem in _stems(of)
    )


def _stems(name: str) -> Iterator[str]:
    """The part that stays: one or two letters may change, never below three."""
    yield name
    bare = name.rstrip(_VOWELS)
    for stem in (name[:-1], bare):
        if name[-1] in _VOWELS and len(stem) >= SHORT and len(name) - len(stem) <= 2:
            yield stem
