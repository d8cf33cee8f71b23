"""What everyone may see after the close, and that it gives the count."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from veche.commons.ballots import public, rules
from veche.commons.ballots.models import Ballot, Count
from veche.commons.ballots.rules import ChoiceError, Question
from veche.commons.ballots.tests import papers, slow_count
from veche.commons.ballots.tests.papers import leave, open_box, vote
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.ids import new_id

pytestmark = pytest.mark.usefixtures("town")


def test_an_open_box_publishes_nothing() -> None:
    box = open_box()
    vote(box)
    with pytest.raises(Conflict):
        public.publish(box)
    assert list(public.published_rows(box)) == []
    assert not public.is_published(box)


def test_published_rows_are_the_choices_that_stand() -> None:
    box, person = open_box(), new_id()
    vote(box, person, "a")
    vote(box, person, "b", "c")
    vote(box, None, "d")
    public.close_box(box)
    assert public.publish(box) == 2
    assert public.publish(box) == 2
    assert public.is_published(box)
    rows = sorted(public.published_rows(box, batch=1), key=str)
    assert rows == [{"q": ["b", "c"]}, {"q": ["d"]}]


def test_published_order_says_nothing_of_the_order_of_votes() -> None:
    """Spearman's rank correlation of 400 places with the order of casting; 6 sigma = 0.3."""
    box = open_box(Question("q", "scale", low=1, high=400))
    for number in range(1, 401):
        public.cast(leave(box), {"q": number})
    public.close_box(box)
    public.publish(box)
    order = [row["q"] for row in public.published_rows(box)]
    assert sorted(order) == list(range(1, 401))
    assert abs(_spearman(order)) < 0.3


@pytest.mark.parametrize("kind", ["scale", "text"])
def test_published_order_says_nothing_of_pseudonyms(kind: str) -> None:
    """Neither in place nor in the order of rows on disk, even where rows are written one by one."""
    box = open_box(Question("q", kind, low=1, high=400), Question("n", "scale", low=1, high=400))
    for number in range(1, 201):
        public.cast(leave(box), {"q": number if kind == "scale" else "слово", "n": number})
    names = Ballot.objects.filter(box_id=box).order_by("pseudonym")
    ranks = {row.choice["n"]: rank for rank, row in enumerate(names, start=1)}
    public.close_box(box)
    public.publish(box)
    assert abs(_spearman([ranks[row["n"]] for row in public.published_rows(box)])) < 0.45


def _spearman(order: list[int]) -> float:
    n = len(order)
    apart = sum((place - rank) ** 2 for place, rank in enumerate(order, start=1))
    return 1 - 6 * apart / (n * (n * n - 1))


def test_words_and_places_are_not_published_as_they_stand() -> None:
    box = open_box(Question("say", "text"), Question("where", "place"))
    public.cast(leave(box), {"say": "Я, Иванов, живу тут", "where": [55.755812, 37.617698]})
    public.close_box(box)
    public.publish(box)
    assert list(public.published_rows(box)) == [{"say": True, "where": [55.756, 37.618]}]
    assert public.recount(box)[1] == {("say", ""): (1, 0), ("where", ""): (1, 0)}


@pytest.mark.parametrize(
    "spoiling",
    [
        {"question": "q", "key": "a", "votes": 3},
        {"question": "q", "key": "b", "points": 1},
        {"question": "", "key": "ballots", "votes": 2},
        {"question": "", "key": "channel:web", "votes": 2},
    ],
)
def test_a_count_that_differs_from_the_ballots_is_never_published(spoiling: dict[str, Any]) -> None:
    box = open_box()
    vote(box, None, "a")
    name = {"question": spoiling.pop("question"), "key": spoiling.pop("key")}
    if not Count.objects.filter(box_id=box, **name).update(**spoiling):
        Count.objects.create(box_id=box, shard=0, votes=0, **name, **spoiling)
    public.close_box(box)
    with pytest.raises(RuntimeError, match="differs"):
        public.publish(box)
    assert not public.is_published(box)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_kept_count_published_rows_and_slow_count_are_one(data: st.DataObject) -> None:
    """Five people vote, and change their minds, on any paper: three ways to count, one answer."""
    paper = data.draw(papers.papers())
    box = open_box(*paper)
    people = [new_id() for _ in range(5)]
    standing: dict[int, rules.Choice] = {}
    for who in data.draw(st.lists(st.integers(0, 4), max_size=12)):
        raw = data.draw(papers.filled(paper))
        try:
            expected = rules.check(paper, raw)
        except ChoiceError:
            with pytest.raises(Invalid):
                public.cast(leave(box, people[who]), raw)
            continue
        public.cast(leave(box, people[who]), raw)
        standing[who] = expected
    kept = public.results(box)
    truth = slow_count.count(paper, list(standing.values()))
    lines = {
        n: (v.votes, v.points) for n, v in kept.lines.items() if n[0] and (v.votes or v.points)
    }
    assert (kept.ballots, lines) == (len(standing), truth)
    public.close_box(box)
    assert public.publish(box) == len(standing)
    ballots, counted = public.recount(box)
    assert (ballots, {n: v for n, v in counted.items() if v != (0, 0)}) == (len(standing), truth)
