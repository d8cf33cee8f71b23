"""Hours out of acts: each act counts the minutes in force in its week. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MINUTES_IN_HOUR = 60


@dataclass(frozen=True)
class Act:
    """How often something was done in a week."""

    kind: str
    week: date
    number: int


@dataclass(frozen=True)
class Line:
    """One kind of act in one week, with its minutes."""

    kind: str
    role: str
    week: date
    number: int
    minutes: int

    @property
    def hours(self) -> float:
        return self.minutes / MINUTES_IN_HOUR


def monday(day: date) -> date:
    """The first day of the week."""
    return day - timedelta(days=day.weekday())


def weeks(last: date, number: int) -> list[date]:
    """Mondays of the weeks up to the one of `last`, the newest first."""
    return [monday(last) - timedelta(weeks=back) for back in range(number)]


def lines(
    acts: Iterable[Act], roles: Mapping[str, str], norms: Mapping[date, Mapping[str, int]]
) -> list[Line]:
    """Acts as minutes; `norms` holds the minutes of each kind in force in each week."""
    return [
        Line(act.kind, roles[act.kind], act.week, act.number, act.number * minutes)
        for act in acts
        if act.kind in roles and (minutes := norms.get(act.week, {}).get(act.kind, 0))
    ]


def hours_by_role(found: Iterable[Line]) -> dict[str, float]:
    """Hours of each role, the busiest first."""
    totals: dict[str, int] = {}
    for line in found:
        totals[line.role] = totals.get(line.role, 0) + line.minutes
    busiest = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return {role: minutes / MINUTES_IN_HOUR for role, minutes in busiest}
