"""The town's day, and the dated norm of the answer."""

from __future__ import annotations

from datetime import date

from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.kernel import clock

ANSWER = "order.answer_days"


def today() -> date:
    """The town's day."""
    return clock.today(towns.current().time_zone)


def answer_days() -> int:
    """How long a deputy or the council may take for an answer today."""
    return norms.value(ANSWER, today()).value


def due_on(start: date) -> date:
    """The last day of the answer; a day off gives way to the next working day."""
    return norms.due_on(ANSWER, start, if_day_off="next")
