"""Where an outage stands, said by the clock alone."""

from __future__ import annotations

from datetime import datetime, timedelta

PLANNED, RUNNING, OVER, CANCELLED = "planned", "running", "over", "cancelled"
STATES = (PLANNED, RUNNING, OVER, CANCELLED)
ANNOUNCED, EXTENDED, SHORTENED = "announced", "extended", "shortened"
CHANGED, FINISHED, CALLED_OFF = "changed", "finished", "called_off"
VERBS = (ANNOUNCED, EXTENDED, SHORTENED, CHANGED, FINISHED, CALLED_OFF)
# What is told to everyone when a table changes it; the rest is set right without a word.
TELLING = frozenset({"trouble", "starts_at", "where"})
# Longer than the two weeks without hot water in summer, shorter than a slip of the year.
LONGEST = timedelta(days=120)
# An outage that begins so soon stands on the house's page and on home.
SOON = timedelta(days=3)


def state_of(*, starts_at: datetime, ends_at: datetime, is_cancelled: bool, now: datetime) -> str:
    """Planned, running, over, or called off before it came."""
    if is_cancelled:
        return CANCELLED
    if now < starts_at:
        return PLANNED
    return RUNNING if now < ends_at else OVER


def is_sane(starts_at: datetime, ends_at: datetime) -> bool:
    """Whether it ends after it begins, and within reason."""
    return timedelta(0) < ends_at - starts_at <= LONGEST


def may_extend(state: str, was: datetime, until: datetime, starts_at: datetime) -> bool:
    """Whether the end may move on to `until`: later than it was, within reason, not called off."""
    return state != CANCELLED and until > was and until - starts_at <= LONGEST
