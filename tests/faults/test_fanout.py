"""A notice on its way to many, whose worker is killed: it goes on, and nobody is told twice."""

from __future__ import annotations

import time

import pytest

from tests.faults.running import RunningTown
from tests.faults.test_votes import beside, job_processes

pytestmark = [
    pytest.mark.soak,
    pytest.mark.faults,
    pytest.mark.xdist_group("faults"),
    pytest.mark.timeout(600),
]


def test_a_killed_fanout_goes_on_without_a_double(town: RunningTown) -> None:
    town.start()
    number = 150_000
    begun = beside(town, "begin_fanout", str(number))
    for worker in job_processes(town):
        town.kill(worker)
    before = beside(town, "told", begun["decision"])
    assert 0 < before["told"] < number, "killed in the middle, or nothing was tested"
    assert not before["is_done"]
    deadline = time.monotonic() + 300
    while not (after := beside(town, "told", begun["decision"]))["is_done"]:
        assert time.monotonic() < deadline, after
        time.sleep(2)
    assert after["told"] == after["people"] == after["dispatched"] == number
    town.end()
