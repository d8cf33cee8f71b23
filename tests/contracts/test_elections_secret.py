"""Real elections held again as secret polls, through a box and by its public protocol alone."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from tools.bench.box import load, standing, voters
from tools.bench.box.standing import StandingBox
from tools.recount import recount
from veche.ballotbox import mirror
from veche.ballotbox.entries import Choice, Mark
from veche.ballotbox.manifest import Question
from veche.commons.ballots import pabulib
from veche.commons.ballots.pabulib import Vote
from veche.commons.ballots.tests.makers_pb import (
    APPROVAL,
    CUMULATIVE,
    REAL,
    election,
    needs_real_data,
)

FILES = (
    "France_Toulouse_2019",
    "Hungary_Budapest_2024_VIII_Jozsefvaros",
    "Poland_Gdansk_2020_Oliwa",
    "Poland_Warszawa_2026",
    "Poland_Wieliczka_2023_Green_Budget",
)
SAMPLE = 60
KINDS = {
    pabulib.APPROVAL: "several",
    pabulib.CHOOSE_ONE: "one",
    pabulib.ORDINAL: "ranking",
    pabulib.CUMULATIVE: "points",
    pabulib.SCORING: "points",
}
ORDINAL = election("ordinal", ["v1;a,b,c", "v2;c,a,b", "v3;a,b,c"], "max_length;3")
# Votes and points of each project.
Totals = dict[str, tuple[int, int]]


class Held(NamedTuple):
    """An election after it has been held: what the recount says, and the seconds of its parts."""

    totals: Totals
    voters: int
    seconds: dict[str, float]


@pytest.fixture(scope="module")
def box() -> Iterator[StandingBox]:
    with standing.cluster() as server, standing.box_on(server) as made:
        yield made


def question_of(read: pabulib.Election) -> Question:
    """The question that the file's voters answered; what projects cost stands in it too."""
    kind, limits, count = KINDS[read.vote_type], read.limits, len(read.projects)
    return Question(
        "projects",
        kind,
        tuple(project.id for project in read.projects),
        limits.min_length,
        min(limits.max_length, count),
        total=(limits.max_sum or limits.max_points * count) if kind == "points" else 0,
        max_each=limits.max_points if kind == "points" else 0,
        costs=tuple(int(project.cost * 100) for project in read.projects),
    )


def choice_of(question: Question, vote: Vote) -> Choice:
    """A row of the file as marks."""
    weights: Sequence[int] = [1] * len(vote.projects)
    if question.kind == "points":
        weights = vote.points
    if question.kind == "ranking":
        weights = range(1, len(vote.projects) + 1)
    places = map(question.options.index, vote.projects)
    return (tuple(sorted(map(Mark, places, weights))),)


def plain_count(question: Question, votes: Sequence[Vote]) -> Totals:
    """The count of rows without any of the box's code."""
    totals = dict.fromkeys(question.options, (0, 0))
    for vote in votes:
        for place, project in enumerate(vote.projects):
            count, points = totals[project]
            if question.kind == "ranking":
                ranked = len(question.options) - 1 - place
                totals[project] = (count + (place == 0), points + ranked)
            else:
                given = vote.points[place] if question.kind == "points" else 0
                totals[project] = (count + 1, points + given)
    return totals


def hold(box: StandingBox, read: pabulib.Election, votes: Sequence[Vote], folder: Path) -> Held:
    """Tokens taken blindly, ballots dropped, dropped again, closed, mirrored, counted again."""
    question, seconds = question_of(read), {}
    started = time.monotonic()
    made = voters.prepare(box, (question,), len(votes))
    box.begin(made.data)
    choices = [choice_of(question, vote) for vote in votes]
    requests = folder / "requests"
    voters.post_all(requests, made, voters.drop_all(made, choices, blindly=True))
    seconds["tokens and ballots"] = time.monotonic() - started
    sent = load.send(box.port, requests, connections=16, seconds=3600)
    assert sent.statuses == {200: len(votes)}
    seconds["dropping"] = sent.seconds
    # Every answer was lost, and all ask again: nothing is doubled.
    assert load.send(box.port, requests, connections=16, seconds=3600).statuses == sent.statuses
    started = time.monotonic()
    assert box.close(made.poll, {voters.STRATUM: len(votes)})["ballots"] == len(votes)
    seconds["close"] = time.monotonic() - started
    started = time.monotonic()
    mirror.mirror(box.address(made.poll), folder / "mirror")
    seconds["mirror"] = time.monotonic() - started
    started = time.monotonic()
    lines = recount.recount(str(folder / "mirror"))
    seconds["recount in one process"] = time.monotonic() - started
    return Held(told(lines), int(lines[0].split(" ")[1]), seconds)


def told(lines: Sequence[str]) -> Totals:
    """Votes and points out of the recount's lines."""
    found = {}
    for line in lines[lines.index("projects") + 1 :]:
        name, _, numbers = line.strip().rpartition(": ")
        votes, points = f"{numbers}, 0 points".replace(", ", " ").split(" ")[0:3:2]
        found[name] = (int(votes), int(points))
    return found


@pytest.mark.parametrize("data", [APPROVAL.encode(), CUMULATIVE.encode(), ORDINAL])
def test_small_election_is_held_secretly(box: StandingBox, data: bytes, tmp_path: Path) -> None:
    read = pabulib.parse(data)
    held = hold(box, read, read.votes, tmp_path)
    assert (held.voters, held.totals) == (3, plain_count(question_of(read), read.votes))


@needs_real_data
@pytest.mark.parametrize("name", FILES)
def test_some_rows_of_a_real_election(box: StandingBox, name: str, tmp_path: Path) -> None:
    read = pabulib.parse(real(name))
    some = read.votes[:: len(read.votes) // SAMPLE][:SAMPLE]
    held = hold(box, read, some, tmp_path)
    assert (held.voters, held.totals) == (SAMPLE, plain_count(question_of(read), some))


@needs_real_data
@pytest.mark.soak
@pytest.mark.parametrize("name", FILES)
def test_whole_real_election(
    box: StandingBox, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read = pabulib.parse(real(name))
    held = hold(box, read, read.votes, tmp_path)
    assert held.voters == len(read.votes)
    assert held.totals == plain_count(question_of(read), read.votes)
    official = {project.id: (project.votes, project.score) for project in read.projects}
    for option, (votes, points) in held.totals.items():
        # The totals that the city published, as far as it did.
        published_votes, published_score = official[option]
        assert published_votes in (None, votes)
        assert published_score in (None, Decimal(points))
    with capsys.disabled():
        parts = ", ".join(f"{part} {spent:.1f} s" for part, spent in held.seconds.items())
        print(f"\n{name}: {held.voters} ballots; {parts}")


def real(name: str) -> bytes:
    assert REAL is not None
    return (REAL / f"{name}.pb").read_bytes()
