"""The shapes in which the demo town's polls are written down."""

from __future__ import annotations

from dataclasses import dataclass, field

from veche.commons.commitments.demo import Outcome


@dataclass(frozen=True)
class Choice:
    """An option: how likely it is, who leans to it, what it costs, where it lies, its picture."""

    text: str
    weight: float
    detail: str = ""
    cost: int = 0
    where: str = ""
    point: tuple[float, float] | None = None
    young: float = 1.0
    old: float = 1.0
    home: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Ask:
    """A question; `neutral` adds «затрудняюсь», «специалисты», «против всех» with these weights."""

    text: str
    kind: str = "one"
    choices: tuple[Choice, ...] = ()
    neutral: tuple[float, float, float] = (0.0, 0.0, 0.0)
    hint: str = ""
    maximum: int = 1
    total: int = 0
    roubles: bool = False
    mean: float = 3.5
    spread: float = 1.1
    high: int = 5
    required: bool = True
    answered: float = 1.0
    shown_if: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Story:
    """One poll of the demo year. `opened` is days before today (negative: still to come)."""

    key: str
    kind: str
    title: str
    summary: str
    opened: int
    days: int
    turnout: int
    asks: tuple[Ask, ...]
    places: tuple[str, ...] = ()
    min_age: int | None = None
    effect: str = "advisory"
    shown: str = "after_close"
    revisable: bool = True
    initiator: str = "Администрация округа"
    curator: str = "Управление городского хозяйства"
    state: str = "published"
    act: tuple[str, str] = ("", "")
    materials: tuple[tuple[str, str, str], ...] = ()
    extended: tuple[int, str] | None = None
    outcome: Outcome | None = None
    tags: tuple[str, ...] = field(default_factory=tuple)
    cover: str = ""
    mode: str = "open"
