"""Forms of Russian words: what a word may be a form of, and what kind of word it is.

The dictionary (OpenCorpora, through pymorphy3) takes some 15 MB and is read once a process, by
whoever asks first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import pymorphy3

KEPT_WORDS = 20_000


@dataclass(frozen=True)
class Reading:
    """One thing a word may be: its dictionary form, its grammemes, and how likely that is."""

    lemma: str
    grammemes: frozenset[str]
    score: float


@lru_cache(KEPT_WORDS)
def readings(word: str) -> tuple[Reading, ...]:
    """What a word may be, the likeliest first; «ё» is written «е» in lemmas."""
    return tuple(
        Reading(one.normal_form.replace("ё", "е"), frozenset(one.tag.grammemes), one.score)
        for one in _dictionary().parse(word.lower())
    )


def lemmas(word: str) -> frozenset[str]:
    """Every dictionary form that the word may be a form of."""
    return frozenset(one.lemma for one in readings(word))


@cache
def _dictionary() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()
