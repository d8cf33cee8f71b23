"""Reads the outline of one site, pasted or uploaded as GeoJSON, and checks it. Pure.

Less is believed of it than of a file of districts: it is small, it is one polygon, and it lies in
the town.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon

from veche.commons.places import geometry
from veche.commons.places.file_errors import FileRefused
from veche.commons.places.outlines_file import Bad, outline_of, parse

SITE_BYTES = 100 * 1024
SITE_VERTICES = 500
SITE_METRES = 10_000_000.0
# Drawn along the edge of the town by hand, a site may reach over it so far: about 20 metres.
EDGE_DEGREES = 0.0002


@dataclass(frozen=True)
class Site:
    """A checked outline: a GeoJSON Polygon, its area in square metres, and a point inside it."""

    outline: dict[str, Any]
    area_m2: float
    latitude: float
    longitude: float


def read_site(data: bytes, within: Polygon | MultiPolygon | None = None) -> Site:
    """A Polygon, a Feature, or a collection of one; FileRefused says what is wrong with it.

    Closed, without crossings, at most SITE_VERTICES points and ten square kilometres; inside
    `within` where the town has drawn itself.
    """
    if len(data) > SITE_BYTES:
        raise FileRefused.whole(_("Файл больше 100 КБ: нужна граница одного места"))
    try:
        outline = outline_of(_geometry(parse(data)))
    except Bad as error:
        raise FileRefused.whole(_with_capital(str(error))) from None
    if not isinstance(outline, Polygon):
        raise FileRefused.whole(_("Нужен один контур: Polygon, а не MultiPolygon"))
    if geometry.count_vertices(outline) > SITE_VERTICES:
        raise FileRefused.whole(
            _("Точек больше %(most)s: упростите контур") % {"most": SITE_VERTICES}
        )
    area = geometry.area_m2(outline)
    if area > SITE_METRES:
        raise FileRefused.whole(_("Контур больше 10 квадратных километров: это уже не одно место"))
    if within is not None and not within.buffer(EDGE_DEGREES).covers(outline):
        raise FileRefused.whole(
            _("Контур выходит за границу города. Проверьте, не перепутаны ли широта и долгота.")
        )
    latitude, longitude = geometry.representative_point(outline)
    return Site(geometry.as_geojson(outline), area, latitude, longitude)


def _geometry(document: Any) -> Any:
    """What is drawn in a document that may be wrapped as a Feature or a collection of one."""
    if not isinstance(document, dict):
        raise Bad(_("нет geometry"))
    if document.get("type") == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise Bad(_("в файле должен быть один контур"))
        return _geometry(features[0])
    return document.get("geometry") if document.get("type") == "Feature" else document


def _with_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
