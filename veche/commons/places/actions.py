"""Writing the geography: whole files, checked before the first row is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.places import addresses_file, geometry, outlines_file, policies, queries, wording
from veche.commons.places.addresses_file import AddressRow
from veche.commons.places.file_errors import FileError, FileRefused
from veche.commons.places.models import Address, GeographyStamp, Place, Street
from veche.commons.places.outlines_file import OutlineRow
from veche.commons.towns import public as towns
from veche.kernel import locks

LOCK = "places.geography"
BATCH = 2_000


@dataclass(frozen=True)
class Imported:
    """What an import wrote. `absent` names places that are kept, yet not in the file."""

    created: int
    updated: int
    absent: tuple[str, ...] = ()


@transaction.atomic
def import_outlines(actor: policies.Actor, *, data: bytes) -> Imported:
    """Write the places of a GeoJSON file: known ones (by OKTMO, else by name) get new outlines.

    Refuses the whole file with FileRefused. Places that the file does not name stay, because
    people live in them; they are told in the answer.
    """
    policies.may_import_places(actor).or_refuse()
    rows = outlines_file.read_outlines(data)
    locks.take(exclusive=[LOCK])
    imported = _write_outlines(rows)
    touch_geography()
    audit.record("places.outlines_imported", actor.id, "places", created=imported.created)
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
    audit.record("places.addresses_imported", actor.id, "places", created=imported.created)
    return imported


def touch_geography() -> None:
    """Give the geography a new stamp, so that no process serves what it kept."""
    GeographyStamp.objects.update_or_create(id=1, defaults={"stamp": uuid4()})


def _write_outlines(rows: Sequence[OutlineRow]) -> Imported:
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
    return Imported(created, len(rows) - created, absent)


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
    before = Address.objects.count()
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
    created = Address.objects.count() - before
    return Imported(created, len(rows) - created)


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
