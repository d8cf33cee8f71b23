"""What a day may bring, what a status is, how a cause is written. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PERSON, ORGANISATION, PLACE = "person", "organisation", "place"
KINDS = (PERSON, ORGANISATION, PLACE)

# Codes of lines that no deed makes.
GIVEN, GOT, ORDERED, RETURNED, FORGOTTEN, JOINED = (
    "points.given",
    "points.got",
    "points.ordered",
    "points.returned",
    "points.forgotten",
    "points.joined",
)
OWN_CODES = (GIVEN, GOT, ORDERED, RETURNED, FORGOTTEN, JOINED)

OPEN, HANDED, EXPIRED, CANCELLED = "open", "handed", "expired", "cancelled"
ORDER_STATES = (OPEN, HANDED, EXPIRED, CANCELLED)

POINTS_MAX = 10_000
# Statuses follow deeds, not points: giving points away takes nobody's thanks from them.
STATUSES = ((50, "pillar"), (20, "active"), (5, "helper"), (1, "starter"))


@dataclass(frozen=True)
class Pay:
    """What one deed brings once the day's cap is thought of."""

    code: str
    points: int
    minutes: int


def status(deeds: int) -> str:
    """The status of who has done so much; "" before the first deed."""
    return next((name for least, name in STATUSES if deeds >= least), "")


def next_status(deeds: int) -> tuple[str, int] | None:
    """The status after this one, and how many deeds are left to it; None at the top."""
    ahead = [(name, least - deeds) for least, name in STATUSES if least > deeds]
    return ahead[-1] if ahead else None


def capped(pays: Sequence[Pay], *, earned: int, cap: int) -> list[Pay]:
    """What of a day's pays stands under its cap: each in full while there is room, then a rest.

    A deed that the cap leaves without points is a deed nevertheless: it counts for the status.
    """
    left = max(0, cap - earned)
    found = []
    for one in pays:
        points = min(one.points, left)
        left -= points
        found.append(Pay(one.code, points, one.minutes))
    return found


def cause(code: str, what: str, person: str) -> bytes:
    """A paid act as it is remembered, before it is sealed: which deed, of what, by whom."""
    return "\n".join((code, what, person)).encode()
