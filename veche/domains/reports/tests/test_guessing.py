"""Guesses out of words, and likeness of reports."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.domains.reports.actions import keeping
from veche.domains.reports.models import Guesser
from veche.domains.reports.queries import guessing
from veche.domains.reports.rules import likeness, model

EXAMPLES = [
    (["яма", "дорога"], "roads"),
    (["асфальт", "яма"], "roads"),
    (["фонарь", "темно"], "lamps"),
    (["лампа", "фонарь"], "lamps"),
    (["мусор", "бак"], "waste"),
]


def test_what_was_learnt_is_guessed_and_the_unknown_is_not() -> None:
    made = model.train(EXAMPLES)
    assert model.guess(made, ["фонарь"])[0][0] == "lamps"
    assert model.guess(made, ["яма", "асфальт"])[0][0] == "roads"
    assert model.guess(made, ["ъъъ"]) == []
    assert model.guess(made, []) == []


def test_a_model_survives_its_bytes_and_is_always_the_same() -> None:
    made, again = model.train(EXAMPLES), model.train(EXAMPLES)
    assert np.array_equal(made.weights, again.weights)
    read = model.from_bytes(made.labels, made.to_bytes())
    assert model.guess(read, ["бак"])[0][0] == "waste"


points = st.tuples(st.floats(54.4, 54.6), st.floats(36.4, 36.6))
words = st.frozensets(st.sampled_from("abcdefgh"), max_size=6)
seen = st.builds(
    lambda key, point, said: likeness.Seen(str(key), point[0], point[1], said),
    st.integers(),
    points,
    words,
)


@given(
    point=points,
    said=words,
    radius=st.integers(1, 5000),
    found=st.lists(seen, max_size=12, unique_by=lambda one: one.key),
    limit=st.integers(0, 5),
    seed=st.integers(),
)
def test_the_likeliest_within_the_radius_in_any_order(
    point: Any, said: Any, radius: int, found: list[likeness.Seen], limit: int, seed: int
) -> None:
    near = likeness.nearest(point, said, radius, found, limit)
    every = likeness.nearest(point, said, radius, found, len(found))
    inside = [
        one
        for one in found
        if likeness.metres_between(point, (one.latitude, one.longitude)) <= radius
    ]
    assert {one.key for one in every} == {one.key for one in inside}
    assert near == every[:limit]
    assert all(0 <= one.likeness <= 1 for one in every)
    shuffled = list(found)
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    assert likeness.nearest(point, said, radius, shuffled, limit) == near


def test_the_same_words_at_the_same_place_come_first() -> None:
    here = (54.5, 36.5)
    twin = likeness.Seen("twin", *here, frozenset({"фонарь", "гореть"}))
    other = likeness.Seen("other", *here, frozenset({"скамейка"}))
    found = likeness.nearest(here, {"фонарь", "гореть"}, 60, [other, twin], 3)
    assert [one.key for one in found] == ["twin", "other"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("У пруда сломали скамейку", "yards.playground"),
        ("Фонари не горят, темнота", "pavements.lamp_out"),
        ("Огромная яма, пробил колесо", "roads.potholes"),
        ("Бродячие собаки стаей", "green.stray_animals"),
        ("Батареи в квитанции? Нет, холодные батареи дома", "house.heating"),
    ],
)
@pytest.mark.usefixtures("places_town")
def test_the_start_set_is_enough_to_begin_with(text: str, code: str) -> None:
    keeping.train_guesser()
    assert code in [one.code for one in guessing.guesses(text)]


@pytest.mark.usefixtures("places_town")
def test_without_a_model_nothing_is_guessed() -> None:
    assert guessing.guesses("Яма") == []
    keeping.train_guesser()
    keeping.train_guesser()
    assert Guesser.objects.count() == 1
    assert guessing.guesses("  ") == []
