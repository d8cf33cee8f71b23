"""When the head's sheet is due: every Monday from seven in the morning by the town's clock."""

from __future__ import annotations

from datetime import date, datetime

MONDAY, HOUR = 0, 7


def due_on(local: datetime) -> date | None:
    """The Monday whose sheet is due at a moment of the town's clock; None at any other time.

    A worker that stood at seven makes it up until the day is over.
    """
    is_due = local.weekday() == MONDAY and local.hour >= HOUR
    return local.date() if is_due else None
