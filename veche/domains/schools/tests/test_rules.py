"""Classes, consents and slips, with nothing but Python."""

from __future__ import annotations

from datetime import date

import pytest

from veche.domains.schools import rules

TODAY, UNTIL, AGES = date(2026, 11, 30), date(2027, 8, 31), (11, 17)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("7А", "7А"),
        (" 7 а ", "7А"),
        ("10-б", "10Б"),
        ("5«В»", "5В"),
        ("11", "11"),
        ("13А", None),
        ("7A", None),  # a Latin letter
        ("седьмой", None),
        ("", None),
    ],
)
def test_a_class_is_named_one_way(text: str, name: str | None) -> None:
    assert rules.class_name(text) == name


def test_classes_stand_in_the_order_of_the_school_each_once() -> None:
    assert rules.class_names("10а, 5Б; 5б\n7А") == ["5Б", "7А", "10А"]
    assert rules.class_names("7А, кружок") is None
    assert rules.class_names("") == []


def test_a_line_is_a_number_a_day_and_an_age() -> None:
    found = rules.read_lines(
        "12/1; 01.09.2026; 11\n\n12/2;2026-09-02;17", ages=AGES, until=UNTIL, today=TODAY
    )
    assert found == [
        rules.ConsentLine("12/1", date(2026, 9, 1), 11),
        rules.ConsentLine("12/2", date(2026, 9, 2), 17),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("12/1; 01.09.2026", "parts"),
        ("12/1; 01.09.2026; 13; мама", "parts"),
        ("; 01.09.2026; 13", "number"),
        ("12345678901234567890-; 01.09.2026; 13", "number"),
        ("12/1; 31.02.2026; 13", "day"),
        ("12/1; 01.12.2026; 13", "day"),
        ("12/1; 30.08.2026; 13", "day"),
        ("12/1; вчера; 13", "day"),
        ("12/1; 01.09.2026; тринадцать", "age"),
        ("12/1; 01.09.2026; ١٣", "age"),
        ("12/1; 01.09.2026; 10", "years"),
        ("12/1; 01.09.2026; 18", "years"),
    ],
)
def test_what_is_no_consent_is_named_by_its_line(line: str, code: str) -> None:
    with pytest.raises(rules.LinesError) as told:
        rules.read_lines(f"9/9; 01.09.2026; 12\n{line}", ages=AGES, until=UNTIL, today=TODAY)
    assert told.value.wrong == [(2, code)]


def test_all_wrong_lines_are_named_at_once() -> None:
    lines = "1; 01.09.2026; 12\nкогда-то\n\n2; 01.09.2026; 99\n3; 01.09.2026; 12\n1; 01.09.2026; 12"
    with pytest.raises(rules.LinesError) as told:
        rules.read_lines(lines, ages=AGES, until=UNTIL, today=TODAY)
    assert told.value.wrong == [(2, "parts"), (4, "years"), (6, "twice")]


@pytest.mark.parametrize(
    "number",
    [
        "Иванов Иван Петрович",
        "7 900 123-45-67",
        "+79001234567",
        "900-123-4567",
        "=cmd",
        "мама",
        "12 Иванова",
        "-",
    ],
)
def test_neither_a_name_nor_a_telephone_is_a_number_of_a_paper(number: str) -> None:
    with pytest.raises(rules.LinesError) as told:
        rules.read_lines(f"{number}; 01.09.2026; 12", ages=AGES, until=UNTIL, today=TODAY)
    assert told.value.wrong == [(1, "number")]


@pytest.mark.parametrize("number", ["12", "12/2026", "7а/14", "01-07/3Б", "000123"])
def test_numbers_as_offices_write_them(number: str) -> None:
    (line,) = rules.read_lines(f"{number}; 01.09.2026; 12", ages=AGES, until=UNTIL, today=TODAY)
    assert line.number == number.upper()


@pytest.mark.parametrize(
    ("today", "end"),
    [
        (date(2026, 9, 1), date(2027, 8, 31)),
        (date(2027, 8, 31), date(2027, 8, 31)),
        (date(2027, 1, 9), date(2027, 8, 31)),
    ],
)
def test_a_school_year_ends_with_august(today: date, end: date) -> None:
    assert rules.year_end(today) == end
