"""The office of the budget: a head that is kept, a first row that is named, faults by number."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.files import public as files
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms import public as norms
from veche.domains.transparency.actions import loading, publishing
from veche.domains.transparency.models import Source
from veche.domains.transparency.queries import office, wording
from veche.domains.transparency.rules import mapping, stages
from veche.domains.transparency.tests import makers
from veche.kernel import sheets
from veche.kernel.errors import Conflict, Invalid

YEAR = makers.YEAR
MIGRATIONS = "veche.domains.transparency.migrations"


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    norms.load_shipped()
    makers.open_service()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def page_of(slug: str) -> str:
    return reverse("transparency:read-source", args=[slug])


def packed(data: bytes, name: str = "budget.csv") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return kept.getvalue()


def test_a_page_shows_the_head_without_opening_the_file_again(client: Client) -> None:
    sign_in(client, make_person(roles=["author"]))
    slug = makers.upload(makers.role("author"), makers.xlsx(makers.SPENDING))
    row = makers.fresh(slug)
    there = reverse("transparency:read-source", args=[slug])
    files.remove([row.file_id])
    assert "Детские сады" in text_of(client.get(there))
    Source.objects.filter(id=row.id).update(tops=None)
    assert client.get(there).status_code == 404, "a file of before is opened still"


def test_first_rows_are_kept_to_their_last_word_and_read_where_they_are_shown() -> None:
    author = makers.role("author")
    slug = makers.upload(author, makers.xlsx([*makers.SPENDING, ["Сноска", *[None] * 58, ""]]))
    kept = makers.fresh(slug).tops
    assert kept is not None
    ((_title, rows),) = kept
    assert max(len(cells) for _row, cells in rows) == 7
    assert "" in dict(map(tuple, rows))[5], "blanks between words stay"
    with CaptureQueriesContext(connection) as queries:
        makers.match(author, slug)
    asked = [one["sql"] for one in queries if '"tops"' in one["sql"]]
    assert not [one for one in asked if one.startswith("UPDATE")]
    # The action asks for them once, beside nothing else.
    alone = 'SELECT "transparency_source"."id", "transparency_source"."tops" FROM'
    assert len([one for one in asked if one.startswith(alone)]) == 1


def test_a_packed_table_is_never_unpacked_whole() -> None:
    row = b"902;0701;0110100590;611;500,5;" + b"x" * 60 + b"\n"
    data = packed(makers.csv(makers.SPENDING) + row * 600_000)
    assert len(data) < 1_000_000
    tracemalloc.start()
    try:
        book = sheets.open_book(data)
        top = office.tops_of(book)[0]
        read = sum(1 for _row in sheets.lines(book))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(top.rows) == mapping.LOOKED_AT
    assert read > 600_000
    assert peak < 12_000_000


@pytest.mark.parametrize("name", ["../x.csv", "a/../../x.csv", "/x.csv", "..\\x.csv", "C:x.csv"])
def test_an_archive_whose_file_would_be_unpacked_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="table-unknown"):
        makers.upload(makers.role("author"), packed(makers.csv(makers.SPENDING), name))


def test_a_title_row_in_cells_and_numbers_from_the_second_column_are_no_data(
    client: Client,
) -> None:
    shifted = [["", *row] if row else [] for row in makers.SPENDING]
    shifted[0] = ["", "Приложение №", "12", "к решению"]
    sign_in(client, make_person(roles=["author"]))
    author = makers.role("author")
    slug = makers.upload(author, makers.csv(shifted), "бюджет.csv")
    first = page_of(slug)
    shown = text_of(client.get(f"{first}?first=8"))
    assert 'name="first" value="8"' in shown
    assert "Сумма" in shown
    top, head = office.head_of(makers.fresh(slug), 0, 8)
    assert head.first_row == 8
    assert mapping.is_numbering(top.rows[6][1])
    columns = mapping.guessed(head, "spending", YEAR)
    sent = {one: str(place) for one, place in columns.items()} | {"unit": "1000", "first": "8"}
    assert client.post(first, {**sent, "sheet": "0"}).status_code == 302
    assert makers.fresh(slug).first_row == 8


def test_a_table_without_headings_is_read_by_letters(client: Client) -> None:
    rows = makers.SPENDING[7:]
    slug = makers.upload(makers.role("author"), makers.csv(rows), "бюджет.csv")
    sign_in(client, make_person(roles=["author"]))
    assert 'name="unit"' not in text_of(client.get(page_of(slug)))
    shown = text_of(client.get(f"{page_of(slug)}?first=1"))
    assert 'name="unit"' in shown
    assert ">G<" in shown


def test_faults_are_counted_where_not_all_are_shown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "FAULTS_MAX", 250)
    wrong = [["Школа", "902", "07", "02", "0110200590", "611", "?"]] * 300
    author = makers.role("author")
    slug = makers.upload(author, makers.xlsx([*makers.SPENDING, *wrong]))
    row = makers.match(author, slug)
    assert (row.state, row.faults_number, len(row.faults)) == (stages.FAULTY, 300, 250)
    sign_in(client, make_person(roles=["author"]))
    shown = text_of(client.get(page_of(slug)))
    assert "Показаны первые 200 из 300." in shown
    assert "В списке CSV: 250." in shown
    answer: Any = client.get(reverse("transparency:export-faults", args=[slug]))
    table = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(table) == 252
    assert "Показаны первые 250 из 300." in table[-1]


def test_lines_that_stand_twice_are_counted_where_not_all_are_shown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "KEPT_MAX", 1)
    rows = [list(one) for one in makers.SPENDING[:-1]]
    for place in (14, 15):
        rows.insert(place, ["Школы, ещё раз", "902", "07", "02", "0110200590", "611", 900])
    author = makers.role("author")
    row = makers.match(author, makers.upload(author, makers.xlsx(rows)))
    assert wording.repeats(row) == [{"cell": "G15", "of": 14}]
    assert (row.repeats_number, len(row.doubts)) == (2, 1)
    sign_in(client, author)
    _head, _mark, told = text_of(client.get(page_of(row.slug))).partition("попала в файл дважды")
    assert "Показаны первые 1 из 2." in told.partition("</details>")[0]


def test_lines_that_stand_twice_are_taken_from_among_the_totals() -> None:
    row = makers.publish(makers.xlsx(makers.SPENDING))
    total = {"row": 9, "column": 6, "told": 100, "counted": 200}
    again = {"row": 15, "column": 6, "of": 14}
    Source.objects.filter(id=row.id).update(doubts=[total, again], doubts_number=1)
    *_added, step = import_module(f"{MIGRATIONS}.0007_repeats").Migration.operations
    with connection.cursor() as cursor:
        cursor.execute(step.sql)
    kept = makers.fresh(row.slug)
    assert (kept.doubts, kept.repeats, kept.repeats_number) == ([total], [again], 1)


def test_columns_for_a_file_that_is_being_read_are_refused(client: Client) -> None:
    slug = makers.upload(makers.role("author"), makers.xlsx(makers.SPENDING))
    Source.objects.filter(slug=slug).update(state=stages.CHECKING)
    sign_in(client, make_person(roles=["author"]))
    answer = client.post(page_of(slug), {"plan": "6", "unit": "1000"})
    assert answer.status_code == 403
    assert "уже проверяют" in text_of(answer)


def test_an_adopted_version_shows_its_own_plan_among_the_files(client: Client) -> None:
    rows = [[*row, row[-1], row[-1]] if row else [] for row in makers.SPENDING]
    rows[4][7:], rows[6][7:], rows[3][7:] = ["Уточнённый план", "Исполнено"], [8, 9], [None, None]
    rows[11][7] = 700.5
    row = makers.publish(makers.xlsx(rows))
    assert (row.plan, row.revised) == (2_000_000_00, 2_200_000_00)
    there = reverse("transparency:list-files", args=[YEAR])
    assert _plans(client, there) == ["2 000 000 ₽"]
    makers.publish(makers.xlsx(rows), stage=stages.EXECUTED, as_of=date(YEAR, 6, 1))
    assert _plans(client, there) == ["2 200 000 ₽", "2 000 000 ₽"]


def _plans(client: Client, there: str) -> list[str]:
    """What stands as «План» of each version, the newest first."""
    return re.findall(r"<dt>План</dt><dd>([^<]+)</dd>", text_of(client.get(there)))


def test_a_table_without_sections_is_published_and_shown(client: Client) -> None:
    rows: list[list[Any]] = [
        ["Наименование", "ЦСР", "Утверждено, руб."],
        ["Школы", "0110200590", 300],
        ["Дворы", "0220145670", 100],
    ]
    author = makers.role("author")
    slug = makers.match(author, makers.upload(author, makers.csv(rows), "b.csv")).slug
    sign_in(client, makers.role("approver"))
    shown = text_of(client.get(page_of(slug)))
    assert "Опубликовать для всех" in shown
    assert "Программа 01" in shown
    attempt = str(makers.fresh(slug).attempt)
    client.post(reverse("transparency:publish-source", args=[slug]), {"attempt": attempt})
    shown = text_of(client.get(reverse("transparency:read-year", args=[YEAR])))
    assert reverse("transparency:read-node", args=[YEAR, "programme", "01"]) in shown
    assert "Названия разделов" not in shown
    # Where sections are told later, both are set side by side by what both have.
    slug = makers.upload(author, makers.xlsx(makers.SPENDING), as_of=date(YEAR, 2, 1))
    last, changes, gone = office.changes(makers.match(author, slug))
    assert last is not None
    assert [(one.node.axis, one.before is None) for one in changes] == [
        ("programme", False), ("programme", False)
    ]  # fmt: skip
    assert not gone


def _done(*sums: Any, plan: int = 1000) -> bytes:
    """A report of execution in roubles: so much of each section from the first on."""
    head = ["Наименование", "ГРБС", "Рз", "ПР", "ЦСР", "ВР", "План, руб.", "Исполнено"]
    return makers.csv(
        [
            head,
            *[
                ["Строка", "902", f"0{n}", "01", "0110200590", "611", plan, one]
                for n, one in enumerate(sums, start=1)
            ],
        ]
    )


def test_what_vanishes_or_falls_is_published_by_who_has_seen_it(client: Client) -> None:
    author = makers.role("author")
    given: dict[str, Any] = {"stage": stages.EXECUTED, "as_of": date(YEAR, 3, 31)}
    makers.publish(_done(100, 200, 300), "q1.csv", **given)
    given["as_of"] = date(YEAR, 6, 30)
    slug = makers.upload(author, _done(-50, 1200), "q2.csv", **given)
    attempt = str(makers.match(author, slug).attempt)
    sign_in(client, makers.role("approver"))
    shown = text_of(client.get(page_of(slug)))
    assert 'class="card warn"' in shown
    assert 'class="tag warn"' in shown
    assert "<b>Больше нет:</b> Национальная безопасность" in shown
    assert "исполнено меньше, чем было в прошлом отчёте:</b> Общегосударственные" in shown
    assert "исполнено больше плана или меньше нуля: 2. Первые: H2, H3." in shown
    assert "+1 000 ₽" in shown
    there = reverse("transparency:publish-source", args=[slug])
    answer: Any = client.post(there, {"attempt": attempt})
    assert "Отметьте, что видели" in text_of(client.get(answer.url))
    assert makers.fresh(slug).state == stages.READY
    approver = makers.role("approver")
    with pytest.raises(Conflict) as told:
        publishing.publish_source(approver, slug=slug, attempt=int(attempt), has_seen=False)
    assert told.value.code == publishing.UNSEEN
    client.post(there, {"attempt": attempt, "seen": "1"})
    assert makers.fresh(slug).state == stages.PUBLISHED


def test_what_only_grows_asks_for_no_tick(client: Client) -> None:
    author = makers.role("author")
    given: dict[str, Any] = {"stage": stages.EXECUTED, "as_of": date(YEAR, 3, 31)}
    makers.publish(_done(100, 200), "q1.csv", **given)
    given["as_of"] = date(YEAR, 6, 30)
    slug = makers.upload(author, _done(150, 200, 1), "q2.csv", **given)
    attempt = str(makers.match(author, slug).attempt)
    sign_in(client, makers.role("approver"))
    shown = text_of(client.get(page_of(slug)))
    assert 'class="card good"' in shown
    assert 'name="seen"' not in shown
    client.post(reverse("transparency:publish-source", args=[slug]), {"attempt": attempt})
    assert makers.fresh(slug).state == stages.PUBLISHED


def test_whoever_reads_the_budget_may_follow_it(client: Client) -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    sign_in(client, make_person())
    there = reverse("transparency:read-year", args=[YEAR])
    assert "transparency.budget:town" in text_of(client.get(there))
    told = {"topic": "transparency.budget:town", "next": there}
    assert client.post(reverse("notifications:follow-topic"), told).status_code == 302
    assert "Перестать следить" in text_of(client.get(there))
