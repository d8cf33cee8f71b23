"""One thing looked at: good, worth a look, or wrong; with what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Level = Literal["good", "look", "wrong"]
SIGNS: dict[Level, str] = {"good": "✓", "look": "!", "wrong": "✗"}


@dataclass(frozen=True)
class Finding:
    """`code` names the thing for programs; `advice` is empty where all is well."""

    level: Level
    code: str
    text: str
    advice: str = ""

    @property
    def line(self) -> str:
        return f"{SIGNS[self.level]} {self.text}" + (f" — {self.advice}" if self.advice else "")


Check = Callable[[], Iterator[Finding]]


def good(code: str, text: str) -> Finding:
    return Finding("good", code, text)


def judged(level: Level, code: str, text: str, advice: str) -> Finding:
    """The advice is told only where something is amiss."""
    return Finding(level, code, text, "" if level == "good" else advice)


def level_of(*, wrong: bool, look: bool = False) -> Level:
    return "wrong" if wrong else "look" if look else "good"
