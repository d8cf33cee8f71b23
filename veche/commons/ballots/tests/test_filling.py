"""Boxes filled at once count as if everyone had voted."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import IntegrityError

from veche.commons.ballots import public
from veche.commons.ballots.models import Ballot
from veche.commons.ballots.public import FilledPaper
from veche.commons.ballots.rules import ChoiceError, Question
from veche.commons.ballots.tests.papers import leave, open_box, vote
from veche.kernel.errors import Conflict, Refused
from veche.kernel.ids import new_id

pytestmark = pytest.mark.usefixtures("town")

PAPER = (
    Question("q", "several", ("a", "b", "c"), maximum=2),
    Question("p", "points", ("x", "y"), total=5, required=False),
)


def made_up(number: int) -> list[FilledPaper]:
    draw = random.Random(7)
    papers = []
    for _ in range(number):
        choice: dict[str, Any] = {"q": draw.sample(["a", "b", "c"], draw.randint(1, 2))}
        if draw.random() < 0.5:
            choice["p"] = {"x": draw.randint(1, 5)}
        papers.append(FilledPaper(new_id(), choice, draw.choice(["web", "paper"])))
    return papers


def test_filling_counts_as_casting_does() -> None:
    filled, cast = open_box(*PAPER), open_box(*PAPER)
    papers = made_up(120)
    assert public.fill(filled, papers) == 120
    for paper in papers:
        public.cast(leave(cast, paper.person_id, paper.channel), paper.choice)
    assert public.results(filled) == public.results(cast)
    for box in (filled, cast):
        public.close_box(box)
        assert public.publish(box) == 120
    assert public.recount(filled) == public.recount(cast)
    own = public.own_ballots([filled], papers[0].person_id)
    assert own[filled].choice == public.own_ballots([cast], papers[0].person_id)[cast].choice


def test_filling_joins_what_was_cast_before() -> None:
    box, person = open_box(), new_id()
    vote(box, person, "a")
    public.fill(box, [FilledPaper(new_id(), {"q": ["a"]})])
    assert public.results(box).ballots == 2
    vote(box, person, "b")
    public.close_box(box)
    assert public.publish(box) == 2


@pytest.mark.parametrize(
    ("choices", "error"), [([["a"], ["чужое"]], ChoiceError), ([["a"], ["a"]], IntegrityError)]
)
def test_filling_is_all_or_nothing(choices: list[list[str]], error: type[Exception]) -> None:
    box, person = open_box(), new_id()
    with pytest.raises(error):
        public.fill(box, [FilledPaper(person, {"q": choice}) for choice in choices])
    assert Ballot.objects.filter(box_id=box).count() == 0
    assert public.results(box).ballots == 0


def test_only_a_demo_is_filled(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(Refused):
        public.fill(open_box(), [])


def test_a_closed_box_is_not_filled() -> None:
    box = open_box()
    public.close_box(box)
    with pytest.raises(Conflict):
        public.fill(box, [])
