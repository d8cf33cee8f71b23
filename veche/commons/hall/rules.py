"""States of a service, marks and tones: the closed lists of the hall, and what follows of them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

ON, PILOT, TEST, OFF = "on", "pilot", "test", "off"
STATES = (OFF, TEST, PILOT, ON)
AGE_MARKS = ("0+", "6+", "12+", "16+", "18+")
TONES = ("info", "warn", "bad", "good")
# The steps of the first start, in order.
STEPS = ("face", "places", "staff", "rules", "services")
# 168-ФЗ: Russian comes first, so no town can switch it off.
FIRST_LANGUAGE = "ru"


@dataclass(frozen=True)
class Switch:
    """The state of one service; `place_id` is the district of a pilot."""

    state: str = ON
    place_id: UUID | None = None


def is_open_to(state: str, *, is_official: bool, lives_in_pilot: bool) -> bool:
    """Whether a person may use a service in that state."""
    if state == ON:
        return True
    if state == OFF:
        return False
    return is_official or (state == PILOT and lives_in_pilot)
