"""The count of a poll, and what its close says: rule `veche-tally/v1`.

| kind | a mark adds to its option |
|---|---|
| `one`, `several` | 1 vote |
| `scale` | 1 vote and the number that the option is |
| `ranking` of n options | 1 vote for rank 1; n - rank points (de Borda) |
| `points` | 1 vote and the points given |

Options that stand alone are no part of the n, and get no points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from veche.ballotbox.entries import Choice, Close
from veche.ballotbox.manifest import Manifest, Question


class Counted(Protocol):
    """A ballot of either mode, as far as the count looks at it."""

    @property
    def owner(self) -> tuple[int, bytes]:
        """Of whose ballots only the last counts."""

    @property
    def stratum(self) -> int:
        """Where it is counted."""

    @property
    def seq(self) -> int:
        """Its place among those of its owner."""

    @property
    def choice(self) -> Choice:
        """Its marks."""


AnyBallot = TypeVar("AnyBallot", bound=Counted)


def last_ballots(ballots: Iterable[AnyBallot]) -> dict[tuple[int, bytes], AnyBallot]:
    """By owner the ballot that counts: the highest number; of equal ones the first."""
    last: dict[tuple[int, bytes], AnyBallot] = {}
    for ballot in ballots:
        owner = ballot.owner
        if owner not in last or ballot.seq > last[owner].seq:
            last[owner] = ballot
    return last


def close(
    manifest: Manifest, ballots: Iterable[Counted], issued: Mapping[int, int], issued_root: bytes
) -> Close:
    """The closing entry for the ballots of a log in their order, all of them checked before."""
    last = last_ballots(ballots)
    numbers = {stratum.id: 0 for stratum in manifest.strata}
    for ballot in last.values():
        numbers[ballot.stratum] += 1
    return Close(
        issued={number: issued.get(number, 0) for number in numbers},
        ballots=numbers,
        tally=tally(manifest, (ballot.choice for ballot in last.values())),
        issued_root=issued_root,
    )


def tally(manifest: Manifest, choices: Iterable[Choice]) -> dict[str, list[tuple[int, int]]]:
    """Votes and points of each option of each question."""
    lines = [[[0, 0] for _ in question.options] for question in manifest.questions]
    for choice in choices:
        for question, marks, found in zip(manifest.questions, choice, lines, strict=True):
            for option, weight in marks:
                votes, points = _added(question, option, weight)
                found[option][0] += votes
                found[option][1] += points
    return {
        question.id: [(votes, points) for votes, points in found]
        for question, found in zip(manifest.questions, lines, strict=True)
    }


def _added(question: Question, option: int, weight: int) -> tuple[int, int]:
    if question.kind == "ranking":
        if option in question.alone:
            return 1, 0
        return int(weight == 1), len(question.options) - len(question.alone) - weight
    if question.kind == "scale":
        return 1, int(question.options[option])
    return 1, weight if question.kind == "points" else 0
