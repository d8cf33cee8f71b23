"""What is lawful in the secret box is what is lawful in the house, to the last mark."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tools.recount import recount
from veche.ballotbox import entries, manifest
from veche.ballotbox.entries import Body, Mark
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import Question
from veche.ballotbox.tests.makers import make_manifest
from veche.commons.ballots import rules

MH = bytes(range(32))
OPTIONS = tuple("abcde")


@st.composite
def house_questions(draw: st.DrawFn, name: str) -> rules.Question:
    kind = draw(st.sampled_from(manifest.KINDS))
    options = OPTIONS[: draw(st.integers(2, 5))] if kind != "scale" else ()
    some = st.lists(st.sampled_from(options or ("",)), unique=True).map(sorted).map(tuple)
    minimum = draw(st.integers(0, 2))
    cart: dict[str, Any] = {}
    if kind in rules.CART_KINDS and draw(st.booleans()):
        costs = draw(st.tuples(*[st.integers(0, 6)] * len(options)))
        budget = draw(st.just(0) | st.integers(max(1, *costs), 15))
        rivals = draw(st.lists(some.filter(lambda one: len(one) > 1), max_size=2))
        cart = {"costs": costs, "budget": budget, "rivals": tuple(rivals)}
    return rules.Question(
        id=name,
        kind=kind,
        options=options,
        exclusive=() if kind == "scale" else draw(some),
        required=draw(st.booleans()),
        minimum=minimum,
        maximum=draw(st.integers(max(1, minimum), max(2, len(options)))),
        low=-1,
        high=3,
        total=draw(st.integers(2, 9)) if kind == "points" else 0,
        max_each=draw(st.integers(0, 4)) if kind == "points" else 0,
        **cart,
    )


def boxed(question: rules.Question) -> Question:
    """The same question in a manifest."""
    options, least, most = question.options, question.minimum, question.maximum
    if question.kind == "scale":
        options = tuple(str(mark) for mark in range(question.low, question.high + 1))
    if question.kind in manifest.SINGLE_KINDS:
        least, most = 1, 1
    if question.kind == "points":
        # The house asks for no number of marks here but some or none.
        least, most = min(least, 1), len(options)
    return Question(
        question.id,
        question.kind,
        options,
        least,
        most,
        question.total,
        question.required,
        tuple(sorted(map(options.index, question.exclusive))),
        question.max_each,
        question.costs,
        question.budget,
        tuple(tuple(sorted(map(options.index, one))) for one in question.rivals),
    )


@st.composite
def answers(draw: st.DrawFn, question: rules.Question) -> Any:
    """An answer as the pages send it, often not a lawful one; None where it is left out."""
    if draw(st.integers(0, 4)) == 0:
        return None
    if question.kind == "scale":
        return draw(st.integers(question.low - 1, question.high + 1))
    marked = draw(st.lists(st.sampled_from(question.options), unique=True))
    if question.kind != "points":
        return marked
    return {option: draw(st.integers(0, 5)) for option in marked}


def marks_of(question: Question, answer: Any) -> tuple[Mark, ...]:
    """The marks of an answer, options ascending; lawful or not."""
    if answer is None:
        return ()
    if question.kind == "scale":
        text = str(answer)
        known = text in question.options
        return (Mark(question.options.index(text) if known else len(question.options), 1),)
    if question.kind == "points":
        given = [(question.options.index(one), value) for one, value in answer.items() if value]
        return tuple(Mark(*pair) for pair in sorted(given))
    ranked = question.kind == "ranking"
    places = [(question.options.index(o), n if ranked else 1) for n, o in enumerate(answer, 1)]
    return tuple(Mark(*pair) for pair in sorted(places))


def is_lawful_in_the_house(paper: tuple[rules.Question, ...], raw: dict[str, Any]) -> bool:
    try:
        rules.check(paper, raw)
    except rules.ChoiceError:
        return False
    return True


def is_lawful_in_the_box(made: manifest.Manifest, data: bytes) -> bool:
    try:
        entries.read_body(made, MH, data)
    except Fault:
        return False
    return True


papers = st.tuples(house_questions("q1"), house_questions("q2"))
filled = papers.flatmap(lambda paper: st.tuples(st.just(paper), st.tuples(*map(answers, paper))))
A_GIFT = rules.Question("q1", "points", ("a", "b"), minimum=0, total=9, max_each=4)
NOBODY_MUST = rules.Question("q2", "one", ("a", "b"), required=False)


@settings(max_examples=1000)
@example(((A_GIFT, NOBODY_MUST), (None, None)))
@example(((A_GIFT, NOBODY_MUST), ({"a": 5}, None)))
@example(((NOBODY_MUST, NOBODY_MUST), (None, None)))
@given(filled)
def test_house_box_and_recount_agree(drawn: tuple[Any, Any]) -> None:
    paper = tuple(replace(one, id=f"q{n}") for n, one in enumerate(drawn[0], 1))
    rules.require_countable(paper)
    raw = {one.id: said for one, said in zip(paper, drawn[1], strict=True) if said is not None}
    made = make_manifest(tuple(map(boxed, paper)))
    served = manifest.write(made)
    marks = tuple(marks_of(one, raw.get(one.id)) for one in made.questions)
    body = entries.write_unpadded(MH, Body(1, marks)).ljust(made.body_len, b"\xff")
    lawful = is_lawful_in_the_house(paper, raw)
    assert is_lawful_in_the_box(made, body) == lawful
    recount.begin(served)
    assert (len(body) == made.body_len and recount.marks(body[52:]) is not None) == lawful
