"""Phases of a cycle: which acts each opens, what is open at a moment, what dates may not be. Pure.

A phase lasts from its first moment until, but not including, the first moment after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

PROPOSALS, CHECKS, DESIGN = "proposals", "checks", "design"
BALLOT, COUNT, WORKS = "ballot", "count", "works"
KINDS = (PROPOSALS, CHECKS, DESIGN, BALLOT, COUNT, WORKS)
# Without these a cycle is none.
NEEDED = (PROPOSALS, CHECKS, BALLOT, COUNT, WORKS)

PROPOSE, JUDGE, SETTLE, VOTE = "propose", "judge", "settle", "vote"
# Which acts a phase opens. Projects are judged as they come, and until the ballot is settled.
OPENS: dict[str, frozenset[str]] = {
    PROPOSALS: frozenset({PROPOSE, JUDGE}),
    CHECKS: frozenset({JUDGE, SETTLE}),
    DESIGN: frozenset({JUDGE, SETTLE}),
    # The settled ballot stops judging by itself; until then what comes late must get its verdict.
    BALLOT: frozenset({JUDGE, SETTLE, VOTE}),
    COUNT: frozenset(),
    WORKS: frozenset(),
}
State = Literal["done", "now", ""]
Flaw = tuple[str, str]


@dataclass(frozen=True)
class Span:
    """One phase: `starts_at` belongs to it, `ends_at` no more."""

    kind: str
    starts_at: datetime
    ends_at: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in the phase."""
        return self.starts_at <= moment < self.ends_at

    def state(self, moment: datetime) -> State:
        """Over, going on, or ahead."""
        if moment >= self.ends_at:
            return "done"
        return "now" if moment >= self.starts_at else ""


def opened(spans: Sequence[Span], act: str, moment: datetime) -> bool:
    """Whether an act is open at the moment."""
    return any(act in OPENS[span.kind] and span.holds(moment) for span in spans)


def current(spans: Sequence[Span], moment: datetime) -> Span | None:
    """The phase of the moment; None between two, before the first and after the last."""
    return next((span for span in spans if span.holds(moment)), None)


def coming(spans: Sequence[Span], moment: datetime) -> Span | None:
    """The nearest phase that has not begun."""
    ahead = [span for span in spans if span.starts_at > moment]
    return min(ahead, key=lambda span: span.starts_at, default=None)


def of(spans: Sequence[Span], kind: str) -> Span | None:
    """The phase of that kind, None in a cycle without it."""
    return next((span for span in spans if span.kind == kind), None)


def flaws(spans: Sequence[Span]) -> list[Flaw]:
    """What is wrong with the dates: (kind, code) with the codes `missing`, `empty`, `overlap`."""
    found: list[Flaw] = [(kind, "missing") for kind in NEEDED if of(spans, kind) is None]
    found += [(span.kind, "empty") for span in spans if span.ends_at <= span.starts_at]
    ordered = sorted(spans, key=lambda span: KINDS.index(span.kind))
    for earlier, later in zip(ordered, ordered[1:], strict=False):
        if later.starts_at < earlier.ends_at:
            found.append((later.kind, "overlap"))
    return found
