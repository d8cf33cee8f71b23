"""One person presses fifty times at once, over real HTTP: one ballot, and an answer to each."""

from __future__ import annotations

import threading

import pytest

from tests.faults.running import RunningTown
from tests.faults.test_votes import Voters, beside

pytestmark = [pytest.mark.soak, pytest.mark.faults, pytest.mark.xdist_group("faults")]
PRESSES = 50


def test_fifty_votes_of_one_person_are_one_ballot(town: RunningTown) -> None:
    town.start()
    # A finger that trembles sends the same; two windows send what they hold.
    for choices in ("a", "abc"):
        press_at_once(town, choices)
    town.end()


def press_at_once(town: RunningTown, choices: str) -> None:
    """Fifty presses with those choices, turn about."""
    poll = beside(town, "prepare", "1")
    (session,) = poll["sessions"]
    voter = Voters(town, poll["slug"], [])
    start = threading.Barrier(PRESSES)
    taken: dict[int, bool] = {}

    def press(number: int) -> None:
        start.wait(timeout=60)
        taken[number] = voter.vote(session, choices[number % len(choices)])

    threads = [threading.Thread(target=press, args=(number,)) for number in range(PRESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(taken) == sum(voter.answers.values()) == PRESSES, "each was answered"
    assert set(voter.answers) <= {302, 409, 429}, voter.answers
    assert any(taken.values()), "some are led to the receipt of what lies in the box"
    held = beside(town, "count", poll["poll_id"])
    assert held["rows"] == held["voters"] == held["ballots"] == 1
    (choice,) = held["by_rows"]
    assert held["own"] == {session: choice}
    assert held["kept"] == {choice: 1}
