"""The rules of a ballot a second time, slowly and by other means, to test the first against.

Nothing is shared with `rules`: a question is looked at from the side of its options, not of the
marks, and the count asks every ballot about every line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Any

Question = Any
NOTHING: tuple[Any, ...] = (None, "", [], {})


def allowed(paper: Sequence[Question], raw: dict[str, Any]) -> dict[str, Any] | None:
    """The choice as it counts, or None for a paper that must be refused."""
    if set(raw) - {question.id for question in paper}:
        return None
    kept: dict[str, Any] = {}
    for question in paper:
        if not _reached(question, kept):
            continue
        answer = raw.get(question.id)
        said: Any = {} if _is_nothing(answer) else _answer(question, answer)
        if said == {} and not question.required:
            continue
        if said == {} and question.kind in ("several", "ranking") and question.minimum == 0:
            said = []
        elif said == {} and (question.kind != "points" or question.minimum > 0):
            return None
        if said is None or not _fits_cart(question, said):
            return None
        kept[question.id] = said
    return kept or None


def _fits_cart(question: Question, said: Any) -> bool:
    """Pays for the options one by one, and looks at each pair that cannot stand together."""
    if not question.costs and not question.rivals:
        return True
    purse = question.budget
    for place, option in enumerate(question.options):
        if question.budget and option in said:
            purse -= question.costs[place]
    pairs = [pair for rivals in question.rivals for pair in combinations(rivals, 2)]
    return purse >= 0 and not any(one in said and other in said for one, other in pairs)


def _is_nothing(answer: Any) -> bool:
    return any(answer == nothing and type(answer) is type(nothing) for nothing in NOTHING)


def _reached(question: Question, kept: dict[str, Any]) -> bool:
    if not question.shown_if:
        return True
    earlier = kept.get(question.shown_if[0], [])
    return type(earlier) is list and len([o for o in question.shown_if[1] if o in earlier]) > 0


def _answer(question: Question, answer: Any) -> Any:
    if question.kind == "scale":
        steps = list(range(question.low, question.high + 1))
        return answer if type(answer) is int and answer in steps else None
    if question.kind == "text":
        return answer.strip() if type(answer) is str and answer.strip() else None
    if question.kind == "place":
        return _place(answer)
    if question.kind == "points":
        return _points(question, answer)
    return _options(question, answer)


def _place(answer: Any) -> list[float] | None:
    if type(answer) is not list or [type(part) in (int, float) for part in answer] != [True, True]:
        return None
    if abs(answer[0]) <= 90 and abs(answer[1]) <= 180:
        return [round(float(part), 5) for part in answer]
    return None


def _points(question: Question, answer: Any) -> dict[str, int] | None:
    if type(answer) is not dict or not all(type(v) is int and v >= 0 for v in answer.values()):
        return None
    if not all(option in question.options for option in answer):
        return None
    if question.max_each and any(value > question.max_each for value in answer.values()):
        return None
    given = {option: answer[option] for option in question.options if answer.get(option, 0) > 0}
    if sum(given.values()) > question.total:
        return None
    if len(given) > 1 and set(given) & set(question.exclusive):
        return None
    return given


def _options(question: Question, answer: Any) -> list[str] | None:
    if type(answer) is not list or any(type(item) is not str for item in answer):
        return None
    times = Counter(answer)
    if any(times[option] > 1 for option in times) or set(times) - set(question.options):
        return None
    if question.kind == "one":
        return answer if len(answer) == 1 else None
    if set(answer) & set(question.exclusive):
        return answer if len(answer) == 1 else None
    if not question.minimum <= len(answer) <= question.maximum:
        return None
    if question.kind == "ranking":
        return answer
    return [option for option in question.options if times[option]]


def count(
    paper: Sequence[Question], choices: Sequence[dict[str, Any]]
) -> dict[tuple[str, str], tuple[int, int]]:
    """{(question, key): (votes, points)} of lines that are not empty."""
    lines: dict[tuple[str, str], tuple[int, int]] = {}
    for question in paper:
        answers = [choice[question.id] for choice in choices if question.id in choice]
        lines[question.id, ""] = (len(answers), 0)
        if question.kind == "scale":
            for step in range(question.low, question.high + 1):
                votes = answers.count(step)
                lines[question.id, str(step)] = (votes, votes * step)
        for option in question.options:
            lines[question.id, option] = _line(question, option, answers)
    return {name: line for name, line in lines.items() if line != (0, 0)}


def _line(question: Question, option: str, answers: list[Any]) -> tuple[int, int]:
    if question.kind in ("one", "several"):
        return sum(option in answer for answer in answers), 0
    if question.kind == "points":
        given = [answer[option] for answer in answers if option in answer]
        return len(given), sum(given)
    if question.kind == "ranking":
        return _ranked(question, option, answers)
    return 0, 0


def _ranked(question: Question, option: str, answers: list[list[str]]) -> tuple[int, int]:
    """Borda by its definition: a point for every rival that stands below, ranked or not."""
    first = sum(answer[:1] == [option] for answer in answers)
    if option in question.exclusive:
        return first, 0
    rivals = [o for o in question.options if o != option and o not in question.exclusive]
    points = 0
    for answer in answers:
        if option in answer:
            points += sum(r not in answer or answer.index(r) > answer.index(option) for r in rivals)
    return first, points
