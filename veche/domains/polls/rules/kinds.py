"""What a poll of each kind begins with, and what it must not lack. Pure.

The words are the draft's own content in the town's language; its author changes them at will.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from veche.domains.polls.rules.flaw import Flaw

# not shown in this module: words put into a draft, in the language of the town's papers
STARS = (1, 5)
OPTIONAL = False


@dataclass(frozen=True)
class Asked:
    """A question a draft begins with; an empty text takes the poll's title."""

    kind: str
    text: str = ""
    hint: str = ""
    is_required: bool = True
    neutral: Sequence[str] = ()
    maximum: int = 1


@dataclass(frozen=True)
class Template:
    """What choosing a kind fills in."""

    questions: Sequence[Asked] = ()
    min_level: int = 1
    act_title: str = ""
    act_number: str = ""
    act_on: date | None = None


_MARK = "1 — совсем не устраивает, 5 — полностью устраивает."
_SERVICES = (
    ("Как работает общественный транспорт?", _MARK),
    ("В каком состоянии дороги?", _MARK),
    ("Как дома с теплом?", _MARK),
    ("Как дома с водой и канализацией?", _MARK),
    ("Как дома со светом?", _MARK),
    ("Как дома с газом?", f"{_MARK} Если газа в доме нет, пропустите."),
)
TEMPLATES = {
    "house": Template(
        questions=(Asked("yes_no", hint="Ответ не заменяет решения общего собрания."),)
    ),
    "novelty": Template(
        questions=(
            Asked("scale", hint="1 — совсем не понравилось, 5 — отлично."),
            Asked("text", "Что исправить или добавить?", "", OPTIONAL),
        )
    ),
    "objects": Template(
        questions=(
            Asked(
                "several",
                "Какие места благоустроить в первую очередь?",
                "Можно отметить не больше двух.",
                neutral=("unsure", "against_all"),
                maximum=2,
            ),
        )
    ),
    "satisfaction": Template(
        questions=(
            *(Asked("scale", text, hint, OPTIONAL) for text, hint in _SERVICES),
            Asked("text", "Что исправить в первую очередь?", "", OPTIONAL),
        ),
        act_title="Постановление Правительства Российской Федерации",
        act_number="1317",
        act_on=date(2012, 12, 17),
    ),
    "citizens": Template(
        questions=(Asked("yes_no"),),
        min_level=2,
        act_title="Решение о назначении опроса граждан",
    ),
}


def template_of(kind: str) -> Template:
    """What a kind fills in; a plain one fills in nothing."""
    return TEMPLATES.get(kind, Template())


@dataclass(frozen=True)
class Facts:
    """What the demands of a kind are asked of; norms are those in force today."""

    kind: str
    today: date
    has_places: bool = False
    audience: str = ""
    has_act: bool = False
    min_turnout: int | None = None
    min_age: int | None = None
    opens_on: date | None = None
    scales: Sequence[tuple[int, int]] = ()
    age_norm: int = 0
    notice_days: int = 0


def demands(facts: Facts) -> list[Flaw]:
    """What this kind of poll must have besides what every poll must."""
    return list(_DEMANDS.get(facts.kind, _none)(facts))


def _none(facts: Facts) -> Iterator[Flaw]:
    yield from ()


def _district(facts: Facts) -> Iterator[Flaw]:
    if not facts.has_places:
        yield Flaw("voters", "no-places")


def _target(facts: Facts) -> Iterator[Flaw]:
    if not facts.audience.strip():
        yield Flaw("title", "no-audience")


def _novelty(facts: Facts) -> Iterator[Flaw]:
    if STARS not in facts.scales:
        yield Flaw("questions", "no-stars")


def _satisfaction(facts: Facts) -> Iterator[Flaw]:
    if not facts.scales:
        yield Flaw("questions", "no-scale")


def _citizens(facts: Facts) -> Iterator[Flaw]:
    if facts.min_age is None or facts.min_age < facts.age_norm:
        yield Flaw("voters", "too-young", str(facts.age_norm))
    if facts.opens_on and facts.opens_on < facts.today + timedelta(days=facts.notice_days):
        yield Flaw("dates", "short-notice", str(facts.notice_days))
    if facts.min_turnout is None:
        yield Flaw("dates", "no-min-number")
    if not facts.has_act:
        yield Flaw("act", "citizens-no-act")


_DEMANDS = {
    "district": _district,
    "target": _target,
    "novelty": _novelty,
    "satisfaction": _satisfaction,
    "citizens": _citizens,
}
