"""A file of the budget: read whole, totals once, faults by cell, nothing half-imported."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from veche.domains.transparency.actions import loading, publishing
from veche.domains.transparency.models import Line, Node
from veche.domains.transparency.queries import office, wording
from veche.domains.transparency.rules import codes, mapping, stages
from veche.domains.transparency.tests import makers
from veche.kernel import jobs
from veche.kernel.errors import Conflict, Invalid, Refused

ROUBLES = 100


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    makers.open_service()


def test_a_workbook_with_merged_headings_is_read_and_nothing_counted_twice() -> None:
    author = makers.role("author")
    slug = makers.upload(author, makers.xlsx(makers.SPENDING, merged="B5:F5"))
    _book, head = office.head_of(makers.fresh(slug), 0)
    assert head.first_row == 8
    assert head.unit == 1000
    assert mapping.guessed(head, codes.SPENDING, makers.YEAR) == {
        "name": 0, "office": 1, "section": 2, "subsection": 3, "target": 4, "kind": 5, "plan": 6
    }  # fmt: skip
    row = makers.match(author, slug)
    assert row.state == stages.READY, wording.faults(row)
    assert row.plan == 2_000_000 * ROUBLES
    assert (row.lines_number, row.totals_number, row.doubts_number) == (4, 9, 0)
    top = {one.key: one.plan for one in Node.objects.filter(source=row, axis="function", parent="")}
    assert top == {"05": 499_500 * ROUBLES, "07": 1_500_500 * ROUBLES}
    offices = Node.objects.filter(source=row, axis="office", parent="")
    assert {one.code: one.name for one in offices} == {
        "901": "Администрация",
        "902": "Управление образования",
    }
    known = Node.objects.get(source=row, axis="programme", key="01")
    assert (known.name, known.plan) == ("Программа «Знание»", 1_500_500 * ROUBLES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_of_any_kind_says_the_same(mark: str, encoding: str) -> None:
    row = makers.publish(
        makers.csv(makers.SPENDING, mark, encoding).replace("№".encode(), b"N"), "бюджет.csv"
    )
    assert (row.plan, row.lines_number) == (2_000_000 * ROUBLES, 4)


def test_a_packed_csv_is_read_and_a_packed_anything_else_is_not() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("budget.csv", makers.csv(makers.SPENDING))
    assert makers.publish(kept.getvalue(), "budget.zip").plan == 2_000_000 * ROUBLES
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("budget.exe", b"MZ")
    with pytest.raises(Invalid, match="table-unknown"):
        makers.upload(makers.role("author"), kept.getvalue())


def test_revenue_is_counted_by_its_codes_and_execution_may_be_above_the_plan() -> None:
    row = makers.publish(
        makers.csv(makers.REVENUE), "доходы.csv", side=codes.REVENUE, stage=stages.EXECUTED
    )
    assert (row.plan, row.executed) == (2_000_000 * ROUBLES, 2_100_000 * ROUBLES)
    assert row.doubts_number == 0
    top = {one.key: one.plan for one in Node.objects.filter(source=row, axis="income", parent="")}
    assert top == {
        "tax": 1_000_000 * ROUBLES, "own": 300_000 * ROUBLES, "help": 700_000 * ROUBLES
    }  # fmt: skip
    assert Line.objects.filter(source=row, is_total=True).count() == 6


def faulty(place: tuple[int, int], word: Any) -> list[list[Any]]:
    rows = [list(one) for one in makers.SPENDING]
    rows[place[0] - 1][place[1]] = word
    return rows


@pytest.mark.parametrize(
    ("place", "word", "cell", "what"),
    [
        ((12, 6), "пятьсот", "G12", "amount"),
        ((14, 6), "#REF!", "G14", "error_cell"),
        ((12, 6), "999999999999999999999", "G12", "too_large"),
        ((14, 0), "=HYPERLINK(A1)", "A14", "uncounted"),
        ((14, 4), "=A1", "E14", "uncounted"),
        ((14, 2), "77", "C14", "wrong_section"),
        ((14, 2), "7x", "C14", "section"),
        ((14, 3), "0503", "D14", "subsection"),
        ((14, 4), "01102005", "E14", "target"),
        ((14, 5), "61", "F14", "kind"),
        ((14, 1), "90210", "B14", "office"),
    ],
)
def test_a_wrong_cell_is_told_and_nothing_is_taken(
    place: tuple[int, int], word: str, cell: str, what: str
) -> None:
    author = makers.role("author")
    slug = makers.upload(author, makers.xlsx(faulty(place, word)))
    row = makers.match(author, slug)
    assert row.state == stages.FAULTY
    (fault,) = wording.faults(row)
    assert (fault["cell"], fault["words"]) == (cell, word)
    assert fault["what"] == str(wording.FAULTS[what])
    assert not Line.objects.filter(source=row).exists()
    assert not Node.objects.filter(source=row).exists()


def test_every_wrong_cell_is_counted_and_the_first_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading, "FAULTS_MAX", 3)
    monkeypatch.setattr(loading, "BATCH", 2)
    rows = [*makers.SPENDING, *[["Строка", "902", "07", "02", "0110200590", "611", "?"]] * 7]
    author = makers.role("author")
    row = makers.match(author, makers.upload(author, makers.xlsx(rows)))
    assert row.faults_number == 7
    assert len(row.faults) == 3
    assert not Line.objects.filter(source=row).exists()


def test_a_sum_without_a_code_is_a_fault_and_a_word_without_a_sum_is_none() -> None:
    rows = [*makers.SPENDING[:-1], ["в том числе:"], ["Прочее", *[None] * 5, 5]]
    author = makers.role("author")
    row = makers.match(author, makers.upload(author, makers.xlsx(rows)))
    assert [one["what"] for one in row.faults] == ["no_code"]


def test_a_subsection_that_its_section_denies_is_told_with_both_cells() -> None:
    author = makers.role("author")
    row = makers.match(author, makers.upload(author, makers.xlsx(faulty((14, 2), "0799"))))
    (fault,) = wording.faults(row)
    assert (fault["cell"], fault["words"]) == ("D14", "C 0799, D 02")
    assert fault["what"] == str(wording.FAULTS["apart"])
    assert not Line.objects.filter(source=row).exists()


def test_a_line_that_stands_twice_is_told_by_its_cell() -> None:
    rows = [list(one) for one in makers.SPENDING[:-1]]
    rows.insert(14, ["Школы, ещё раз", "902", "07", "02", "0110200590", "611", 900])
    author = makers.role("author")
    row = makers.match(author, makers.upload(author, makers.xlsx(rows)))
    assert row.state == stages.READY
    assert wording.repeats(row) == [{"cell": "G15", "of": 14}]
    # Its totals are told apart from it.
    assert {one["cell"] for one in wording.doubts(row)} == {"G8", "G9", "G13"}
    assert wording.repeats(makers.publish(makers.xlsx(makers.SPENDING))) == []


def test_a_total_that_is_no_sum_is_told_by_cell_and_its_parts_are_counted() -> None:
    row = makers.publish(makers.xlsx(faulty((9, 6), 1600.5)))
    assert row.plan == 2_000_000 * ROUBLES
    (doubt,) = wording.doubts(row)
    assert doubt["cell"] == "G9"
    assert doubt["apart"] == 100_000 * ROUBLES


def test_roundings_of_each_row_are_no_disagreement() -> None:
    row = makers.publish(makers.xlsx(faulty((20, 6), 2000.1)))
    assert row.doubts_number == 0


def test_columns_are_said_by_hand_and_checked() -> None:
    author = makers.role("author")
    slug = makers.upload(author, makers.xlsx(makers.SPENDING))
    for columns, field in (
        ({"name": 0, "plan": 6}, "section"),
        ({"section": 2}, "plan"),
        ({"section": 2, "plan": 2}, "plan"),
        ({"section": 2, "plan": 40}, "plan"),
    ):
        with pytest.raises(Invalid) as problem:
            loading.match_columns(author, slug=slug, sheet=0, columns=columns, unit=1000)
        assert field in problem.value.fields
    with pytest.raises(Invalid) as problem:
        loading.match_columns(author, slug=slug, sheet=0, columns={"section": 2, "plan": 6}, unit=0)
    assert "unit" in problem.value.fields


def test_a_check_that_comes_twice_doubles_nothing() -> None:
    row = makers.publish(makers.xlsx(makers.SPENDING))
    loading.read_source(source_id=row.id, attempt=row.attempt)
    assert Line.objects.filter(source=row).count() == 13
    author = makers.role("author")
    slug = makers.upload(author, makers.xlsx(makers.SPENDING))
    for _n in range(2):
        row = makers.match(author, slug)
    assert row.attempt == 2
    assert Line.objects.filter(source=row).count() == 13


def test_the_file_is_kept_for_correction_and_dropped_at_will() -> None:
    author = makers.role("author")
    slug = makers.upload(author, makers.xlsx(faulty((12, 6), "?")))
    row = makers.match(author, slug)
    assert [one.title for one in office.tops_of(office.book_of(row))] == ["Расходы"]
    loading.drop_source(author, slug=slug)
    assert not type(row).objects.filter(slug=slug).exists()
    published = makers.publish(makers.xlsx(makers.SPENDING))
    with pytest.raises(Refused):
        loading.drop_source(author, slug=published.slug)


def test_an_adopted_budget_names_the_decision() -> None:
    with pytest.raises(Invalid) as problem:
        makers.upload(makers.role("author"), makers.xlsx(makers.SPENDING), act_title="")
    assert "act_title" in problem.value.fields


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0abc", b"PK\x03\x04broken"])
def test_what_is_no_table_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Invalid) as problem:
        makers.upload(makers.role("author"), data)
    assert str(problem.value.message)


def test_of_a_file_read_anew_meanwhile_a_conflict_tells() -> None:
    author, approver = makers.role("author"), makers.role("approver")
    slug = makers.upload(author, makers.xlsx(makers.SPENDING))
    first = makers.match(author, slug)
    makers.match(author, slug)
    with pytest.raises(Conflict):
        publishing.publish_source(approver, slug=slug, attempt=first.attempt, has_seen=True)
    assert jobs.run_waiting() == 0
