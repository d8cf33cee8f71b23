"""The town's day, and the dated norms of the answer and of the council's decision."""

from __future__ import annotations

from datetime import date

from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.kernel import clock

ANSWER, COUNCIL = "order.answer_days", "order.council_days"


def today() -> date:
    """The town's day."""
    return clock.today(towns.current().time_zone)


def answer_days() -> int:
    """How long a deputy or the council may take for an answer today."""
    return norms.value(ANSWER, today()).value


def due_on(start: date, norm: str = ANSWER) -> date:
    """The last day of the answer, or of the decision; a day off gives way to the next working
    day."""
    return norms.due_on(norm, start, if_day_off="next")
