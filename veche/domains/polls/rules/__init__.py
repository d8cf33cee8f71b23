"""The logic of a poll: its phase, who may vote, what a published poll must have, shares. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from veche.domains.polls.rules.flaw import Flaw
from veche.domains.polls.rules.shares import wilson

__all__ = [
    "BRANCHING",
    "TOWN_LANGUAGE",
    "WITH_NEUTRAL",
    "WITH_OPTIONS",
    "DraftQuestion",
    "Flaw",
    "Phase",
    "flaws",
    "has_legal_effect",
    "missing_side",
    "phase",
    "wilson",
]

# What residents read on a paper does not hang on the language of who made it.
TOWN_LANGUAGE = "ru"
Phase = Literal["draft", "review", "upcoming", "open", "closed"]


def phase(
    state: str, opens_at: datetime | None, closes_at: datetime | None, now: datetime
) -> Phase:
    """Where a poll stands at a moment; the hours decide, not the job that closes it."""
    if state in {"draft", "legal", "review"}:
        return "draft" if state == "draft" else "review"
    if state == "closed" or closes_at is None or now >= closes_at:
        return "closed"
    if opens_at is not None and now < opens_at:
        return "upcoming"
    return "open"


@dataclass(frozen=True)
class DraftQuestion:
    """What the check before publication looks at."""

    code: str
    kind: str
    text: str
    options: Sequence[str] = ()
    neutral: int = 0
    minimum: int = 1
    maximum: int = 1
    scale: tuple[int, int] = (1, 5)
    total: int = 0
    shown_if: str = ""
    shown_if_options: Sequence[str] = ()


def flaws(
    *,
    title: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    now: datetime,
    needs_act: bool,
    has_act: bool,
    questions: Sequence[DraftQuestion],
) -> list[Flaw]:
    """Everything that must be mended before publication, in the order of the wizard."""
    found: list[Flaw] = []
    if not title.strip():
        found.append(Flaw("title", "no-title"))
    if opens_at is None or closes_at is None:
        found.append(Flaw("dates", "no-dates"))
    elif closes_at <= opens_at:
        found.append(Flaw("dates", "dates-reversed"))
    elif closes_at <= now:
        found.append(Flaw("dates", "dates-past"))
    if needs_act and not has_act:
        found.append(Flaw("act", "no-act"))
    if not questions:
        found.append(Flaw("questions", "no-questions"))
    seen: dict[str, Sequence[str]] = {}
    for question in questions:
        found += [Flaw(question.code, code) for code in _question_flaws(question, seen)]
        seen[question.code] = question.options
    return found


def _question_flaws(question: DraftQuestion, before: Mapping[str, Sequence[str]]) -> list[str]:
    real = len(question.options) - question.neutral
    needed = 1 if question.kind == "several" else 2
    found = {
        "no-text": not question.text.strip(),
        "too-few-options": question.kind in WITH_OPTIONS and real < needed,
        "bad-limits": question.kind in {"several", "ranking"}
        and not 1 <= question.minimum <= question.maximum <= max(real, 1),
        "bad-scale": question.kind == "scale" and not _is_scale(*question.scale),
        "no-total": question.kind == "budget" and question.total <= 0,
        "bad-branch": bool(question.shown_if) and not _is_branch(question, before),
    }
    return [code for code, is_there in found.items() if is_there]


def _is_scale(low: int, high: int) -> bool:
    return low < high <= low + 10


def _is_branch(question: DraftQuestion, before: Mapping[str, Sequence[str]]) -> bool:
    """An earlier question, and at least one of its own options."""
    options = before.get(question.shown_if)
    asked = set(question.shown_if_options)
    return options is not None and bool(asked) and asked <= set(options)


def has_legal_effect(kind: str, legal_effect: str) -> bool:
    """Whether somebody's rights or duties may hang on the result: more eyes are asked for."""
    return legal_effect != "advisory" or kind == "citizens"


# The lowest full age of each band; the last has no end.
AGE_BANDS = ((14, "14-17"), (18, "18-24"), (25, "25-34"), (35, "35-44"), (45, "45-59"), (60, "60+"))


def bands_from(lowest: int | None) -> list[str]:
    """The bands in which somebody may be who is at least that old."""
    ends = [start for start, _name in AGE_BANDS[1:]] + [200]
    return [name for (_s, name), end in zip(AGE_BANDS, ends, strict=True) if end > (lowest or 0)]


def age_band(age: int | None) -> str:
    """One of six coarse bands; "" for an unknown age and for children under fourteen."""
    return next((name for lowest, name in reversed(AGE_BANDS) if (age or 0) >= lowest), "")


def skew(people: Sequence[int], voters: Sequence[int]) -> float:
    """How many of a hundred voters would have to be others for both to be made up alike.

    Half the sum of the differences of shares (the index of dissimilarity of Duncan, 1955).
    """
    of_people, of_voters = sum(people) or 1, sum(voters) or 1
    pairs = zip(people, voters, strict=True)
    return 50 * sum(abs(a / of_people - b / of_voters) for a, b in pairs)


WITH_OPTIONS = frozenset({"one", "several", "ranking", "budget", "yes_no"})
WITH_NEUTRAL = frozenset({"one", "several", "ranking"})
BRANCHING = frozenset({"one", "several", "ranking", "yes_no"})


def missing_side(sides: Iterable[str]) -> str:
    """Which side has no argument while the other has: "for", "against", or "" when they match."""
    given = set(sides)
    if "for" in given and "against" not in given:
        return "against"
    return "for" if "against" in given and "for" not in given else ""
