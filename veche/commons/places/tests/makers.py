"""Files and places for the tests."""

import json
from typing import Any

from veche.commons.places import public


def square(west: float, south: float, size: float = 0.1) -> list[list[float]]:
    """A closed ring."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def make_feature(name: str = "Северный", ring: Any = None, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature of one ring."""
    ring = square(36.6, 54.5) if ring is None else ring
    return {
        "type": "Feature",
        "properties": {"name": name, "kind": "district", **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def make_file(*features: Any) -> bytes:
    """A GeoJSON file."""
    document = {"type": "FeatureCollection", "features": list(features)}
    return json.dumps(document, ensure_ascii=False).encode()


def make_town() -> None:
    """A town of two districts and a village, imported from a file, with some addresses."""
    outer = [[36.5, 54.4], [37.0, 54.4], [37.0, 54.8], [36.5, 54.8], [36.5, 54.4]]
    outlines = make_file(
        make_feature("Округ", outer, kind="town", oktmo="99540000", population=1000),
        make_feature("Западный", square(36.6, 54.5)),
        make_feature("Восточный", square(36.7, 54.5)),
        make_feature("село Дальнее", square(36.9, 54.7), kind="settlement", oktmo="99540000141"),
    )
    public.import_outlines(public.Machine(), outlines)
    public.import_addresses(public.Machine(), ADDRESSES.encode())


ADDRESSES = """settlement;street;house;latitude;longitude;fias
;Луговая улица;54;54.55;36.65;11111111-1111-4111-8111-111111111111
;Луговая улица;5;54.551;36.65;
;Луговая улица;54а;54.552;36.65;
;Луговая улица;54 к2;54.553;36.65;
;Садовая улица;54;54.55;36.75;
;Заводское шоссе;1;54.56;36.75;
;улица 8 Марта;12;54.56;36.65;
;улица Академика Королёва;3;54.57;36.65;
;проспект Мира;7;54.57;36.66;
;Первомайская улица;2;54.57;36.67;
село Дальнее;Садовая улица;9;54.75;36.95;
село Дальнее;;4;54.751;36.95;
"""
