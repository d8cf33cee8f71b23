"""Borders and addresses from the command line: what is written, what is refused, who moves."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import home_of, make_person
from veche.commons.places import public as places
from veche.commons.places.tests.makers import ADDRESSES, make_feature, make_file, square

TOWN = make_feature("Округ", square(36.5, 54.4, 0.5), kind="town", oktmo="99540000")
BEFORE = make_file(
    TOWN,
    make_feature("Западный", square(36.6, 54.5)),
    make_feature("Восточный", square(36.7, 54.5)),
    make_feature("село Дальнее", square(36.9, 54.7), kind="settlement", oktmo="99540000141"),
)
# «Западный» is narrower: the house at 36.67 falls to the town itself.
NARROW = [[36.6, 54.5], [36.665, 54.5], [36.665, 54.6], [36.6, 54.6], [36.6, 54.5]]
AFTER = make_file(make_feature("Западный", NARROW))


@pytest.fixture
def run(town: Any, tmp_path: Path) -> Any:
    """Runs a command over a file of these bytes: the report, and what else was said."""

    def call(command: str, data: bytes, slug: str = "zarechye") -> tuple[Any, str]:
        file, said, warned = tmp_path / "file", io.StringIO(), io.StringIO()
        file.write_bytes(data)
        call_command(command, str(file), town=slug, stdout=said, stderr=warned)
        return json.loads(said.getvalue()), warned.getvalue()

    return call


def test_a_town_gets_borders_and_addresses(run: Any) -> None:
    report, _warned = run("import_outlines", BEFORE)
    assert report == {
        "town": "zarechye",
        "created": 4,
        "updated": 0,
        "moved": 0,
        "absent": [],
        "residents": {"moved": 0, "left": 0},
    }
    report, warned = run("import_addresses", ADDRESSES.encode())
    assert (report["created"], warned) == (12, "")
    assert places.addresses("луговая 54")[0].text == "Луговая улица, 54"


def test_residents_follow_their_houses_and_the_others_are_told(run: Any) -> None:
    run("import_outlines", BEFORE)
    run("import_addresses", ADDRESSES.encode())
    by_house, by_district = make_person(), make_person()
    house = places.addresses("первомайская 2")[0]
    identity.declare_home(by_house, house.place_id, house.id)
    identity.declare_home(by_district, house.place_id)
    report, warned = run("import_outlines", AFTER)
    assert report["moved"] == 1
    assert report["absent"] == ["Восточный", "Округ", "село Дальнее"]
    assert report["residents"] == {"moved": 1, "left": 1}
    assert "только район или точку на карте: 1." in warned
    town_id = places.places("town")[0].id
    assert [home_of(by_house), home_of(by_district)] == [
        town_id,
        house.place_id,
    ]


@pytest.mark.parametrize(
    ("command", "data", "lines"),
    [
        ("import_outlines", b"[]", ["Ошибок: 1.", "  файл: Нужен GeoJSON"]),
        (
            "import_outlines",
            make_file(make_feature(name=""), make_feature(kind="planet")),
            ["Ошибок: 2.", "  контур 1: название", "  контур 2: вид"],
        ),
        (
            "import_addresses",
            b"street;house;latitude;longitude\nA;1;54.5;36.6\n",
            ["Ошибок: 1.", "  строка 2: точка вне границ"],
        ),
        (
            "import_outlines",
            make_file(*[make_feature(str(n), oktmo="1") for n in range(103)]),
            ["Ошибок: 103.", "  контур 100: ", "  и ещё 3"],
        ),
    ],
)
def test_a_refused_file_is_told_row_by_row(
    run: Any, command: str, data: bytes, lines: list[str]
) -> None:
    with pytest.raises(CommandError) as refused:
        run(command, data)
    for line in lines:
        assert line in str(refused.value)
    assert not places.has_geography()


def test_a_town_or_a_file_that_is_not_there_is_one_sentence(run: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Города «nowhere» здесь нет. Есть: gorka, zarechye."):
        run("import_outlines", BEFORE, "nowhere")
    with pytest.raises(CommandError, match="не читается"):
        call_command("import_outlines", str(tmp_path / "none"), town="zarechye")
