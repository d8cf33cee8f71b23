"""Versions as everyone meets them: what is told of them is of what can be taken away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from veche.commons.commitments.tests.makers import make_done
from veche.commons.datasets import public as datasets
from veche.commons.identity.tests.makers import sign_in
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.opendata import jobs
from veche.domains.opendata.actions import publishing, uploading, watching
from veche.domains.opendata.adapters import told
from veche.domains.opendata.demo import table
from veche.domains.opendata.models import OwnSet, Publisher, Version, Watched
from veche.domains.opendata.queries import catalogue, wording
from veche.domains.opendata.rules import choosing, fields, stages
from veche.domains.opendata.tests import makers
from veche.kernel.datasets import Column, DataSet
from veche.kernel.web.origin import origin_of_town

MIGRATIONS = "veche.domains.opendata.migrations"


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    norms.load_shipped()
    makers.open_service()


def bytes_of(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_nothing_tells_how_many_rows_are_hidden(client: Client) -> None:
    row = makers.publish_children()
    file = bytes_of(client.get("/open-data/children/versions/1.csv"))
    digest = hashlib.sha256(file).hexdigest()
    whole = hashlib.sha256(table(makers.CHILDREN)).hexdigest()
    assert file.decode().count("\n") == 3
    for path in ("/open-data/", "/open-data/children/", "/api/v1/open-data"):
        page = bytes_of(client.get(path)).decode()
        assert whole not in page
        assert "4 строки" not in page
        assert '"rows_number": 4' not in page
    told_all = json.loads(bytes_of(client.get("/api/v1/open-data/children")))
    assert told_all["rows_number"] == 2
    assert [(one["rows_number"], one["sha256"]) for one in told_all["versions"]] == [(2, digest)]
    announced = told.ANNOUNCES[0].tell({"version_id": str(row.id)})
    assert announced is not None
    assert (announced["rows"], announced["sha256"]) == (2, digest)


def test_what_was_published_without_a_digest_is_counted_by_the_job() -> None:
    row = makers.publish_children()
    Version.objects.filter(id=row.id).update(sha256="", rows_number=4)
    jobs.watch_sets()
    again = Version.objects.get(id=row.id)
    assert (again.rows_number, again.sha256) == (2, row.sha256)


def test_what_was_taken_back_meanwhile_is_not_counted() -> None:
    row = makers.publish_children()
    Version.objects.filter(id=row.id).update(sha256="", rows_number=4)
    publishing.withdraw_version(makers.role("approver"), code="children", number=1, reason="Имя")
    publishing.measure_again(version_id=row.id)
    again = Version.objects.get(id=row.id)
    assert (again.rows_number, again.sha256) == (4, "")


def test_the_digest_of_a_kept_edition_is_that_of_its_file(client: Client) -> None:
    watching.look_at(code="norms")
    row = Version.objects.get(code="norms")
    file = bytes_of(client.get("/open-data/norms/versions/1.csv"))
    assert hashlib.sha256(file).hexdigest() == row.sha256
    assert file.decode().count("\n") == row.rows_number + 1


def test_copies_that_are_older_than_their_digests_are_counted_anew() -> None:
    watching.look_at(code="norms")
    row = Version.objects.get(code="norms")
    uploaded = makers.publish()
    Version.objects.filter(id=row.id).update(sha256="0" * 64, upload_sha256="")
    (step,) = import_module(f"{MIGRATIONS}.0003_digests_of_copies").Migration.operations
    with connection.cursor() as cursor:
        cursor.execute(step.sql)
    assert Version.objects.get(id=uploaded.id).sha256 == uploaded.sha256
    jobs.watch_sets()
    assert Version.objects.get(id=row.id).sha256 == row.sha256


def test_a_kept_edition_can_be_taken_back_by_its_page(client: Client) -> None:
    watching.look_at(code="norms")
    sign_in(client, makers.role("author"))
    here = "/office/open-data/sets/norms/"
    assert here in bytes_of(client.get("/office/open-data/")).decode()
    assert f"{here}1/" in bytes_of(client.get(here)).decode()
    assert f"{here}1/withdraw/" not in bytes_of(client.get(f"{here}1/")).decode()
    sent = {"reason": "Названо имя"}
    assert client.post(f"{here}1/withdraw/", sent).status_code == 403
    sign_in(client, makers.role("approver"))
    assert f"{here}1/withdraw/" in bytes_of(client.get(f"{here}1/")).decode()
    assert "таблица службы останется" in bytes_of(client.get(f"{here}1/withdraw/")).decode()
    assert client.post(f"{here}1/withdraw/", sent).status_code == 302
    assert client.get(f"{here}1/").status_code == 200
    for form in ("csv", "xlsx", "json"):
        assert client.get(f"/open-data/norms/versions/1.{form}").status_code == 404
    assert not Version.objects.get(code="norms").rows.exists()
    assert "Названо имя" in bytes_of(client.get("/open-data/norms/")).decode()
    row = Version.objects.get(code="norms")
    announced = told.ANNOUNCES[1].tell({"version_id": str(row.id)})
    assert announced is not None
    assert (announced["code"], announced["number"]) == ("norms", 1)
    assert announced["reason"] == "Названо имя"
    # Until the next month nothing is kept in its place, and the table of today stands.
    watching.look_at(code="norms")
    assert Version.objects.filter(code="norms").count() == 1
    assert client.get("/open-data/norms/data.csv").status_code == 200


def test_pins_of_residents_are_in_no_kept_edition() -> None:
    pins = {
        (one.told.code, column.is_written)
        for one in datasets._known.values()
        for column in one.told.columns
        if column.name in ("latitude", "longitude")
    }
    assert pins == {("reports", True), ("budgeting-projects", True), ("territories", False)}


def test_a_service_that_came_after_an_office_keeps_apart_from_it(client: Client) -> None:
    makers.publish()
    # As if the service had been added later.
    OwnSet.objects.update(code="norms")
    Version.objects.update(code="norms")
    watching.look_at(code="norms")
    kept = Version.objects.get(code="norms", own__isnull=True)
    assert (kept.number, kept.rows.count()) == (2, kept.rows_number)
    page = bytes_of(client.get("/open-data/norms/")).decode()
    assert "versions/2.csv" in page
    assert "versions/1.csv" not in page
    assert client.get("/open-data/norms/versions/1.csv").status_code == 404
    sign_in(client, makers.role("approver"))
    assert client.get("/office/open-data/sets/norms/").status_code == 200


def test_the_oldest_editions_go_and_reasons_stay(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(stages, "EDITIONS_KEPT", 2)
    for number in (1, 2, 3, 4):
        norms.enter(
            "tests.new",
            title="Проба",
            value=number,
            unit="people",
            legal_ref="Акт",
            valid_from=date(2026, number, 1),
        )
        watching.look_at(code="norms")
        Version.objects.filter(code="norms").update(made_at="2026-01-10T00:00:00Z")
        if number == 1:
            publishing.withdraw_version(
                makers.role("approver"), code="norms", number=1, reason="Названо имя"
            )
    assert sorted(Version.objects.values_list("number", flat=True)) == [1, 3, 4]
    assert client.get("/open-data/norms/versions/2.csv").status_code == 404
    assert "Названо имя" in bytes_of(client.get("/open-data/norms/")).decode()


def test_moments_are_told_by_the_clock_of_the_town(client: Client) -> None:
    row = makers.publish()
    at = datetime(2026, 5, 1, 21, 30, tzinfo=UTC)
    Version.objects.filter(id=row.id).update(published_at=at)
    meta = bytes_of(client.get("/open-data/schools/meta.csv")).decode()
    assert "created;20260502T0030" in meta
    assert "data-20260502T0030-structure-20260502T0030" in meta
    answer = client.get("/open-data/schools/data.csv")
    assert "schools-data-20260502T0030-structure-20260502T0030" in answer["Content-Disposition"]
    whole = json.loads(bytes_of(client.get("/open-data/schools/datapackage.json")))
    assert whole["created"] == "2026-05-02T00:30:00+03:00"
    column = fields.Field("at", "Когда", fields.DATETIME)
    assert wording.shown(column, at) == "2026-05-02 00:30"
    money = fields.Field("sum", "Сумма", fields.NUMBER)
    assert wording.shown(money, 2340000.0) == "2340000"
    assert wording.shown(money, 2340000.5) == "2340000.5"
    assert wording.shown(column, at.replace(tzinfo=None)) == "2026-05-01 21:30"


def test_a_version_is_described_by_its_own_columns(client: Client) -> None:
    makers.publish()
    author, approver = makers.role("author"), makers.role("approver")
    for number, rows in enumerate(
        ([("Название", "Мест"), ("Школа № 1", 10)], [("Название", "Мест"), ("Школа № 1", 11)]), 2
    ):
        row = uploading.upload_version(
            author, code="schools", data=table(rows), name="a.csv", note="Новое"
        )
        # A heading that is reworded makes no other structure.
        told = fields.restored(row.fields)
        columns = [replace(one, title=f"{one.title}, {number}") for one in told]
        uploading.settle_columns(author, code="schools", number=number, columns=columns)
        publishing.publish_version(approver, code="schools", number=number)
    for number, day in ((1, 1), (2, 2), (3, 3)):
        at = datetime(2026, 5, day, 9, tzinfo=UTC)
        Version.objects.filter(number=number).update(published_at=at)
    old = json.loads(bytes_of(client.get("/open-data/schools/versions/1.json")))
    assert [one["name"] for one in old["fields"]] == list(old["rows"][0])
    assert (old["version"], old["changed_at"]) == (1, "2026-05-01T12:00:00+03:00")
    meta = bytes_of(client.get("/open-data/schools/meta.csv")).decode()
    for name in (
        "data-20260501T1200-structure-20260501T1200",
        "data-20260502T1200-structure-20260502T1200",
        "data-20260503T1200-structure-20260502T1200",
    ):
        assert f"\n{name};" in meta
    package = json.loads(bytes_of(client.get("/open-data/schools/datapackage.json")))
    assert package["version"] == "3"
    # A service's table has no number of its own: what it is today is told by its moment.
    package = json.loads(bytes_of(client.get("/open-data/norms/datapackage.json")))
    assert "version" not in package


def test_each_table_of_a_service_adds_up_what_it_measures() -> None:
    measures = {
        one.told.code: {
            one.told.columns[place].name
            for place in choosing.summable([catalogue.field_of(c) for c in one.told.columns])
        }
        for one in datasets._known.values()
    }
    assert measures == {
        "appeals-by-month": {"appeals"},
        "budget-lines": {"plan", "revised", "executed"},
        "budget-towns": {"amount"},
        "budgeting-funds": {"amount_roubles"},
        "budgeting-projects": {"cost_roubles", "votes"},
        "contract-payments": {"amount"},
        "initiatives": {
            "budget_roubles",
            "cost_roubles",
            "support_online",
            "support_paper",
            "threshold",
        },
        "late-promises": {"overdue"},
        "norms": {"value"},
        "orders": {"sum_roubles", "support"},
        "outages": {"hours"},
        "overdue-by-body": {"answered", "in_time", "late", "waits_for_others"},
        "poll-results": {"answered", "ballots", "points", "votes"},
        "programme-indicators": {"plan", "fact"},
        "promises": {"days_late"},
        "public-reports": {"days_late"},
        "reports": {"supporters"},
        "territories": {"population"},
        "workdays": {"came", "hands_needed", "hours"},
    }


def test_addresses_of_pages_are_whole_wherever_rows_go(client: Client) -> None:
    made = make_done()
    page = f"http://testserver{made.url}"
    file = bytes_of(client.get("/open-data/promises/data.csv")).decode()
    assert page in file
    assert page in bytes_of(client.get("/open-data/promises/data.json")).decode()
    assert client.get("/api/v1/open-data/promises/rows").json()["items"][0]["url"] == page
    package = bytes_of(client.get("/open-data/promises/datapackage.json"))
    (url,) = (
        one
        for one in json.loads(package)["resources"][0]["schema"]["fields"]
        if one["name"] == "url"
    )
    assert (url["type"], url["format"]) == ("string", "uri")
    # On the page of the set it leads within the same site.
    assert f'href="{made.url}"' in bytes_of(client.get("/open-data/promises/")).decode()
    watching.look_at(code="promises")
    row = Version.objects.get(code="promises")
    kept = bytes_of(client.get("/open-data/promises/versions/1.csv"))
    assert origin_of_town(towns.current().hosts) + made.url in kept.decode()
    assert hashlib.sha256(kept).hexdigest() == row.sha256


@pytest.fixture
def daily() -> Iterator[dict[str, Any]]:
    """A table in which nothing changes but the day on which it is asked, until `late` does."""
    said: dict[str, Any] = {"on": date(2026, 5, 1), "late": 3}
    columns = (
        Column("body", "Кто"),
        Column("on", "На какой день", "date", use="today"),
        Column("late", "Просрочено", "integer"),
    )
    rows = partial(_rows_of, said)
    told_set = DataSet("daily", "Каждый день", "Кто опаздывает", "GOVE", "DAILY", columns, rows)
    before = [*datasets._known.values()]
    datasets.use_sets([*before, datasets.Known(told_set, "tests", "Проба", lambda: True)])
    yield said
    datasets.use_sets(before)


def _rows_of(said: dict[str, Any]) -> list[list[Any]]:
    return [["Водоканал", said["on"], said["late"]]]


def test_another_day_is_no_change(daily: dict[str, Any]) -> None:
    watching.look_at(code="daily")
    seen = Watched.objects.get(code="daily")
    Version.objects.filter(code="daily").update(made_at="2026-01-10T00:00:00Z")
    daily["on"] = date(2026, 5, 2)
    watching.look_at(code="daily")
    assert Watched.objects.get(code="daily").changed_at == seen.changed_at
    assert Version.objects.filter(code="daily").count() == 1
    daily["late"] = 4
    watching.look_at(code="daily")
    assert Watched.objects.get(code="daily").changed_at > seen.changed_at
    assert Version.objects.filter(code="daily").count() == 2


def test_tables_that_tell_their_day_say_which_columns_are_of_it() -> None:
    of_the_day = {
        (one.told.code, column.name)
        for one in datasets._known.values()
        for column in one.told.columns
        if column.use == "today"
    }
    assert of_the_day == {
        ("overdue-by-body", "on"),
        ("late-promises", "on"),
        ("promises", "days_late"),
    }


def test_a_telephone_is_guarded_in_csv_and_told_as_it_is_in_json(client: Client) -> None:
    Publisher.objects.create(id=1, name="Администрация", phone="+375 17 200-11-22")
    row = makers.upload(rows=[("Название", "Телефон"), ("Школа № 1", "+7 843 200-11-22")])
    makers.settle(row, {1: fields.CONTACT})
    publishing.publish_version(makers.role("approver"), code="schools", number=1)
    meta = bytes_of(client.get("/open-data/schools/meta.csv")).decode()
    assert "\npublisherphone;'+375 17 200-11-22\r\n" in meta
    file = bytes_of(client.get("/open-data/schools/data.csv")).decode()
    assert file.endswith("\r\nШкола № 1;'+7 843 200-11-22\r\n")
    told_all = json.loads(bytes_of(client.get("/open-data/schools/data.json")))
    assert told_all["rows"][0]["telefon"] == "+7 843 200-11-22"


def test_which_tables_of_services_count_people() -> None:
    counted = {
        (one.told.code, column.name)
        for one in datasets._known.values()
        for column in one.told.columns
        if column.part == "persons"
    }
    assert counted == {("appeals-by-month", "appeals"), ("workdays", "came")}


def test_words_are_marked_by_the_language_they_are_in(client: Client) -> None:
    makers.publish()
    turtle = bytes_of(client.get("/open-data/catalog.ttl?lang=en")).decode()
    assert '"Norms and terms"@en' in turtle
    assert '"Школы"@ru' in turtle
    assert '"Norms and terms"@ru' not in turtle
    norms_told = bytes_of(client.get("/open-data/norms/dataset.jsonld?lang=en"))
    assert json.loads(norms_told)["inLanguage"] == "en"
    schools = bytes_of(client.get("/open-data/schools/dataset.jsonld?lang=en"))
    assert json.loads(schools)["inLanguage"] == "ru"


def test_a_cell_leads_to_no_other_site_by_half_an_address(client: Client) -> None:
    rows = [
        ("Название", "Сайт"),
        ("А", "//evil.example"),
        ("Б", "/polls/"),
        ("В", "https://b.example"),
    ]
    makers.publish(rows=rows)
    page = bytes_of(client.get("/open-data/schools/")).decode()
    assert 'href="//evil.example"' not in page
    assert 'href="/polls/"' not in page.partition('id="rows"')[2].partition("</section>")[0]
    assert 'href="https://b.example"' in page


def test_rows_are_held_once_a_month_alone(daily: dict[str, Any], monkeypatch: Any) -> None:
    held: list[int] = []
    looked = watching._looked

    def spied(*given: Any) -> Any:
        seen = looked(*given)
        held.append(len(seen.kept))
        return seen

    monkeypatch.setattr(watching, "_looked", spied)
    watching.look_at(code="daily")
    daily["late"] = 5
    watching.look_at(code="daily")
    assert held == [1, 0]
