"""Signs worth a look after the close, out of what everyone is told. Pure.

A sign is no accusation. Each is one figure beside one threshold that the town sets; what cannot be
computed from published figures is said to be so, and never taken from anywhere else. Channels and
levels by the hour would cross two dimensions, so they are not known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from veche.domains.polls.rules.shares import wilson

# A lively hour of a short vote is no jump: it must also be that many times the vote's own average.
TIMES_AVERAGE = 3.0


@dataclass(frozen=True)
class Slot:
    """Ballots of a stretch of time."""

    hours: float
    ballots: int


@dataclass(frozen=True)
class Found:
    """What a sign came to: the figure, in percent, and the place among what was looked at.

    `place` is -1 and the sign is not noticed when nothing could be computed.
    """

    value: float = 0.0
    place: int = -1
    is_noticed: bool = False

    @property
    def is_known(self) -> bool:
        return self.place >= 0


def jump(slots: Sequence[Slot], percent: float) -> Found:
    """The stretch in which ballots came fastest: how many of all ballots came in an hour of it.

    Noticed when it holds that many percent of all in an hour and is far above the average.
    """
    whole, hours = sum(one.ballots for one in slots), sum(one.hours for one in slots)
    if len(slots) < 2 or whole <= 0 or hours <= 0:
        return Found()
    speeds = [one.ballots / max(one.hours, 1.0) for one in slots]
    place = max(range(len(slots)), key=lambda at: (speeds[at], -at))
    value = 100 * speeds[place] / whole
    is_high = speeds[place] > TIMES_AVERAGE * whole / max(hours, 1.0)
    return Found(value, place, is_high and value >= percent)


def greatest_share(parts: Sequence[int], of: Sequence[int], percent: float) -> Found:
    """The part that is the greatest share of its own whole; wholes that are nothing are skipped."""
    known = [at for at, whole in enumerate(of) if whole > 0]
    if not known:
        return Found()
    place = max(known, key=lambda at: (parts[at] / of[at], -at))
    value = 100 * parts[place] / of[place]
    return Found(value, place, value >= percent)


def furthest_apart(
    some: Mapping[str, int],
    of_some: int,
    others: Mapping[str, int],
    of_others: int,
    percent: float,
) -> Found:
    """The answer whose share among some differs most from that among the others.

    Noticed when it differs by so many points and more than chance would have it: the bounds of
    Newcombe (1998) for a difference of two shares leave nothing out.
    """
    names = [name for name in some if name in others]
    if not names or of_some <= 0 or of_others <= 0:
        return Found()
    gaps = [some[name] / of_some - others[name] / of_others for name in names]
    place = max(range(len(names)), key=lambda at: (abs(gaps[at]), -at))
    name, value = names[place], 100 * abs(gaps[place])
    is_sure = _is_sure(some[name], of_some, others[name], of_others)
    return Found(value, place, is_sure and value >= percent)


def _is_sure(part: int, of: int, other: int, of_other: int) -> bool:
    """Whether two shares differ by more than chance, nineteen times out of twenty."""
    one, two = part / of, other / of_other
    (low, high), (low_2, high_2) = wilson(part, of), wilson(other, of_other)
    gap = abs(one - two)
    if one >= two:
        return gap > sqrt((one - low) ** 2 + (high_2 - two) ** 2)
    return gap > sqrt((two - low_2) ** 2 + (high - one) ** 2)
