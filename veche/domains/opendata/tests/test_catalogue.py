"""The catalogue as people and programs meet it: pages, files, descriptions, small groups."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from veche.commons.datasets import public as datasets
from veche.commons.hall.tests.makers import switch_service
from veche.commons.norms import public as norms
from veche.domains.opendata import exports
from veche.domains.opendata.actions import publishing, watching
from veche.domains.opendata.models import Publisher, Version, Watched
from veche.domains.opendata.queries import catalogue
from veche.domains.opendata.tests import makers
from veche.domains.opendata.tests.triples import of_jsonld, of_turtle
from veche.kernel.datasets import Column, DataSet
from veche.kernel.web import downloads

DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    norms.load_shipped()
    makers.open_service()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def bytes_of(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def table_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(bytes_of(answer).decode("utf-8-sig")), delimiter=";"))


def test_a_set_goes_out_in_three_forms_and_says_the_same(client: Client) -> None:
    makers.publish()
    names = ["nazvanie", "mest", "otkryta", "est_basseyn", "ploshchad"]
    rows = table_of(client.get("/open-data/schools/data.csv"))
    assert rows[0] == names
    assert rows[1] == ["Школа № 1", "825", "1970-09-01", "true", "1234.5"]
    assert rows[3] == ["Школа № 3; старая", "550", "", "false", ""]
    told = json.loads(bytes_of(client.get("/open-data/schools/data.json")))
    assert told["rows"][0] == dict(
        zip(names, ["Школа № 1", 825, "1970-09-01", True, 1234.5], strict=True)
    )
    assert told["rows"][2]["ploshchad"] is None
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(client.get("/open-data/schools/data.xlsx"))))
    sheet: Any = book.active
    assert [one.value for one in sheet[2]][:2] == ["Школа № 1", 825]
    assert sheet.max_row == 4
    assert client.get("/open-data/schools/data.exe").status_code == 404


def test_too_long_a_workbook_is_not_begun(client: Client, monkeypatch: Any) -> None:
    makers.publish()
    monkeypatch.setattr(downloads, "WORKBOOK_MAX", 2)
    for path in ("/open-data/schools/data.xlsx", "/open-data/schools/versions/1.xlsx"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 422
        assert not [one for one in asked if "opendata_row" in one["sql"]]
    # How many rows are chosen is known when they are read.
    chosen = client.get("/open-data/schools/data.xlsx", {"q": "№ 2"})
    assert len(bytes_of(chosen)) > 0
    assert client.get("/open-data/schools/data.xlsx", {"q": "школа"}).status_code == 422


def test_a_page_tells_previews_filters_and_draws(client: Client) -> None:
    makers.publish()
    page = text_of(client.get("/open-data/schools/", {"by": "est_basseyn", "of": "mest"}))
    assert 'itemtype="https://schema.org/Dataset"' in page
    assert "Школа № 2" in page
    assert "Мест: Есть бассейн" in page
    assert "1 150" in page
    found = text_of(
        client.get(
            "/open-data/schools/", {"column": "mest", "op": "from", "value": "600", "q": "№ 2"}
        )
    )
    assert "Школа № 2" in found
    assert "Школа № 1" not in found
    rows = table_of(
        client.get("/open-data/schools/data.csv", {"column": "mest", "op": "to", "value": "600"})
    )
    assert [row[0] for row in rows[1:]] == ["Школа № 2", "Школа № 3; старая"]
    nothing = text_of(client.get("/open-data/schools/", {"q": "космодром"}))
    assert "Ни одна строка не подошла" in nothing


@pytest.mark.parametrize(
    "asked",
    [
        {"column": "mest", "op": "is", "value": "много"},
        {"column": "nowhere", "op": "is", "value": "1"},
        {"column": "mest", "op": "drop", "value": "1"},
        {"column": ["mest", "mest"], "op": "is", "value": "1"},
    ],
)
def test_an_odd_condition_is_told(client: Client, asked: dict[str, Any]) -> None:
    makers.publish()
    answer = client.get("/open-data/schools/", asked)
    assert answer.status_code == 422
    assert "Такое условие здесь не подходит" in text_of(answer)
    assert client.get("/open-data/schools/data.csv", asked).status_code == 422


def test_small_groups_leave_by_no_way(client: Client) -> None:
    makers.publish_children()
    shown = table_of(client.get("/open-data/children/data.csv"))
    # The small row takes the next in size with it, or the total would tell it.
    assert shown[1:] == [["Северный", "7–10", "40"], ["Южный", "7–10", "25"]]
    narrow = {"column": ["rayon", "vozrast"], "op": ["is", "is"], "value": ["Северный", "11–14"]}
    assert table_of(client.get("/open-data/children/data.csv", narrow))[1:] == []
    for path in ("/open-data/children/", "/open-data/children/?q=11"):
        assert "11–14" not in text_of(client.get(path, {"by": "vozrast", "of": "detey"}))
    rows = client.get("/api/v1/open-data/children/rows", narrow).json()
    assert rows["items"] == []
    assert table_of(client.get("/open-data/children/versions/1.csv")) == shown
    below = {"column": "detey", "op": "to", "value": "4"}
    assert table_of(client.get("/open-data/children/data.csv", below))[1:] == []


def test_the_norm_says_how_small(client: Client) -> None:
    makers.publish_children()
    norms.enter(
        datasets.PERSONS_MIN,
        title="Наименьшее число",
        value=2,
        unit="people",
        legal_ref="Постановление № 1",
        valid_from=date(2020, 1, 1),
    )
    assert len(table_of(client.get("/open-data/children/data.csv"))) == 5


def test_turtle_and_jsonld_say_the_same_of_every_set(client: Client) -> None:
    Publisher.objects.create(id=1, name="Администрация «Города»", inn="1600000000")
    makers.publish(title='Школы "и" сады\\лицеи')
    makers.publish_children()
    turtle = of_turtle(bytes_of(client.get("/open-data/catalog.ttl")).decode())
    json_ld = of_jsonld(json.loads(bytes_of(client.get("/open-data/catalog.jsonld"))))
    assert turtle == json_ld
    sets = {s for s, p, o in turtle if p == TYPE and o == f"{DCAT}Dataset"}
    codes = {one.told.code for one in datasets.all_sets()} | {"schools", "children"}
    assert {one.split("/")[-2] for one in sets} == codes
    said = {(s, p) for s, p, _o in turtle}
    for one in sets:
        for needed in ("title", "description", "identifier", "publisher", "issued", "modified"):
            assert (one, DCT + needed) in said
        assert (one, f"{DCAT}distribution") in said
        assert (one, f"{DCAT}theme") in said
    named = {o for s, p, o in turtle if p == f"{DCT}identifier"}
    assert ("1600000000-schools", "", "") in named
    distributions = {s for s, p, o in turtle if p == TYPE and o == f"{DCAT}Distribution"}
    assert all((one, f"{DCAT}accessURL") in said for one in distributions)
    assert all((one, f"{DCT}license") in said for one in distributions)
    assert len(distributions) == 3 * len(codes)
    # Whatever is pointed to within the catalogue is told there.
    here = {o for _s, _p, o in turtle if isinstance(o, str) and "/open-data/" in o and "#" in o}
    assert here <= {s for s, _p, _o in turtle}


def test_the_russian_passport(client: Client) -> None:
    Publisher.objects.create(id=1, name="Администрация", inn="1600000000", email="a@b.example")
    makers.publish()
    listed = table_of(client.get("/open-data/list.csv"))
    assert listed[0] == ["property", "title", "value", "format"]
    assert listed[1][0] == "standardversion"
    ours = next(row for row in listed if row[0] == "1600000000-schools")
    assert ours[1] == "Школы"
    told = table_of(client.get(ours[2].removeprefix("http://testserver")))
    meta = dict(told)
    assert meta["identifier"] == "1600000000-schools"
    assert {"title", "description", "creator", "created", "modified", "subject"} <= meta.keys()
    assert {"format", "publishername", "publisherphone", "publishermbox"} <= meta.keys()
    data = next(name for name in meta if re.fullmatch(r"data-\d{8}T\d{4}-structure-.*", name))
    structure = f"structure-{data.partition('-structure-')[2]}"
    assert meta[data].endswith("/open-data/schools/data.csv")
    rows = table_of(client.get(meta[structure].removeprefix("http://testserver")))
    assert rows[0] == ["field name", "english description", "russian description", "format"]
    assert rows[2] == ["mest", "Mest", "Мест", "integer"]
    header = table_of(client.get("/open-data/schools/data.csv"))[0]
    assert [row[0] for row in rows[1:]] == header


def test_a_data_package_fits_its_own_table(client: Client) -> None:
    makers.publish()
    package = json.loads(bytes_of(client.get("/open-data/schools/datapackage.json")))
    resource = package["resources"][0]
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    path = resource["path"].removeprefix("http://testserver")
    text = bytes_of(client.get(path)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=resource["dialect"]["delimiter"]))
    schema = resource["schema"]["fields"]
    assert rows[0] == [one["name"] for one in schema]
    fits = {
        "string": r".+",
        "integer": r"-?\d+",
        "number": r"-?\d+(?:\.\d+)?",
        "date": r"\d{4}-\d{2}-\d{2}",
        "boolean": r"true|false",
    }
    for row in rows[1:]:
        for words, one in zip(row, schema, strict=True):
            assert not words or re.fullmatch(fits[one["type"]], words)
    assert [one["type"] for one in schema] == ["string", "integer", "date", "boolean", "number"]


def test_schema_org_is_a_file_that_the_page_names(client: Client) -> None:
    makers.publish()
    page = client.get("/open-data/schools/").content.decode()
    assert 'type="application/ld+json" href="/open-data/schools/dataset.jsonld"' in page
    assert "<script type=" not in page
    told = json.loads(bytes_of(client.get("/open-data/schools/dataset.jsonld")))
    assert told["@type"] == "Dataset"
    assert told["distribution"][0]["contentUrl"].endswith("/open-data/schools/data.csv")


def test_the_list_costs_the_same_however_many_sets(client: Client) -> None:
    makers.publish()
    client.get("/open-data/")
    with CaptureQueriesContext(connection) as few:
        client.get("/open-data/")
    for number in range(5):
        makers.publish(f"more-{number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/open-data/")
    assert len(many) == len(few)
    assert len(many) <= 12


def test_rows_are_read_while_they_are_sent(client: Client, monkeypatch: Any) -> None:
    read = 0

    def rows() -> Iterator[list[Any]]:
        nonlocal read
        for number in range(50_000):
            read += 1
            yield [number, "да"]

    columns = (Column("n", "Число", "integer"), Column("word", "Слово"))
    told = DataSet("many", "Много", "Чисел", "GOVE", "DAILY", columns, rows)
    known = datasets.Known(told, "tests", "Проба", lambda: True)
    before = [*datasets._known.values()]
    datasets.use_sets([*before, known])
    try:
        for form in ("csv", "json"):
            one = catalogue.one_set("many")
            answer: Any = exports.table_file("many", one.fields, one.read(), form, {"code": "many"})
            next(iter(answer.streaming_content))
            assert read <= 1_001
            read = 0
        page = text_of(client.get("/open-data/many/", {"by": "word"}))
        # Once for the rows shown, once for the chart: never to the end.
        assert read <= 20_001 + 30
        assert "Следующие строки" in page
        cut = text_of(client.get("/open-data/many/", {"q": "49999"}))
        assert "просмотрены первые 20 000 строк" in cut
        last = client.get(
            "/open-data/many/data.csv", {"column": "n", "op": "from", "value": "49999"}
        )
        assert table_of(last)[1:] == [["49999", "да"]]
    finally:
        datasets.use_sets(before)


def test_a_service_that_is_closed_has_no_set(client: Client) -> None:
    switch_service("reports", "on")
    assert client.get("/open-data/reports/").status_code == 200
    switch_service("reports", "off")
    assert client.get("/open-data/reports/").status_code == 404
    assert client.get("/open-data/reports/data.csv").status_code == 404
    assert "/open-data/reports/" not in bytes_of(client.get("/open-data/catalog.ttl")).decode()


def test_a_table_is_looked_at_and_kept_once_a_month(client: Client) -> None:
    assert "norms" in watching.due()
    watching.look_at(code="norms")
    seen = Watched.objects.get(code="norms")
    assert seen.rows_number > 100
    assert "norms" not in watching.due()
    assert Version.objects.filter(code="norms").count() == 1
    changed = seen.changed_at
    watching.look_at(code="norms")
    assert Watched.objects.get(code="norms").changed_at == changed
    norms.enter(
        "tests.new",
        title="Проба",
        value=1,
        unit="people",
        legal_ref="Акт",
        valid_from=date(2026, 1, 1),
    )
    watching.look_at(code="norms")
    assert Watched.objects.get(code="norms").changed_at > changed
    assert Version.objects.filter(code="norms").count() == 1
    Version.objects.filter(code="norms").update(made_at="2026-01-10T00:00:00Z")
    watching.look_at(code="norms")
    assert Version.objects.filter(code="norms").count() == 2
    old = table_of(client.get("/open-data/norms/versions/1.csv"))
    new = table_of(client.get("/open-data/norms/versions/2.csv"))
    assert len(new) == len(old) + 1


def test_what_is_withdrawn_says_why_and_gives_nothing(client: Client) -> None:
    makers.publish()
    publishing.withdraw_version(
        makers.role("approver"), code="schools", number=1, reason="Перепутали столбцы"
    )
    page = text_of(client.get("/open-data/schools/"))
    assert "Перепутали столбцы" in page
    for path in ("data.csv", "versions/1.csv", "meta.csv", "datapackage.json"):
        assert client.get(f"/open-data/schools/{path}").status_code == 404
    assert not Version.objects.get(code="schools").rows.exists()


def test_the_api_tells_lists_and_chooses(client: Client) -> None:
    makers.publish()
    listed = client.get("/api/v1/open-data").json()["items"]
    assert "schools" in {one["code"] for one in listed}
    whole = client.get("/api/v1/open-data/schools").json()
    assert [one["type"] for one in whole["columns"]][1] == "integer"
    assert whole["versions"][0]["number"] == 1
    first = client.get("/api/v1/open-data/schools/rows", {"size": 2}).json()
    assert len(first["items"]) == 2
    rest = client.get("/api/v1/open-data/schools/rows", {"start": first["next_start"]}).json()
    assert [one["mest"] for one in rest["items"]] == [550]
    assert rest["next_start"] is None
