"""Counts one election in a process of its own, which may be ended: `python -m` this module. Pure.

Reads one JSON object on the standard input and writes a line of JSON for each rule as soon as it is
counted, so that whoever waits no longer has those that were ready. Money in hundredths of the
file's own.

In: `budget`, `costs`, `ballots` [[project, mark], …] by the place of the project, `score_min`,
`ways` [[rule, completion], …]. Out: `rule`, `completion`, `winners` by place in the order of the
rounds, `spent`, `voters`, `represented`; or `flaw`, once, where it is no election.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from veche.domains.budgeting.rules import tallying
from veche.domains.budgeting.rules.counting.election import BadElection, election_of
from veche.domains.budgeting.rules.tallying import Way

MEMORY_MAX, NICE = 1024**3, 10
# Of a file that somebody brings.
BYTES_MAX = 5 * 1024 * 1024


def counts(given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The result of each rule asked, in turn."""
    try:
        election = election_of(
            budget=given["budget"],
            costs=given["costs"],
            ballots=(dict(map(tuple, ballot)) for ballot in given["ballots"]),
            score_min=given["score_min"],
        )
    except BadElection as problem:
        yield {"flaw": str(problem)}
        return
    for rule, completion in given["ways"]:
        outcome = tallying.counted(election, Way(rule, completion))
        figures = tallying.figures(election, outcome)
        yield {
            "rule": rule,
            "completion": completion,
            "winners": list(outcome.winners),
            **{name: figures[name] for name in ("spent", "voters", "represented")},
        }


def main(source: TextIO, out: TextIO, seconds: int) -> None:
    """Count what is read, within so much time and memory, behind whatever else is done here."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    for one in counts(json.load(source)):
        out.write(json.dumps(one) + "\n")
        out.flush()


if __name__ == "__main__":
    main(sys.stdin, sys.stdout, int(sys.argv[1]))
