"""Writing the geography: whole files, checked before the first row is written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.places import addresses_file, geometry, outlines_file, policies, queries, wording
from veche.commons.places.addresses_file import AddressRow
from veche.commons.places.events import AddressesImported, OutlinesImported
from veche.commons.places.file_errors import MOST_SHOWN, FileError, FileRefused
from veche.commons.places.models import Address, GeographyStamp, Place, Street
from veche.commons.places.outlines_file import OutlineRow
from veche.commons.towns import public as towns
from veche.kernel import locks, outbox, stamps

LOCK = "places.geography"
BATCH = 2_000


@dataclass(frozen=True)
class Imported:
    """What an import wrote.

    `absent` names places that are kept, yet not in the file; `moved` counts the houses that now
    lie in another place than before.
    """

    created: int
    updated: int
    moved: int = 0
    absent: tuple[str, ...] = ()


@transaction.atomic
def import_outlines(actor: policies.Actor, *, data: bytes) -> Imported:
    """Write the places of a GeoJSON file: known ones (by OKTMO, else by name) get new outlines.

    Every address goes where its point now lies. Refuses the whole file with FileRefused, also
    when a house would lie in no outline. Places that the file does not name stay, because people
    live in them; they are told in the answer.
    """
    policies.may_import_places(actor).or_refuse()
    rows = outlines_file.read_outlines(data)
    locks.take(exclusive=[LOCK])
    imported, written = _write_outlines(rows)
    touch_geography()
    imported = replace(imported, moved=_place_addresses_anew(written))
    audit.record(
        "places.outlines_imported",
        actor.id,
        "places",
        created=imported.created,
        moved=imported.moved,
    )
    outbox.put(OutlinesImported(imported.moved))
    return imported


@transaction.atomic
def import_addresses(actor: policies.Actor, *, data: bytes) -> Imported:
    """Write the addresses of a CSV file: known ones (by street and house) get new points.

    Refuses the whole file with FileRefused; an address must lie inside some outline.
    """
    policies.may_import_places(actor).or_refuse()
    locks.take(exclusive=[LOCK])
    known = queries.geography()
    names = {place.name.casefold(): place for place in known.places.values()}

    def place_of(lat: float, lon: float) -> UUID | None:
        place = known.place_at(lat, lon)
        return place.id if place else None

    rows = addresses_file.read_addresses(data, place_of, frozenset(names))
    streets = _streets(rows, names, known.places.values())
    imported = _write_addresses(rows, streets)
    audit.record(
        "places.addresses_imported",
        actor.id,
        "places",
        created=imported.created,
        moved=imported.moved,
    )
    outbox.put(AddressesImported(imported.moved))
    return imported


def touch_geography() -> None:
    """Give the geography a new stamp, so that no process serves what it kept."""
    GeographyStamp.objects.update_or_create(id=1, defaults={"stamp": uuid4()})
    stamps.forget()


def _write_outlines(rows: Sequence[OutlineRow]) -> tuple[Imported, dict[UUID, int]]:
    """What was written, and the number in the file of each place written."""
    known = list(Place.objects.select_for_update())
    by_oktmo = {place.oktmo: place for place in known if place.oktmo}
    by_name = {(place.kind, place.name.casefold()): place for place in known}
    written: dict[int, Place] = {}
    created = 0
    for row in rows:
        place = by_oktmo.get(row.oktmo) or by_name.get((row.kind, row.name.casefold()))
        if place is None:
            place = Place()
            created += 1
        _fill(place, row)
        written[row.number] = place
    _link(rows, written, known)
    # Parents first, or the foreign key would point at nothing.
    for place in sorted(written.values(), key=lambda place: place.parent_id is not None):
        place.save()
    kept = {place.id for place in written.values()}
    absent = tuple(sorted(place.name for place in known if place.id not in kept))
    numbers = {place.id: number for number, place in written.items()}
    return Imported(created, len(rows) - created, absent=absent), numbers


def _fill(place: Place, row: OutlineRow) -> None:
    place.kind, place.name, place.oktmo = row.kind, row.name, row.oktmo
    place.population = row.population
    place.outline = geometry.as_geojson(row.outline)
    place.area_m2 = geometry.area_m2(row.outline)
    place.latitude, place.longitude = geometry.representative_point(row.outline)


def _link(rows: Sequence[OutlineRow], written: dict[int, Place], known: Sequence[Place]) -> None:
    """Set parents: as the file names them, else the only town there is."""
    everyone = [*known, *written.values()]
    tops = {place.id: place for place in everyone if place.kind == "town"}
    named = {
        key: place for place in everyone for key in (place.name.casefold(), place.oktmo) if key
    }
    errors = []
    for row in rows:
        place = written[row.number]
        parent = named.get(row.parent.casefold()) if row.parent else None
        if row.parent and (parent is None or parent is place):
            errors.append(FileError(row.number, _("контура «%(name)s» нет") % {"name": row.parent}))
        elif parent is not None and parent.kind not in ("town", "district"):
            errors.append(FileError(row.number, _("населённый пункт не делится на части")))
        elif parent is None and row.kind != "town" and len(tops) == 1:
            parent = next(iter(tops.values()))
        place.parent = parent
    if errors:
        raise FileRefused(errors)


def _place_addresses_anew(numbers: dict[UUID, int]) -> int:
    """Put each address into the place its point lies in; how many moved.

    A house outside every outline is a hole in the file far more often than a house that left the
    town, and who lives there would vote by borders that are no more: FileRefused names them.
    """
    known = queries.geography()
    moved: dict[UUID, list[UUID]] = defaultdict(list)
    lost: list[tuple[UUID, UUID]] = []
    rows = Address.objects.order_by("id").values_list("id", "latitude", "longitude", "place_id")
    waiting = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(waiting, BATCH)):
        found = known.places_at([(latitude, longitude) for _id, latitude, longitude, _old in batch])
        for (address_id, _latitude, _longitude, old), place in zip(batch, found, strict=True):
            if place is None:
                lost.append((address_id, old))
            elif place.id != old:
                moved[place.id].append(address_id)
    if lost:
        raise _houses_outside(lost, numbers)
    for place_id, ids in moved.items():
        for start in range(0, len(ids), BATCH):
            Address.objects.filter(id__in=ids[start : start + BATCH]).update(place_id=place_id)
    return sum(map(len, moved.values()))


def _houses_outside(lost: Sequence[tuple[UUID, UUID]], numbers: dict[UUID, int]) -> FileRefused:
    """Each house with the number of the outline it lay in, 0 when that is not of the file."""
    shown = lost[:MOST_SHOWN]
    houses = queries.addresses_by_id(address_id for address_id, _old in shown)
    message = _("дом «%(house)s» остаётся вне границ")
    errors = [
        FileError(
            numbers.get(old, 0), message % {"house": queries.address_text(houses[address_id])}
        )
        for address_id, old in shown
    ]
    errors.sort(key=lambda error: (error.number, error.message))
    return FileRefused(errors, count=len(lost))


def _streets(
    rows: Iterable[AddressRow], names: dict[str, Place], places: Iterable[Place]
) -> dict[tuple[str, str], Street]:
    """The streets the rows need, made where they are missing, by (settlement, name) casefolded."""
    tops = [place for place in places if place.kind == "town"]
    wanted = {(row.settlement.casefold(), row.street.casefold()): row for row in rows}
    known = {
        (street.settlement_id, street.name.casefold()): street for street in Street.objects.all()
    }
    streets: dict[tuple[str, str], Street] = {}
    missing: list[Street] = []
    for key, row in wanted.items():
        settlement = names[key[0]] if key[0] else (tops[0] if len(tops) == 1 else None)
        if settlement is None:
            message = _("укажите населённый пункт: в муниципалитете их несколько")
            raise FileRefused([FileError(row.line, message)])
        street = known.get((settlement.id, key[1]))
        if street is None:
            street = make_street(settlement, row.street)
            missing.append(street)
        streets[key] = street
    Street.objects.bulk_create(missing, batch_size=BATCH)
    return streets


def make_street(settlement: Place, name: str) -> Street:
    """An unsaved street with its search texts; people may type the town's name before it."""
    town_name = towns.current().name if settlement.kind == "town" else ""
    return Street(
        settlement=settlement,
        name=name,
        search=wording.search_text(name, settlement.name, town_name),
        own_words=wording.search_text(name),
    )


def _write_addresses(
    rows: Sequence[AddressRow], streets: dict[tuple[str, str], Street]
) -> Imported:
    known = {
        (street_id, house_key): place_id
        for street_id, house_key, place_id in Address.objects.values_list(
            "street_id", "house_key", "place_id"
        )
    }
    addresses = [
        make_address(streets[row.settlement.casefold(), row.street.casefold()], row) for row in rows
    ]
    Address.objects.bulk_create(
        addresses,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["street", "house_key"],
        update_fields=["house", "latitude", "longitude", "place", "fias"],
    )
    before = [known.get((address.street_id, address.house_key)) for address in addresses]
    created = before.count(None)
    moved = sum(
        old is not None and old != address.place_id
        for old, address in zip(before, addresses, strict=True)
    )
    return Imported(created, len(rows) - created, moved)


def make_address(street: Street, row: AddressRow) -> Address:
    """An unsaved address of a checked row."""
    return Address(
        street=street,
        house=row.house,
        house_key=row.house_key,
        house_order=wording.house_order(row.house_key),
        place_id=row.place_id,
        latitude=row.latitude,
        longitude=row.longitude,
        fias=row.fias,
    )
