"""Codes, sums, headings and totals: what is said of them holds for any of them."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.domains.transparency.rules import amounts, axes, codes, mapping, totals
from veche.domains.transparency.rules.amounts import BadAmount
from veche.domains.transparency.rules.codes import BadCode, Codes
from veche.domains.transparency.rules.totals import Seen
from veche.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("section", "below", "part"),
    [
        ("07", "02", "0702"),
        ("0702", "", "0702"),
        ("702", "", "0702"),
        ("702.0", "", "0702"),
        ("7", "2", "0702"),
        ("07", "0702", "0702"),
        ("07", "00", "07"),
        ("0700", "", "07"),
        ("07", "", "07"),
        ("", "", ""),
        ("00", "00", ""),
    ],
)
def test_sections_are_read_as_they_are_written(section: str, below: str, part: str) -> None:
    assert codes.part(section, below) == part


@pytest.mark.parametrize(("section", "below"), [("0499", "09"), ("0701", "00"), ("0702", "0703")])
def test_two_cells_that_say_different_subsections_are_refused(section: str, below: str) -> None:
    with pytest.raises(BadCode, match=codes.APART):
        codes.part(section, below)


def test_a_hundred_roubles_is_parted_whole() -> None:
    assert amounts.parted(10_000, [1, 1, 1], 3) == [3334, 3333, 3333]
    assert amounts.parted(10_000, [16178, 4039, 79783], 100_000) == [1618, 404, 7978]
    assert amounts.parted(10_000, [50, 25], 100) == [5000, 2500]
    assert amounts.parted(10_000, [1, 2], 0) == [0, 0]


@given(st.lists(st.integers(-(10**12), 10**15), min_size=1, max_size=20))
def test_of_a_hundred_nothing_is_lost_and_no_part_is_a_kopeck_off(values: list[int]) -> None:
    total = sum(values)
    if total > 0:
        found = amounts.parted(10_000, values, total)
        assert sum(found) == 10_000
        assert all(
            abs(share * total - 10_000 * value) < total
            for share, value in zip(found, values, strict=True)
        )


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (codes.office, "9021"),
        (codes.target, "011010059"[:7]),
        (codes.kind, "61"),
        (codes.kind, "6x1"),
        (codes.revenue, "1010201001"),
        (codes.spending, "902070201101005906"),
    ],
)
def test_what_is_no_code_is_refused(read: object, raw: str) -> None:
    with pytest.raises(BadCode):
        read(raw)  # type: ignore[operator]


def test_codes_go_as_far_as_they_say() -> None:
    assert codes.target("0110100590") == "0110100590"
    assert codes.target("110100590") == "0110100590"
    assert codes.target("01 1 01 00000") == "01101"
    assert codes.target("0110000000") == "011"
    assert codes.target("0100000000") == "01"
    assert codes.kind("610") == "61"
    assert codes.spending("902 0702 0110100590 611") == Codes("902", "0702", "0110100590", "611")
    rent = codes.revenue("905 1 11 05012 04 0000 120")
    assert (rent.office, rent.part) == ("905", "111")
    assert codes.revenue_key(rent) == ("905", "11105012", "04", "", "12")
    assert codes.written(codes.REVENUE, rent) == "905 1 11 05012 04 0000 120"
    assert codes.income_kind("101") == codes.TAX
    assert codes.income_kind("111") == codes.OWN
    assert codes.income_kind("202") == codes.HELP


@pytest.mark.parametrize(
    ("raw", "unit", "kopecks"),
    [
        ("1 234,5", amounts.THOUSANDS, 123_450_000),
        ("1\u00a0234.56", amounts.ROUBLES, 123_456),
        ("(12,30)", amounts.ROUBLES, -1_230),
        ("−5", amounts.ROUBLES, -500),
        ("0", amounts.ROUBLES, 0),
        ("", amounts.ROUBLES, None),
        ("х", amounts.ROUBLES, None),
        ("-", amounts.ROUBLES, None),
        ("1.5E3", amounts.ROUBLES, 150_000),
        ("0,005", amounts.ROUBLES, 0),
        ("0,015", amounts.ROUBLES, 2),
    ],
)
def test_sums_are_whole_kopecks(raw: str, unit: int, kopecks: int | None) -> None:
    assert amounts.kopecks(raw, unit) == kopecks


@pytest.mark.parametrize("raw", ["пять", "1,2,3", "1 000 руб.", "=A1", "1e99", "9" * 20])
def test_what_is_no_sum_is_refused(raw: str) -> None:
    with pytest.raises(BadAmount):
        amounts.kopecks(raw, amounts.MILLIONS)


@given(st.integers(-(10**15), 10**15), st.sampled_from(amounts.UNITS))
def test_a_sum_comes_back_from_any_way_of_writing_it(kopecks: int, unit: int) -> None:
    places = 2 + len(str(unit)) - 1
    whole, rest = divmod(abs(kopecks), unit * 100)
    written = f"{'-' if kopecks < 0 else ''}{whole:,}".replace(",", " ") + f",{rest:0{places}d}"
    assert amounts.kopecks(written, unit) == kopecks


@given(st.integers(0, 20_000))
def test_columns_are_called_as_spreadsheets_do(place: int) -> None:
    name = amounts.column_name(place)
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    assert number == place + 1


OFFICES, PARTS, TARGETS, KINDS = ("", "901"), ("", "07", "0702"), ("", "01", "01101"), ("", "6")
KEYS = [*product(OFFICES, PARTS, TARGETS, KINDS)]


@given(st.dictionaries(st.sampled_from(KEYS), st.integers(0, 1000), min_size=1))
def test_only_rows_that_nobody_goes_further_than_are_counted(table: dict[codes.Key, int]) -> None:
    seen = {key: Seen([value, None, None], row) for row, (key, value) in enumerate(table.items())}
    found = totals.find(seen)
    # Slowly and plainly: a row is a total when another one begins with each of its codes.
    slow = {
        one
        for one in table
        for other in table
        if other != one and all(b.startswith(a) for a, b in zip(one, other, strict=True))
    }
    assert found.keys == slow
    sums, _has = totals.counted(seen, found)
    assert sums[0] == sum(value for key, value in table.items() if key not in slow)
    for total in slow:
        below = sum(
            value
            for key, value in table.items()
            if key not in slow and all(b.startswith(a) for a, b in zip(total, key, strict=True))
        )
        assert found.below[total][0] == below


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("", "901", "902")),
            st.sampled_from(("0702", "0701", "0503", "07")),
            st.sampled_from(("", "", "", "01")),
            st.integers(1, 10**9),
        ),
        min_size=1,
    )
)
def test_each_axis_adds_up_at_each_floor(lines: list[tuple[str, str, str, int]]) -> None:
    groups = [axes.Group(a, b, c, 1, [value, None, None]) for a, b, c, value in lines]
    whole = sum(line[3] for line in lines)
    found = axes.rolled_up(codes.SPENDING, groups)
    for axis in {one.axis for one in found}:
        ours = {one.key: one for one in found if one.axis == axis}
        assert sum(one.sums[0] or 0 for one in ours.values() if not one.parent) == whole
        for key, one in ours.items():
            below = [each for each in ours.values() if each.parent == key]
            assert one.has_below == bool(below)
            if below:
                assert sum(each.sums[0] or 0 for each in below) == one.sums[0], (axis, key)


def test_headings_in_two_rows_are_joined_and_years_are_told_apart() -> None:
    rows = [
        (1, ["Приложение 7, к решению", "", "", "", ""]),
        (3, ["Наименование", "Код", "", "Сумма, млн руб.", "", "% исполнения"]),
        (4, ["", "Рз", "ПР", "2025", "2026", ""]),
        (5, ["1", "2", "3", "4", "5", "6"]),
        (6, ["Школы", "07", "02", "10,5", "11", "98"]),
    ]
    head = mapping.recognise(rows)
    assert head is not None
    assert head.headings == (
        "Наименование",
        "Код / Рз",
        "Код / ПР",
        "Сумма, млн руб. / 2025",
        "Сумма, млн руб. / 2026",
        "% исполнения",
    )
    assert (head.first_row, head.unit) == (6, amounts.MILLIONS)
    found = mapping.guessed(head, codes.SPENDING, 2026)
    assert found == {"name": 0, "section": 1, "subsection": 2, "plan": 4}


def test_the_real_open_data_set_is_understood() -> None:
    rows = [
        (1, ["Порядок", "КФСР", "Наименование КФСР", "Утверждено ассигнований", "Исполнено",
             "% исполнения", "Дата исполнения"]),
        (2, ["1", "0100", "Общегосударственные вопросы", "12,4", "13,1", "105,6", "2025-01-01"]),
    ]  # fmt: skip
    head = mapping.recognise(rows)
    assert head is not None
    assert mapping.guessed(head, codes.SPENDING, 2025) == {
        "section": 1, "name": 2, "plan": 3, "executed": 4
    }  # fmt: skip
    assert head.unit == 0


def test_a_page_of_words_is_no_table() -> None:
    assert mapping.recognise([(1, ["Справка", ""]), (2, ["Сумма"]), (3, [""])]) is None


def test_a_refusal_is_sentences_one_after_the_other() -> None:
    assert Invalid("Файл слишком большой", advice="Разделите его.").words == (
        "Файл слишком большой. Разделите его."
    )
    assert Invalid("Мимо").words == "Мимо"
    assert Invalid("Мимо.", advice="Ещё раз").words == "Мимо. Ещё раз."
