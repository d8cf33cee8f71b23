"""When people write and of what: seasons, weekdays, hours, and days that nobody forgets."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from veche.domains.reports.models import Category
from veche.domains.reports.rules import seasons

DAYS = 365
# How often people write of a group in an ordinary month.
GROUPS = {
    "roads": 22,
    "pavements": 16,
    "yards": 15,
    "house": 11,
    "utilities": 9,
    "waste": 9,
    "transport": 6,
    "green": 5,
    "education": 2,
    "health": 2,
    "trade": 2,
    "safety": 2,
}
# From January to December, times the ordinary.
MONTHS: dict[str, tuple[float, ...]] = {
    "roads.potholes": (0.4, 0.7, 2.6, 3.2, 2.0, 1.1, 0.8, 0.7, 0.7, 0.8, 0.8, 0.4),
    "roads.markings": (0.1, 0.2, 0.8, 2.0, 2.4, 1.4, 1.0, 1.2, 1.3, 0.8, 0.3, 0.1),
    "roads.road_snow": (6.0, 4.5, 2.0, 0.5, 0, 0, 0, 0, 0, 0.4, 3.0, 5.5),
    "roads.storm_drain": (0.2, 0.4, 2.2, 2.4, 1.2, 1.3, 1.6, 1.2, 1.2, 1.8, 1.1, 0.3),
    "pavements.lamp_out": (1.6, 1.3, 1.0, 0.7, 0.4, 0.3, 0.3, 0.6, 1.1, 1.7, 2.0, 2.0),
    "pavements.pavement_broken": (0.2, 0.3, 1.4, 2.0, 1.5, 1.1, 1.0, 1.0, 1.0, 0.8, 0.5, 0.2),
    "yards.playground": (0.2, 0.2, 0.7, 1.8, 2.2, 1.8, 1.6, 1.5, 1.1, 0.6, 0.3, 0.2),
    "yards.lawn_parking": (0.5, 0.5, 0.9, 1.5, 1.6, 1.2, 1.1, 1.1, 1.2, 1.1, 0.8, 0.5),
    "yards.mowing": (0, 0, 0, 0, 1.8, 4.2, 3.6, 2.6, 1.1, 0.1, 0, 0),
    "house.roof": (1.5, 1.8, 2.2, 1.2, 0.7, 0.9, 1.1, 0.8, 0.8, 0.9, 0.8, 1.2),
    "house.heating": (2.6, 2.0, 1.0, 0.6, 0.1, 0, 0, 0, 0.9, 4.2, 2.2, 2.2),
    "utilities.no_water": (1.0, 0.9, 0.9, 0.9, 1.4, 1.8, 1.5, 1.3, 1.0, 0.9, 0.9, 1.0),
    "waste.dump": (0.2, 0.2, 0.9, 2.4, 2.2, 1.3, 1.1, 1.0, 1.1, 1.0, 0.6, 0.2),
    "waste.not_collected": (1.9, 0.9, 0.9, 1.0, 1.4, 1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 1.0),
    "waste.snow_heap": (3.6, 3.4, 2.4, 0.6, 0, 0, 0, 0, 0, 0.1, 1.0, 2.6),
    "transport.timetable": (1.3, 1.1, 1.0, 0.9, 0.9, 0.8, 0.7, 0.8, 1.4, 1.2, 1.1, 1.3),
    "green.dangerous_tree": (0.3, 0.4, 0.8, 1.1, 1.6, 2.2, 2.2, 1.6, 1.0, 0.9, 0.5, 0.3),
    "green.smoke": (0.5, 0.5, 1.0, 2.0, 1.4, 1.0, 1.1, 1.3, 1.2, 1.6, 1.0, 0.5),
    "green.stray_animals": (1.2, 1.3, 1.4, 1.1, 0.9, 0.7, 0.7, 0.8, 0.9, 1.1, 1.2, 1.2),
    "education.enrolment": (0.4, 0.6, 1.6, 2.2, 1.4, 0.8, 0.6, 1.8, 2.4, 0.7, 0.4, 0.3),
    "education.school_repair": (0.8, 0.7, 0.6, 0.6, 0.5, 0.3, 0.3, 0.9, 2.4, 2.2, 1.4, 1.0),
    "trade.street_trade": (0.3, 0.3, 0.6, 1.0, 1.4, 1.7, 1.8, 2.0, 1.5, 0.9, 0.5, 0.4),
    "trade.noise": (0.5, 0.4, 0.5, 0.8, 1.5, 2.0, 2.1, 1.8, 1.0, 0.6, 0.5, 0.9),
}
EVEN = (1.0,) * 12
# Monday to Sunday.
WEEKDAYS = (1.28, 1.14, 1.06, 1.02, 0.98, 0.78, 0.74)
# Midnight to eleven in the evening: before work, at lunch, after supper.
HOURS = (
    *(0.3, 0.1, 0.1, 0.1, 0.1, 0.4, 1.4, 3.4, 4.6, 4.2, 4.0, 3.8),
    *(4.4, 4.2, 3.4, 3.2, 3.4, 4.2, 5.2, 5.6, 5.4, 4.4, 2.8, 1.2),
)
# Days that were unlike others: the month, days of it, what it was, how many times the ordinary.
EVENTS: tuple[tuple[int, range, tuple[str, ...], float], ...] = (
    (1, range(9, 12), ("waste.not_collected", "waste.bins"), 4.0),
    (1, range(17, 21), ("roads.road_snow", "waste.snow_heap", "pavements.pavement_broken"), 3.0),
    (2, range(12, 15), ("house.roof", "roads.road_snow"), 3.0),
    (6, range(21, 24), ("green.dangerous_tree", "pavements.lamp_out", "safety.wires"), 5.0),
    (7, range(8, 11), ("utilities.no_water",), 5.0),
    (10, range(2, 9), ("house.heating",), 2.5),
    (12, range(3, 6), ("roads.road_snow", "transport.timetable"), 3.0),
)


class Rhythm:
    """A year that ends now, by one seed."""

    def __init__(
        self, draw: random.Random, now: datetime, zone: ZoneInfo, categories: Sequence[Category]
    ) -> None:
        self.draw, self.now, self.zone = draw, now, zone
        self.categories = categories
        today = now.astimezone(zone).date()
        self.days = [today - timedelta(days=ago) for ago in range(DAYS, -1, -1)]
        self.of_day = {day: self._weights(day) for day in self.days}

    def moments(self, number: int) -> Iterator[tuple[datetime, Category]]:
        """So many moments of the year, one after another, each with what it is about."""
        lively = [self._lively(day, place) for place, day in enumerate(self.days)]
        days = sorted(self.draw.choices(self.days, lively, k=number))
        found = [(self._moment(day), day) for day in days]
        for moment, day in sorted(found):
            yield moment, self._about(day)

    def _weights(self, day: date) -> list[float]:
        """How often people write of each category on a day, added up as they go."""
        return list(accumulate(self._weight(one, day) for one in self.categories))

    def _weight(self, category: Category, day: date) -> float:
        if not seasons.is_in_season(category.season_from, category.season_to, day):
            return 0
        weight = GROUPS[category.group_id] * MONTHS.get(category.code, EVEN)[day.month - 1]
        for month, days, codes, times in EVENTS:
            if day.month == month and day.day in days and category.code in codes:
                weight *= times
        return weight

    def _lively(self, day: date, place: int) -> float:
        # The service has caught on: at the end of the year twice as many write as at its beginning.
        return self.of_day[day][-1] * WEEKDAYS[day.weekday()] * (0.7 + 0.7 * place / DAYS)

    def _moment(self, day: date) -> datetime:
        hour = self.draw.choices(range(24), HOURS)[0]
        at = time(hour, self.draw.randrange(60), self.draw.randrange(60))
        moment = datetime.combine(day, at, self.zone)
        # Of today only what has been.
        return moment if moment <= self.now else self._earlier()

    def _earlier(self) -> datetime:
        midnight = datetime.combine(self.days[-1], time(), self.zone)
        return midnight + (self.now - midnight) * self.draw.random()

    def _about(self, day: date) -> Category:
        found: Category = self.draw.choices(self.categories, cum_weights=self.of_day[day])[0]
        return found
