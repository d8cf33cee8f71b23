"""Papers and choices in both forms: what the house takes the box takes, and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.ballotbox import counting, entries, manifest
from veche.ballotbox.entries import Body
from veche.ballotbox.faults import Fault
from veche.ballotbox.tests.makers import make_manifest
from veche.commons.ballots import rules
from veche.commons.ballots.rules import ChoiceError, Question
from veche.commons.ballots.secrecy import papers

OPTIONS = ("a", "b", "c", "d")


@st.composite
def questions(draw: Any, name: str) -> Question:
    kind = draw(st.sampled_from([kind for kind in rules.KINDS if kind not in rules.VEILED]))
    minimum = draw(st.integers(0, 2))
    alone = draw(st.sampled_from([(), ("d",)]))
    is_cart = kind in rules.CART_KINDS and draw(st.booleans())
    return Question(
        id=name,
        kind=kind,
        options=() if kind == "scale" else OPTIONS,
        exclusive=() if kind == "scale" else alone,
        required=draw(st.booleans()),
        minimum=minimum,
        maximum=draw(st.integers(max(1, minimum), 5)),
        low=draw(st.integers(-3, 1)),
        high=draw(st.integers(2, 5)),
        total=draw(st.integers(2, 9)),
        max_each=draw(st.integers(0, 4)),
        costs=(10, 20, 30, 40) if is_cart else (),
        budget=draw(st.sampled_from([0, 60])) if is_cart else 0,
        rivals=(("c", "a"),) if is_cart and draw(st.booleans()) else (),
    )


PAPERS = st.tuples(questions("first"), questions("second"))


@st.composite
def choices(draw: Any, paper: tuple[Question, ...]) -> dict[str, Any]:
    marked = st.lists(st.sampled_from(OPTIONS), max_size=4, unique=True)
    raw: dict[str, Any] = {}
    for question in paper:
        if question.kind == "scale":
            answer: Any = draw(st.none() | st.integers(question.low, question.high))
        elif question.kind == "points":
            answer = draw(st.dictionaries(st.sampled_from(OPTIONS), st.integers(1, 5), max_size=4))
        elif question.kind == "one":
            answer = draw(marked.map(lambda found: found[:1]))
        else:
            answer = draw(marked)
        if answer is not None:
            raw[question.id] = answer
    return raw


def written(paper: tuple[Question, ...]) -> manifest.Manifest:
    return make_manifest(tuple(papers.written(question, {}) for question in paper))


@given(paper=PAPERS, data=st.data())
def test_a_lawful_choice_goes_through_a_ballot_and_comes_back(
    paper: tuple[Question, ...], data: Any
) -> None:
    try:
        choice = rules.check(paper, data.draw(choices(paper)))
    except ChoiceError:
        return
    made = written(paper)
    body = Body(1, papers.marks_of(paper, choice))
    read = entries.read_body(made, bytes(32), entries.write_body(made, bytes(32), body))
    assert papers.choice_of(paper, read.choice) == choice
    _ballots, lines = rules.recount(paper, [choice])
    for question in paper:
        scale = map(str, range(question.low, question.high + 1))
        names = scale if question.kind == "scale" else question.options
        ours = [lines.get((question.id, name), (0, 0)) for name in names]
        assert ours == counting.tally(made, [read.choice])[question.id]


@given(paper=PAPERS, data=st.data())
def test_what_the_box_takes_the_house_takes_too(paper: tuple[Question, ...], data: Any) -> None:
    """Marks drawn without looking at the rules: either both refuse them or neither."""
    raw = data.draw(choices(paper))
    made = written(paper)
    marks = papers.marks_of(
        paper, {name: said for name, said in raw.items() if said not in ([], {})}
    )
    try:
        entries.write_body(made, bytes(32), Body(1, marks))
        is_taken = True
    except Fault:
        is_taken = False
    # The house asks for at least one answer; the box takes a blank ballot.
    if is_taken and any(marks):
        assert papers.choice_of(paper, marks) == rules.check(paper, raw)
    elif not is_taken:
        with pytest.raises(ChoiceError):
            rules.check(paper, raw)


def test_the_manifest_may_show_words() -> None:
    question = Question("q", "one", ("x1", "x2"))
    assert papers.written(question, {"q": ["Да", "Нет"]}).options == ("Да", "Нет")
    assert papers.written(question, {"q": ["Да", "Да"]}).options == ("1. Да", "2. Да")
    with pytest.raises(ValueError, match="label"):
        papers.written(question, {"q": ["Да"]})


def test_what_names_people_is_not_asked_secretly() -> None:
    assert not papers.is_writable(Question("q", "text"))
    assert not papers.is_writable(Question("q", "place"))
    assert not papers.is_writable(Question("q", "one", ("a", "b"), shown_if=("p", ("x",))))
    assert papers.is_writable(Question("q", "scale"))
