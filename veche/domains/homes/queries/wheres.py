"""From lines that people write to places, streets and houses: «Луговая улица: 1, 3», «Западный»."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from veche.commons.places import public as places
from veche.domains.homes.models import TEXT_MAX, OutageSpot

HOUSES_MAX = 300
TEXT_SHOWN = 12


@dataclass(frozen=True)
class Where:
    """What some lines name, and what is wrong with the rest of them."""

    spots: list[OutageSpot] = field(default_factory=list)
    place_ids: list[UUID] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it in words."""
        return "; ".join(one.text for one in self.spots)


def spread(lines: Iterable[str]) -> list[str]:
    """One thing a line: «Луговая улица: 1, 3» is two houses."""
    found = []
    for line in lines:
        street, colon, houses = line.partition(":")
        parts = [one.strip() for one in houses.split(",") if one.strip()]
        found += [f"{street.strip()}, {one}" for one in parts] if colon else [line.strip()]
    return list(dict.fromkeys(one for one in found if one))


def read(lines: Iterable[str]) -> Where:
    """Places, streets and houses that the lines name; each that names none is an error."""
    texts = spread(lines)
    return of(texts, places.named(texts))


def of(texts: Sequence[str], named: dict[str, places.Named]) -> Where:
    """The same where the texts are looked up already, a whole table at once."""
    spots, errors = [], []
    for text in texts:
        found = named[text]
        if found.is_known:
            spots.append(
                OutageSpot(
                    text=found.text[:TEXT_MAX],
                    place_id=found.place_id,
                    street_id=found.street_id,
                    address_id=found.address_id,
                )
            )
        elif found.is_many:
            errors.append(_("«%(text)s»: таких несколько, допишите село") % {"text": text[:80]})
        else:
            errors.append(_("«%(text)s»: такого нет в списке города") % {"text": text[:80]})
    if len(spots) > HOUSES_MAX:
        errors.append(_("Слишком много адресов: назовите улицы или район"))
    return Where(spots, touched(spots), errors)


def joined(one: Where, other: Where) -> Where:
    """What two rows name without mistakes, each place once."""
    spots = {
        (spot.place_id, spot.street_id, spot.address_id): spot
        for spot in (*one.spots, *other.spots)
    }
    return Where(list(spots.values()), sorted({*one.place_ids, *other.place_ids}))


def touched(spots: Sequence[OutageSpot]) -> list[UUID]:
    """The innermost places that the spots lie in."""
    found = {one.place_id for one in spots if one.place_id}
    houses = [one.address_id for one in spots if one.address_id]
    if houses:
        found |= set(places.places_of_addresses(houses).values())
    for one in spots:
        if one.street_id:
            found |= set(places.places_of_street(one.street_id))
    return sorted(found)
