"""A paper of the house as a manifest has it, and marks on it in both forms; pure.

Options are told by their place: the manifest may show words where the house keeps short names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from veche.ballotbox.entries import Choice, Mark
from veche.ballotbox.manifest import Question as Written
from veche.commons.ballots import rules
from veche.commons.ballots.rules import Question

# A name in the manifest for each option of a question, in its order.
Labels = Mapping[str, Sequence[str]]
# What a question asks, as people read it.
Texts = Mapping[str, str]


def is_writable(question: Question) -> bool:
    """Whether a secret ballot can ask this: own words and places name people, branches tell."""
    return question.kind not in rules.VEILED and question.shown_if is None


def written(question: Question, labels: Labels, texts: Texts | None = None) -> Written:
    """The question in the manifest's form."""
    options = _options(question, labels.get(question.id, ()))
    numbers = {option: number for number, option in enumerate(question.options)}
    return Written(
        id=question.id,
        text=(texts or {}).get(question.id, ""),
        kind=question.kind,
        options=options,
        min=_minimum(question),
        max=_maximum(question, len(options)),
        total=question.total if question.kind == "points" else 0,
        required=question.required,
        alone=tuple(sorted(numbers[option] for option in question.exclusive)),
        max_each=question.max_each if question.kind == "points" else 0,
        costs=question.costs,
        budget=question.budget,
        rivals=tuple(tuple(sorted(numbers[one] for one in rivals)) for rivals in question.rivals),
    )


def _options(question: Question, labels: Sequence[str]) -> tuple[str, ...]:
    if question.kind == "scale":
        return tuple(map(str, range(question.low, question.high + 1)))
    if not labels:
        return question.options
    if len(labels) != len(question.options):
        raise ValueError(f"{question.id}: not one label for each option.")
    # Two options of one name would be one line of the count.
    doubled = len(set(labels)) != len(labels)
    return tuple(f"{n}. {label}" if doubled else label for n, label in enumerate(labels, start=1))


def _minimum(question: Question) -> int:
    if question.kind in ("one", "scale"):
        return 1
    if question.kind == "points":
        # The house asks for points, or for none: how many options they go to is the voter's.
        return min(question.minimum, 1)
    return question.minimum


def _maximum(question: Question, options: int) -> int:
    if question.kind in ("one", "scale"):
        return 1
    return options if question.kind == "points" else min(question.maximum, options)


def marks_of(paper: Sequence[Question], choice: Mapping[str, Any]) -> Choice:
    """A checked choice of the house as the marks of a ballot."""
    return tuple(
        tuple(sorted(_marks(question, choice[question.id]))) if question.id in choice else ()
        for question in paper
    )


def _marks(question: Question, answer: Any) -> list[Mark]:
    numbers = {option: number for number, option in enumerate(question.options)}
    if question.kind == "scale":
        return [Mark(answer - question.low, 1)]
    if question.kind == "points":
        return [Mark(numbers[option], value) for option, value in answer.items()]
    if question.kind == "ranking":
        return [Mark(numbers[option], rank) for rank, option in enumerate(answer, start=1)]
    return [Mark(numbers[option], 1) for option in answer]


def choice_of(paper: Sequence[Question], marks: Choice) -> rules.Choice:
    """The marks of a lawful ballot as the house has them; what was left out is not there."""
    choice: rules.Choice = {}
    for question, marked in zip(paper, marks, strict=True):
        if marked:
            choice[question.id] = _answer(question, marked)
        elif rules.may_be_blank(question):
            choice[question.id] = {} if question.kind == "points" else []
    return choice


def _answer(question: Question, marked: Sequence[Mark]) -> Any:
    if question.kind == "scale":
        return question.low + marked[0].option
    if question.kind == "points":
        return {question.options[mark.option]: mark.weight for mark in marked}
    if question.kind == "ranking":
        marked = sorted(marked, key=lambda mark: mark.weight)
    return [question.options[mark.option] for mark in marked]
