"""The machine: everything ends, nothing leads nowhere, nobody moves what is not theirs."""

from __future__ import annotations

import pytest

from veche.domains.reports.rules import states


def targets(verb: str) -> set[str]:
    fixed = states.MOVES[verb].target
    if fixed is not None:
        return {fixed}
    if verb in states.ANSWERS:
        return {states.target_of(verb, outcome=one) for one in (states.SOLVED, states.DECLINING)}
    return {
        states.target_of(verb, goes_back=goes_back, is_promised=is_promised)
        for goes_back in (True, False)
        for is_promised in (False, True)
    }


def reachable(start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        for verb, move in states.MOVES.items():
            if state in move.sources:
                new = targets(verb) - found
                found |= new
                waiting += new
    return found


def test_every_state_is_reached_from_the_first() -> None:
    assert reachable(states.MODERATION) == set(states.STATES)


@pytest.mark.parametrize("state", states.STATES)
def test_every_state_comes_to_an_end(state: str) -> None:
    assert reachable(state) & states.OVER


@pytest.mark.parametrize("state", sorted(states.RUNNING | states.PAUSED))
def test_somebody_of_the_town_or_time_moves_every_open_case(state: str) -> None:
    movers = {
        part for move in states.MOVES.values() if state in move.sources for part in move.parts
    }
    assert movers - {states.AUTHOR}


def test_no_case_closes_on_the_official_word_alone() -> None:
    closing = [verb for verb in states.MOVES if states.CLOSED in targets(verb)]
    parts = set().union(*(states.MOVES[verb].parts for verb in closing))
    assert parts == {states.AUTHOR, states.SYSTEM, states.CONTROLLER}


@pytest.mark.parametrize(
    ("verb", "state", "part", "expected"),
    [
        ("pass", states.MODERATION, states.MODERATOR, True),
        ("pass", states.MODERATION, states.COORDINATOR, False),
        ("pass", states.IN_WORK, states.MODERATOR, False),
        ("confirm", states.ASKED, states.AUTHOR, True),
        ("confirm", states.ASKED, states.EXECUTOR, False),
        ("approve", states.APPROVAL, states.EXECUTOR, False),
        ("lift", states.REFUSED, states.CONTROLLER, True),
        ("lift", states.REFUSED, states.APPROVER, False),
        ("close", states.ASKED, states.SYSTEM, True),
    ],
)
def test_who_may_move_what(verb: str, state: str, part: str, expected: bool) -> None:
    assert states.is_allowed(verb, state, {part}) is expected
    assert (verb in states.verbs_open(state, {part})) is expected


def test_what_is_not_looked_at_or_is_private_is_unseen() -> None:
    assert states.stage_of(states.MODERATION, states.PUBLIC) == states.UNSEEN
    assert states.stage_of(states.IN_WORK, states.PUBLIC) == states.OPEN
    assert states.stage_of(states.ASKED, states.PUBLIC) == states.DONE
    assert states.stage_of(states.REFUSED, states.PUBLIC) == states.DECLINED
    assert states.stage_of(states.CLOSED, states.PUBLIC, outcome=states.SOLVED) == states.DONE
    assert states.stage_of(states.CLOSED, states.PUBLIC) == states.DECLINED
    assert {states.stage_of(one, states.AUTHOR_ONLY) for one in states.STATES} == {states.UNSEEN}
