"""The rules of a ballot against a second implementation, and where they end."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from veche.commons.ballots import casting, rules, words
from veche.commons.ballots.rules import ChoiceError, Question
from veche.commons.ballots.tests import papers, slow_count


def checked(paper: tuple[Question, ...], raw: dict[str, Any]) -> rules.Choice | None:
    try:
        return rules.check(paper, raw)
    except ChoiceError:
        return None


PAPER_AND_RAW = papers.papers().flatmap(lambda p: st.tuples(st.just(p), papers.filled(p)))
PAPER_AND_MANY = papers.papers().flatmap(
    lambda p: st.tuples(st.just(p), st.lists(papers.filled(p), max_size=30))
)


@settings(max_examples=150, deadline=None)
@given(PAPER_AND_RAW)
def test_check_agrees_with_the_slow_check(case: Any) -> None:
    paper, raw = case
    assert checked(paper, raw) == slow_count.allowed(paper, raw)


NOTHING_BUT_ZEROS = (
    (
        Question(id="q0", kind="points", options=("a",), required=False, minimum=0, total=3),
        Question(id="q1", kind="one", options=("b",), required=False),
    ),
    {"q0": {"a": 0}, "q1": ["b"]},
)


def test_a_split_of_nothing_but_zeros_is_left_out() -> None:
    """Who leaves every sum at nought has said no more than who leaves the question blank."""
    paper, raw = NOTHING_BUT_ZEROS
    assert rules.check(paper, raw) == {"q1": ["b"]}
    assert checked(paper[:1], {"q0": {"a": 0}}) is None
    asked = (replace(paper[0], required=True),)
    assert rules.check(asked, {"q0": {"a": 0}}) == {"q0": {}}
    assert checked((replace(asked[0], minimum=1),), {"q0": {"a": 0}}) is None


@settings(max_examples=100, deadline=None)
@example(NOTHING_BUT_ZEROS)
@given(PAPER_AND_RAW)
def test_a_canonical_choice_stays_as_it_is(case: Any) -> None:
    paper, raw = case
    choice = checked(paper, raw)
    if choice is not None:
        stored = json.loads(json.dumps(choice))
        assert rules.check(paper, stored) == choice
        assert checked(rules.paper_from_json(rules.paper_to_json(paper)), stored) == choice


@settings(max_examples=100, deadline=None)
@given(PAPER_AND_MANY)
def test_recount_agrees_with_the_slow_count(case: Any) -> None:
    paper, raws = case
    choices = [choice for raw in raws if (choice := checked(paper, raw)) is not None]
    ballots, lines = rules.recount(paper, choices)
    assert ballots == len(choices)
    lines = {name: line for name, line in lines.items() if line != (0, 0)}
    assert lines == slow_count.count(paper, choices)


@settings(max_examples=60, deadline=None)
@given(PAPER_AND_MANY)
def test_published_choices_give_the_same_count(case: Any) -> None:
    paper, raws = case
    choices = [choice for raw in raws if (choice := checked(paper, raw)) is not None]
    seen = [rules.published(paper, choice) for choice in choices]
    assert rules.recount(paper, seen) == rules.recount(paper, choices)


@settings(max_examples=60, deadline=None)
@given(PAPER_AND_MANY)
def test_lines_kept_by_steps_equal_a_recount_of_what_stands(case: Any) -> None:
    """One voter changes their mind again and again: the steps add up to the last choice alone."""
    paper, raws = case
    kept: dict[tuple[str, str], list[int]] = {}
    last: rules.Choice | None = None
    for raw in raws:
        choice = checked(paper, raw)
        if choice is None:
            continue
        lines = casting.lines_of(paper, choice, "web")
        if last is not None:
            lines = casting.subtract(lines, casting.lines_of(paper, last, "web"))
        for name, (votes, points) in lines.items():
            line = kept.setdefault(name, [0, 0])
            line[0] += votes
            line[1] += points
        last = choice
    standing = {name: tuple(line) for name, line in kept.items() if any(line) and name[0]}
    assert standing == (slow_count.count(paper, [last]) if last else {})


CART = Question(
    "q",
    "points",
    ("1", "2", "3", "4"),
    minimum=0,
    maximum=4,
    total=10,
    costs=(100_00, 500_00, 500_01, 0),
    budget=1_000_00,
    rivals=(("1", "4"),),
)
REFUSED = [
    (Question("q", "one", ("a", "b")), ["a", "b"], "not-one"),
    (Question("q", "one", ("a", "b")), "a", "wrong-form"),
    (Question("q", "one", ("a", "b")), [["a"]], "wrong-form"),
    (Question("q", "several", ("a", "b", "c"), maximum=2), ["a", "b", "c"], "too-many"),
    (Question("q", "several", ("a", "b"), minimum=2, maximum=2), ["a"], "too-few"),
    (Question("q", "several", ("a", "b"), exclusive=("b",), maximum=2), ["a", "b"], "exclusive"),
    (Question("q", "several", ("a", "b")), ["a"] * 1_000_000, "unknown-option"),
    (Question("q", "several", ("a", "b"), maximum=2), ["a", "a"], "twice"),
    (Question("q", "ranking", ("a", "b"), maximum=2), ["a", "z"], "unknown-option"),
    (Question("q", "scale"), 6, "off-scale"),
    (Question("q", "scale"), True, "wrong-form"),
    (Question("q", "scale"), 3.0, "wrong-form"),
    (Question("q", "points", ("a", "b"), total=5), {"a": 3, "b": 3}, "over-total"),
    (Question("q", "points", ("a", "b"), total=5, max_each=2), {"a": 3}, "too-much"),
    (Question("q", "points", ("a", "b"), total=5), {"a": 10**40}, "over-total"),
    (Question("q", "points", ("a", "b"), total=5), {"a": 0}, "empty"),
    (Question("q", "points", ("a", "b"), total=5), {"a": -1, "b": 1}, "wrong-form"),
    (Question("q", "text", max_length=10_000), "я" * 10_001, "too-long"),
    (Question("q", "text"), "  \n ", "empty"),
    (Question("q", "place"), [math.nan, 0], "off-map"),
    (Question("q", "place"), [math.inf, 0], "off-map"),
    (Question("q", "place"), [10**400, 0], "off-map"),
    (Question("q", "place"), [1, 2, 3], "wrong-form"),
    (replace(CART, kind="several"), ["2", "3"], "over-budget"),
    (replace(CART, kind="ranking"), ["3", "2"], "over-budget"),
    (CART, {"2": 1, "3": 1}, "over-budget"),
    (replace(CART, kind="several"), ["1", "4"], "rivals"),
    (replace(CART, kind="ranking"), ["4", "1"], "rivals"),
    (CART, {"1": 1, "4": 1}, "rivals"),
]


@pytest.mark.parametrize(("question", "answer", "code"), REFUSED)
def test_refused(question: Question, answer: Any, code: str) -> None:
    with pytest.raises(ChoiceError) as refusal:
        rules.check((question,), {"q": answer})
    assert refusal.value.code == code


def test_a_cart_is_refused_with_what_is_wrong() -> None:
    paper = (replace(CART, kind="several"),)
    with pytest.raises(ChoiceError) as refusal:
        rules.check(paper, {"q": ["3", "2"]})
    assert refusal.value.limits == {"budget": 1_000_00, "sum": 1_000_01}
    said = words.explain(refusal.value)
    assert "1\u00a0000,01\u00a0₽" in said
    assert "1\u00a0000\u00a0₽" in said
    with pytest.raises(ChoiceError) as refusal:
        rules.check(paper, {"q": ["4", "1"]})
    assert refusal.value.limits == {"first": "1", "second": "4"}
    assert "№\u00a01 и №\u00a04" in words.explain(refusal.value)


def test_a_cart_takes_what_fits() -> None:
    """To the last kopeck; what got no point costs nothing and has no rivals."""
    several = (replace(CART, kind="several"),)
    assert rules.check(several, {"q": ["3", "1"]}) == {"q": ["1", "3"]}
    assert rules.check(several, {"q": []}) == {"q": []}
    assert rules.check((replace(CART, budget=0),), {"q": {"2": 1, "3": 1}}) == {
        "q": {"2": 1, "3": 1}
    }
    assert rules.check((CART,), {"q": {"1": 0, "2": 1, "3": 0, "4": 1}}) == {"q": {"2": 1, "4": 1}}
    exact = (replace(CART, kind="several", costs=(1, 500_00, 500_00, 0)),)
    assert rules.check(exact, {"q": ["2", "3"]}) == {"q": ["2", "3"]}


def test_papers_older_than_carts_are_read() -> None:
    plain = Question("q", "several", ("a", "b"), maximum=2)
    written = rules.paper_to_json((plain,))
    assert not {"costs", "budget", "rivals"} & set(written[0])
    assert rules.paper_from_json(written) == (plain,)
    stored = json.loads(json.dumps(rules.paper_to_json((CART,))))
    assert rules.paper_from_json(stored) == (CART,)


def test_answers_past_a_branch_are_dropped() -> None:
    paper = (
        Question("way", "one", ("bus", "foot")),
        Question("line", "one", ("1", "2"), shown_if=("way", ("bus",))),
        Question("why", "text", shown_if=("line", ("2",))),
    )
    left = {"way": ["foot"], "line": ["2"], "why": "x"}
    assert rules.check(paper, left) == {"way": ["foot"]}
    with pytest.raises(ChoiceError):
        rules.check(paper, {"way": ["bus"]})


def test_a_blank_ballot_counts_where_none_is_asked_for() -> None:
    paper = (Question("q", "several", ("a", "b"), minimum=0, maximum=2),)
    blank: list[dict[str, Any]] = [{}, {"q": []}]
    for raw in blank:
        assert rules.check(paper, raw) == {"q": []}
    assert rules.recount(paper, [{"q": []}]) == (1, {("q", ""): (1, 0)})


HALF_A_KOPECK: Any = (1, 2, 3, 1.5)
UNCOUNTABLE = [
    [Question("", "scale")],
    [Question("q" * 37, "scale")],
    [Question("q", "one", ("", "b"))],
    [Question("q", "one", ("a", "a"))],
    [Question("q", "one", ("a", "b"), exclusive=("c",))],
    [Question("q", "scale"), Question("q", "scale")],
    [Question("q", "guess")],
    [Question("q", "points", ("a",), total=10**13)],
    [Question("q", "scale", shown_if=("later", ("a",))), Question("later", "one", ("a", "b"))],
    [replace(CART, kind="one")],
    [Question("q", "scale", rivals=(("a", "b"),))],
    [replace(CART, costs=(1, 2))],
    [replace(CART, costs=())],
    [replace(CART, costs=(1, 2, 3, -1))],
    [replace(CART, costs=HALF_A_KOPECK)],
    [replace(CART, costs=(1, 2, 3, True))],
    [replace(CART, costs=(1, 2, 3, 10**13), budget=0)],
    [replace(CART, costs=(1, 2, 3, 1_000_01))],
    [replace(CART, budget=-1)],
    [replace(CART, rivals=(("1",),))],
    [replace(CART, rivals=(("1", "1"),))],
    [replace(CART, rivals=(("1", "5"),))],
]


@pytest.mark.parametrize("paper", UNCOUNTABLE)
def test_a_paper_that_cannot_be_counted_is_no_paper(paper: list[Question]) -> None:
    with pytest.raises(ValueError, match=": "):
        rules.require_countable(paper)


def test_carts_can_be_counted() -> None:
    for kind in rules.CART_KINDS:
        rules.require_countable([replace(CART, kind=kind)])
    rules.require_countable([replace(CART, budget=0), replace(CART, id="r", costs=(), budget=0)])
