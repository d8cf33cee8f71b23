"""An election as the file tells it, and what may be wrong with the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

APPROVAL, CHOOSE_ONE, ORDINAL, CUMULATIVE, SCORING = VOTE_TYPES = (
    "approval",
    "choose-1",
    "ordinal",
    "cumulative",
    "scoring",
)
WITH_POINTS = {CUMULATIVE, SCORING}
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclass(frozen=True)
class Flaw:
    """What is wrong on a line of the file (1 is the first); `values` are its particulars."""

    line: int
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


class BadFile(ValueError):
    """The file breaks its own rules; nothing of it may be used."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__(", ".join(f"{flaw.line}: {flaw.code}" for flaw in flaws))
        self.flaws = tuple(flaws)


@dataclass(frozen=True)
class Note:
    """Something tolerated, to be told to whoever imports the file."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Project:
    """One project; `cost` in the file's money. What the file says of its result, if it does:

    `votes`, `score`, and `selected`: 0 not funded, 1 funded, 2 and 3 funded by a rule or money
    outside the vote. `line` is where it stands in a file that was read.
    """

    id: str
    name: str
    cost: Decimal
    votes: int | None = None
    score: Decimal | None = None
    selected: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Vote:
    """One ballot; `points` go with `projects` where the vote type has points."""

    voter_id: str
    projects: tuple[str, ...]
    points: tuple[int, ...]
    age: int | None
    method: str
    area: str


@dataclass(frozen=True)
class Limits:
    """What one ballot may hold: how many projects, how many points in all and for one."""

    min_length: int
    max_length: int
    min_sum: int = 0
    max_sum: int = 0
    max_points: int = 0


@dataclass(frozen=True)
class Election:
    """A whole file."""

    meta: Mapping[str, str]
    vote_type: str
    limits: Limits
    projects: tuple[Project, ...]
    votes: tuple[Vote, ...]
    notes: tuple[Note, ...]

    @property
    def year(self) -> int | None:
        """The year people voted in, for which the file tells their ages."""
        for name in ("date_end", "date_begin", "instance"):
            found = _YEAR.search(self.meta.get(name, ""))
            if found:
                return int(found.group())
        return None
