"""The geography as the rest of the house asks it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from veche.commons.audit import public as audit
from veche.commons.places import actions, public, queries
from veche.commons.places.models import Address, GeographyStamp, Place, Street
from veche.commons.places.tests.makers import make_feature, make_file, make_town, square
from veche.commons.towns import public as towns
from veche.kernel.models import OutboxEvent

MACHINE = public.Machine()


@pytest.fixture
def small_town(town: Any) -> None:
    make_town()


def place_named(name: str) -> public.Place:
    return next(place for place in public.places() if place.name == name)


def test_a_town_without_geography_answers_nothing(town: Any) -> None:
    assert public.places() == []
    assert public.place_at(54.55, 36.65) is None
    assert public.addresses("луговая 54") == []
    assert not public.has_geography()


def test_a_name_is_told_of_a_place_alone(small_town: None) -> None:
    assert public.name_of(str(place_named("Западный").id)) == "Западный"
    assert public.name_of(str(uuid4())) is None
    assert public.name_of("Западный") is None, "the journal shows it as it is written"


def test_places_come_in_order_with_their_town(small_town: None) -> None:
    assert [place.name for place in public.places()] == [
        "Округ",
        "Восточный",
        "Западный",
        "село Дальнее",
    ]
    top = place_named("Округ")
    assert place_named("Западный").parent_id == top.id
    assert public.lineage(place_named("Западный").id) == (place_named("Западный").id, top.id)
    assert public.lineage(uuid4()) == ()


@pytest.mark.parametrize(
    ("lat", "lon", "name"),
    [
        (54.55, 36.65, "Западный"),
        (54.55, 36.75, "Восточный"),
        (54.55, 36.7, "Восточный"),  # on the border: the same answer every time
        (54.45, 36.55, "Округ"),
        (54.75, 36.95, "село Дальнее"),
        (54.5, 36.6, "Западный"),
        (55.0, 36.6, None),
        (1000.0, 36.6, None),
        (float("nan"), 36.6, None),
        (float("inf"), float("-inf"), None),
    ],
)
def test_place_at_finds_the_innermost(
    small_town: None, lat: float, lon: float, name: str | None
) -> None:
    found = public.place_at(lat, lon)
    assert (found.name if found else None) == name


def test_lies_in_asks_the_whole_line(small_town: None) -> None:
    west, east, top = (place_named(name).id for name in ("Западный", "Восточный", "Округ"))
    assert public.lies_in(west, [top])
    assert public.lies_in(west, [east, west])
    assert not public.lies_in(west, [east])
    assert not public.lies_in(top, [west])
    assert not public.lies_in(None, [top])
    assert public.lies_in(None, [])


def test_places_are_kept_until_they_change(small_town: None) -> None:
    public.places()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        public.place_at(54.55, 36.65)
    assert len(queries) == 1
    public.import_outlines(MACHINE, make_file(make_feature("Северный", square(36.6, 54.6))))
    found = public.place_at(54.65, 36.65)
    assert found is not None
    assert found.name == "Северный"


def test_a_rolled_back_change_leaves_nothing_in_memory(small_town: None) -> None:
    with transaction.atomic():
        Place.objects.filter(name="Западный").update(name="Лишний")
        actions.touch_geography()
        assert "Лишний" in [place.name for place in public.places()]
        transaction.set_rollback(True)
    assert "Лишний" not in [place.name for place in public.places()]


def test_each_town_has_its_own_places(small_town: None) -> None:
    address = public.addresses("луговая 54")[0]
    home = public.places("district")[0]
    with towns.enter("gorka"):
        assert public.places() == []
        assert public.place(home.id) is None
        assert public.place_at(54.55, 36.65) is None
        assert public.address(address.id) is None
        assert public.addresses("луговая 54") == []
        assert list(queries.outline_features()) == []
    assert public.address(address.id) == address


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("лугов 54", "Луговая улица, 54"),
        ("Луговая улица, 54", "Луговая улица, 54"),
        ("ул.Луговая д.54", "Луговая улица, 54"),
        ("улица луговая 54 корпус 2", "Луговая улица, 54 к2"),
        ("луг", "Луговая улица, 5"),
        ("л 54", "Луговая улица, 54"),
        ("луговоя 54", "Луговая улица, 54"),
        ("лугвая", "Луговая улица, 5"),
        ("заводскоэ шосе 1", "Заводское шоссе, 1"),
        ("королева 3", "улица Академика Королёва, 3"),
        ("Королёва 3", "улица Академика Королёва, 3"),
        ("каралева", "улица Академика Королёва, 3"),
        ("8 марта 12", "улица 8 Марта, 12"),
        ("8 марта", "улица 8 Марта, 12"),
        ("пр-т мира", "проспект Мира, 7"),
        ("пер", "Первомайская улица, 2"),
        ("садовая 54", "Садовая улица, 54"),
        ("дальнее садовая", "село Дальнее, Садовая улица, 9"),
        ("Заречье, Садовая", "Садовая улица, 54"),
        ("село дальнее 4", "село Дальнее, 4"),
        ("луговая 54-17", "Луговая улица, 54"),
    ],
)
def test_addresses_are_found_as_people_type_them(small_town: None, typed: str, first: str) -> None:
    found = public.addresses(typed)
    assert found
    assert found[0].text == first


@pytest.mark.parametrize(
    "typed",
    ["", " ", "%", "_____", "ъъъъъъъъ", "'; DROP TABLE places_street; --", "\x00", "х" * 9999],
)
def test_addresses_of_nonsense_are_none(small_town: None, typed: str) -> None:
    assert public.addresses(typed) == []


def test_addresses_follow_house_numbers_and_the_limit(small_town: None) -> None:
    texts = [address.text for address in public.addresses("луговая")]
    assert texts[:4] == [
        "Луговая улица, 5",
        "Луговая улица, 54",
        "Луговая улица, 54а",
        "Луговая улица, 54 к2",
    ]
    assert len(public.addresses("улица", 3)) == 3
    assert public.addresses("улица", 0) == []


def test_import_addresses_again_moves_and_doubles_nothing(small_town: None) -> None:
    before = public.addresses("луговая 54")[0]
    text = (
        "street;house;latitude;longitude\nЛуговая улица;54;54.55;36.75\nНовая улица;1;54.5;36.6\n"
    )
    done = public.import_addresses(MACHINE, text.encode())
    assert (done.created, done.updated, done.moved) == (1, 1, 1)
    after = public.addresses("луговая 54")[0]
    assert (after.id, after.place_id) == (before.id, place_named("Восточный").id)


def test_import_outlines_keeps_ids_and_tells_the_absent(small_town: None) -> None:
    west = place_named("Западный").id
    moved = make_file(make_feature("Западный", square(36.61, 54.5, 0.08), population=77))
    done = public.import_outlines(MACHINE, moved)
    assert (done.created, done.updated, done.moved) == (0, 1, 0)
    assert done.absent == ("Восточный", "Округ", "село Дальнее")
    assert place_named("Западный").id == west
    assert place_named("Западный").population == 77


def test_import_outlines_refuses_an_unknown_parent(small_town: None) -> None:
    lost = make_file(make_feature("Новый", square(36.6, 54.6), parent="Нигде"))
    with pytest.raises(public.FileRefused, match="Нигде"):
        public.import_outlines(MACHINE, lost)
    assert "Новый" not in [place.name for place in public.places()]


def rectangle(west: float, east: float) -> list[list[float]]:
    return [[west, 54.5], [east, 54.5], [east, 54.6], [west, 54.6], [west, 54.5]]


# The border between the two districts goes west: houses at 36.66 and 36.67 change sides.
NEW_BORDER = [
    make_feature(
        "Западный", [[36.6, 54.5], [36.655, 54.5], [36.655, 54.6], [36.6, 54.6], [36.6, 54.5]]
    ),
    make_feature(
        "Восточный", [[36.655, 54.5], [36.8, 54.5], [36.8, 54.6], [36.655, 54.6], [36.655, 54.5]]
    ),
]


def test_new_borders_take_the_houses_with_them(small_town: None) -> None:
    before = {a.text: a for a in public.addresses("мира", 5) + public.addresses("первомайская", 5)}
    done = public.import_outlines(MACHINE, make_file(*NEW_BORDER))
    assert (done.created, done.updated, done.moved) == (0, 2, 2)
    east = place_named("Восточный").id
    for address in before.values():
        found = public.address(address.id)
        assert found is not None
        assert found.place_id == east != address.place_id
    for house in public.addresses("улица", 50):
        place = public.place_at(house.latitude, house.longitude)
        assert place is not None
        assert house.place_id == place.id
    again = public.import_outlines(MACHINE, make_file(*NEW_BORDER))
    assert again.moved == 0


def test_a_new_settlement_takes_its_houses_from_the_town(small_town: None) -> None:
    text = "street;house;latitude;longitude\nХуторская улица;1;54.45;36.55\n"
    public.import_addresses(MACHINE, text.encode())
    hamlet = make_feature("хутор Ближний", square(36.54, 54.44, 0.02), kind="settlement")
    assert public.import_outlines(MACHINE, make_file(hamlet)).moved == 1
    (house,) = public.addresses("хуторская")
    assert house.place_id == place_named("хутор Ближний").id


def test_borders_that_leave_houses_out_are_refused(small_town: None) -> None:
    town = make_feature("Округ", square(36.5, 54.4, 0.35), kind="town", oktmo="99540000")
    village = make_feature(
        "село Дальнее", square(36.94, 54.7505, 0.01), kind="settlement", oktmo="99540000141"
    )
    before = {place.id: place.area_km2 for place in public.places()}
    with pytest.raises(public.FileRefused) as refused:
        public.import_outlines(MACHINE, make_file(town, village))
    assert [(error.number, error.message) for error in refused.value.errors] == [
        (2, "дом «село Дальнее, Садовая улица, 9» остаётся вне границ"),
    ]
    assert {place.id: place.area_km2 for place in public.places()} == before
    assert not OutboxEvent.objects.filter(payload={"moved": 1}).exists()


def test_of_many_houses_left_out_a_hundred_are_named(
    small_town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_SHOWN", 1)
    town = make_feature("Округ", square(36.5, 54.4, 0.05), kind="town", oktmo="99540000")
    village = make_feature(
        "село Дальнее", square(36.97, 54.77, 0.01), kind="settlement", oktmo="99540000141"
    )
    with pytest.raises(public.FileRefused) as refused:
        public.import_outlines(MACHINE, make_file(town, village))
    assert len(refused.value.errors) == 1
    assert refused.value.count == 2
    assert "Ошибок: 2" in str(refused.value.advice)


def test_moving_many_houses_asks_no_more_than_moving_few(small_town: None) -> None:
    lines = [f"Длинная улица;{n};{54.51 + n / 10_000:.4f};36.66" for n in range(1, 401)]
    text = "street;house;latitude;longitude\n"
    old = [make_feature("Западный"), make_feature("Восточный", square(36.7, 54.5))]

    def cost() -> int:
        public.import_outlines(MACHINE, make_file(*old))
        with CaptureQueriesContext(connection) as queries:
            public.import_outlines(MACHINE, make_file(*NEW_BORDER))
        return len(queries)

    few = cost()
    public.import_addresses(MACHINE, (text + "\n".join(lines)).encode())
    assert cost() == few


def test_imports_tell_the_house_how_many_houses_moved(small_town: None) -> None:
    public.import_outlines(MACHINE, make_file(*NEW_BORDER))
    last = OutboxEvent.objects.filter(kind="places.outlines_imported").latest("put_at")
    assert last.payload == {"moved": 2}
    entry = audit.history("places", kinds=["places.outlines_imported"])[0]
    assert entry.details == {"created": 0, "moved": 2}


def test_places_of_addresses_are_told_for_known_ones(small_town: None) -> None:
    house = public.addresses("луговая 54")[0]
    assert public.places_of_addresses([house.id, uuid4()]) == {house.id: house.place_id}
    assert public.places_of_addresses([]) == {}


def test_import_addresses_outside_every_outline_is_refused(small_town: None) -> None:
    text = "street;house;latitude;longitude\nЛуговая улица;60;59.9;30.3\n"
    with pytest.raises(public.FileRefused, match="вне границ"):
        public.import_addresses(MACHINE, text.encode())
    assert Address.objects.filter(house="60").count() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"oktmo": "12"},
        {"oktmo": "1234567a"},
        {"kind": "planet"},
        {"area_m2": 0},
        {"kind": "town"},
    ],
)
def test_the_database_refuses_what_the_reader_should_have(
    small_town: None, change: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(name="Западный").update(**change)


def test_the_stamp_is_one_row(small_town: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        GeographyStamp.objects.create(id=2)


def test_search_uses_the_trigram_index(small_town: None) -> None:
    top = Place.objects.get(kind="town")
    Street.objects.bulk_create(
        actions.make_street(top, f"улица Номер {number:05}") for number in range(5_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_street")
        # Small tables are read whole whatever indexes they have: asked is whether it could be used.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM places_street WHERE search::text LIKE %s", ["% луг%"]
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "places_street_search_words" in plan
