"""The nearest line, the state of an outage, tables of every make."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.domains.homes.queries.tables import read_table
from veche.domains.homes.rules import nearest, outages, table, words
from veche.kernel.errors import Invalid
from veche.kernel.sheets import BYTES_MAX

HOUSE, DISTRICT, TOWN, ELSEWHERE = (UUID(int=n) for n in range(1, 5))
DAY = date(2026, 11, 1)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def line(number: int, since: date = DAY, **where: UUID) -> nearest.Line:
    return nearest.Line(UUID(int=number), words.WATER, since, **where)


def found(*lines: nearest.Line, on: date = DAY) -> dict[str, int]:
    best = nearest.nearest(lines, address_id=HOUSE, places=(DISTRICT, TOWN), on=on)
    return {kind: line_id.int for kind, line_id in best.items()}


def test_the_house_wins_over_the_district_and_the_town() -> None:
    far = [line(1), line(2, place_id=TOWN), line(3, place_id=DISTRICT)]
    assert found(*far) == {words.WATER: 3}
    assert found(*far, line(4, address_id=HOUSE)) == {words.WATER: 4}
    assert found(*far[:2], line(5, place_id=ELSEWHERE)) == {words.WATER: 2}


def test_a_newer_line_wins_only_from_its_day_on_and_only_as_near() -> None:
    old, new = line(1, place_id=DISTRICT), line(2, DAY + timedelta(days=3), place_id=DISTRICT)
    assert found(old, new) == {words.WATER: 1}
    assert found(old, new, on=DAY + timedelta(days=3)) == {words.WATER: 2}
    assert found(line(3, address_id=HOUSE), new, on=DAY + timedelta(days=9)) == {words.WATER: 3}
    assert found(line(4, DAY + timedelta(days=1))) == {}


@given(st.permutations([line(1), line(2, place_id=TOWN), line(3, address_id=HOUSE)]))
def test_the_order_of_lines_does_not_matter(lines: list[nearest.Line]) -> None:
    assert found(*lines) == {words.WATER: 3}


@pytest.mark.parametrize(
    ("hours", "is_cancelled", "state"),
    [
        (-1, False, outages.PLANNED),
        (0, False, outages.RUNNING),
        (4, False, outages.OVER),
        (1, True, outages.CANCELLED),
    ],
)
def test_the_clock_says_where_an_outage_stands(hours: int, is_cancelled: bool, state: str) -> None:
    starts, ends = NOON, NOON + timedelta(hours=4)
    now = NOON + timedelta(hours=hours)
    assert (
        outages.state_of(starts_at=starts, ends_at=ends, is_cancelled=is_cancelled, now=now)
        == state
    )


def test_an_end_moves_on_only_forward_and_within_reason() -> None:
    later = NOON + timedelta(hours=8)
    assert outages.may_extend(outages.RUNNING, NOON, later, NOON)
    assert not outages.may_extend(outages.RUNNING, later, NOON, NOON)
    assert not outages.may_extend(outages.CANCELLED, NOON, later, NOON)
    assert not outages.may_extend(outages.RUNNING, NOON, NOON + timedelta(days=400), NOON)
    assert not outages.is_sane(NOON, NOON)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_table_is_read_as_excel_writes_it(encoding: str, mark: str) -> None:
    text = mark.join(["Адрес", "Вид"]) + "\r\n" + mark.join(["Садовая 9", "вода"]) + "\r\n\r\n"
    read = read_table(text.encode(encoding))
    assert read.header == ("Адрес", "Вид")
    assert read.rows == ((2, ("Садовая 9", "вода")),)


def test_a_workbook_is_read_with_its_hours() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Где", "Начало", "Конец"])
    book.active.append(
        [
            "Садовая 9",
            datetime(2026, 11, 1, 9, 30, tzinfo=UTC).replace(tzinfo=None),
            date(2026, 11, 2),
        ]
    )
    out = io.BytesIO()
    book.save(out)
    assert read_table(out.getvalue()).rows == (
        (2, ("Садовая 9", "2026-11-01 09:30", "2026-11-02")),
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "нет таблицы"),
        ("Адрес;Вид\n".encode(), "кроме заголовка"),
        (b"PK\x03\x04\x00", "не прочитать"),
        (b"a;b\n" + b"1;2\n" * (table.ROWS_MAX + 1), "пяти тысяч"),
        (b"a" * (BYTES_MAX + 1), "больше 10 МБ"),
    ],
)
def test_what_is_no_table_is_refused_by_its_fault(data: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_table(data)
    assert words in str(refused.value.fields["file"])


def test_times_are_read_by_the_towns_clock() -> None:
    zone = ZoneInfo("Europe/Moscow")
    nine = datetime(2026, 11, 1, 9, tzinfo=zone)
    for text in (
        "01.11.2026 09:00",
        "01.11.2026, 9:00",
        "2026-11-01T09:00",
        "2026-11-01 06:00+00:00",
    ):
        assert table.moment_of(text, zone) == nine, text
    assert table.moment_of("завтра", zone) is None
    assert table.moment_of("32.11.2026 09:00", zone) is None
    assert table.day_of("1.11.2026") == DAY


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Управляющая компания", "company"),
        ("ХВС", "water"),
        ("электроснабжение", "power"),
        ("Вывоз ТКО", "waste"),
        ("water", "water"),
        ("цирк", ""),
    ],
)
def test_kinds_are_known_by_the_words_of_tables(word: str, kind: str) -> None:
    assert words.kind_of(word) == kind
