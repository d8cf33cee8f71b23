"""Noise: one letter or one word over and over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from veche.commons.moderation.finding.letters import Word, has_lookalikes
from veche.commons.moderation.rules import FLOOD, LOOKALIKE, Finding

_ONE_LETTER = re.compile(r"([^\W\d_])\1{7,}", re.IGNORECASE)
_SIGNS = re.compile(r"([!?)(.,*#])\1{14,}")
_ROW = 5


def find(text: str, words: Sequence[Word]) -> Iterator[Finding]:
    """Rows of letters, of signs, of words; words that mix two alphabets to hide."""
    for pattern in (_ONE_LETTER, _SIGNS):
        for found in pattern.finditer(text):
            yield Finding(FLOOD, found.start(), found.end())
    run = 0
    for number, word in enumerate(words):
        if has_lookalikes(text[word.start : word.end]):
            yield Finding(LOOKALIKE, word.start, word.end)
        run = run + 1 if number and words[number - 1].plain == word.plain else 1
        if run == _ROW:
            yield Finding(FLOOD, words[number - _ROW + 1].start, word.end)
