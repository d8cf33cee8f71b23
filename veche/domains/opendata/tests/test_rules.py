"""Cells and their types, choosing among rows, two notations of one graph."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from veche.domains.opendata.rules import choosing, fields, graph
from veche.domains.opendata.rules.choosing import Choice, Condition
from veche.domains.opendata.rules.fields import Field
from veche.domains.opendata.rules.graph import Iri, Literal
from veche.domains.opendata.tests.triples import of_jsonld, of_turtle


@pytest.mark.parametrize(
    ("title", "words", "kind"),
    [
        ("Мест", ["825", "1 200", ""], fields.INTEGER),
        ("Площадь", ["1 234,5", "900"], fields.NUMBER),
        ("Открыта", ["01.09.1970", "1985-09-01"], fields.DATE),
        ("Есть", ["да", "Нет"], fields.BOOLEAN),
        ("Год", ["1970", "2026"], fields.YEAR),
        ("Код", ["0701", "0702"], fields.STRING),
        ("ОГРН", ["1021600000014", "1021600000025"], fields.STRING),
        ("Когда", ["2026-01-01 10:00"], fields.DATETIME),
        ("Пусто", ["", ""], fields.STRING),
        ("Доля", ["0,5", "0.25"], fields.NUMBER),
        ("Дата", ["31.02.2026"], fields.STRING),
    ],
)
def test_a_type_is_guessed_that_every_cell_has(title: str, words: list[str], kind: str) -> None:
    assert fields.guess(title, words) == kind


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (fields.INTEGER, "1,5"),
        (fields.INTEGER, "много"),
        (fields.NUMBER, "1.2.3"),
        (fields.NUMBER, "1e5"),
        (fields.BOOLEAN, "может быть"),
        (fields.DATE, "2026-02-30"),
        (fields.DATETIME, "вчера"),
        (fields.YEAR, "26"),
    ],
)
def test_a_cell_of_another_type_is_a_fault(kind: str, words: str) -> None:
    with pytest.raises(fields.Unread):
        fields.parse(kind, words)
    found = list(fields.faults([Field("a", "А", kind)], 7, [words]))
    assert [(one.line, one.column, one.what) for one in found] == [(7, 0, kind)]


def test_a_number_that_is_too_long_is_told_so() -> None:
    for kind in (fields.INTEGER, fields.NUMBER):
        found = list(fields.faults([Field("a", "А", kind)], 2, ["9" * 21]))
        assert [one.what for one in found] == [fields.LONG]


@pytest.mark.parametrize(
    ("title", "kind", "part"),
    [
        ("Жителей", fields.INTEGER, fields.PERSONS),
        ("Численность населения", fields.INTEGER, fields.PERSONS),
        ("Человек", fields.INTEGER, fields.PERSONS),
        ("До 5 человек", fields.STRING, fields.PLAIN),
        ("Пол", fields.STRING, fields.GROUP),
        ("Возраст, лет", fields.INTEGER, fields.GROUP),
        ("Ф. И. О. руководителя", fields.STRING, fields.GROUP),
        ("Фамилия", fields.STRING, fields.GROUP),
        ("Полезная площадь", fields.NUMBER, fields.PLAIN),
        ("Мест", fields.INTEGER, fields.PLAIN),
        ("Населённый пункт", fields.STRING, fields.PLAIN),
    ],
)
def test_what_a_heading_says_of_people(title: str, kind: str, part: str) -> None:
    assert fields.guess_part(title, kind) == part


@pytest.mark.parametrize(
    ("title", "words", "names_somebody"),
    [
        ("Адресат", "Иванов Иван", True),
        ("Адресная помощь", "Иванов Иван", True),
        ("Кто", "Степана Разина", True),
        ("Улица", "Степана Разина", False),
        ("Адрес школы", "Степана Разина, 5", False),
        ("Адрес", "д. 5, Иванов Иван", True),
        ("Памятник", "Героя Советского Союза Столярова Н. Г.", False),
        ("Улицы", "Хасана Туфана", False),
    ],
)
def test_who_is_named_under_a_heading(title: str, words: str, names_somebody: bool) -> None:
    assert fields.names_somebody(title, words) is names_somebody


def test_people_are_counted_from_nought() -> None:
    column = Field("n", "Детей", fields.INTEGER, fields.PERSONS)
    assert [one.what for one in fields.faults([column], 2, ["-1"])] == [fields.PERSONS]
    assert [one.what for one in fields.faults([column], 2, [""])] == [fields.PERSONS]
    assert not list(fields.faults([column], 2, ["0"]))


@given(st.one_of(st.integers(-(10**17), 10**17), st.booleans(), st.dates(), st.none()))
def test_a_value_is_read_back_from_its_words(value: Any) -> None:
    kinds: dict[type, str] = {int: fields.INTEGER, bool: fields.BOOLEAN, type(None): fields.STRING}
    assert fields.parse(kinds.get(type(value), fields.DATE), fields.to_text(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(0.1 + 0.2)
@example(1e-7)
@example(1e22)
def test_a_fraction_is_read_back_as_it_was_kept(value: float) -> None:
    column = Field("share", "Доля", fields.NUMBER)
    assert fields.typed([column], [fields.to_text(value)]) == [value]


def test_names_are_latin_and_each_is_there_once() -> None:
    told = fields.proposed(["Район", "Район", "№", "1-й квартал"], [["а", "б", "", ""]])
    assert [one.name for one in told] == ["rayon", "rayon_2", "column_3", "n_1_y_kvartal"]
    assert all(fields.NAME.match(one.name) for one in told)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=12))
@example(["a 3", "a", "a"])
@example(["a 2", "a 3", "a", "a", "a"])
def test_any_headings_make_names_of_columns(headings: list[str]) -> None:
    names = [one.name for one in fields.proposed(headings, [])]
    assert len(set(names)) == len(names)
    assert all(fields.NAME.match(name) for name in names)


COLUMNS = (Field("name", "Имя"), Field("n", "Число", fields.INTEGER))
ROWS: list[list[Any]] = [["Север", 3], ["Юг", 12], ["Север", None]]


def test_conditions_hold_together() -> None:
    asked = Choice("", (Condition("name", choosing.IS, "Север"), Condition("n", "from", "1")))
    assert list(choosing.chosen(COLUMNS, ROWS, asked)) == [["Север", 3]]
    assert list(choosing.chosen(COLUMNS, ROWS, Choice("юг"))) == [["Юг", 12]]


def test_a_condition_understands_what_the_page_shows() -> None:
    words = {"done": "Сделано", "in_work": "В работе"}
    columns = (
        Field("state", "Состояние", words=words),
        Field("is_off", "Отменено", fields.BOOLEAN),
    )
    rows: list[list[Any]] = [["done", True], ["in_work", False], [None, None]]

    def found(name: str, op: str, asked: str) -> list[list[Any]]:
        choice = Choice("", (Condition(name, op, asked),))
        return [list(one) for one in choosing.chosen(columns, rows, choice)]

    for asked in ("Сделано", "сделано ", "done"):
        assert found("state", "is", asked) == rows[:1]
    assert found("state", "has", "работ") == rows[1:2]
    assert found("state", "has", "in_w") == rows[1:2]
    assert found("state", "is", "Сделан") == []
    for asked in ("да", "yes", "әйе", "true"):
        assert found("is_off", "is", asked) == rows[:1]


def test_an_unknown_condition_is_told_before_any_row() -> None:
    for odd in (Condition("x", "is", "1"), Condition("n", "is", "а"), Condition("n", "or", "1")):
        with pytest.raises(choosing.BadCondition):
            choosing.chosen(COLUMNS, ROWS, Choice("", (odd,)))


def test_figures_are_added_up_and_names_of_things_are_not() -> None:
    columns = (
        Field("number", "Обращений", fields.INTEGER),
        Field("row", "Строка файла", fields.INTEGER, use=fields.LABEL),
        Field("latitude", "Широта", fields.NUMBER),
        Field("year", "Год", fields.YEAR),
    )
    assert choosing.summable(columns) == [0]


@given(st.lists(st.tuples(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), st.integers(0, 50))))
def test_bars_lose_nothing(rows: list[tuple[str, int]]) -> None:
    found = choosing.bars(COLUMNS, rows, Choice(), by=0, of=1, most=1000)
    assert sum(number for _one, number in found.rows) + found.rest == sum(n for _a, n in rows)
    assert len(found.rows) <= choosing.BARS


TRIPLES = st.lists(
    st.tuples(
        st.sampled_from(["https://a.example/x", "https://a.example/у б"]).map(Iri),
        st.sampled_from(["dct:title", "dcat:keyword"]).map(graph.term),
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(lambda t: Literal(t, "ru")),
            st.sampled_from(['a"b\\c\nd\te', "«»"]).map(Literal),
            st.just(Literal("2026-01-01", type=graph.PREFIXES["xsd"] + "date")),
            st.just(Iri("https://a.example/z#1")),
        ),
    ),
    max_size=12,
)


@given(TRIPLES)
def test_both_notations_say_the_same(triples: list[graph.Triple]) -> None:
    turtle, json_ld = of_turtle(graph.turtle(triples)), of_jsonld(graph.jsonld(triples))
    spoilt = {(s.replace(" ", "%20"), p, o) for s, p, o in json_ld}
    assert turtle == spoilt
    assert len(turtle) == len({(s, p, o) for s, p, o in triples})
