"""What a text names exactly, for files and forms: nothing is guessed, typos are not forgiven."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from veche.commons.places import queries, wording
from veche.commons.places.models import Address, Street


@dataclass(frozen=True)
class Named:
    """A place, a street or a house; `is_many` when several fit and none is meant for sure."""

    text: str = ""
    place_id: UUID | None = None
    street_id: int | None = None
    address_id: UUID | None = None
    is_many: bool = False

    @property
    def is_known(self) -> bool:
        """Whether one thing is named."""
        return bool(self.place_id or self.street_id or self.address_id)


@dataclass(frozen=True)
class _Asked:
    """A text, the streets that fit each of its readings, and the house."""

    text: str
    streets: list[Street]
    house: str


def named(texts: Iterable[str]) -> dict[str, Named]:
    """Each text with what it names: a query for each street, and one for all houses."""
    places = {wording.fold(one.name): one for one in queries.geography().places.values()}
    found: dict[str, Named] = {}
    asked: list[_Asked] = []
    known: dict[tuple[str, ...], list[Street]] = {}
    for text in dict.fromkeys(texts):
        place = places.get(wording.fold(text))
        if place is not None:
            found[text] = Named(place.name, place_id=place.id)
            continue
        for reading in wording.read_query(text):
            if reading.words not in known:
                known[reading.words] = _streets(reading.words)
            if known[reading.words]:
                asked.append(_Asked(text, known[reading.words], reading.house))
                break
        else:
            found[text] = Named()
    return found | _houses(asked)


def _streets(words: Sequence[str]) -> list[Street]:
    """Streets with these words; of several that fit, those with no word besides."""
    rows = queries.streets_by_id(queries.streets_by_beginning(words))
    # «Луговая» may be left without its «улица», and what is typed whole is meant whole.
    bare = set(words) - wording.STREET_TYPES
    exact = [row for row in rows if set(row.search.split()) - wording.STREET_TYPES == bare]
    return exact or rows


def _houses(asked: Sequence[_Asked]) -> dict[str, Named]:
    street_ids = {row.id for one in asked if one.house for row in one.streets}
    rows = queries.houses_named(street_ids, {one.house for one in asked if one.house})
    houses: dict[tuple[int, str], Address] = {(row.street_id, row.house_key): row for row in rows}
    found = {}
    for one in asked:
        if not one.house:
            found[one.text] = _one_street(one.streets)
            continue
        having = [row for row in one.streets if (row.id, one.house) in houses]
        fits = [houses[row.id, one.house] for row in _own(having)]
        found[one.text] = _one_house(fits)
    return found


def _own(rows: Sequence[Street]) -> Sequence[Street]:
    """Those meant where no village is named: the town's own, as its addresses are written here."""
    return [row for row in rows if row.settlement.kind != "settlement"] or rows


def _one_street(rows: Sequence[Street]) -> Named:
    rows = _own(rows)
    if len(rows) != 1:
        return Named(is_many=bool(rows))
    return Named(queries.street_text(rows[0]), street_id=rows[0].id)


def _one_house(rows: Sequence[Address]) -> Named:
    if len(rows) != 1:
        return Named(is_many=bool(rows))
    return Named(queries.address_text(rows[0]), address_id=rows[0].id)
