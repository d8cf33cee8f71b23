"""Poisoned GeoJSON is refused whole, with the reason and the feature's number."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.commons.places import outlines_file
from veche.commons.places.file_errors import FileRefused
from veche.commons.places.outlines_file import read_outlines
from veche.commons.places.tests.makers import make_feature, make_file, square

BOWTIE = [[36.6, 54.5], [36.7, 54.6], [36.7, 54.5], [36.6, 54.6], [36.6, 54.5]]
UNCLOSED = square(36.6, 54.5)[:-1] + [[36.65, 54.45]]


def refusal(data: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_outlines(data)
    return caught.value


def with_geometry(geometry: Any) -> bytes:
    return make_file({**make_feature(), "geometry": geometry})


def test_read_outlines_takes_a_good_file() -> None:
    rows = read_outlines(make_file(make_feature(oktmo="99540000101", population=12)))
    assert [(row.name, row.oktmo, row.population) for row in rows] == [
        ("Северный", "99540000101", 12)
    ]


def test_read_outlines_takes_many_parts_holes_and_heights() -> None:
    hole = square(36.62, 54.52, 0.02)
    parts = [[square(36.6, 54.5), hole], [[[*point, 120.5] for point in square(37.0, 54.5)]]]
    row = read_outlines(with_geometry({"type": "MultiPolygon", "coordinates": parts}))[0]
    assert row.outline.geom_type == "MultiPolygon"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "не читается как JSON"),
        (b"\xff\xfe{", "UTF-8"),
        (b"[" * 100_000, "вложенность"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "вложенность"),
        (b"[" * 40 + b"]" * 40, "вложенность"),
        (b"[]", "FeatureCollection"),
        (b'{"type":"FeatureCollection","features":{}}', "ни одного контура"),
        (b'{"type":"FeatureCollection","features":[]}', "ни одного контура"),
        (b'{"type":"FeatureCollection","type":"x"}', "дважды"),
        (make_file(make_feature()).replace(b"36.6,", b"NaN,", 1), "NaN"),
        (make_file(make_feature()).replace(b"36.6,", b"-Infinity,", 1), "Infinity"),
        (make_file(make_feature()).replace(b"36.6,", b"1e999,", 1), "слишком большое число"),
        (make_file(make_feature()).replace(b"36.6,", b"9" * 5000 + b",", 1), "длинное число"),
        (make_file(make_feature()).replace(b"36.6,", b"36." + b"6" * 99 + b",", 1), "длинное"),
        (b" " * (outlines_file.MAX_BYTES + 1), "больше 10 МБ"),
        (make_file(*[make_feature(str(n)) for n in range(501)]), "Контуров больше 500"),
        (
            b'{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3857"}},"features":[]}',
            "WGS 84",
        ),
    ],
)
def test_read_outlines_refuses_the_whole_file(data: bytes, reason: str) -> None:
    error = refusal(data)
    assert reason in error.errors[0].message
    assert error.errors[0].number == 0


@pytest.mark.parametrize(
    ("feature", "reason"),
    [
        (7, "Feature"),
        ({"type": "Feature", "properties": None}, "properties"),
        (make_feature(name=""), "название"),
        (make_feature(name="х" * 121), "название"),
        (make_feature(name="Сев\u200bерный"), "невидимые"),
        (make_feature(name="Сев\u202eерный"), "невидимые"),
        (make_feature(name="Сев\x00ерный"), "невидимые"),
        (make_feature(kind="planet"), "вид"),
        (make_feature(kind=["district"]), "вид"),
        (make_feature(oktmo="12345"), "ОКТМО"),
        (make_feature(oktmo="1234567а"), "ОКТМО"),
        (make_feature(oktmo="١٢٣٤٥٦٧٨"), "ОКТМО"),
        (make_feature(oktmo=["99540000"]), "ОКТМО"),
        (make_feature(population=-1), "население"),
        (make_feature(population="много"), "население"),
        (make_feature(population=True), "население"),
        (make_feature(kind="town", parent="Округ"), "не может входить"),
        (make_feature(ring=BOWTIE), "пересекает сам себя"),
        (make_feature(ring=UNCLOSED), "не замкнуто"),
        (make_feature(ring=square(36.6, 54.5)[:3]), "меньше четырёх"),
        (make_feature(ring=square(190.0, 54.5)), "вне земного шара"),
        (make_feature(ring=square(54.5, 91.0)), "вне земного шара"),
        (make_feature(ring=square(30.0, 50.0, 9.0)), "перепутаны"),
        (make_feature(ring=square(36.6, 54.5, 0.00001)), "почти нулевая"),
        (make_feature(ring=[["36.6", "54.5"]] * 4), "числом"),
        (make_feature(ring=[[True, False]] * 4), "числом"),
        (make_feature(ring=[[36.6]] * 4), "долгота и широта"),
        (make_feature(ring=[None] * 4), "долгота и широта"),
        (make_feature(ring=[[36.6, 54.5]] * 4), "вырожден"),
    ],
)
def test_read_outlines_refuses_a_feature_by_number(feature: Any, reason: str) -> None:
    error = refusal(make_file(make_feature("Хороший", square(36.0, 54.0)), feature))
    assert error.errors[0].number == 2
    assert reason in error.errors[0].message


def test_read_outlines_refuses_a_lone_surrogate() -> None:
    data = make_file(make_feature()).replace("Северный".encode(), rb"\ud800")
    assert "невидимые" in refusal(data).errors[0].message


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [36.6, 54.5]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": {"0": 1}},
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": [[]]},
        {"type": ["Polygon"], "coordinates": [square(36.6, 54.5)]},
    ],
)
def test_read_outlines_refuses_other_geometry(geometry: Any) -> None:
    assert refusal(with_geometry(geometry)).errors[0].number == 1


def test_read_outlines_refuses_too_many_vertices_quickly() -> None:
    ring = [[36.0 + n / 1e6, 54.0] for n in range(30_000)] + [[36.0, 55.0], [36.0, 54.0]]
    started = time.monotonic()
    assert "вершин больше" in refusal(make_file(make_feature(ring=ring))).errors[0].message
    assert time.monotonic() - started < 5


def test_read_outlines_names_every_mistake_at_once() -> None:
    bad = [make_feature(str(n), oktmo="1") for n in range(150)]
    error = refusal(make_file(*bad))
    assert error.count == 150
    assert [one.number for one in error.errors] == list(range(1, 101))
    assert error.status == 422


def test_read_outlines_refuses_twins_and_overlaps() -> None:
    twins = make_file(make_feature("Север"), make_feature("север", square(37.0, 54.5)))
    assert "что у контура 1" in refusal(twins).errors[0].message
    codes = [make_feature(str(n), square(36 + n, 54), oktmo="99540000") for n in range(2)]
    assert "что у контура 1" in refusal(make_file(*codes)).errors[0].message
    shifted = make_file(make_feature("А"), make_feature("Б", square(36.65, 54.5)))
    assert "накладывается на контур 2 «Б»" in refusal(shifted).errors[0].message
    inner = make_file(make_feature("А"), make_feature("Б", square(36.65, 54.55, 0.01)))
    assert "накладывается" in refusal(inner).errors[0].message
    same = make_file(make_feature("А"), make_feature("Б"))
    assert "накладывается" in refusal(same).errors[0].message


def test_read_outlines_takes_neighbours_and_a_town_around_them() -> None:
    around = make_feature("Округ", square(36.5, 54.4, 0.5), kind="town")
    features = [around, make_feature("А"), make_feature("Б", square(36.7, 54.5))]
    assert len(read_outlines(make_file(*features))) == 3


def test_a_script_in_a_name_stays_text() -> None:
    name = "<script>alert(1)</script>"
    assert read_outlines(make_file(make_feature(name)))[0].name == name


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "features", "properties", "geometry", "coordinates", "name"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_read_outlines_never_fails_otherwise(document: Any) -> None:
    for data in (document, {"type": "FeatureCollection", "features": [document]}):
        with pytest.raises(FileRefused):
            read_outlines(json.dumps(data).encode())


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_read_outlines_survives_any_geometry(geometry: Any) -> None:
    for shape in (geometry, {"type": "Polygon", "coordinates": geometry}):
        with pytest.raises(FileRefused):
            read_outlines(with_geometry(shape))
