"""Seasons of categories: ice in winter, grass in summer; pure."""

from __future__ import annotations

from datetime import date


def is_in_season(season_from: str, season_to: str, on: date) -> bool:
    """Whether a day lies between two days of the year («16.04», «15.10»), both included.

    A season may pass through the New Year; without days it is always.
    """
    if not season_from or not season_to:
        return True
    first, last, now = _key(season_from), _key(season_to), (on.month, on.day)
    if first <= last:
        return first <= now <= last
    return now >= first or now <= last


def _key(day: str) -> tuple[int, int]:
    return int(day[3:5]), int(day[:2])
