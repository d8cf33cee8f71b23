"""The same count by pabutools, for the ratio: run by an interpreter that has it, never by ours.

`VECHE_ORACLE` names that interpreter (of a virtual environment with `pabutools`, no dependency of
ours). Reads one JSON object on the standard input: `task`, `budget`, `costs`, `ballots` (lists of
places of projects), `add` of a step of Add1, `final_budget` that its last step comes to. Writes
seconds of its own processor time, without laying the election out, and how many won. Explaining is
there the effective support of each project: how much of what it needed it had.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from pabutools import election, fractions  # type: ignore[import-not-found]
from pabutools.analysis.mesanalytics import (  # type: ignore[import-not-found]
    calculate_effective_supports,
)
from pabutools.rules import method_of_equal_shares  # type: ignore[import-not-found]


def main(given: dict[str, Any]) -> dict[str, Any]:
    """Count once."""
    fractions.FRACTION = "float"
    listed = [election.Project(str(n), cost) for n, cost in enumerate(given["costs"])]
    instance = election.Instance(listed, budget_limit=given["budget"])
    ballots = [election.ApprovalBallot(listed[n] for n in one) for one in given["ballots"]]
    profile = election.ApprovalProfile(ballots, instance=instance).as_multiprofile()
    asked: dict[str, Any] = {"sat_class": election.Cost_Sat}
    if given["task"] == "budgeting.equal_shares_add1":
        asked["voter_budget_increment"] = given["add"]
    began = time.process_time()
    found = method_of_equal_shares(instance, profile, **asked)
    if given["task"] == "budgeting.explain":
        calculate_effective_supports(instance, profile, found, asked, given["final_budget"])
    return {"seconds": time.process_time() - began, "winners": len(found)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.load(sys.stdin))))
