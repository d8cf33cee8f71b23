"""The count of participatory budgeting, over an election as large as Warszawa's of 2026.

The election is drawn by this program, so that it is the same everywhere; where VECHE_REAL_DATA
names a folder with the real one, that is counted too. Where VECHE_ORACLE names an interpreter with
pabutools, the same is counted by it in the same run, and `ratio` is ours of its time.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import time
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import numpy as np

from tools.bench.stand import say, tell
from tools.bench.voting import FILE
from veche.commons.ballots.public import pabulib
from veche.domains.budgeting.rules.counting import completion, guesses, losses, payments, shares
from veche.domains.budgeting.rules.counting.election import Election, election_of
from veche.domains.budgeting.rules.counting.outcome import Outcome, Utility

VOTERS, PROJECTS, CHOICES, SEED = 61_668, 83, 5, 2026
ROUBLE = 100
SIZES = (1_000, 10_000, 100_000, 1_000_000)
ORACLE, ORACLE_SECONDS = Path(__file__).with_name("oracle.py"), 600
ADD1 = completion.Completion(add=ROUBLE)


def run(name: str) -> None:
    """Tell one measurement, of the drawn election and of the real one."""
    if name == "budgeting.growth":
        _grow(name)
        return
    elections = {"drawn": drawn(VOTERS)}
    if folder := os.environ.get("VECHE_REAL_DATA"):
        elections["real"] = real(Path(folder) / FILE)
    for kind, election in elections.items():
        seconds, more = MEASURED[name](election)
        more |= _against(name, election, seconds)
        tell(
            name,
            seconds,
            "s",
            election=kind,
            voters=election.people,
            groups=len(election.voters),
            projects=election.projects,
            memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            **more,
        )


@lru_cache
def drawn(voters: int) -> Election:
    """Projects as unlike in cost and in favour as real ones; a few choices for each voter."""
    say(f"drawing an election of {voters:,} voters")
    draw = np.random.default_rng(SEED)
    favour = 1 / np.arange(3, PROJECTS + 3)
    costs = np.clip(draw.lognormal(13.3, 1.1, PROJECTS), 30_000, 4_900_000).astype(int) * ROUBLE
    # The first few of a random order that prefers what is liked (Gumbel's way).
    chosen = [
        np.argpartition(-(np.log(favour) + draw.gumbel(size=(batch, PROJECTS))), CHOICES)
        for batch in [10_000] * (voters // 10_000) + [voters % 10_000]
        if batch
    ]
    numbers = draw.integers(1, CHOICES + 1, voters)
    ballots = np.concatenate([one[:, :CHOICES] for one in chosen])
    return election_of(
        budget=24_186_815 * ROUBLE * voters // VOTERS,
        costs=[int(cost) * voters // VOTERS for cost in costs],
        ballots=(
            dict.fromkeys(row[:number], 1)
            for row, number in zip(ballots.tolist(), numbers.tolist(), strict=True)
        ),
    )


@lru_cache
def real(file: Path) -> Election:
    """The real election; złoty in hundredths, as roubles are in kopecks."""
    found = pabulib.parse(file.read_bytes())
    place = {project.id: number for number, project in enumerate(found.projects)}
    return election_of(
        budget=int(found.meta["budget"]) * ROUBLE,
        costs=[int(project.cost * ROUBLE) for project in found.projects],
        ballots=(dict.fromkeys((place[one] for one in vote.projects), 1) for vote in found.votes),
        score_min=int(found.meta.get("min_project_score_threshold") or 0),
    )


def _against(name: str, election: Election, seconds: float) -> dict[str, object]:
    """What the oracle took and the ratio to it; nothing without one, or what it lacked."""
    program = os.environ.get("VECHE_ORACLE")
    if not program:
        return {}
    say(f"the same by {program}, at most {ORACLE_SECONDS} s")
    asked = json.dumps({"task": name, **_laid_out(election)})
    try:
        done = subprocess.run(
            [program, str(ORACLE)],
            input=asked,
            capture_output=True,
            text=True,
            timeout=ORACLE_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return {"oracle": f"not within {ORACLE_SECONDS} s"}
    found = json.loads(done.stdout)
    return {
        "oracle_seconds": round(found["seconds"], 3),
        "oracle_winners": found["winners"],
        "ratio": round(seconds / found["seconds"], 6),
    }


def _laid_out(election: Election) -> dict[str, object]:
    """The election with a line for each voter; what no threshold lets through is left out."""
    chosen: list[list[int]] = [[] for _group in election.voters]
    for project in np.flatnonzero(election.eligible).tolist():
        for group in election.members[election.span(project)].tolist():
            chosen[group].append(project)
    outcome = completion.completed_shares(election, ADD1)
    return {
        "budget": election.budget,
        "costs": election.costs.tolist(),
        "ballots": [
            one
            for one, people in zip(chosen, election.voters.tolist(), strict=True)
            for _person in range(people)
        ],
        "add": ROUBLE,
        "final_budget": float((outcome.per_voter or 0) * election.people),
    }


def _equal_shares(election: Election) -> tuple[float, dict[str, object]]:
    seconds, outcome = _timed(election, completion.NONE)
    return seconds, {"winners": len(outcome.winners)}


def _add1(election: Election) -> tuple[float, dict[str, object]]:
    seconds, outcome = _timed(election, ADD1)
    return seconds, {"winners": len(outcome.winners), "steps": outcome.steps}


def _explain(election: Election) -> tuple[float, dict[str, object]]:
    outcome = completion.completed_shares(election, ADD1)
    each = outcome.per_voter or Fraction(0)
    began = time.process_time()
    found = payments.payments_of(election, outcome)
    told = losses.losses_of(
        election,
        lambda one: shares.funded_by_shares(one, Utility.COST, each),
        outcome,
        payments=found,
        guesses=guesses.guesses_for_shares(election, outcome),
    )
    return time.process_time() - began, {"won": len(found.purchases), "lost": len(told)}


def _grow(name: str) -> None:
    """Equal shares of ever more voters; drawing and grouping the ballots is not counted."""
    for voters in SIZES:
        election = drawn(voters)
        seconds, _outcome = _timed(election, completion.NONE)
        tell(name, seconds, "s", voters=voters, groups=len(election.voters))


def _timed(election: Election, how: completion.Completion) -> tuple[float, Outcome]:
    """Of this process's own time, the quicker of two: the first also lays the marks out."""
    spent = []
    for _turn in range(2):
        began = time.process_time()
        outcome = completion.completed_shares(election, how)
        spent.append(time.process_time() - began)
    return min(spent), outcome


MEASURED = {
    "budgeting.equal_shares": _equal_shares,
    "budgeting.equal_shares_add1": _add1,
    "budgeting.explain": _explain,
}
