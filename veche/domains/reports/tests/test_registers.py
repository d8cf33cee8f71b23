"""Registers of other systems: read, tried, taken in by number; their cards; one worklist."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.reports import exports, jobs
from veche.domains.reports.actions import catalogue as writing
from veche.domains.reports.actions import filing, registers
from veche.domains.reports.actions.registers import Upload
from veche.domains.reports.models import OutsideCase, RegisterImport
from veche.domains.reports.queries import catalogue, outside, reading, versions, worklist
from veche.domains.reports.queries.worklist import WorkFilters
from veche.domains.reports.rules import registers as rules
from veche.domains.reports.rules import states
from veche.domains.reports.tests import makers
from veche.domains.reports.views import outside as finding
from veche.kernel import sheets
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused

HEADINGS = ["Номер сообщения", "Статус", "Срок ответа", "Категория", "Заявитель", "Суть"]
town = pytest.mark.usefixtures("places_town")


def rows(**given: str) -> list[list[str]]:
    first = given.get("state", "В работе")
    return [
        ["ПОС-1", first, "01.12.2020", "Яма на дороге", "Иванов И. И.", "Звоните +7 912 345-67-89"],
        ["ПОС-2", "Решено", "2026-01-15", "Другое", "Петров", ""],
        ["", "В работе", "", "", "", "без номера"],
        ["ПОС-1", "В работе", "", "", "", "второй раз"],
        ["ПОС-3", "В работе", "завтра", "", "", ""],
    ]


def workbook(lines: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for line in [HEADINGS, *lines]:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def taken(person: Any, data: bytes, title: str = "") -> RegisterImport:
    known = outside.registers()
    upload = Upload(data, "pos.xlsx", register="" if title else known[0].slug, title=title)
    import_id = registers.upload_register(person, upload=upload)
    row = outside.one_import(person, import_id)
    guess = rules.guessed(sheets.read(data).headings)
    registers.match_columns(person, import_id=import_id, mapping={**guess, **row.mapping})
    jobs.check_register(str(import_id))
    row.refresh_from_db()
    assert row.state == RegisterImport.CHECKED
    registers.run_import(person, import_id=import_id)
    jobs.import_register(str(import_id))
    row.refresh_from_db()
    return row


def test_words_of_states_and_days() -> None:
    for words, stage in (
        ("Решено", states.DONE),
        ("Исполнено в срок", states.DONE),
        ("На исполнении", states.OPEN),
        # The stages of «ПОС» itself.
        ("Модерация", states.OPEN),
        ("Координация", states.OPEN),
        ("Исполнение", states.OPEN),
        ("Согласование", states.OPEN),
        ("Принято к исполнению", states.OPEN),
        ("Ожидает решения", states.OPEN),
        ("Срок исполнения продлён", states.OPEN),
        ("Нерешено", states.OPEN),
        ("Завершён", states.DONE),
        ("Не решено", states.OPEN),
        ("Отклонено", states.DECLINED),
        ("Мотивированный отказ", states.DECLINED),
    ):
        assert rules.stage_of(words) == stage, words
    for words in ("01.12.2020", "2020-12-01 10:30", "1.12.20", "2020-12-01T10:30:00"):
        assert rules.day_of(words) == date(2020, 12, 1)
    assert rules.day_of("  ") is None
    for wrong in ("завтра", "31.02.2020", "20201201"):
        with pytest.raises(ValueError, match="."):
            rules.day_of(wrong)


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12))
def test_every_line_is_taken_or_refused_and_no_number_twice(lines: list[list[str]]) -> None:
    mapping = {"number": "а", "state": "б", "due_on": "в"}
    told = [(number, line) for number, line in enumerate(lines, start=2) if any(line)]
    found = rules.read(["а", "б", "в"], told, mapping)
    assert len(found) == len(told)
    numbers = [one.number for one in found if isinstance(one, rules.Line)]
    assert len(set(numbers)) == len(numbers)
    assert "" not in numbers


def torn(data: bytes) -> bytes:
    """A workbook whose sheet does not unpack."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    return data[:start] + b"\xff" * 40 + data[start + 40 :]


