"""Everything a town says while people vote: JSON lines, and nothing in them about anybody."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest

from tests.faults.running import RunningTown
from tests.faults.test_votes import Voters, beside

pytestmark = [
    pytest.mark.soak,
    pytest.mark.faults,
    pytest.mark.xdist_group("faults"),
    pytest.mark.timeout(600),
]
VOTES = 30


def test_a_whole_vote_leaves_numbers_and_no_traces(town: RunningTown) -> None:
    token = "m" * 24
    town.output.write_bytes(b"")
    town.begin(VECHE_LOG="json", VECHE_METRICS_TOKEN=token)
    town.wait_open()
    poll = beside(town, "prepare", str(VOTES))
    voters = Voters(town, poll["slug"], poll["sessions"])
    voters.start()
    voters.join()
    assert len(voters.acknowledged) == VOTES
    # Somebody who errs and somebody who looks for trouble are not told of either.
    for path in (f"/polls/{poll['slug']}-x/?who=ivanov", "/nowhere/petrov/"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"http://127.0.0.1:{town.port}{path}", timeout=30)
    numbers = metrics_of(town, token)
    assert town.end() == 0

    said = town.said()
    lines = [json.loads(line) for line in said.splitlines()]
    assert {"time", "level", "logger", "message"} <= set.intersection(*map(set, lines))
    traces = [poll["slug"], poll["poll_id"], "/vote/", "ivanov", "petrov", "127.0.0.1"]
    assert [trace for trace in (*traces, *poll["sessions"]) if trace in said] == []

    assert numbers["veche_ballots_accepted_total"] == VOTES
    assert poll["slug"] not in "".join(numbers)
    votes = {name: n for name, n in numbers.items() if 'status="302"' in name and "vote" in name}
    assert sum(votes.values()) == VOTES
    assert numbers["veche_database_connections"] >= 2


def metrics_of(town: RunningTown, token: str) -> dict[str, float]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{town.port}/metrics", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    pairs = [line.rpartition(" ") for line in lines if not line.startswith("#")]
    return {name: float(value) for name, _, value in pairs}
