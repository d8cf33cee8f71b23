"""Papers and answers, lawful and not, for hypothesis; and makers of boxes for the other tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from veche.commons.ballots import public, rules
from veche.commons.ballots.rules import Question
from veche.kernel import clock
from veche.kernel.ids import new_id

KINDS_OF_OPTIONS = ("one", "several", "ranking", "points")
FLAVOURS = Question(id="q", kind="several", options=("a", "b", "c", "d"), maximum=2)


def open_box(
    *paper: Question, is_revisable: bool = True, opens_in: float = -60, closes_in: float = 3600
) -> UUID:
    """A box with its hours counted in seconds from now."""
    box_id = new_id()
    now = clock.database_now()
    public.open_box(
        box_id,
        paper=paper or (FLAVOURS,),
        opens_at=now + timedelta(seconds=opens_in),
        closes_at=now + timedelta(seconds=closes_in),
        is_revisable=is_revisable,
    )
    return box_id


def leave(box_id: UUID, person_id: UUID | None = None, channel: str = "web") -> public.Pass:
    """A pass as the registrar gives it."""
    return public.issue_pass(
        box_id, person_id=person_id or new_id(), stratum="", level=1, channel=channel
    )


def vote(box_id: UUID, person_id: UUID | None = None, *options: str) -> public.Receipt:
    """A ballot for some options of FLAVOURS."""
    return public.cast(leave(box_id, person_id), {"q": list(options or ("a",))})


def shown(box_id: UUID) -> dict[str, int]:
    """Votes of each option of FLAVOURS that has any, as the kept count tells them."""
    lines = public.results(box_id).lines
    return {key: line.votes for (q, key), line in lines.items() if q and key and line.votes}


@st.composite
def questions(draw: st.DrawFn, number: int, earlier: tuple[Question, ...]) -> Question:
    """A question of any kind, perhaps hanging on an earlier one."""
    kind = draw(st.sampled_from(rules.KINDS))
    options: tuple[str, ...] = ()
    if kind in KINDS_OF_OPTIONS:
        options = tuple("abcdefg"[: draw(st.integers(1, 7))])
    exclusive = options[draw(st.integers(0, len(options))) :] if options else ()
    minimum = draw(st.integers(0, 3))
    hangs_on = [q for q in earlier if q.kind in ("one", "several", "ranking")]
    shown_if = None
    is_hanging = draw(st.booleans())
    if hangs_on and is_hanging:
        other = draw(st.sampled_from(hangs_on))
        shown_if = (other.id, tuple(draw(st.sets(st.sampled_from(other.options), min_size=1))))
    costs, budget, rivals = draw(carts(options)) if kind in rules.CART_KINDS else ((), 0, ())
    return Question(
        id=f"q{number}",
        kind=kind,
        options=options,
        exclusive=exclusive,
        required=draw(st.booleans()),
        minimum=minimum,
        maximum=draw(st.integers(max(minimum, 1), 5)),
        low=1,
        high=draw(st.integers(2, 10)),
        total=draw(st.integers(0, 12)),
        max_each=draw(st.integers(0, 6)),
        shown_if=shown_if,
        costs=costs,
        budget=budget,
        rivals=rivals,
    )


@st.composite
def carts(draw: st.DrawFn, options: tuple[str, ...]) -> tuple[Any, int, Any]:
    """Costs, a budget in which each option fits alone, and rivals; any of them may be absent."""
    costs: tuple[int, ...] = ()
    budget = 0
    if draw(st.booleans()):
        costs = tuple(draw(st.integers(0, 9)) for _option in options)
        budget = draw(st.sampled_from([0, max(costs), max(costs) + draw(st.integers(0, 12))]))
    rivals: list[tuple[str, ...]] = []
    if len(options) > 1:
        some = st.lists(st.sampled_from(options), min_size=2, max_size=3, unique=True)
        rivals = draw(st.lists(some.map(tuple), max_size=2))
    return costs, budget, tuple(rivals)


@st.composite
def papers(draw: st.DrawFn) -> tuple[Question, ...]:
    """One to four questions."""
    paper: tuple[Question, ...] = ()
    for number in range(draw(st.integers(1, 4))):
        paper += (draw(questions(number, paper)),)
    return paper


_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 12),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from(["", "a", "чужое", [], {}, ["a", "a"], ["zz"], [1], [None], {"a": "1"}]),
    st.dictionaries(st.sampled_from("abz"), st.sampled_from([-1, 0, True, 1.5, 10**30])),
)


def _likely(question: Question) -> st.SearchStrategy[Any]:
    if question.kind == "scale":
        return st.integers(0, 11)
    if question.kind == "text":
        return st.sampled_from(["слово", "  с краёв  ", " ", "две\nстроки"])
    if question.kind == "place":
        return st.lists(st.sampled_from([0, 55.755823, -90, 91.0, 180, -0.000001]), max_size=3)
    if question.kind == "points":
        return st.dictionaries(st.sampled_from(question.options), st.integers(0, 7))
    return st.permutations(question.options).flatmap(
        lambda order: st.integers(0, len(order)).map(lambda length: list(order[:length]))
    )


@st.composite
def filled(draw: st.DrawFn, paper: tuple[Question, ...]) -> dict[str, Any]:
    """Answers as a browser, a careless program or an enemy may send them."""
    raw = {}
    for question in paper:
        how = draw(st.integers(0, 11))
        if how:
            raw[question.id] = draw(_JUNK if how == 1 else _likely(question))
    if draw(st.integers(0, 20)) == 0:
        raw["нет такого"] = ["a"]
    return raw
