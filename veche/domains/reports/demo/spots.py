"""Where it happens: houses of the town, and a few corners where it boils."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from veche.commons.places import public as places

# Of ten reports so many are of the corners where it boils.
BOILING = 0.11
# Of ten people so many write of what is near them.
NEAR_HOME = 0.7
STREETS = (
    *("Луговая", "Садовая", "Советская", "Вокзальная", "Молодёжная", "Солнечный", "Рыночная"),
    *("Гагарина", "Королёва", "Театральная", "Машиностроителей", "Заречная", "Лесная", "Сосновая"),
    *("Школьная", "Комсомольская", "Победы", "Строителей", "Космонавтов", "Рабочая", "Пионерская"),
    *("Центральная", "Полевая", "Береговая", "Берёзовая", "Зелёная", "Покровская", "Чехова"),
)


@dataclass(frozen=True)
class Corner:
    """A house around which the same things happen again and again."""

    house: str
    codes: tuple[str, ...]


CORNERS = (
    Corner("Луговая 54", ("roads.potholes", "roads.storm_drain", "pavements.lamp_out")),
    Corner("Солнечный 6", ("yards.lawn_parking", "waste.not_collected", "yards.bin_yard")),
    Corner("Вокзальная 8", ("trade.street_trade", "safety.vandalism", "transport.stop")),
    Corner("Молодёжная 2", ("house.heating", "house.lift", "utilities.no_water")),
    Corner("Машиностроителей 3", ("green.smoke", "roads.road_snow", "roads.markings")),
    Corner("Гагарина 3", ("pavements.crossing", "roads.traffic_light", "roads.markings")),
    Corner("Рыночная 1", ("waste.dump", "green.stray_animals", "trade.adverts")),
    Corner("Победы 12", ("yards.playground", "yards.mowing", "waste.snow_heap")),
)


@dataclass(frozen=True)
class Spot:
    """A place a report is of; at a corner it troubles many."""

    house: places.Address
    is_corner: bool
    latitude: float
    longitude: float

    @property
    def number(self) -> str:
        """The house's number as people say it."""
        return self.house.text.rpartition(", ")[2]


class Ground:
    """Chooses spots by a seed."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.houses = [one for street in STREETS for one in places.addresses(street, limit=60)]
        self.near: dict[UUID, list[places.Address]] = defaultdict(list)
        for house in self.houses:
            self.near[house.place_id].append(house)
        self.corners: dict[str, list[places.Address]] = defaultdict(list)
        for corner in CORNERS:
            found = places.addresses(corner.house, limit=1)
            for code in corner.codes:
                self.corners[code] += found

    def spot(self, code: str, home: UUID) -> Spot:
        """Where somebody who lives there has seen a thing of this category."""
        boiling = self.corners.get(code)
        if boiling and self.draw.random() < self._share(boiling):
            return self._at(self.draw.choice(boiling), is_corner=True)
        around = self.near.get(home)
        near = around and self.draw.random() < NEAR_HOME
        return self._at(self.draw.choice(around if near and around else self.houses))

    def _share(self, boiling: Sequence[places.Address]) -> float:
        """Not all categories have a corner: those that do have more of it."""
        return BOILING * (1.5 + 0.5 * len(boiling))

    def _at(self, house: places.Address, *, is_corner: bool = False) -> Spot:
        """Not all stand at the very door of the house."""
        wide = 0.3 if is_corner else 1.0
        latitude = house.latitude + wide * self.draw.uniform(-0.0006, 0.0006)
        longitude = house.longitude + wide * self.draw.uniform(-0.001, 0.001)
        return Spot(house, is_corner, round(latitude, 6), round(longitude, 6))
