"""Files and workers that fail in the middle: nothing is doubled, nothing hangs, it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from veche.domains.transparency.actions import loading
from veche.domains.transparency.models import Line, Node, Source
from veche.domains.transparency.queries import office, wording
from veche.domains.transparency.rules import mapping, stages
from veche.domains.transparency.tests import makers
from veche.kernel import jobs, locks, sheets
from veche.kernel.errors import TooMany


def begun(data: bytes, name: str = "бюджет.csv") -> Any:
    """A file whose columns are matched and which nobody has read yet."""
    author = makers.role("author")
    slug = makers.upload(author, data, name)
    row = makers.fresh(slug)
    _book, head = office.head_of(row, 0)
    columns = mapping.guessed(head, row.side, row.year)
    loading.match_columns(author, slug=slug, sheet=0, columns=columns, unit=head.unit)
    return makers.fresh(slug)


def test_a_job_that_comes_again_in_mid_read_is_told_to_wait(
    committed_town: Any,
    in_thread: Callable[..., Callable[..., Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading, "BATCH", 4)
    monkeypatch.setattr(locks, "WAITS_MS", 100)
    makers.open_service()
    row = begun(makers.csv(makers.SPENDING))
    refused: list[bool] = []

    def again() -> None:
        with pytest.raises(TooMany):
            loading.read_source(source_id=row.id, attempt=row.attempt)
        refused.append(True)

    read = loading._told

    def interrupted(*given: Any) -> Any:
        other = threading.Thread(target=in_thread(again))
        other.start()
        other.join()
        return read(*given)

    monkeypatch.setattr(loading, "_told", interrupted)
    loading.read_source(source_id=row.id, attempt=row.attempt)
    assert len(refused) > 1
    assert Line.objects.filter(source=row).count() == 13
    assert makers.fresh(row.slug).state == stages.READY
    # Who comes after the end finds nothing to do.
    jobs.run_waiting()
    assert Line.objects.filter(source=row).count() == 13


def test_a_job_cut_in_the_middle_begins_anew(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 4)
    makers.open_service()
    row = begun(makers.csv(makers.SPENDING))
    keep = loading._keep_part

    def killed(*given: Any) -> bool:
        if given[1] > 12:
            raise SystemExit
        return keep(*given)

    monkeypatch.setattr(loading, "_keep_part", killed)
    with pytest.raises(SystemExit):
        loading.read_source(source_id=row.id, attempt=row.attempt)
    assert 0 < Line.objects.filter(source=row).count() < 13
    monkeypatch.setattr(loading, "_keep_part", keep)
    jobs.run_waiting()
    assert Line.objects.filter(source=row).count() == 13


def test_a_file_that_cannot_be_kept_is_faulty_and_may_be_dropped(town: Any) -> None:
    makers.open_service()
    author = makers.role("author")
    # Each sum may be, all together are more than a number of the database.
    rows = [["Рз", "ПР", "Утверждено, руб."], *[["07", "02", "99000000000000"]] * 1000]
    row = makers.match(author, makers.upload(author, makers.csv(rows), "бюджет.csv"))
    assert [one["what"] for one in row.faults] == [wording.UNREADABLE]
    assert row.state == stages.FAULTY
    assert not Line.objects.filter(source=row).exists()
    assert not Node.objects.filter(source=row).exists()
    loading.drop_source(author, slug=row.slug)


def test_a_file_may_be_dropped_while_it_is_read(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 4)
    makers.open_service()
    row = begun(makers.csv(makers.SPENDING))
    read = loading._told

    def dropped(*given: Any) -> Any:
        if makers.fresh(row.slug).done > 8:
            loading.drop_source(makers.role("author"), slug=row.slug)
            monkeypatch.setattr(loading, "_told", read)
        return read(*given)

    monkeypatch.setattr(loading, "_told", dropped)
    loading.read_source(source_id=row.id, attempt=row.attempt)
    assert not Line.objects.filter(source_id=row.id).exists()


def test_signs_that_nobody_sees_are_not_kept(town: Any) -> None:
    makers.open_service()
    author = makers.role("author")
    filler = [["Строка", "902", "07", "02", "0110200590", "611", 1] for _n in range(200)]
    name, sum_ = "Шко\x00\u202eлы", "5\x00"
    rows = [*makers.SPENDING, *filler, [name, "902", "07", "01", "0110200590", "611", 1]]
    row = makers.match(author, makers.upload(author, makers.csv(rows), "бюджет.csv"))
    assert row.state == stages.READY, wording.faults(row)
    assert Line.objects.get(source=row, name="Школы", part="0701", plan=1000_00)
    rows[-1][-1] = sum_
    row = makers.match(author, makers.upload(author, makers.csv(rows), "бюджет.csv"))
    assert [(one["what"], one["words"]) for one in row.faults] == [("amount", "5")]


def test_a_quote_that_is_not_closed_is_told_and_nothing_is_taken(town: Any) -> None:
    makers.open_service()
    author = makers.role("author")
    data = makers.csv(makers.SPENDING).decode().replace("Школы;", '"Школы;').encode()
    row = makers.match(author, makers.upload(author, data, "бюджет.csv"))
    (fault,) = wording.faults(row)
    assert fault["cell"] == "A14"
    assert "Кавычка" in fault["what"]
    assert not Line.objects.filter(source=row).exists()


def test_a_quote_that_swallows_the_headings_is_told_at_once(town: Any) -> None:
    makers.open_service()
    data = makers.csv(makers.SPENDING).decode().replace("Наименование;", '"Наименование;', 1)
    with pytest.raises(sheets.Unclosed) as refused:
        makers.upload(makers.role("author"), data.encode(), "бюджет.csv")
    assert refused.value.line == 5
    assert not Source.objects.exists()


def test_an_office_told_once_for_many_lines_is_told_by_cell(town: Any) -> None:
    makers.open_service()
    author = makers.role("author")
    rows: list[list[Any]] = [
        ["Наименование", "ГРБС", "Рз", "Утверждено, руб."],
        ["Управление образования", "902", None, 100],
        ["Образование", None, "07", 60],
        ["Культура", None, "08", 40],
    ]
    row = makers.match(author, makers.upload(author, makers.csv(rows), "бюджет.csv"))
    assert [one["cell"] for one in wording.faults(row)] == ["B3", "B4"]
    assert row.state == stages.FAULTY


def test_the_whole_is_compared_and_its_halves_are_not(town: Any) -> None:
    makers.open_service()
    rows: list[list[Any]] = [
        ["Наименование", "Код дохода", "Утверждено, руб."],
        ["НДФЛ", "182 1 01 02010 01 0000 110", 100],
        ["Итого налоговых", None, 100],
        ["Субсидии", "906 2 02 29999 04 0000 150", 400],
        ["Итого безвозмездных", None, 400],
        ["ВСЕГО", None, 500],
    ]
    row = makers.publish(makers.csv(rows), "доходы.csv", side="revenue")
    assert (row.plan, row.doubts_number, row.totals_number) == (500_00, 0, 3)
    rows[-1][-1] = 510
    row = makers.publish(makers.csv(rows), "доходы.csv", side="revenue")
    (doubt,) = wording.doubts(row)
    assert (doubt["cell"], doubt["told"], doubt["counted"]) == ("C6", 510_00, 500_00)
