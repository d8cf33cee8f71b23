"""Reading the geography: places kept in memory under a stamp, addresses asked of the database."""

import json
import math
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When
from shapely import coverage_simplify, union_all
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.strtree import STRtree

from veche.commons.places import geometry, wording
from veche.commons.places.models import Address, GeographyStamp, GroundFeature, Place, Street
from veche.commons.towns import public as towns
from veche.kernel import stamps
from veche.kernel.database.base import DatabaseWrapper

KEPT_TOWNS = 32
OUTLINE_TOLERANCE_DEGREES = 8.0 / geometry.METRES_PER_DEGREE
MOST_STREETS = 12
MOST_NEAR = 200
# Below this likeness a street is another street, not a typo of it.
TYPO_SIMILARITY = 0.45
TYPO_SIMILARITY_OF_ONE = 0.3
SHORTEST_TYPO = 4


@dataclass(frozen=True)
class Geography:
    """All places of one town as one process keeps them, until the stamp changes."""

    stamp: UUID | None
    places: dict[UUID, Place]
    outlines: tuple[tuple[Polygon | MultiPolygon, Place], ...]
    tree: STRtree

    def place_at(self, lat: float, lon: float) -> Place | None:
        """The innermost place whose outline holds the point; a shared border goes by name."""
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            return None
        return self.places_at([(lat, lon)])[0]

    def places_at(self, points: Sequence[geometry.LatLon]) -> list[Place | None]:
        """The same for many points on earth at once: a town's hundred thousand in a second."""
        found: list[Place | None] = [None] * len(points)
        pairs = self.tree.query(geometry.points(points), predicate="intersects")
        for number, outline in zip(*pairs.tolist(), strict=True):
            place, best = self.outlines[outline][1], found[number]
            if best is None or self._order(place) < self._order(best):
                found[number] = place
        return found

    def _order(self, place: Place) -> tuple[int, float, str]:
        return self.height(place), place.area_m2, place.name

    def height(self, place: Place) -> int:
        """0 for a district or settlement, 1 for the town: a whole town is the last answer."""
        return int(place.kind == "town")

    def lineage(self, place_id: UUID) -> tuple[UUID, ...]:
        """The place itself and all it lies in, innermost first; empty when it is unknown."""
        line: list[UUID] = []
        place = self.places.get(place_id)
        while place is not None and place.id not in line:
            line.append(place.id)
            place = self.places.get(place.parent_id) if place.parent_id else None
        return tuple(line)


_TABLE = GeographyStamp._meta.db_table
stamps.declare(_TABLE)

_kept: dict[UUID, Geography] = {}
_kept_documents: dict[tuple[UUID, str], tuple[UUID, bytes]] = {}
_guard = threading.Lock()


def stamp() -> UUID | None:
    """The stamp of the current geography; None before any was entered."""
    return stamps.stamp(_TABLE, towns.current().id)


def geography() -> Geography:
    """Places of the current town: one query when they are kept already, two when they changed.

    The stamp is read before the places. Should they change between the two reads, newer places are
    kept under the older stamp and are read again at the next call.
    """
    town_id = towns.current().id
    now = stamp()
    kept = _kept.get(town_id)
    if kept is not None and now is not None and kept.stamp == now:
        return kept
    made = _read_geography(now)
    with _guard:
        if now is not None:
            if len(_kept) >= KEPT_TOWNS:
                _kept.clear()
            _kept[town_id] = made
    return made


def _read_geography(now: UUID | None) -> Geography:
    places = {place.id: place for place in Place.objects.all()}
    outlines = tuple((geometry.polygonal(place.outline), place) for place in places.values())
    return Geography(now, places, outlines, STRtree([outline for outline, _ in outlines]))


def ordered_places() -> list[Place]:
    """All places: the town, then districts, then settlements, each by name («ё» beside «е»)."""
    kinds = ("town", "district", "settlement")
    return sorted(
        geography().places.values(), key=lambda p: (kinds.index(p.kind), wording.fold(p.name))
    )


def address(address_id: UUID) -> Address | None:
    """One address with its street and settlement."""
    return Address.objects.select_related("street__settlement").filter(id=address_id).first()


def address_text(row: Address) -> str:
    """«Луговая улица, 54»; outside the town with the settlement first."""
    settlement = row.street.settlement
    parts = [settlement.name] if settlement.kind == "settlement" else []
    parts += [row.street.name] if row.street.name else []
    return ", ".join([*parts, row.house])


def street(street_id: int) -> Street | None:
    """One street with its settlement; houses without a street are none."""
    return Street.objects.select_related("settlement").filter(id=street_id).exclude(name="").first()


def streets_by_id(street_ids: Iterable[int]) -> list[Street]:
    """Streets with their settlements; one query."""
    return list(
        Street.objects.select_related("settlement").filter(id__in=list(street_ids)).exclude(name="")
    )


def street_text(row: Street) -> str:
    """«Луговая улица»; outside the town with the settlement first."""
    is_outside = row.settlement.kind == "settlement"
    return f"{row.settlement.name}, {row.name}" if is_outside else row.name


