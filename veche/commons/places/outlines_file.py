"""Reads a GeoJSON file of outlines and checks it whole; every mistake is named. Pure.

The file comes from outside, so nothing in it is believed: size, nesting, numbers, text, topology.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon
from shapely.strtree import STRtree
from shapely.validation import explain_validity

from veche.commons.places import geometry
from veche.commons.places.file_errors import FileError, FileRefused
from veche.kernel.text import clean_line, has_unseen

MAX_BYTES = 10 * 1024 * 1024
MAX_FEATURES = 500
MAX_VERTICES_OF_ONE = 20_000
MAX_VERTICES = 200_000
MAX_DEPTH = 12
MAX_DEGREES = 8.0  # wider than any municipality: latitude and longitude are likely swapped
MIN_AREA_M2 = 100.0
# Neighbours drawn by hand overlap by slivers; more than this share of the smaller is a mistake.
MAX_OVERLAP = 0.01
MAX_NAME = 120
MAX_POPULATION = 30_000_000
KINDS = ("town", "district", "settlement")
_WHERE = re.compile(r"\[([^\]]*)\]")
_OKTMO = re.compile(r"[0-9]{8}([0-9]{3})?")


@dataclass(frozen=True)
class OutlineRow:
    """One checked place of the file. `parent` is the name or OKTMO of another, or ""."""

    number: int
    kind: str
    name: str
    oktmo: str
    parent: str
    population: int | None
    outline: Polygon | MultiPolygon


class Bad(Exception):
    """One mistake of one feature, in words that go on a sentence."""


def read_outlines(data: bytes) -> list[OutlineRow]:
    """All places of the file, or FileRefused with every mistake found."""
    features = _features(parse(data))
    rows: list[OutlineRow] = []
    errors: list[FileError] = []
    vertices = 0
    for number, feature in enumerate(features, start=1):
        try:
            row = _row(number, feature)
            vertices += geometry.count_vertices(row.outline)
            if vertices > MAX_VERTICES:
                raise Bad(_("слишком много вершин во всём файле, упростите контуры"))
            rows.append(row)
        except Bad as error:
            errors.append(FileError(number, str(error)))
    if not errors:
        errors.extend(_duplicates(rows))
    if not errors:
        errors.extend(_overlaps(rows))
    if errors:
        raise FileRefused(errors)
    return rows


def clean_name(value: object) -> str:
    """A name as plain text on one line; markup in it stays letters and is escaped when shown."""
    if not isinstance(value, str):
        raise Bad(_("название должно быть текстом"))
    name = " ".join(value.split())
    if not name or len(name) > MAX_NAME:
        raise Bad(_("название пустое или длиннее %(most)s знаков") % {"most": MAX_NAME})
    if has_unseen(name):
        raise Bad(_("в названии есть невидимые знаки"))
    return clean_line(name)


def parse(data: bytes) -> Any:
    """The document of a file within the limits of size, depth and numbers; FileRefused."""
    if len(data) > MAX_BYTES:
        raise FileRefused.whole(_("Файл больше 10 МБ: упростите контуры"))
    try:
        text = data.decode("utf-8-sig")
        document = json.loads(
            text,
            parse_constant=_refuse_constant,
            parse_int=_whole_number,
            parse_float=_real_number,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError:
        raise FileRefused.whole(_("Файл не в кодировке UTF-8")) from None
    except RecursionError:
        raise FileRefused.whole(_("Слишком глубокая вложенность")) from None
    except Bad as error:
        raise FileRefused.whole(str(error)) from None
    except ValueError as error:
        place = f": {error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise FileRefused.whole(_("Файл не читается как JSON") + place) from None
    if _depth(document) > MAX_DEPTH:
        raise FileRefused.whole(_("Слишком глубокая вложенность"))
    return document


def _refuse_constant(name: str) -> float:
    raise Bad(_("Число %(name)s в GeoJSON не допускается") % {"name": name})


def _whole_number(text: str) -> int:
    if len(text) > 20:
        raise Bad(_("В файле слишком длинное число"))
    return int(text)


def _real_number(text: str) -> float:
    number = float(text) if len(text) <= 40 else math.inf
    if not math.isfinite(number):
        raise Bad(_("В файле слишком длинное или слишком большое число"))
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        # Two readers would take different ones; a file meant to deceive looks like this.
        raise Bad(_("В объекте дважды записано одно и то же поле"))
    return made


def _depth(document: Any) -> int:
    """Nesting of the document, walked without recursion and only as deep as it may go."""
    level, depth = [document], 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [child for node in level for child in _children(node)]
    return depth


def _children(node: Any) -> Iterator[Any]:
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return (child for child in inner if isinstance(child, dict | list))


def _features(document: Any) -> list[Any]:
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise FileRefused.whole(_("Нужен GeoJSON с типом FeatureCollection"))
    crs = document.get("crs")
    if crs is not None and "CRS84" not in str(crs) and "4326" not in str(crs):
        raise FileRefused.whole(_("Координаты нужны в WGS 84 (EPSG:4326)"))
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise FileRefused.whole(_("В файле нет ни одного контура"))
    if len(features) > MAX_FEATURES:
        message = _("Контуров больше %(most)s") % {"most": MAX_FEATURES}
        raise FileRefused.whole(message)
    return features


def _row(number: int, feature: Any) -> OutlineRow:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Bad(_("это не Feature"))
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        raise Bad(_("нет properties с названием"))
    name = clean_name(properties.get("name"))
    kind = properties.get("kind", "district")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Bad(_("вид должен быть один из: town, district, settlement"))
    return OutlineRow(
        number=number,
        kind=kind,
        name=name,
        oktmo=_oktmo(properties.get("oktmo")),
        parent=_parent(properties.get("parent"), kind),
        population=_population(properties.get("population")),
        outline=outline_of(feature.get("geometry")),
    )


def _oktmo(value: object) -> str:
    code = "" if value is None else str(value) if type(value) is int else value
    if not isinstance(code, str) or (code and not _OKTMO.fullmatch(code)):
        raise Bad(_("код ОКТМО состоит из 8 или 11 цифр"))
    return code


def _parent(value: object, kind: str) -> str:
    if value is None or value == "":
        return ""
    if kind == "town":
        raise Bad(_("муниципалитет не может входить в другой контур"))
    return clean_name(value)


def _population(value: object) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= MAX_POPULATION:
        raise Bad(_("население — целое число от 0"))
    return value


def outline_of(value: object) -> Polygon | MultiPolygon:
    """A GeoJSON geometry as a valid outline of some area; Bad says what is wrong."""
    if not isinstance(value, dict):
        raise Bad(_("нет geometry"))
    kind, coordinates = value.get("type"), value.get("coordinates")
    if kind == "Polygon":
        outline: Polygon | MultiPolygon = _polygon(coordinates)
    elif kind == "MultiPolygon" and isinstance(coordinates, list) and coordinates:
        outline = MultiPolygon([_polygon(part) for part in coordinates])
    else:
        raise Bad(_("контур должен быть Polygon или MultiPolygon"))
    if geometry.count_vertices(outline) > MAX_VERTICES_OF_ONE:
        raise Bad(_("вершин больше %(most)s, упростите контур") % {"most": MAX_VERTICES_OF_ONE})
    if not outline.is_valid:
        where = _WHERE.search(explain_validity(outline))
        message = _("контур пересекает сам себя или вырожден около точки %(where)s")
        raise Bad(message % {"where": where.group(1) if where else "?"})
    west, south, east, north = outline.bounds
    if east - west > MAX_DEGREES or north - south > MAX_DEGREES:
        raise Bad(_("контур больше целой области: не перепутаны ли широта и долгота?"))
    if geometry.area_m2(outline) < MIN_AREA_M2:
        raise Bad(_("площадь контура почти нулевая"))
    return outline


def _polygon(value: object) -> Polygon:
    if not isinstance(value, list) or not value:
        raise Bad(_("в контуре нет ни одного кольца"))
    rings = [_ring(ring) for ring in value]
    return Polygon(rings[0], rings[1:])


def _ring(value: object) -> list[tuple[float, float]]:
    if not isinstance(value, list) or len(value) < 4:
        raise Bad(_("в кольце меньше четырёх точек"))
    if len(value) > MAX_VERTICES_OF_ONE:
        raise Bad(_("вершин больше %(most)s, упростите контур") % {"most": MAX_VERTICES_OF_ONE})
    ring = [_position(position) for position in value]
    if ring[0] != ring[-1]:
        raise Bad(_("кольцо не замкнуто: последняя точка должна повторять первую"))
    return ring


def _position(value: object) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) not in (2, 3):
        raise Bad(_("точка — это долгота и широта"))
    if any(type(number) not in (int, float) for number in value):
        raise Bad(_("координата должна быть числом"))
    lon, lat = float(value[0]), float(value[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise Bad(_("точка вне земного шара: долгота до 180, широта до 90"))
    return round(lon, geometry.DECIMALS), round(lat, geometry.DECIMALS)


def _duplicates(rows: list[OutlineRow]) -> Iterator[FileError]:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        keys = [("name", f"{row.parent}\n{row.name.casefold()}")]
        keys += [("oktmo", row.oktmo)] if row.oktmo else []
        for key in keys:
            first = seen.setdefault(key, row.number)
            if first != row.number:
                same = _("то же название или код ОКТМО, что у контура %(first)s")
                yield FileError(row.number, same % {"first": first})


def _overlaps(rows: list[OutlineRow]) -> Iterator[FileError]:
    """Places of one level must not cover each other, or a house would lie in two districts."""
    for level in _levels(rows).values():
        tree = STRtree([row.outline for row in level])
        for left, right in zip(*tree.query([r.outline for r in level], "overlaps"), strict=True):
            if left >= right:
                continue
            yield from _overlap(level[left], level[right])
        for left, right in zip(*tree.query([r.outline for r in level], "contains"), strict=True):
            if left != right:
                yield from _overlap(level[left], level[right])


def _levels(rows: list[OutlineRow]) -> Mapping[tuple[bool, str], list[OutlineRow]]:
    levels: dict[tuple[bool, str], list[OutlineRow]] = {}
    for row in rows:
        levels.setdefault((row.kind == "town", row.parent), []).append(row)
    return levels


def _overlap(one: OutlineRow, other: OutlineRow) -> Iterator[FileError]:
    common = one.outline.intersection(other.outline).area
    if common > MAX_OVERLAP * min(one.outline.area, other.outline.area):
        message = _("накладывается на контур %(number)s «%(name)s»")
        yield FileError(one.number, message % {"number": other.number, "name": other.name})
