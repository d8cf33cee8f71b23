"""Pages of the budget as a browser without scripts meets them."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms import public as norms
from veche.domains.transparency import datasets, public
from veche.domains.transparency.actions import loading, publishing
from veche.domains.transparency.queries import classification
from veche.domains.transparency.rules import codes, stages
from veche.domains.transparency.tests import makers
from veche.kernel import jobs
from veche.kernel.errors import Invalid

YEAR = makers.YEAR


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    norms.load_shipped()
    makers.open_service()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def page(client: Client, name: str, *args: Any, **asked: Any) -> str:
    answer = client.get(reverse(f"transparency:{name}", args=args), asked)
    assert answer.status_code == 200
    return text_of(answer)


def bytes_of(client: Client, path: str) -> bytes:
    answer: Any = client.get(path)
    return b"".join(answer.streaming_content)


def _both() -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    makers.publish(makers.csv(makers.REVENUE), "доходы.csv", side=codes.REVENUE)


def test_before_the_first_file_the_page_says_what_will_be_here(client: Client) -> None:
    assert "Бюджет ещё не опубликован" in page(client, "open-budget")
    assert client.get(reverse("transparency:read-year", args=[YEAR])).status_code == 404


def test_a_year_shows_sums_shares_and_where_money_comes_from(client: Client) -> None:
    _both()
    answer: Any = client.get(reverse("transparency:open-budget"))
    assert answer.url.endswith(f"/{YEAR}/")
    shown = page(client, "read-year", YEAR)
    assert "2 млн ₽" in shown
    assert "Образование" in shown
    assert "75,03 ₽" in shown, "of each hundred roubles"
    assert "24,97 ₽" in shown
    assert "75,03 %" in shown, "the table says the same"
    assert "24,97 %" in shown
    assert 'class="treemap"' in shown
    assert "Имущество города" in shown
    assert "№ 82н" in shown
    assert "№ 85н" in classification.order_of(2022)
    # Neither colour nor picture alone: the same stands in a table.
    assert "Показать таблицей" in shown


def test_another_order_is_named_from_its_day_on() -> None:
    norms.enter(
        classification.ORDER,
        title="Приказ, которым названы коды бюджета",
        value=99,
        unit="number",
        legal_ref="Новый приказ",
        valid_from=date(2030, 1, 1),
    )
    assert "№ 82н" in classification.order_of(2029)
    assert "№ 99н" in classification.order_of(2030)


def test_one_goes_down_to_the_line_and_its_cell(client: Client) -> None:
    _both()
    assert "Дошкольное образование" in page(client, "read-node", YEAR, "function", "07")
    assert "Программа «Знание»" in page(client, "read-node", YEAR, "function", "07-0702")
    shown = page(client, "read-node", YEAR, "function", "07-0702-01")
    assert "Школы" in shown
    assert "ячейка G14" in shown
    assert "902 0702 0110200590 611" in shown
    assert ".xlsx" in shown
    offices = reverse("transparency:read-axis", args=[YEAR, "office"])
    assert "Управление образования" in text_of(client.get(offices))
    assert f'href="{offices}"' in page(client, "read-node", YEAR, "office", "902"), "the way back"
    assert "Ремонт школ" in page(client, "read-node", YEAR, "office", "902-0702")
    assert "Ремонт школ" in page(client, "read-node", YEAR, "programme", "01-0702")
    assert "ячейка C7" in page(client, "read-node", YEAR, "income", "own-111")
    for axis, key in (("function", "08"), ("nothing", "07"), ("function", "0702")):
        answer = client.get(reverse("transparency:read-node", args=[YEAR, axis, key]))
        assert answer.status_code == 404


def test_a_report_of_execution_stands_beside_the_plan_and_the_years(client: Client) -> None:
    _both()
    done = [[*row, row[-1]] if row else [] for row in makers.SPENDING]
    done[4][7], done[6][7], done[3][7] = "Исполнено", 8, None
    for row, value in ((11, 600), (13, 900), (14, 50), (18, 100)):
        done[row][7] = value
    data = makers.xlsx(done)
    report = makers.publish(data, stage=stages.EXECUTED, as_of=date(YEAR, 11, 1))
    assert report.executed == 1_650_000_00
    shown = page(client, "read-year", YEAR)
    assert "82 %" in shown or "83 %" in shown
    assert "на 1 ноября" in shown
    makers.publish(makers.xlsx(makers.SPENDING), year=YEAR - 1, as_of=date(YEAR - 1, 1, 1))
    years = page(client, "compare-years")
    assert str(YEAR - 1) in years
    one = page(client, "compare-years", axis="programme", key="01")
    assert "Программа «Знание»" in one
    assert client.get(reverse("transparency:compare-years"), {"axis": "x"}).status_code == 404


def test_a_whole_side_is_compared_by_years(client: Client) -> None:
    _both()
    makers.publish(
        makers.csv(makers.REVENUE), "д.csv", side=codes.REVENUE, year=YEAR - 1,
        as_of=date(YEAR - 1, 1, 1),
    )  # fmt: skip
    there = f"{reverse('transparency:compare-years')}?axis=income"
    assert f'href="{there}"' in page(client, "read-axis", YEAR, "income")
    for address in (there, f"{there}&key="):
        assert "Все доходы" in text_of(client.get(address))
    answer = client.get(f"{reverse('transparency:compare-years')}?axis=property&key=")
    assert "Доходы от имущества" in text_of(answer)


def test_a_draft_is_called_one(client: Client) -> None:
    makers.publish(makers.xlsx(makers.SPENDING), stage=stages.DRAFT, act_title="", act_on=None)
    assert "Это проект" in page(client, "read-year", YEAR)


def test_files_are_there_with_digests_and_ways_out(client: Client) -> None:
    row = makers.publish(makers.xlsx(makers.SPENDING))
    shown = page(client, "list-files", YEAR)
    assert row.sha256 in shown
    assert "Решение о бюджете" in shown
    assert "тысячи рублей" in shown
    kept = re.search(r"/files/[0-9a-f-]{36}\.xlsx", shown)
    assert kept is not None
    answer: Any = client.get(kept[0])
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == row.sha256
    there = {form: reverse("transparency:export-lines", args=[row.slug, form])
             for form in ("csv", "xlsx", "json")}  # fmt: skip
    table = bytes_of(client, there["csv"]).decode("utf-8-sig")
    assert len(table.splitlines()) == 5
    assert "14;902;07;02;0110200590;611;;Школы;900000.0;;" in table
    told = json.loads(bytes_of(client, there["json"]))
    assert sum(one["plan"] for one in told["lines"]) == 2_000_000
    assert told["sha256"] == row.sha256
    book = bytes_of(client, there["xlsx"])
    assert book.startswith(b"PK")
    wrong = reverse("transparency:export-lines", args=[row.slug, "exe"])
    assert client.get(wrong).status_code == 404


def test_income_and_sources_have_no_sections_in_what_is_taken_away(client: Client) -> None:
    _both()
    rows: list[list[Any]] = [
        ["Код источника", "Утверждено, руб."],
        ["906 01 05 02 01 04 0000 510", 70],
    ]
    sources = makers.publish(makers.csv(rows), "и.csv", side=codes.SOURCES)
    there = reverse("transparency:export-lines", args=[sources.slug, "json"])
    (line,) = json.loads(bytes_of(client, there))["lines"]
    assert (line["section"], line["subsection"], line["kind"]) == (None, None, None)
    assert (line["code"], line["plan"]) == ("01050201040000510", 70)
    (lines,) = [one for one in datasets.DATASETS if one.code == "budget-lines"]
    names = [one.name for one in lines.columns]
    told = [dict(zip(names, row, strict=True)) for row in lines.rows()]
    assert {one["side"] for one in told if one["section"] is None} == {"revenue", "sources"}
    assert {one["section"] for one in told if one["side"] == "spending"} == {"05", "07"}
    assert {one["plan"] for one in told if one["side"] == "sources"} == {70}


def test_ones_own_share_is_counted_by_the_norms_and_nothing_is_kept(client: Client) -> None:
    _both()
    there = reverse("transparency:count-contribution")
    assert "Посчитать" in page(client, "count-contribution")
    shown = text_of(client.post(there, {"salary": "60 000", "land": "1000", "property_tax": ""}))
    # 60 000 × 12 × 13 % × 15 % and the whole land tax.
    assert "Городу остаётся 15 040 ₽ в год" in shown
    assert "Бюджетный кодекс" in shown
    assert "Образование" in shown
    answer = client.post(there, {"salary": "много"})
    assert answer.status_code == 422
    assert "no-cache" in answer.headers["Cache-Control"]


def _sent(**given: Any) -> dict[str, Any]:
    told = {"side": "spending", "year": YEAR, "stage": "adopted", "as_of": f"{YEAR}-01-01"}
    act = {"act_title": "Решение о бюджете", "act_number": "1", "act_on": f"{YEAR - 1}-12-18"}
    return {
        **told,
        **act,
        "file": SimpleUploadedFile("b.xlsx", makers.xlsx(makers.SPENDING)),
        **given,
    }


def test_the_office_brings_a_file_to_everyone(client: Client) -> None:
    there = reverse("transparency:upload-source")
    assert client.get(there).status_code == 302
    sign_in(client, make_person())
    assert client.get(there).status_code == 403
    sign_in(client, makers.role("author", "approver"))
    assert "Файлов ещё нет" in page(client, "list-sources")
    assert "решение" in text_of(client.post(there, _sent(act_title="")))
    broken = client.post(there, _sent(file=SimpleUploadedFile("b.pdf", b"%PDF-1.4")))
    assert broken.status_code == 422
    assert "Это не таблица" in text_of(broken)
    answer: Any = client.post(there, _sent())
    slug = answer.url.rstrip("/").rpartition("/")[2]
    here = reverse("transparency:read-source", args=[slug])
    shown = text_of(client.get(here))
    assert "Код бюджетной классификации / Рз" in shown
    assert "Первые строки файла" in shown
    chosen = {"name": 0, "office": 1, "section": 2, "subsection": 3, "target": 4, "kind": 5}
    assert client.post(here, {**chosen, "unit": "1000", "sheet": "0"}).status_code == 422
    client.post(here, {**chosen, "plan": 6, "unit": "1000", "sheet": "0"})
    assert "Читаем файл" in text_of(client.get(here))
    jobs.run_waiting()
    over = text_of(client.get(here))
    assert "Проверьте суммы" in over
    assert "2 000 000 ₽" in over
    assert [one.title for one in public.waiting(makers.role("author"), 5)]
    client.post(reverse("transparency:publish-source", args=[slug]), {"attempt": "1"})
    assert makers.fresh(slug).state == stages.PUBLISHED
    assert Client().get(reverse("transparency:read-year", args=[YEAR])).status_code == 200
    away = reverse("transparency:withdraw-source", args=[slug])
    assert client.post(away, {"reason": " "}).status_code == 422
    client.post(away, {"reason": "В файле старые суммы школ"})
    assert "старые суммы школ" in page(Client(), "list-files", YEAR)
    assert Client().get(reverse("transparency:read-year", args=[YEAR])).status_code == 404


def test_wrong_cells_are_listed_and_can_be_taken_away(client: Client) -> None:
    author = makers.role("author")
    rows = [list(one) for one in makers.SPENDING]
    rows[13][6] = "девятьсот"
    slug = makers.upload(author, makers.xlsx(rows))
    makers.match(author, slug)
    sign_in(client, author)
    shown = page(client, "read-source", slug)
    assert "Исправьте 1 ячейку" in shown
    assert "G14" in shown
    there = reverse("transparency:export-faults", args=[slug])
    table = bytes_of(client, there).decode("utf-8-sig")
    assert table.splitlines()[1] == "G14;Сумма;Не число;девятьсот"
    client.post(reverse("transparency:drop-source", args=[slug]))
    assert "Файлов ещё нет" in page(client, "list-sources")


def test_an_author_waits_for_the_approver(client: Client) -> None:
    author = makers.role("author")
    slug = makers.upload(author, makers.xlsx(makers.SPENDING))
    makers.match(author, slug)
    sign_in(client, author)
    assert "Бюджет публикует утверждающий" in page(client, "read-source", slug)
    answer = client.post(reverse("transparency:publish-source", args=[slug]), {"attempt": "1"})
    assert answer.status_code == 403
    # What is not public is not there for others.
    assert Client().get(reverse("transparency:read-source", args=[slug])).status_code == 302


def test_a_new_version_shows_what_it_changes(client: Client) -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    rows = [list(one) for one in makers.SPENDING]
    rows[13][6] = 1000
    author = makers.role("author")
    slug = makers.upload(author, makers.xlsx(rows), stage=stages.REVISED, as_of=date(YEAR, 6, 1))
    makers.match(author, slug)
    sign_in(client, author)
    shown = page(client, "read-source", slug)
    assert "Было, ₽" in shown
    assert "100 000 ₽" in shown
    row = makers.fresh(slug)
    approver = makers.role("approver")
    publishing.publish_source(approver, slug=slug, attempt=row.attempt, has_seen=True)
    assert "2,1 млн ₽" in page(client, "read-year", YEAR)


def test_a_sheet_without_a_table_is_told_so(client: Client) -> None:
    author = makers.role("author")
    slug = makers.upload(author, makers.xlsx([["Пояснительная записка"], ["Текст"]]))
    sign_in(client, author)
    assert "Таблицы на этом листе не видно" in page(client, "read-source", slug)
    with pytest.raises(Invalid):
        loading.match_columns(author, slug=slug, sheet=0, columns={}, unit=1)


def test_pages_ask_as_much_however_many_lines_there_are(client: Client) -> None:
    _both()
    pages = [
        reverse("transparency:read-year", args=[YEAR]),
        reverse("transparency:read-node", args=[YEAR, "function", "07-0702-01"]),
        reverse("transparency:read-node", args=[YEAR, "function", "07"]),
    ]

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    before = [asked(path) for path in pages]
    rows = [*makers.SPENDING[:-1]]
    rows += [[f"Школа {n}", "902", "07", "02", "0110200590", "611", 1] for n in range(60)]
    makers.publish(makers.xlsx(rows), stage=stages.REVISED, as_of=date(YEAR, 6, 1))
    after = [asked(path) for path in pages]
    assert after == before
    assert max(after) <= 16
    assert asked(reverse("transparency:compare-years")) <= 16
    shown = page(client, "read-node", YEAR, "function", "07-0702-01")
    assert "Показать ещё" in shown


def test_the_home_page_and_the_search_know_of_it(client: Client) -> None:
    visitor = make_person()
    assert public.home_part(visitor) is None
    _both()
    told = public.home_part(visitor)
    assert told is not None
    assert told["rows"][0]["title"] == "Образование"
    assert [one.title for one in public.search(visitor, "Знание")] == ["Программа «Знание»"]
    assert f"/budget/{YEAR}/" in [one.path for one in public.site_pages()]


def test_the_api_tells_the_same(client: Client) -> None:
    row = makers.publish(makers.xlsx(makers.SPENDING))
    told = client.get("/api/v1/budget").json()["items"]
    assert [(one["slug"], one["plan"]) for one in told] == [(row.slug, 2_000_000_00)]
    parts = client.get(f"/api/v1/budget/{row.slug}/parts", {"of": "07"}).json()["items"]
    assert [one["code"] for one in parts] == ["0702", "0701"]
    lines = client.get(f"/api/v1/budget/{row.slug}/lines", {"of": "07-0702-01"}).json()
    assert [one["row"] for one in lines["items"]] == [14, 15]
    assert client.get("/api/v1/budget/nothing1/parts").status_code == 404
