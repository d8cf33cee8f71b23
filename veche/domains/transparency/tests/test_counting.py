"""Tables as finance offices write them: what stands in them twice is counted once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.domains.transparency.rules import codes, lines, mapping, stages, totals
from veche.domains.transparency.rules.codes import BadCode
from veche.domains.transparency.rules.lines import Fault, Line, Reader
from veche.domains.transparency.rules.totals import Seen
from veche.kernel.text import clean_line, has_unseen

INCOME = {"name": 0, "code": 1, "plan": 2}
SPENT = {"name": 0, "office": 1, "section": 2, "subsection": 3, "plan": 4}
# An appendix of a town's income, in thousands: totals of every kind that the classification has.
APPENDIX = (
    ("НАЛОГОВЫЕ И НЕНАЛОГОВЫЕ ДОХОДЫ", "000 1 00 00000 00 0000 000", 1000),
    ("НАЛОГИ НА ПРИБЫЛЬ, ДОХОДЫ", "000 1 01 00000 00 0000 000", 300),
    ("Налог на доходы физических лиц", "000 1 01 02000 01 0000 110", 300),
    ("НДФЛ с работодателей", "182 1 01 02010 01 0000 110", 250),
    ("НДФЛ по декларациям", "182 1 01 02030 01 0000 110", 50),
    ("НАЛОГИ НА ИМУЩЕСТВО", "000 1 06 00000 00 0000 000", 400),
    ("Налог на имущество физических лиц", "000 1 06 01000 00 0000 110", 100),
    ("Налог на имущество в городских округах", "182 1 06 01020 04 0000 110", 100),
    ("Земельный налог", "000 1 06 06000 00 0000 110", 300),
    ("Земельный налог с организаций", "000 1 06 06030 03 0000 110", 200),
    ("С организаций в городских округах", "182 1 06 06032 04 0000 110", 200),
    ("Земельный налог с физических лиц", "000 1 06 06040 00 0000 110", 100),
    ("С физических лиц в городских округах", "182 1 06 06042 04 0000 110", 100),
    ("ПРОДАЖА ИМУЩЕСТВА", "000 1 14 00000 00 0000 000", 300),
    ("Продажа земли", "000 1 14 06000 00 0000 430", 240),
    ("До разграничения", "000 1 14 06010 00 0000 430", 140),
    ("До разграничения, в городских округах", "905 1 14 06012 04 0000 430", 140),
    ("Плата за увеличение участков", "000 1 14 06300 00 0000 430", 100),
    ("Увеличение до разграничения", "000 1 14 06310 00 0000 430", 100),
    ("Увеличение, в городских округах", "905 1 14 06312 04 0000 430", 100),
    ("Имущество", "000 1 14 02000 00 0000 000", 60),
    ("Имущество городских округов", "905 1 14 02040 04 0000 410", 60),
    ("Иное имущество городских округов", "905 1 14 02043 04 0000 410", 60),
    ("БЕЗВОЗМЕЗДНЫЕ ПОСТУПЛЕНИЯ", "000 2 00 00000 00 0000 000", 3000),
    ("От других бюджетов", "000 2 02 00000 00 0000 000", 3010),
    ("Дотации", "000 2 02 10000 00 0000 150", 500),
    ("На выравнивание", "000 2 02 15001 00 0000 150", 500),
    ("На выравнивание городских округов", "906 2 02 15001 04 0000 150", 500),
    ("Субсидии", "000 2 02 20000 00 0000 150", 1000),
    ("Переселение", "906 2 02 20299 04 0000 150", 200),
    ("Новые места в школах", "906 2 02 25520 04 0000 150", 300),
    ("Малый бизнес", "906 2 02 25527 04 0000 150", 100),
    ("Прочие субсидии", "906 2 02 29999 04 0000 150", 400),
    ("Субвенции", "000 2 02 30000 00 0000 150", 1400),
    ("На школы", "906 2 02 30024 04 0000 150", 1300),
    ("Детям-сиротам", "906 2 02 35082 04 0000 150", 100),
    ("Иные трансферты", "000 2 02 40000 00 0000 150", 110),
    ("Классное руководство", "906 2 02 45303 04 0000 150", 110),
    ("ВОЗВРАТ ОСТАТКОВ", "000 2 19 00000 00 0000 000", -10),
    ("Возврат из бюджетов городских округов", "906 2 19 00000 04 0000 150", -10),
    ("Возврат прочих остатков", "906 2 19 60010 04 0000 150", -10),
    ("Доходы бюджета", "000 8 50 00000 00 0000 000", 4000),
)


def told(
    rows: Sequence[Sequence[object]],
    side: str = codes.REVENUE,
    columns: dict[str, int] | None = None,
) -> tuple[list[Line], list[Fault]]:
    """What a reader says of rows, in roubles."""
    reader = Reader(side, columns or (INCOME if side == codes.REVENUE else SPENT), 1, clean_line)
    found: list[Line] = []
    faults: list[Fault] = []
    for row, cells in enumerate(rows, start=1):
        one = reader.read(row, [str(cell) if cell is not None else "" for cell in cells])
        if isinstance(one, Line):
            found.append(one)
        elif one:
            faults.extend(one)
    return found, faults


def counted(found: Sequence[Line], side: str = codes.REVENUE) -> tuple[int, set[int]]:
    """The sum of what no other line is a part of, in roubles, and the rows of totals."""
    seen = {
        codes.key_of(side, one.codes): Seen(list(one.sums), one.row)
        for one in found
        if not one.is_grand and not one.is_noted
    }
    judged = totals.find(seen, partial(codes.without_element, side))
    sums, _has = totals.counted(seen, judged)
    assert not list(totals.disagreements(seen, judged, 1))
    return sums[0] // 100, {seen[key].row for key in judged.keys}


def test_an_appendix_of_income_is_counted_by_its_lines() -> None:
    found, faults = told(APPENDIX)
    assert not faults
    assert found[-1].is_grand
    total, rows = counted(found)
    assert total == 4000
    nobodys = {row for row, (_name, code, _sum) in enumerate(APPENDIX, 1) if code[:3] == "000"}
    above = ("905 1 14 02040", "906 2 19 00000")
    offices = {row for row, one in enumerate(APPENDIX, 1) if one[1].startswith(above)}
    assert rows == nobodys - {len(APPENDIX)} | offices


def test_lines_of_one_level_are_no_parts_of_each_other() -> None:
    rows = [
        ("Новые места", "906 2 02 25520 04 0000 150", 300),
        ("Малый бизнес", "906 2 02 25527 04 0000 150", 100),
        ("Самообложение", "906 1 17 14020 05 0000 150", 7),
        ("Самообложение поселений", "906 1 17 14020 13 0000 150", 5),
    ]
    assert counted(told(rows)[0]) == (412, set())


@given(
    st.dictionaries(
        st.sampled_from(
            ["20215001", "20220299", "20225555", "20235082", "10102010", "10606032", "21960010"]
        ),
        st.integers(1, 10**6),
        min_size=1,
    )
)
def test_any_income_under_all_its_totals_is_counted_once(leaves: dict[str, int]) -> None:
    def above(code: str) -> list[str]:
        kind = f"{code[:4]}0000" if code.startswith("202") else f"{code[:5]}000"
        return [f"{code[0]}0000000", f"{code[:3]}00000", *([kind] if code[:3] != "219" else [])]

    sums: dict[str, int] = {}
    for code, value in leaves.items():
        for upper in above(code):
            sums[upper] = sums.get(upper, 0) + value
    rows = [("Всё это", f"000{code}000000000", value) for code, value in sums.items()]
    rows += [("Строка", f"906{code}040000150", value) for code, value in leaves.items()]
    assert counted(told(rows)[0])[0] == sum(leaves.values())


def test_what_is_no_income_is_no_income() -> None:
    with pytest.raises(BadCode, match="income"):
        codes.revenue("000 01 05 02 01 04 0000 510")
    _found, faults = told([("Остатки", "000 01 05 02 01 04 0000 510", 5)])
    assert [(one.column, one.what) for one in faults] == [(1, "income")]


def test_what_is_not_yet_parted_does_not_make_the_whole_one_too() -> None:
    rows = [
        ("Школы", "902", "07", "02", 900),
        ("Условно утверждённые расходы", None, None, None, 100),
        ("ВСЕГО РАСХОДОВ", None, None, None, 1000),
    ]
    found, faults = told(rows, codes.SPENDING)
    assert not faults
    assert [one.is_grand for one in found] == [False, False, True]
    assert counted(found, codes.SPENDING) == (1000, set())
    # Neither does an office's own total take them in.
    rows = [("Финансы", "906", None, None, 100), ("Условно утверждённые", "906", None, None, 50)]
    found, _faults = told(rows, codes.SPENDING)
    assert [one.codes.part for one in found] == ["", codes.UNPARTED]


@pytest.mark.parametrize(
    ("name", "is_whole"),
    [
        ("ИТОГО", True),
        ("Итого расходов:", True),
        ("Всего", True),
        ("Доходы бюджета — всего:", True),
        ("Поддержка развитого хозяйства", False),
        ("Ремонт всего корпуса", False),
    ],
)
def test_a_word_for_the_whole_is_a_word_and_stands_first_or_last(name: str, is_whole: bool) -> None:
    found, faults = told([(name, None, None, None, 5)], codes.SPENDING)
    assert bool(found) == is_whole
    assert [one.what for one in faults] == ([] if is_whole else [lines.NO_CODE])


def test_parts_told_of_a_line_are_not_added_to_it() -> None:
    school = ("902", "07", "02")
    rows = [
        ("Школы", *school, 900),
        ("в том числе за счёт области", *school, 300),
        ("за счёт города", *school, 600),
        ("Детские сады", "902", "07", "01", 50),
        ("из них:", "902", "07", "01", None),
        ("ясли", "902", "07", "01", 20),
        ("Кружки", "902", "07", "03", 10),
        ("Кружки: ещё одна строка", "902", "07", "03", 5),
    ]
    found, faults = told(rows, codes.SPENDING)
    assert not faults
    assert [one.row for one in found if one.is_noted] == [2, 3, 6]
    assert sum(one.sums[0] or 0 for one in found if not one.is_noted) == 965_00


def test_an_office_is_told_in_each_line_or_in_none() -> None:
    office = ("902", "", "", "")
    assert codes.without_office([office, ("", "07", "", ""), ("", "08", "", "")]) == [
        ("", "07", "", ""),
        ("", "08", "", ""),
    ]
    assert codes.without_office([("902", "07", "", ""), ("", codes.UNPARTED, "", "")]) == []
    assert codes.without_office([("", "07", "", ""), ("", "08", "", "")]) == []


def test_names_have_nothing_unseen() -> None:
    found, _faults = told([("Шко\u202eлы\u200b\x00", "902", "07", "02", 5)], codes.SPENDING)
    assert found[0].name == "Школы"
    assert not has_unseen(found[0].name)


def test_codes_are_of_digits_and_letters() -> None:
    assert codes.office("09А") == "09А"
    assert codes.target("01 1 Ю4 51690") == "011Ю451690"
    for wrong in ("9²1", "9_1", "٩٠١"):
        with pytest.raises(BadCode):
            codes.office(wrong)


def test_a_report_of_execution_needs_what_was_done() -> None:
    columns = {"section": 0, "plan": 1}
    assert mapping.missing(codes.SPENDING, columns, stages.EXECUTED) == ["executed"]
    assert mapping.missing(codes.SPENDING, columns, stages.ADOPTED) == []
    done = {"section": 0, "executed": 1}
    assert mapping.missing(codes.SPENDING, done, stages.EXECUTED) == []
    assert mapping.missing(codes.SPENDING, done, stages.REVISED) == ["plan"]


def test_a_row_of_column_numbers_may_begin_in_the_second_column() -> None:
    assert mapping.is_numbering(["", "1", "2", "3", "4"])
    assert mapping.is_numbering(["1", "2"])
    # A section, a subsection and a sum of a line without a name.
    assert not mapping.is_numbering(["", "1", "2", "3"])
    assert not mapping.is_numbering(["", "", ""])


def test_a_person_says_where_the_table_begins() -> None:
    rows = [
        (1, ["Приложение", "№", "12", "", ""]),
        (2, ["Наименование", "Рз", "ПР", "Сумма, тыс. руб.", ""]),
        (3, ["Школы", "07", "02", "10,5", "11"]),
    ]
    assert mapping.recognise(rows) is None, "a title in cells is taken for a row of the table"
    head = mapping.recognise(rows, 3)
    assert head is not None
    assert (head.first_row, head.unit) == (3, 1000)
    assert len(head.headings) == 5
    assert mapping.guessed(head, codes.SPENDING, 2026) == {
        "name": 0, "section": 1, "subsection": 2, "plan": 3
    }  # fmt: skip
    bare = mapping.recognise(rows[2:], 3)
    assert bare is not None
    assert [title for _place, title in mapping.shown(bare)] == ["A", "B", "C", "D", "E"]
    assert mapping.recognise(rows, 9) is None
