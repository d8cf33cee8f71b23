"""Words as they are meant: look-alike letters, letters apart, letters repeated, all undone.

Homoglyphs after Unicode's confusables (UTS 39), cut down to what Russian typists really use.
"""

# not shown in this module: letters to compare

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LIKE_CYRILLIC = dict(
    zip(
        "aAbBcCeEhHkKmMnoOpPrtTuxXyY",
        "аАЬВсСеЕһНкКмМпоОрРгтТихХуУ",
        strict=True,
    )
)
# A Latin letter that looks just like a Russian one: a word of both hides from a list of words.
TWINS = frozenset("aAcCeEoOpPxXyKMHTBk")
FIGURES = {"0": "о", "3": "з", "4": "ч", "6": "б", "@": "а", "$": "с", "€": "е", "ё": "е", "ӏ": "и"}
_WORD = re.compile(r"[^\W_](?:[\w@$€*'’\-]*[^\W_])?|[^\W_]")
# «д у р а к», «д.у.р.а.к», «д_у_р_а_к»: four letters or more, each alone.
_APART = re.compile(r"(?<![^\W\d_])(?:[^\W\d_][\s.\-_*,]{1,3}){3,}[^\W\d_](?![^\W\d_])")
_LONG = re.compile(r"(.)\1{2,}")
# Nothing is hidden in such a word, and most words are such.
_PLAIN = re.compile(r"[а-яёА-ЯЁ]+")
_CYRILLIC = re.compile(r"[а-яёА-ЯЁ]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class Word:
    """A word at [start, end) of the text, and how it reads: small letters of one alphabet."""

    start: int
    end: int
    plain: str


def words(text: str) -> list[Word]:
    """Every word as it is meant, and rows of single letters as the words they make."""
    apart = [
        Word(found.start(), found.end(), plain("".join(re.findall(r"[^\W\d_]", found[0]))))
        for found in _APART.finditer(text)
    ]
    whole = [Word(one.start(), one.end(), plain(one[0])) for one in _WORD.finditer(text)]
    return [*apart, *whole]


def plain(word: str) -> str:
    """Small Cyrillic letters without accents; a word wholly in Latin letters stays Latin."""
    if _PLAIN.fullmatch(word):
        return _LONG.sub(r"\1", word.lower().replace("ё", "е"))
    bare = unicodedata.normalize("NFKD", word.replace("й", "\0").replace("Й", "\0"))
    bare = "".join(char for char in bare if not unicodedata.combining(char)).replace("\0", "й")
    if _CYRILLIC.search(bare):
        bare = "".join(FIGURES.get(char, LIKE_CYRILLIC.get(char, char)) for char in bare)
    return _LONG.sub(r"\1", bare.lower().replace("ё", "е"))


def has_lookalikes(word: str) -> bool:
    """Whether Latin letters pass for Russian ones in it: «пpивет» with a Latin p."""
    for part in re.split(r"[-'’]", word):
        latin = _LATIN.findall(part)
        if latin and _CYRILLIC.search(part) and all(char in TWINS for char in latin):
            return True
    return False


def skeleton(text: str) -> str:
    """Letters alone, so that the same words said again are the same whatever stands between."""
    return "".join(re.findall(r"[^\W\d_]", plain(text)))