def house_near(latitude: float, longitude: float, metres: float) -> Address | None:
    """The nearest house within so many metres; one query over a narrow strip."""
    lat = metres / geometry.METRES_PER_DEGREE
    lon = lat / max(0.1, math.cos(math.radians(latitude)))
    rows = Address.objects.select_related("street__settlement").filter(
        latitude__range=(latitude - lat, latitude + lat),
        longitude__range=(longitude - lon, longitude + lon),
    )
    found = [
        (geometry.distance_m((latitude, longitude), (row.latitude, row.longitude)), row)
        for row in rows[:MOST_NEAR]
    ]
    far, nearest = min(found, key=lambda one: one[0], default=(metres, None))
    return nearest if far < metres else None


# A plane is near enough over a hundred metres.
_STREET_NEAR = """
    SELECT street_id FROM places_address
     WHERE latitude BETWEEN %s AND %s AND longitude BETWEEN %s AND %s
       AND power((latitude - %s) / %s, 2) + power((longitude - %s) / %s, 2) < 1
     ORDER BY power((latitude - %s) / %s, 2) + power((longitude - %s) / %s, 2) LIMIT 1
"""


def street_near(latitude: float, longitude: float, metres: float) -> int | None:
    """The street of the nearest house within so many metres; one prepared query."""
    lat = metres / geometry.METRES_PER_DEGREE
    lon = lat / max(0.1, math.cos(math.radians(latitude)))
    frame = (latitude - lat, latitude + lat, longitude - lon, longitude + lon)
    off = (latitude, lat, longitude, lon)
    database = cast(DatabaseWrapper, connection)
    found = database.run_prepared((_STREET_NEAR, (*frame, *off, *off)))
    return int(found[0][0]) if found else None


def houses_of(street_id: int) -> list[Address]:
    """The houses of a street in their order."""
    rows = Address.objects.select_related("street__settlement").filter(street_id=street_id)
    return list(rows.order_by("house_order", "house_key"))


def houses_named(street_ids: Iterable[int], keys: Iterable[str]) -> list[Address]:
    """Houses of these streets with one of these numbers; one query, none for no street."""
    wanted = list(street_ids)
    if not wanted:
        return []
    rows = Address.objects.select_related("street__settlement").filter(street_id__in=wanted)
    return list(rows.filter(house_key__in=list(keys)))


def places_of_street(street_id: int) -> list[UUID]:
    """Where a street has houses."""
    rows = Address.objects.filter(street_id=street_id).order_by("place_id")
    return list(rows.values_list("place_id", flat=True).distinct())


def addresses_by_id(address_ids: Iterable[UUID]) -> dict[UUID, Address]:
    """Addresses with their streets and settlements; one query."""
    found = Address.objects.select_related("street__settlement").filter(id__in=list(address_ids))
    return {address.id: address for address in found}


def houses_within(streets: Iterable[int], territories: Iterable[UUID]) -> list[UUID]:
    """Ids of the houses on streets and in territories, with all that lies inside; one query."""
    wanted, known = frozenset(territories), geography()
    inside = [one for one in known.places if not wanted.isdisjoint(known.lineage(one))]
    found = Address.objects.filter(Q(street_id__in=list(streets)) | Q(place_id__in=inside))
    return list(found.values_list("id", flat=True))