def test_what_is_no_table_is_refused() -> None:
    text = "\n".join([";".join(HEADINGS), "П-1;Решено"]).encode("windows-1251")
    assert sheets.read(text).rows[0] == (2, ["П-1", "Решено"])
    assert sheets.read(workbook(rows()), most=1).is_cut
    charts = io.BytesIO()
    book = openpyxl.Workbook()
    book.create_chartsheet()
    book.remove(book.active)
    book.save(charts)
    for wrong in (
        charts.getvalue(),
        torn(workbook(rows())),
        b"",
        b"PK\x03\x04 nothing",
        b"one word",
        b"\x98" * 200,
        b"a;b" * sheets.BYTES_MAX,
    ):
        with pytest.raises(Invalid):
            sheets.read(wrong)


def test_empty_rows_are_passed_over() -> None:
    """Borders are often drawn far below the last row."""
    empty = [[""] * len(HEADINGS)] * 40
    sheet = sheets.read(workbook([*rows(), *empty]), most=5)
    assert (len(sheet.rows), sheet.is_cut) == (5, False)
    line, row = sheets.read(workbook([*empty[:2], *rows()]), most=5).rows[0]
    assert (line, row[0]) == (4, "ПОС-1")
    assert sheets.read(workbook([*rows(), *empty, ["Итого"]]), most=5).is_cut


def test_an_archive_that_unpacks_to_gigabytes_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr(sheets, "UNPACKED_MAX", 1000)
    with pytest.raises(Invalid):
        sheets.read(workbook(rows()))


@town
def test_a_register_comes_in_by_number_and_never_twice() -> None:
    person = makers.role("coordinator")
    row = taken(person, workbook(rows()), title="ПОС")
    assert (row.new, row.changed, row.same, row.refused) == (2, 0, 0, 3)
    assert (row.state, row.sealed) == (RegisterImport.DONE, None)
    assert [one["row"] for one in row.problems] == [4, 5, 6]
    case = OutsideCase.objects.get(number="ПОС-1")
    assert (case.due_on, case.category_id) == (date(2020, 12, 1), "roads.potholes")
    assert "912" not in case.topic
    again = taken(person, workbook(rows()))
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    moved = taken(person, workbook(rows(state="Решено")))
    assert (moved.new, moved.changed, moved.same) == (0, 1, 1)
    case.refresh_from_db()
    assert (case.stage, OutsideCase.objects.count()) == (states.DONE, 2)
    registers.run_import(person, import_id=row.id)
    jobs.import_register(str(row.id))
    assert OutsideCase.objects.count() == 2
    with pytest.raises(Conflict):
        registers.match_columns(person, import_id=row.id, mapping={"number": "а", "state": "б"})


@town
def test_states_mean_what_was_said_and_what_is_gone_is_over(client: Client) -> None:
    """By the pages: the guess is shown, another word on it stands, for the next file too."""
    sign_in(client, person := makers.role("coordinator"))
    lines = [["Д-1", "Готово", "01.12.2020"], ["Д-2", "В работе", ""], ["Д-3", "Работа", "вчера"]]
    first = taken(
        person, workbook(lines[:2] + [["Д-3", "Работа", ""], ["Д-4", "Готово", ""]]), title="ПОС"
    )
    assert (first.gone, first.stages) == (0, {})
    assert OutsideCase.objects.filter(stage=states.OPEN).count() == 4
    upload = Upload(workbook(lines), "pos.xlsx", register=outside.registers()[0].slug)
    import_id = registers.upload_register(person, upload=upload)
    there = reverse("reports:read-import", args=[import_id])
    columns = {"number": HEADINGS[0], "state": HEADINGS[1], "due_on": HEADINGS[2]}
    assert client.post(there, columns).status_code == 302
    jobs.check_register(str(import_id))
    tried = client.get(there)
    assert "Так понимаем состояния" in tried.content.decode()
    form = tried.context["form"]
    (name,) = (one.name for one in form if "Готово" in one.label)
    given = {**{one.name: one.value() for one in form}, name: states.DONE, "is_whole": "on"}
    assert client.post(there, given).status_code == 302
    jobs.check_register(str(import_id))
    # A line that cannot be taken still tells of its case: it is not gone.
    row = outside.one_import(person, import_id)
    assert (row.changed, row.refused, row.gone) == (1, 1, 1)
    registers.run_import(person, import_id=import_id)
    jobs.import_register(str(import_id))
    found = dict(OutsideCase.objects.values_list("number", "stage"))
    assert found == {
        "Д-1": states.DONE,
        "Д-2": states.OPEN,
        "Д-3": states.OPEN,
        "Д-4": rules.GONE,
    }
    assert OutsideCase.objects.get(number="Д-4").state.startswith("Нет в реестре с ")
    # Remembered is what nobody would guess.
    assert outside.registers()[0].stages == {"Готово": states.DONE}
    for why in (rules.TOO_LONG, rules.NO_NUMBER):
        assert rules.gone(["Д-2"], [rules.Refusal(20_001, why)]) == set()
    (card,) = OutsideCase.objects.filter(number="Д-4")
    page = client.get(reverse("reports:read-outside", args=[card.id]))
    assert page.context["tag"]["text"] == "Нет в реестре"


