"""Sentences drawn from patterns: `{a|b}` is one of several, `@name` a line of a list."""

from __future__ import annotations

import random
import re
from collections import deque
from collections.abc import Mapping, Sequence

_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"@([a-z]+)")
# Neighbours in a list, or on a map, are told in different words.
REMEMBERED, TRIES = 400, 12


def said(
    draw: random.Random, pattern: str, slots: Mapping[str, Sequence[str]], house: str = ""
) -> str:
    """One of the sentences that a pattern stands for, with a capital letter."""
    text = pattern
    while True:
        text = text.replace("{house}", house)
        found = _CHOICE.search(text) or _SLOT.search(text)
        if found is None:
            return text[:1].upper() + text[1:]
        told = found[1].split("|") if found[0][0] == "{" else slots[found[1]]
        text = text[: found.start()] + draw.choice(told) + text[found.end() :]


class Teller:
    """Says each time something that it has not said lately."""

    def __init__(self, draw: random.Random, slots: Mapping[str, Sequence[str]]) -> None:
        self.draw, self.slots = draw, slots
        self.lately: deque[str] = deque(maxlen=REMEMBERED)

    def say(self, patterns: Sequence[str], house: str = "", endings: Sequence[str] = ()) -> str:
        """One of the patterns, now and then with an ending after it."""
        text = ""
        for _try in range(TRIES):
            text = said(self.draw, self.draw.choice(patterns), self.slots, house)
            if endings and self.draw.random() < 0.55:
                end = said(self.draw, self.draw.choice(endings), self.slots, house)
                text = f"{text} {end}" if text[-1] in ".?!" else f"{text}. {end}"
            if text not in self.lately:
                break
        self.lately.append(text)
        return text


def of_season(patterns: Sequence[str], month: int) -> list[str]:
    """Patterns that fit a month, their marks taken off: `*` is cold, `+` is warm."""
    wrong = "*" if 4 <= month <= 10 else "+"
    return [one.lstrip("*+") for one in patterns if not one.startswith(wrong)]
