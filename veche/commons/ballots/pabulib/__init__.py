"""Participatory-budgeting elections in the `.pb` format of pabulib (https://pabulib.org/format).

Pure Python. A file is read and checked whole: `parse` either returns an election whose every ballot
fits the file's own rules, or raises BadFile with the lines that break them. Where real files of the
library leave their own declarations out, the gap is filled from the ballots and told in `notes`.
`write` makes such a file of published ballots, line by line.
"""

from __future__ import annotations

from veche.commons.ballots.pabulib.election import (
    APPROVAL,
    CHOOSE_ONE,
    CUMULATIVE,
    ORDINAL,
    SCORING,
    VOTE_TYPES,
    WITH_POINTS,
    BadFile,
    Election,
    Flaw,
    Limits,
    Note,
    Project,
    Vote,
)
from veche.commons.ballots.pabulib.reader import PROJECTS_MAX, VOTES_MAX, Reader
from veche.commons.ballots.pabulib.sections import BYTES_MAX, text_of
from veche.commons.ballots.pabulib.writer import RULES, Ballot, Heading, write

__all__ = [
    "APPROVAL",
    "BYTES_MAX",
    "CHOOSE_ONE",
    "CUMULATIVE",
    "ORDINAL",
    "RULES",
    "SCORING",
    "VOTE_TYPES",
    "WITH_POINTS",
    "BadFile",
    "Ballot",
    "Election",
    "Flaw",
    "Heading",
    "Limits",
    "Note",
    "Project",
    "Vote",
    "parse",
    "write",
]


def parse(data: bytes, *, projects_max: int = PROJECTS_MAX, votes_max: int = VOTES_MAX) -> Election:
    """The election of a file; BadFile names the lines that break it, several at once.

    What is above the maxima is refused before any line of it is looked at.
    """
    return Reader(text_of(data), projects_max=projects_max, votes_max=votes_max).read()
