"""The quick rule of what is told by groups says what the plain one says, and is quick."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.commons.ballots.breakdown_rules import Key, Tally, tables
from veche.commons.ballots.tests.plain_breakdown import plain_tables

MARKS = 5


def town(
    seed: int, ballots: int, places: int, questions: int, answering: float
) -> tuple[Tally, list[Key]]:
    """A survey of scales: greater and smaller places, some on paper, questions left out."""
    draw = random.Random(seed)
    names = [f"p{number}" for number in range(places)]
    weights = [1 / (1 + number * draw.choice([0, 0.2, 1])) for number in range(places)]
    tally = Tally()
    for _ballot in range(ballots):
        marks: list[Key] = []
        for question in range(questions):
            if draw.random() < answering:
                mark = min(int(draw.expovariate(0.7)), MARKS - 1)
                marks += [(f"q{question}", ""), (f"q{question}", str(mark))]
        channel = draw.choices(["web", "assisted", "paper"], [90, 6, 4])[0]
        on_paper = channel == "paper"
        groups = {
            "channel": channel,
            "level": draw.choice("123") if channel == "web" else "2",
            "place": "" if on_paper else draw.choices(names, weights)[0],
            "age": "" if on_paper else draw.choice("abcd"),
        }
        tally.add(marks, groups, is_accounted=on_paper)
    lines = [
        (f"q{question}", option)
        for question in range(questions)
        for option in ("", *map(str, range(MARKS)))
    ]
    return tally, lines


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    ballots=st.sampled_from([3, 12, 40, 120, 400, 900]),
    places=st.integers(1, 7),
    questions=st.integers(0, 3),
    answering=st.sampled_from([0.3, 0.9, 1.0]),
    minimum=st.sampled_from([1, 3, 5]),
)
def test_the_quick_rule_says_what_the_plain_one_says(
    seed: int, ballots: int, places: int, questions: int, answering: float, minimum: int
) -> None:
    tally, lines = town(seed, ballots, places, questions, answering)
    assert tables(tally, lines, minimum) == plain_tables(tally, lines, minimum)


@pytest.mark.parametrize(("ballots", "places", "questions"), [(2000, 24, 2), (3000, 6, 3)])
def test_so_it_does_of_greater_towns(ballots: int, places: int, questions: int) -> None:
    tally, lines = town(1, ballots, places, questions, 1.0)
    found = tables(tally, lines, 5)
    assert found == plain_tables(tally, lines, 5)
    assert all(len(one.shown) > 1 for one in found), "such a town has something to tell"
