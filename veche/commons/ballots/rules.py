"""What a ballot paper asks, which marks on it are lawful, and what each mark adds to the count.

Pure Python: the same functions check a ballot before it is dropped, count it, and count the
published rows again. A choice maps a question's id to its answer:

| kind | answer | adds |
|---|---|---|
| `one`, `several` | list of option ids | 1 vote for each |
| `ranking` | list of option ids, best first | 1 vote for the first; Borda points n-1, n-2, … |
| `scale` | whole number | 1 vote for that mark, the mark as points |
| `points` | {option id: whole number > 0} | 1 vote and the points for each |
| `text` | string | 1 answer |
| `place` | [latitude, longitude] | 1 answer |

A paper may also be a cart: options of `several`, `ranking` and `points` cost money, what is marked
must fit the budget, and of rivals at most one may be marked. What a mark adds does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

KINDS = ("one", "several", "ranking", "scale", "points", "text", "place")
# Published as «there was an answer» or roughly, because as it stands it may name a person.
VEILED = {"text", "place"}
# The kinds in which several options stand beside each other; none marked may be an answer.
CART_KINDS = {"several", "ranking", "points"}
NAME_LENGTH = 36
# So that not even a million ballots overflow the count's 64 bits.
POINTS_MAX = 10**12
Choice = dict[str, Any]


class ChoiceError(ValueError):
    """A mark that the paper does not allow; `code` says which rule, `limits` its numbers."""

    def __init__(self, question: str, code: str, **limits: Any) -> None:
        super().__init__(f"{question}: {code}")
        self.question = question
        self.code = code
        self.limits = limits


@dataclass(frozen=True)
class Question:
    """One question of the paper. `exclusive` options stand alone («затрудняюсь ответить»).

    `costs` are kopecks, one for each option in the order of `options`, or none at all. What is
    marked may cost `budget` kopecks at most; 0 sets no limit. Of each of the sets in `rivals`
    (two projects for one yard) at most one option may be marked. In `points` whatever got more
    than nought is marked. A refusal names the two rivals by their ids: let these be what people
    read on the paper, the numbers of projects.
    """

    id: str
    kind: str
    options: tuple[str, ...] = ()
    exclusive: tuple[str, ...] = ()
    required: bool = True
    minimum: int = 1
    maximum: int = 1
    low: int = 1
    high: int = 5
    total: int = 0
    max_each: int = 0
    max_length: int = 1000
    shown_if: tuple[str, tuple[str, ...]] | None = None
    costs: tuple[int, ...] = ()
    budget: int = 0
    rivals: tuple[tuple[str, ...], ...] = ()


_CART_FIELDS = ("costs", "budget", "rivals")


class Mark(NamedTuple):
    """What a ballot adds to one line of the count."""

    question: str
    key: str
    votes: int
    points: int


def paper_to_json(paper: Iterable[Question]) -> list[dict[str, Any]]:
    """A JSON-able form of the paper; what only carts have stands in the papers of carts alone.

    So a program that knows no carts, still running while the new one starts, reads all others.
    """
    return [
        {name: value for name, value in asdict(question).items() if _is_written(name, value)}
        for question in paper
    ]


def _is_written(name: str, value: Any) -> bool:
    return bool(value) or name not in _CART_FIELDS


def paper_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """The paper from its JSON form, also from one older than carts."""
    return tuple(_question(item) for item in data)


def _question(item: Mapping[str, Any]) -> Question:
    shown = item.get("shown_if")
    return Question(
        **{
            **item,
            "options": tuple(item.get("options", ())),
            "exclusive": tuple(item.get("exclusive", ())),
            "shown_if": (shown[0], tuple(shown[1])) if shown else None,
            "costs": tuple(item.get("costs", ())),
            "rivals": tuple(tuple(options) for options in item.get("rivals", ())),
        }
    )


def require_countable(paper: Iterable[Question]) -> None:
    """ValueError for a paper on which two things would be counted on one line, or none at all."""
    earlier: dict[str, Question] = {}
    for question in paper:
        wrong = _flaw_of(question, earlier)
        if wrong:
            raise ValueError(f"{question.id}: {wrong}.")
        earlier[question.id] = question


def _flaw_of(question: Question, earlier: Mapping[str, Question]) -> str:
    # The empty name is taken: under it the count keeps how many answered, and the turnout.
    if not all(0 < len(name) <= NAME_LENGTH for name in (question.id, *question.options)):
        return f"a name has 1 to {NAME_LENGTH} characters"
    if question.id in earlier or len(set(question.options)) != len(question.options):
        return "two questions or two options have one name"
    if question.kind not in KINDS or not set(question.exclusive) <= set(question.options):
        return "an unknown kind, or an exclusive option that is none of the options"
    numbers = (question.total, question.max_each, question.low, question.high)
    if max(map(abs, numbers)) > POINTS_MAX:
        return "points past what can be summed"
    if question.shown_if is not None:
        other = earlier.get(question.shown_if[0])
        if other is None or other.kind not in {"one", "several", "ranking"}:
            return "hangs on no earlier question with options"
    return _flaw_of_cart(question)


def _flaw_of_cart(question: Question) -> str:
    is_cart = any(getattr(question, name) for name in _CART_FIELDS)
    if is_cart and question.kind not in CART_KINDS:
        return f"costs or rivals on a question of the kind {question.kind}"
    return _flaw_of_costs(question) or _flaw_of_rivals(question)


def _flaw_of_costs(question: Question) -> str:
    if question.costs and len(question.costs) != len(question.options):
        return "not one cost for each option"
    amounts = (question.budget, *question.costs)
    if not all(type(amount) is int and 0 <= amount <= POINTS_MAX for amount in amounts):
        return "a cost or the budget is no sum of kopecks"
    if question.budget and not question.costs:
        return "a budget, but nothing has a cost"
    if question.budget and max(question.costs) > question.budget:
        return "an option that costs more than the budget can never be marked"
    return ""


def _flaw_of_rivals(question: Question) -> str:
    for rivals in question.rivals:
        if len(set(rivals)) < 2 or len(set(rivals)) != len(rivals):
            return "rivals are at least two different options"
        if not set(rivals) <= set(question.options):
            return "a rival that is none of the options"
    return ""


def is_shown(question: Question, choice: Mapping[str, Any]) -> bool:
    """Whether the answers so far lead to this question."""
    if question.shown_if is None:
        return True
    other, options = question.shown_if
    given = choice.get(other)
    return isinstance(given, list) and any(option in options for option in given)


def check(paper: Iterable[Question], raw: Mapping[str, Any]) -> Choice:
    """The choice in its one canonical form; ChoiceError names the first mark not allowed.

    Unknown questions are refused; answers to questions that the branching does not reach are
    dropped: a person may change an earlier answer and leave a later one behind.
    """
    paper = tuple(paper)
    _require_known(paper, raw)
    choice: Choice = {}
    for question in paper:
        if not is_shown(question, choice):
            continue
        said = _said(question, raw.get(question.id))
        if said is not None:
            choice[question.id] = said
    if not choice:
        raise ChoiceError(paper[0].id if paper else "", "empty")
    return choice


def _said(question: Question, answer: Any) -> Any:
    """What an answer says; None for one left out. Nothing but zeros says as much as a blank."""
    if answer is not None and answer not in ([], {}, ""):
        said = _CHECKS[question.kind](question, answer)
        if said != {}:
            if question.kind in CART_KINDS:
                _require_cart(question, said)
            return said
    if may_be_blank(question):
        return {} if question.kind == "points" else []
    if question.required:
        raise ChoiceError(question.id, "empty")
    return None


def _require_known(paper: Iterable[Question], raw: Mapping[str, Any]) -> None:
    known = {question.id for question in paper}
    for name in raw:
        if name not in known:
            raise ChoiceError(str(name)[:80], "unknown-question")


def may_be_blank(question: Question) -> bool:
    """Whether marking nothing is an answer: a required question that asks for at least none."""
    return question.required and question.minimum == 0 and question.kind in CART_KINDS


def _require_cart(question: Question, marked: Collection[str]) -> None:
    """What is marked fits the budget, and no two of it are rivals."""
    if question.budget:
        costs = dict(zip(question.options, question.costs, strict=True))
        total = sum(costs[option] for option in marked)
        if total > question.budget:
            raise ChoiceError(question.id, "over-budget", budget=question.budget, sum=total)
    for rivals in question.rivals:
        both = [option for option in rivals if option in marked]
        if len(both) > 1:
            raise ChoiceError(question.id, "rivals", first=both[0], second=both[1])


def _options(question: Question, answer: Any) -> list[str]:
    if not isinstance(answer, list) or not all(isinstance(item, str) for item in answer):
        raise ChoiceError(question.id, "wrong-form")
    if len(answer) > len(question.options):
        # Before anything is compared: a hostile list may hold a million items.
        raise ChoiceError(question.id, "unknown-option")
    if len(set(answer)) != len(answer):
        raise ChoiceError(question.id, "twice")
    for item in answer:
        if item not in question.options:
            raise ChoiceError(question.id, "unknown-option")
    return answer


def _check_one(question: Question, answer: Any) -> list[str]:
    marked = _options(question, answer)
    if len(marked) != 1:
        raise ChoiceError(question.id, "not-one")
    return marked


def _check_several(question: Question, answer: Any) -> list[str]:
    marked = _options(question, answer)
    if any(item in question.exclusive for item in marked):
        if len(marked) > 1:
            raise ChoiceError(question.id, "exclusive")
        return marked
    _within(question, len(marked))
    return sorted(marked, key=question.options.index)


def _check_ranking(question: Question, answer: Any) -> list[str]:
    marked = _options(question, answer)
    if any(item in question.exclusive for item in marked):
        if len(marked) > 1:
            raise ChoiceError(question.id, "exclusive")
        return marked
    _within(question, len(marked))
    return marked


def _within(question: Question, count: int) -> None:
    if count < question.minimum:
        raise ChoiceError(question.id, "too-few", minimum=question.minimum)
    if count > question.maximum:
        raise ChoiceError(question.id, "too-many", maximum=question.maximum)


def _check_scale(question: Question, answer: Any) -> int:
    if isinstance(answer, bool) or not isinstance(answer, int):
        raise ChoiceError(question.id, "wrong-form")
    if not question.low <= answer <= question.high:
        raise ChoiceError(question.id, "off-scale", low=question.low, high=question.high)
    return answer


def _check_points(question: Question, answer: Any) -> dict[str, int]:
    if not isinstance(answer, dict):
        raise ChoiceError(question.id, "wrong-form")
    marked = _options(question, list(answer))
    return _check_given(
        question, {o: answer[o] for o in sorted(marked, key=question.options.index)}
    )


def _check_given(question: Question, given: dict[str, Any]) -> dict[str, int]:
    for value in given.values():
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ChoiceError(question.id, "wrong-form")
        if question.max_each and value > question.max_each:
            raise ChoiceError(question.id, "too-much", maximum=question.max_each)
    given = {option: value for option, value in given.items() if value > 0}
    if any(option in question.exclusive for option in given) and len(given) > 1:
        raise ChoiceError(question.id, "exclusive")
    if sum(given.values()) > question.total:
        raise ChoiceError(question.id, "over-total", total=question.total)
    return given


def longest_raw(question: Question) -> int:
    """Letters of a text as it arrives: what cleaning cuts away is never more than the rest."""
    return 4 * question.max_length + 1000


def _check_text(question: Question, answer: Any) -> str:
    if not isinstance(answer, str):
        raise ChoiceError(question.id, "wrong-form")
    text = answer.strip()
    if not text:
        raise ChoiceError(question.id, "empty")
    if len(text) > question.max_length:
        raise ChoiceError(question.id, "too-long", maximum=question.max_length)
    return text


def _check_place(question: Question, answer: Any) -> list[float]:
    if not isinstance(answer, list | tuple) or len(answer) != 2:
        raise ChoiceError(question.id, "wrong-form")
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in answer):
        raise ChoiceError(question.id, "wrong-form")
    latitude, longitude = answer
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ChoiceError(question.id, "off-map")
    return [_degrees(latitude, 5), _degrees(longitude, 5)]


def _degrees(value: float, places: int) -> float:
    """Always a float and never -0.0, so that the same place always has the same form."""
    return round(float(value), places) + 0.0


_CHECKS: dict[str, Callable[[Question, Any], Any]] = {
    "one": _check_one,
    "several": _check_several,
    "ranking": _check_ranking,
    "scale": _check_scale,
    "points": _check_points,
    "text": _check_text,
    "place": _check_place,
}


def marks(paper: Iterable[Question], choice: Mapping[str, Any]) -> list[Mark]:
    """What a canonical choice adds to the count."""
    added: list[Mark] = []
    for question in paper:
        answer = choice.get(question.id)
        if answer is None:
            continue
        added.append(Mark(question.id, "", 1, 0))
        if question.kind in {"one", "several"}:
            added += [Mark(question.id, option, 1, 0) for option in answer]
        elif question.kind == "ranking":
            added += _borda(question, answer)
        elif question.kind == "scale":
            added.append(Mark(question.id, str(answer), 1, answer))
        elif question.kind == "points":
            added += [Mark(question.id, option, 1, value) for option, value in answer.items()]
    return added


def _borda(question: Question, ranking: list[str]) -> list[Mark]:
    """Borda points (de Borda, 1781): n-1 for the first of n options, the unranked get none."""
    if ranking and ranking[0] in question.exclusive:
        return [Mark(question.id, ranking[0], 1, 0)]
    ranked = len(question.options) - len(question.exclusive)
    return [
        Mark(question.id, option, 1 if place == 0 else 0, ranked - 1 - place)
        for place, option in enumerate(ranking)
    ]


def recount(
    paper: Iterable[Question], choices: Iterable[Mapping[str, Any]]
) -> tuple[int, dict[tuple[str, str], tuple[int, int]]]:
    """Ballots, and {(question, key): (votes, points)}, from the rows alone."""
    paper = tuple(paper)
    ballots = 0
    total: dict[tuple[str, str], tuple[int, int]] = {}
    for choice in choices:
        ballots += 1
        for mark in marks(paper, choice):
            votes, points = total.get((mark.question, mark.key), (0, 0))
            total[mark.question, mark.key] = (votes + mark.votes, points + mark.points)
    return ballots, total


def published(paper: Iterable[Question], choice: Mapping[str, Any]) -> Choice:
    """The choice as everyone may see it.

    Own words may name a person, so only their presence is told; a place, to about 100 metres.
    """
    kinds = {question.id: question.kind for question in paper}
    shown: Choice = {}
    for name, answer in choice.items():
        if kinds.get(name) == "text":
            shown[name] = True
        elif kinds.get(name) == "place":
            shown[name] = [_degrees(answer[0], 3), _degrees(answer[1], 3)]
        else:
            shown[name] = answer
    return shown
