"""The town's day and hours, and the numbers it has set."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.commons.places.public import Place
from veche.commons.towns import public as towns
from veche.kernel import clock


def today() -> date:
    """The town's day."""
    return clock.today(towns.current().time_zone)


def at_minute(on: date, minute: int) -> datetime:
    """A minute of the town's day as an instant, whatever its clock does that day."""
    at = time(minute // 60, minute % 60)
    return datetime.combine(on, at, tzinfo=clock.zone(towns.current().time_zone))


def local(at: datetime) -> datetime:
    """An instant by the town's clock."""
    return at.astimezone(clock.zone(towns.current().time_zone))


def value(code: str) -> int:
    """A number of `workday.…` that is in force today."""
    return norms.value(f"workday.{code}", today()).value


def first_day() -> date:
    """The nearest day to which neighbours may be called now."""
    return today() + timedelta(days=value("notice_days"))


def territories() -> list[Place]:
    """The parts of the town a list may be narrowed to."""
    return [one for one in places.places() if one.kind != "town"]