def places_of_addresses(address_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The place of each address that is known."""
    found = Address.objects.filter(id__in=list(address_ids))
    return dict(found.values_list("id", "place_id"))


def found_addresses(text: str, limit: int) -> list[Address]:
    """Addresses that begin as typed, likeliest first; with typos when nothing begins so."""
    readings = wording.read_query(text)
    for find_streets in (streets_by_beginning, streets_by_likeness):
        for reading in readings:
            streets = find_streets(reading.words)
            for house in wording.house_guesses(reading.house) if streets else ():
                found = _houses(streets, house, limit)
                if found:
                    return found
    return []


def streets_by_beginning(words: Sequence[str]) -> list[int]:
    """Streets in whose text each word begins some word; the street's own words before its place's.

    A space stands before every word of the text, so each LIKE is answered by the trigram index.
    """
    matches, own = Q(), Q()
    for word in words:
        matches &= Q(search__contains=f" {word}")
        own &= Q(own_words__contains=f" {word}")
    rank = Case(
        When(own_words__startswith=f" {' '.join(words)}", then=Value(0)),
        When(own, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = Street.objects.filter(matches).annotate(rank=rank).order_by("rank", "search", "id")
    return list(found.values_list("id", flat=True)[:MOST_STREETS])


_ALIKE = """
    SELECT street.id
      FROM (SELECT id, search, coalesce(nullif(own_words, ''), search) AS known_by
              FROM places_street) AS street,
           LATERAL (
               SELECT avg(likeness) AS mean, min(likeness) AS least
                 FROM (SELECT ext.word_similarity(
                                  word, translate(street.known_by, %(from)s, %(to)s)
                              ) AS likeness
                         FROM unnest(%(words)s::text[]) AS word) AS each
           ) AS alike
     WHERE alike.mean >= %(mean)s AND alike.least >= %(least)s
     ORDER BY alike.mean DESC, street.search, street.id
     LIMIT %(most)s
"""


def streets_by_likeness(words: Sequence[str]) -> list[int]:
    """Streets most alike by trigrams of their sound: the mean over the words, none far off.

    Vowels that sound alike without stress are one letter («каралева» is «Королёва»). Asked only
    when no street begins as typed, because all streets are compared.
    """
    telling = [word for word in words if word not in wording.STREET_TYPES] or list(words)
    if max(map(len, telling)) < SHORTEST_TYPO:
        return []
    sounds = [word.translate(wording.SOUND) for word in telling]
    with connection.cursor() as cursor:
        cursor.execute(
            _ALIKE,
            {
                "words": sounds,
                "from": wording.SOUND_FROM,
                "to": wording.SOUND_TO,
                "mean": TYPO_SIMILARITY,
                "least": TYPO_SIMILARITY_OF_ONE,
                "most": MOST_STREETS,
            },
        )
        return [row[0] for row in cursor.fetchall()]


def _houses(streets: Sequence[int], house: str, limit: int) -> list[Address]:
    """Addresses on these streets in their order, the very house before those that begin with it."""
    if not streets:
        return []
    street_order = Case(
        *[When(street_id=id_, then=Value(n)) for n, id_ in enumerate(streets)],
        default=Value(len(streets)),
        output_field=IntegerField(),
    )
    exact = Case(
        When(house_key=house, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = (
        Address.objects.filter(street_id__in=streets, house_key__startswith=house)
        .select_related("street__settlement")
        .annotate(exact=exact, street_order=street_order)
        .order_by("exact", "street_order", "house_order", "house_key", "id")
    )
    return list(found[:limit])


def outlines_json() -> bytes:
    """Every place as GeoJSON with a simplified outline; made once for each stamp and process."""
    return _kept_json("outlines", lambda: collection(outline_features()))


def ground_json() -> bytes:
    """The map's ground as GeoJSON, in the order of drawing; kept like the outlines."""
    return _kept_json("ground", lambda: collection(ground_features()))


def town_outline() -> Polygon | MultiPolygon | None:
    """All places of the town as one outline; None before any was entered."""
    outlines = [outline for outline, _place in geography().outlines]
    return cast(Polygon | MultiPolygon, union_all(outlines)) if outlines else None


def collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection."""
    return {"type": "FeatureCollection", "features": features}


def _kept_json(name: str, make: Callable[[], dict[str, Any]]) -> bytes:
    key, now = (towns.current().id, name), stamp()
    kept = _kept_documents.get(key)
    if kept is not None and now is not None and kept[0] == now:
        return kept[1]
    document = json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode()
    with _guard:
        if now is not None:
            if len(_kept_documents) >= 2 * KEPT_TOWNS:
                _kept_documents.clear()
            _kept_documents[key] = (now, document)
    return document


def ground_features() -> list[dict[str, Any]]:
    """Layers of the map's ground as GeoJSON features."""
    rows = GroundFeature.objects.order_by("id").values("kind", "name", "geometry")
    return [
        {
            "type": "Feature",
            "properties": {"kind": row["kind"], "name": row["name"]},
            "geometry": row["geometry"],
        }
        for row in rows
    ]


def outline_features() -> list[dict[str, Any]]:
    """Every place as a GeoJSON feature with a simplified outline, in the order of the list."""
    ordered = ordered_places()
    return [
        _feature(place, outline) for place, outline in zip(ordered, _simple(ordered), strict=True)
    ]


def _simple(places: Sequence[Place]) -> list[BaseGeometry]:
    """Outlines with fewer vertices; neighbours keep one common border, without gaps between."""
    exact = [geometry.polygonal(place.outline) for place in places]
    inner = [index for index, place in enumerate(places) if place.kind != "town"]
    together = coverage_simplify([exact[i] for i in inner], OUTLINE_TOLERANCE_DEGREES)
    simple: list[BaseGeometry] = [
        outline.simplify(OUTLINE_TOLERANCE_DEGREES, preserve_topology=True) for outline in exact
    ]
    for index, outline in zip(inner, together, strict=True):
        simple[index] = outline
    return simple


def _feature(place: Place, outline: BaseGeometry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": str(place.id),
        "properties": {
            "id": str(place.id),
            "name": place.name,
            "kind": place.kind,
            "oktmo": place.oktmo,
            "parent": str(place.parent_id) if place.parent_id else None,
            "population": place.population,
            "area_km2": round(place.area_m2 / 1e6, 2),
            "centre": [place.longitude, place.latitude],
        },
        "geometry": geometry.as_geojson(outline, decimals=5),
    }


def count_addresses() -> int:
    """How many houses the town has entered."""
    return Address.objects.count()