@town
def test_a_whole_file_closes_only_what_its_system_has_told() -> None:
    person = makers.role("coordinator")
    taken(person, workbook([["Д-1", "В работе", ""], ["Д-2", "Готово", ""]]), title="СЭД")
    report = makers.passed(makers.make_report())
    source = outside.registers()[0]
    registers.record_outside(
        person,
        number=report.number,
        version=report.version,
        register=source.slug,
        outside_number="Д-9",
    )
    assert sorted(outside.open_numbers(source)) == ["Д-1", "Д-2"]


@town
def test_a_state_that_names_somebody_is_corrected_and_shown_in_our_words(client: Client) -> None:
    """Also where a name stands that no finder knows. It is not remembered."""
    sign_in(client, person := makers.role("coordinator"))
    lines = [["Р-1", "В работе"], ["Р-2", "Выполнено Петровым 8 916 000-11-22"]]
    upload = Upload(workbook(lines), "pos.xlsx", title="ПОС")
    import_id = registers.upload_register(person, upload=upload)
    there = reverse("reports:read-import", args=[import_id])
    client.post(there, {"number": HEADINGS[0], "state": HEADINGS[1]})
    jobs.check_register(str(import_id))
    tried = client.get(there)
    (name,) = (one.name for one in tried.context["form"] if "Выполнено" in one.label)
    assert "000-11-22" not in str(tried.context["form"])
    given = {one.name: one.value() for one in tried.context["form"] if one.name != "is_whole"}
    assert given[name] == states.DONE
    client.post(there, {**given, name: states.DECLINED})
    jobs.check_register(str(import_id))
    registers.run_import(person, import_id=import_id)
    jobs.import_register(str(import_id))
    case = OutsideCase.objects.get(number="Р-2")
    assert (case.stage, case.state) == (states.DECLINED, "Отказано")
    assert outside.registers()[0].stages == {}
    page = client.get(reverse("reports:read-outside", args=[case.id])).content.decode()
    assert "Петров" not in page
    assert "скрыт" not in page


