"""An office's table: columns, wrong cells by their address, somebody's own numbers, versions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from veche.commons.identity.tests.makers import sign_in
from veche.commons.norms import public as norms
from veche.domains.opendata.actions import publishing, uploading
from veche.domains.opendata.demo import table
from veche.domains.opendata.models import OwnSet, Publisher, Row, Version
from veche.domains.opendata.queries import catalogue, wording
from veche.domains.opendata.rules import fields, stages
from veche.domains.opendata.tests import makers
from veche.kernel.errors import Conflict, Invalid, Refused

PEOPLE = [
    ("Имя", "Контакт", "Справка"),
    ("Приёмная", "+7 843 200-11-22", "один"),
    ("Анна", "anna@mail.example", "112-233-445 95"),
]


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    norms.load_shipped()
    makers.open_service()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def columns_of(row: Version, **changed: Any) -> list[fields.Field]:
    """Columns as they are, one of them otherwise: `place=…`, then what of it."""
    place = changed.pop("place")
    told = list(fields.restored(row.fields))
    told[place] = replace(told[place], **changed)
    return told


def test_nothing_is_public_before_it_is_published(client: Client) -> None:
    row = makers.settle(makers.upload())
    assert row.state == stages.READY
    assert client.get("/open-data/schools/").status_code == 404
    assert client.get("/open-data/schools/data.csv").status_code == 404
    publishing.publish_version(makers.role("approver"), code="schools", number=1)
    assert client.get("/open-data/schools/").status_code == 200


def test_a_wrong_cell_is_told_by_its_address_and_holds_the_version_up() -> None:
    rows = [*makers.SCHOOLS, ("Школа № 4", "много", "32.01.2020", "да", "1")]
    row = makers.upload(rows=rows)
    wrong = columns_of(row, place=1, type=fields.INTEGER)
    wrong[2] = replace(wrong[2], type=fields.DATE)
    row = uploading.settle_columns(makers.role("author"), code="schools", number=1, columns=wrong)
    assert row.state == stages.DRAFT
    assert [(one["cell"], one["words"]) for one in wording.faults(row)] == [
        ("B5", "много"),
        ("C5", "32.01.2020"),
    ]
    with pytest.raises(Refused):
        publishing.publish_version(makers.role("approver"), code="schools", number=1)
    told = columns_of(row, place=1, type=fields.STRING)
    told[2] = replace(told[2], type=fields.STRING)
    row = uploading.settle_columns(makers.role("author"), code="schools", number=1, columns=told)
    assert row.state == stages.READY


def test_somebodys_own_numbers_are_not_published() -> None:
    row = makers.upload("contacts", PEOPLE)
    row = makers.settle(row)
    cells = {one["cell"] for one in wording.faults(row)}
    assert cells == {"B2", "B3", "C3"}
    assert row.state == stages.DRAFT
    assert "anna" not in str(row.faults)
    row = makers.settle(row, {1: fields.CONTACT, 2: fields.CONTACT})
    # An office's own telephone and mail may be told; a person's number of insurance never.
    assert {one["cell"] for one in wording.faults(row)} == {"C3"}


NAMED = [
    ("Район", "Пол", "Жителей", "ФИО", "Возраст"),
    ("Северный", "ж", 3, "Иванов Иван Иванович", "7–10"),
    ("Южный", "м", 1, "Сафина", "11–14"),
]


def test_columns_about_people_are_proposed_so_and_names_hold_a_set_up(client: Client) -> None:
    row = makers.upload("people", NAMED)
    parts = [one.part for one in fields.restored(row.fields)]
    assert parts == [fields.PLAIN, fields.GROUP, fields.PERSONS, fields.GROUP, fields.GROUP]
    row = makers.settle(row)
    assert [one["cell"] for one in wording.faults(row)] == ["D2", "D3"]
    assert "Иванов" not in str(row.faults)
    assert row.state == stages.DRAFT
    # Whatever the column is called: the cell itself names somebody.
    told = columns_of(row, place=3, title="Кто", part=fields.PLAIN)
    row = uploading.settle_columns(makers.role("author"), code="people", number=1, columns=told)
    assert [one["cell"] for one in wording.faults(row)] == ["D2"]
    # The head of an institution is named by its office, and the approver reads that.
    row = makers.settle(row, {0: fields.GROUP, 3: fields.CONTACT})
    assert row.state == stages.READY
    sign_in(client, makers.role("approver"))
    page = text_of(client.get("/office/open-data/sets/people/1/"))
    assert "Что набор говорит о людях" in page
    assert "<b>Кто</b>: телефон, почта или должностное лицо" in page
    makers.settle(makers.upload())
    page = text_of(client.get("/office/open-data/sets/schools/1/"))
    assert "О людях набор не говорит ничего" in page


def test_groups_that_nobody_counts_are_told_to_who_publishes(client: Client) -> None:
    makers.settle(makers.upload("people", [("Пол", "Рост, см"), ("ж", "170,5"), ("м", "180,5")]))
    sign_in(client, makers.role("approver"))
    page = text_of(client.get("/office/open-data/sets/people/1/"))
    assert "Ни один столбец не считает людей" in page


def test_streets_and_schools_that_bear_a_name_name_nobody() -> None:
    rows = [
        ("Улица", "Школа", "Площадь пола"),
        ("Степана Разина", "Школа № 5 им. Героя Советского Союза Н. Г. Столярова", 40),
    ]
    assert makers.settle(makers.upload("streets", rows)).state == stages.READY


def test_names_of_columns_are_checked_each() -> None:
    row = makers.upload()
    author = makers.role("author")
    for wrong in ("1a", "имя", "", "mest"):
        with pytest.raises(Invalid) as told:
            uploading.settle_columns(
                author, code="schools", number=1, columns=columns_of(row, place=0, name=wrong)
            )
        assert told.value.fields
    with pytest.raises(Conflict):
        uploading.settle_columns(
            author, code="schools", number=1, columns=columns_of(row, place=0)[:2]
        )
    with pytest.raises(Invalid):
        uploading.settle_columns(
            author, code="schools", number=1, columns=columns_of(row, place=0, part="persons")
        )


def test_a_new_version_keeps_columns_and_the_old_one(client: Client) -> None:
    makers.publish(parts={0: fields.CONTACT})
    rows = [*makers.SCHOOLS, ("Школа № 9", 10, "", "да", "1")]
    author = makers.role("author")
    row = uploading.upload_version(
        author, code="schools", data=table(rows), name="новый.csv", note="Открылась школа № 9"
    )
    assert fields.restored(row.fields)[0].part == fields.CONTACT
    with pytest.raises(Conflict):
        uploading.upload_version(
            author, code="schools", data=table(rows), name="новый.csv", note="Ещё раз"
        )
    makers.settle(row)
    publishing.publish_version(makers.role("approver"), code="schools", number=2)
    page = text_of(client.get("/open-data/schools/"))
    assert "Открылась школа № 9" in page
    assert "Версия 1" in page
    answer: Any = client.get("/open-data/schools/data.csv")
    new = b"".join(answer.streaming_content)
    assert new.decode().count("\n") == 5
    approver = makers.role("approver")
    publishing.withdraw_version(approver, code="schools", number=2, reason="Школы ещё нет")
    answer = client.get("/open-data/schools/data.csv")
    old = b"".join(answer.streaming_content)
    assert old.decode().count("\n") == 4
    with pytest.raises(Refused):
        publishing.withdraw_version(author, code="schools", number=1, reason="Просто так")


def test_what_was_never_published_is_forgotten_whole() -> None:
    makers.upload()
    uploading.drop_version(makers.role("author"), code="schools", number=1)
    assert not OwnSet.objects.exists()
    assert not Row.objects.exists()
    row = makers.publish()
    with pytest.raises(Refused):
        uploading.drop_version(makers.role("author"), code=row.code, number=1)


# «reports» is a service that is closed here: it may be opened on any day.
@pytest.mark.parametrize("code", ["norms", "schools", "reports"])
def test_a_code_is_given_once(code: str) -> None:
    makers.upload()
    with pytest.raises(Conflict):
        makers.upload(code)


def test_an_empty_table_and_a_picture_are_refused() -> None:
    with pytest.raises(Invalid):
        makers.upload(rows=[("Название", "Мест")])
    with pytest.raises(Invalid):
        uploading.upload_set(
            makers.role("author"),
            code="picture",
            about=makers.ABOUT,
            data=b"\x89PNG\r\n\x1a\n" + bytes(200),
            name="таблица.xlsx",
        )
    assert not OwnSet.objects.exists()


def test_an_office_goes_the_whole_way_by_pages(client: Client) -> None:
    sign_in(client, makers.role("author"))
    sent = {
        "file": SimpleUploadedFile("школы.csv", table(makers.SCHOOLS)),
        "title": "Школы",
        "text": "Все школы",
        "code": "schools",
        "theme": "EDUC",
        "period": "ANNUAL",
        "licence": "CC-BY-4.0",
    }
    assert client.post("/office/open-data/new/", {**sent, "code": "Школы"}).status_code == 422
    sent["file"] = SimpleUploadedFile("школы.csv", table(makers.SCHOOLS))
    answer: Any = client.post("/office/open-data/new/", sent)
    assert answer.status_code == 302
    page = text_of(client.get(answer.url))
    assert "Какой столбец что значит" in page
    told = {
        f"{part}_{place}": getattr(one, part)
        for place, one in enumerate(fields.restored(Version.objects.get().fields))
        for part in ("name", "title", "type", "part")
    }
    assert client.post(answer.url, {**told, "type_0": fields.INTEGER}).status_code == 302
    assert "не целое число" in text_of(client.get(answer.url))
    assert client.post(answer.url, told).status_code == 302
    page = text_of(client.get(answer.url))
    assert "Набор публикует утверждающий" in page
    assert client.post(f"{answer.url}publish/").status_code == 403
    sign_in(client, makers.role("approver"))
    assert "Не записано, кто публикует данные" in text_of(client.get("/office/open-data/"))
    named = {"name": "Администрация", "inn": "1600000000"}
    assert client.post("/office/open-data/publisher/", named).status_code == 302
    assert Publisher.objects.get().inn == "1600000000"
    assert client.post(f"{answer.url}publish/").status_code == 302
    assert "опубликовано" in text_of(client.get(answer.url))
    assert client.post(f"{answer.url}withdraw/", {"reason": ""}).status_code == 422
    assert client.post(f"{answer.url}withdraw/", {"reason": "Ошибка"}).status_code == 302
    assert "Ошибка" in text_of(client.get("/open-data/schools/"))
    changed = {**sent, "title": "Школы и лицеи"}
    changed.pop("file")
    assert client.post("/office/open-data/sets/schools/passport/", changed).status_code == 302
    assert OwnSet.objects.get().title == "Школы и лицеи"


def test_what_is_public_of_a_set_is_changed_by_who_approves(client: Client) -> None:
    author, changed = makers.role("author"), replace(makers.ABOUT, text="Где и сколько мест")
    makers.settle(makers.upload())
    uploading.change_set(author, code="schools", about=replace(changed, text="Сколько мест"))
    row = publishing.publish_version(makers.role("approver"), code="schools", number=1)
    with pytest.raises(Refused):
        uploading.change_set(author, code="schools", about=changed)
    sign_in(client, author)
    assert client.get("/office/open-data/sets/schools/passport/").status_code == 403
    page = text_of(client.get("/office/open-data/sets/schools/"))
    assert "Паспорт опубликованного набора исправляет утверждающий" in page
    assert "/passport/" not in page
    assert row.published_at is not None
    # Mended before it was public, it is of the day on which it was published.
    assert catalogue.one_set("schools").changed_at == row.published_at
    uploading.change_set(makers.role("approver"), code="schools", about=changed)
    told = catalogue.one_set("schools")
    assert told.text == "Где и сколько мест"
    assert told.changed_at > row.published_at


def test_a_second_press_leads_to_where_the_first_one_went(client: Client) -> None:
    sign_in(client, makers.role("author"))
    sent = {
        "csrfmiddlewaretoken": "a" * 64,
        "title": "Школы",
        "text": "Все школы",
        "code": "schools",
        "theme": "EDUC",
        "period": "ANNUAL",
        "licence": "CC-BY-4.0",
    }
    answers: list[Any] = [
        client.post(
            "/office/open-data/new/",
            {**sent, "file": SimpleUploadedFile("школы.csv", table(makers.SCHOOLS))},
        )
        for _press in range(2)
    ]
    assert [(one.status_code, one.url) for one in answers] == [
        (302, "/office/open-data/sets/schools/1/")
    ] * 2
    assert Version.objects.count() == 1


def test_residents_find_no_office(client: Client) -> None:
    makers.upload()
    sign_in(client, makers.role())
    for path in ("", "new/", "sets/schools/", "sets/schools/1/", "publisher/"):
        assert client.get(f"/office/open-data/{path}").status_code == 403
