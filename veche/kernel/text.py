"""Text as people see it: one way to clean what was typed or came in a file. Pure.

Characters nobody sees (control and format characters, half pairs, private and unassigned ones)
hide words from search, make two names look the same, and turn a line around.
"""

from __future__ import annotations

import re
import unicodedata

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean_text(text: str) -> str:
    """NFC text of one or more lines without invisible characters, spaces at its ends cut."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (char for char in lines if char in "\n\t" or not _is_unseen(char))
    # Composed last: an invisible character may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def clean_line(text: str) -> str:
    """The same on one line: any run of spaces, tabs and line ends is one space."""
    return " ".join(clean_text(text).split())


def plain_line(text: str) -> str:
    """A cleaned line whose compatibility forms are plain (NFKC): full-width digits, hard spaces.

    For what is compared rather than read: contacts, codes, an address to look for.
    """
    return clean_line(unicodedata.normalize("NFKC", text))


def in_fours(number: str, between: str = "-") -> str:
    """Digits as they are read out and copied: 0000-1234-5678."""
    return between.join(number[place : place + 4] for place in range(0, len(number), 4))


def has_unseen(text: str) -> bool:
    """Whether a line holds an invisible character: of a file that is refused, not mended."""
    # Nearly every line of a file is printable, and asking so is a hundred times faster.
    return not text.isprintable() and any(map(_is_unseen, text))


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in UNSEEN


# What stands between the parts of something while a moderator reads them as one text.
_MARK = "* * *"


def as_one(parts: list[str]) -> str:
    """The parts of what somebody wrote as one text, from which they come back."""
    return f"\n\n{_MARK}\n\n".join(_without_mark(part) for part in parts)


def _without_mark(part: str) -> str:
    """Stars that people wrote stand close together, so that none is taken for the mark."""
    return re.sub(r"(?<=\*) +(?=\*)", "", part)


def as_parts(text: str, number: int) -> list[str] | None:
    """The parts again; None when the text does not hold so many."""
    parts = [part.strip() for part in text.split(_MARK)]
    return parts if len(parts) == number else None