@town
def test_a_cut_file_says_so_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a sheet of nothing but borders is read to its end."""
    person = makers.role("coordinator")
    monkeypatch.setattr(sheets, "ROWS_MAX", 2)
    for lines, last in (([[""] * len(HEADINGS)] * 4, 2), (rows(), 8)):
        book = workbook([*lines, *[[""] * len(HEADINGS)] * 4, ["Итого"]])
        upload = Upload(book, "pos.xlsx", title=f"ПОС {last}")
        import_id = registers.upload_register(person, upload=upload)
        chosen = {"number": HEADINGS[0], "state": HEADINGS[1], "due_on": HEADINGS[2]}
        registers.match_columns(person, import_id=import_id, mapping=chosen, is_whole=True)
        jobs.check_register(str(import_id))
        row = outside.one_import(person, import_id)
        assert row.state == RegisterImport.CHECKED
        assert "слишком длинный" in row.problems[0]["why"]


@town
def test_a_job_that_was_killed_goes_on_where_it_stood(monkeypatch: Any) -> None:
    monkeypatch.setattr(registers, "BATCH", 2)
    person = makers.role("admin")
    lines = [[f"Д-{n}", "В работе", "", "", "", ""] for n in range(5)]
    upload = Upload(workbook(lines), "d.xlsx", title="СЭД", home="docs")
    import_id = registers.upload_register(person, upload=upload)
    chosen = {"number": HEADINGS[0], "state": HEADINGS[1]}
    registers.match_columns(person, import_id=import_id, mapping=chosen)
    jobs.check_register(str(import_id))
    registers.run_import(person, import_id=import_id)
    read = rules.read(HEADINGS, list(enumerate(lines, start=2)), chosen)
    assert registers._take_part(import_id, read)
    row = outside.one_import(person, import_id)
    assert (row.done, OutsideCase.objects.count()) == (2, 2)
    jobs.import_register(str(import_id))
    row.refresh_from_db()
    assert (row.state, row.done, row.new, OutsideCase.objects.count()) == ("done", 5, 5, 5)


@town
def test_who_may_and_what_is_forgotten() -> None:
    with pytest.raises(Refused):
        registers.upload_register(makers.role("moderator"), upload=Upload(b"", "", title="ПОС"))
    person = makers.role("coordinator")
    import_id = registers.upload_register(person, upload=Upload(b"a;b", "x.csv", title="ПОС"))
    with pytest.raises(Invalid):
        registers.upload_register(person, upload=Upload(b"a;b", "x.csv", title="ПОС"))
    with pytest.raises(Invalid):
        registers.match_columns(person, import_id=import_id, mapping={"number": "a"})
    jobs.forget_registers()
    row = outside.one_import(person, import_id)
    assert row.sealed is not None
    row.made_at -= timedelta(days=2)
    row.save()
    jobs.forget_registers()
    row.refresh_from_db()
    assert row.state == RegisterImport.FAILED
    assert row.sealed is None


@town
def test_one_worklist_marks_the_source(django_assert_num_queries: Any) -> None:
    person = makers.role("coordinator")
    lines = [[f"П-{n}", "В работе", f"0{n}.01.2020", "", "", ""] for n in range(1, 6)]
    taken(person, workbook(lines), title="ПОС")
    report = makers.passed(makers.make_report())
    first = worklist.work_page(person, WorkFilters(shown="open"), size=4)
    rest = worklist.work_page(person, WorkFilters(shown="open"), after=first.next_token, size=4)
    seen = [getattr(one, "number", "") for one in [*first.items, *rest.items]]
    assert seen == ["П-1", "П-2", "П-3", "П-4", "П-5", report.number]
    assert not rest.next_token
    here = worklist.work_page(person, WorkFilters(shown="open", source="here")).items
    assert [one.number for one in here] == [report.number]
    slug = outside.registers()[0].slug
    there = worklist.work_page(person, WorkFilters(shown="late", source=slug)).items
    assert len(there) == 5
    assert not worklist.work_page(makers.role("moderator"), WorkFilters()).items
    # The file is the list.
    assert [one.number for one in worklist.exported(person, WorkFilters(shown="open"))] == seen
    only = WorkFilters(shown="open", source=slug)
    table = b"".join(exports.worklist_csv(worklist.exported(person, only), reading.today()))
    told = table.decode("utf-8-sig").splitlines()[1:]
    assert [line.split(";")[0] for line in told] == ["П-1", "П-2", "П-3", "П-4", "П-5"]
    assert told[0].endswith("ПОС")
    # Outside of a page the stamp of the categories is one question more; a page asks it anyway.
    with django_assert_num_queries(4):
        worklist.work_page(person, WorkFilters(shown="open"))


@town
def test_a_number_of_the_document_system_is_written_beside_a_report(client: Client) -> None:
    person = makers.role("coordinator")
    lines = [["СЭД-7", "На исполнении", "05.05.2030", "", "", ""]]
    taken(person, workbook(lines), title="СЭД")
    slug = outside.registers()[0].slug
    report = makers.passed(makers.make_report())
    given = {"register": slug, "outside_number": "СЭД-7"}
    with pytest.raises(Refused):
        registers.record_outside(
            makers.role("moderator"), number=report.number, version=report.version, **given
        )
    sign_in(client, person)
    there = reverse("reports:record-outside", args=[report.number])
    assert client.post(there, {**given, "version": report.version}).status_code == 302
    assert client.post(there, {**given, "version": report.version}).status_code == 409
    page = Client().get(reverse("reports:read-report", args=[report.number])).content.decode()
    assert "СЭД-7" in page
    assert "На исполнении" in page
    other = makers.passed(makers.make_report())
    with pytest.raises(Invalid):
        registers.record_outside(person, number=other.number, version=other.version, **given)
    assert "СЭД-7" not in [
        one.number for one in worklist.work_page(person, WorkFilters(shown="open")).items
    ]


@town
def test_a_category_of_pos_leads_there_and_files_nothing_here(client: Client) -> None:
    code = "roads.markings"
    text = writing.CategoryText(
        **{
            **versions.text_of(catalogue.category(code)),
            "kept_in": "pos",
            "outside_url": "https://pos.gosuslugi.ru/form",
        }
    )
    writing.change_category(makers.role("admin"), code=code, version=0, text=text)
    author = make_person()
    sign_in(client, author)
    draft_id = makers.fill_draft(author, category=code)
    page = client.post(reverse("reports:choose-category"), {"category": code}).content.decode()
    assert "https://pos.gosuslugi.ru/form" in page
    assert "Не горит фонарь у подъезда" in page
    with pytest.raises(Invalid):
        filing.file_report(author, draft_id=draft_id)
    assert code not in [one.code for one in catalogue.fileable()]


@town
def test_a_card_shows_number_state_and_term_alone(client: Client) -> None:
    taken(makers.role("coordinator"), workbook(rows()), title="ПОС")
    case = OutsideCase.objects.get(number="ПОС-1")
    where = reverse("reports:find-outside")
    assert client.get(where).status_code == 200
    assert "нет" in client.get(f"{where}?number=ПОС-9").content.decode()
    card = reverse("reports:read-outside", args=[case.id])
    assert client.get(f"{where}?number=ПОС-1").url == card  # type: ignore[attr-defined]
    page = client.get(card).content.decode()
    assert "ПОС-1" in page
    assert "просрочено" in page
    assert "Звоните" not in page
    with pytest.raises(NotFound):
        outside.case(UUID(int=1))


@town
def test_nobody_lists_the_cases_number_by_number(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "ASKED_MAX", 2)
    where = reverse("reports:find-outside")
    asked = [client.get(f"{where}?number=ПОС-{one}").status_code for one in range(6)]
    # Windows follow the wall clock, so one may begin in between.
    assert asked[:2] == [200, 200]
    assert 429 in asked
    assert client.get(where).status_code == 200


@town
def test_the_pages_of_an_import(client: Client) -> None:
    sign_in(client, makers.role("coordinator"))
    where = reverse("reports:list-registers")
    assert client.post(where).status_code == 422

    def post(data: bytes) -> Any:
        file = SimpleUploadedFile("pos.xlsx", data)
        return client.post(where, {"title": "ПОС", "file": file})

    assert post(b"nothing at all").status_code == 422
    data = workbook(rows())
    first = post(data)
    assert first.status_code == 302, first.context["form"].errors
    there = first.url
    page = client.get(there).content.decode()
    assert "Номер сообщения" in page
    assert page.count("<td>") == len(HEADINGS) * 5
    assert client.post(there, {"number": HEADINGS[0]}).status_code == 422
    chosen = {"number": HEADINGS[0], "state": HEADINGS[1], "due_on": HEADINGS[2]}
    assert client.post(there, chosen).status_code == 302
    assert "Проверяем" in client.get(there).content.decode()
    row = RegisterImport.objects.get()
    jobs.check_register(str(row.id))
    page = client.get(there).content.decode()
    assert "Перенести" in page
    assert "номер повторяется в файле" in page
    client.post(reverse("reports:run-import", args=[row.id]))
    jobs.import_register(str(row.id))
    assert "Реестр перенесён" in client.get(there).content.decode()
    assert reading.today() > date(2020, 12, 1)
