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
    with pytest.raises(rules.LineError) as told:
        rules.read_lines(f"9/9; 01.09.2026; 12\n{line}", ages=AGES, until=UNTIL, today=TODAY)
    assert (told.value.number, told.value.code) == (2, code)


def test_one_paper_is_not_two_consents() -> None:
    with pytest.raises(rules.LineError) as told:
        rules.read_lines(
            "1; 01.09.2026; 12\n1; 02.09.2026; 13", ages=AGES, until=UNTIL, today=TODAY
        )
    assert told.value.code == "twice"


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
