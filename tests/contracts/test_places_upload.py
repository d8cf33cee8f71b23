"""Files of the geography: tried first, every mistake by its row, written only after a yes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from veche.commons.audit import public as audit
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places import public, queries, trying
from veche.commons.places.models import Address, PendingUpload, Place
from veche.commons.places.tests.makers import ADDRESSES, make_feature, make_file, make_town, square
from veche.kernel.errors import Refused

UPLOAD = "/office/places/upload/"
CHECK = "/office/places/check/{}/"


@pytest.fixture
def desk(town: Any) -> Client:
    make_town()
    return sign_in(Client(), make_person(roles=["admin"]))


def upload(browser: Client, kind: str, data: bytes) -> Any:
    file = SimpleUploadedFile("file.dat", data, "application/octet-stream")
    return browser.post(UPLOAD, {"kind": kind, "file": file})


def token(kind: str) -> str:
    return str(PendingUpload.objects.get(kind=kind).token)


OUTLINES = make_file(
    make_feature("Западный", square(36.6, 54.5), population=500),
    make_feature("Восточный", square(36.7, 54.5)),
    make_feature("Новый", square(36.8, 54.5)),
)


def test_outlines_are_shown_before_they_are_written(desk: Client) -> None:
    stamp = queries.stamp()
    answer = upload(desk, "outlines", OUTLINES)
    assert answer["Location"] == CHECK.format("outlines")
    assert Place.objects.count() == 4, "nothing is written yet"
    assert queries.stamp() == stamp
    preview = PendingUpload.objects.get().preview
    assert preview["created"]["names"] == ["Новый"]
    assert preview["changed"]["names"] == ["Западный"]
    assert sorted(preview["absent"]["names"]) == ["Округ", "село Дальнее"]
    text = desk.get(CHECK.format("outlines")).content.decode()
    assert "Новый" in text
    drawn = desk.get(CHECK.format("outlines") + "map.json").json()
    assert [one["properties"]["name"] for one in drawn["features"]] == [
        "Западный",
        "Восточный",
        "Новый",
    ]
    assert desk.post(CHECK.format("outlines"), {"token": token("outlines")}).status_code == 302
    assert {place.name for place in public.places()} >= {"Новый", "Западный", "село Дальнее"}
    assert not PendingUpload.objects.exists()
    assert [one.kind for one in audit.history("places")][:1] == ["places.outlines_imported"]


def test_addresses_are_shown_before_they_are_written(desk: Client) -> None:
    changed = ADDRESSES.replace("Садовая улица;54;54.55;36.75", "Садовая улица;54;54.551;36.75")
    file = f"{changed};Новая улица;1;54.55;36.66;\n"
    assert upload(desk, "addresses", file.encode()).status_code == 302
    preview = PendingUpload.objects.get().preview
    assert preview["created"]["names"] == ["Новая улица, 1"]
    assert preview["changed"]["names"] == ["Садовая улица, 54"]
    assert preview["rows"] == 13
    pins = desk.get(CHECK.format("addresses") + "map.json").json()["features"]
    assert [pin["geometry"]["coordinates"] for pin in pins] == [[36.66, 54.55], [36.75, 54.551]]
    assert Address.objects.count() == 12
    assert desk.post(CHECK.format("addresses"), {"token": token("addresses")}).status_code == 302
    assert Address.objects.count() == 13


def test_every_mistake_is_named_by_its_row(desk: Client) -> None:
    file = ADDRESSES + ";Луговая улица;сто;54.5;36.6;\n;Луговая улица;7;1.0;1.0;\n"
    answer = upload(desk, "addresses", file.encode())
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Ошибок: 2" in text
    for line in ("14", "15"):
        assert f'<th scope="row">{line}</th>' in text
    assert "точка вне границ муниципалитета" in text
    assert not PendingUpload.objects.exists()
    assert Address.objects.count() == 12


@pytest.mark.parametrize(
    ("kind", "data"),
    [("outlines", b"{"), ("outlines", b"\xff\xfe"), ("addresses", b"a;b\n1;2"), ("addresses", b"")],
)
def test_what_is_no_such_file_is_refused(desk: Client, kind: str, data: bytes) -> None:
    assert upload(desk, kind, data).status_code == 422
    assert not PendingUpload.objects.exists()


def test_a_preview_is_good_for_what_was_seen(desk: Client) -> None:
    upload(desk, "outlines", OUTLINES)
    assert desk.post(CHECK.format("outlines"), {"token": "another"}).status_code == 409
    public.import_outlines(public.Machine(), make_file(make_feature("Иной", square(36.8, 54.6))))
    answer = desk.post(CHECK.format("outlines"), {"token": token("outlines")})
    assert answer.status_code == 409, "the town has changed since"
    assert desk.post(CHECK.format("outlines"), {"then": "leave"}).status_code == 302
    assert desk.get(CHECK.format("outlines")).status_code == 404
    assert desk.get(CHECK.format("nothing") + "map.json").status_code == 404


@pytest.mark.parametrize("roles", [[], ["author", "approver", "auditor"]])
def test_the_administrator_alone(town: Any, roles: list[str]) -> None:
    person = make_person(roles=roles)
    browser = sign_in(Client(), person)
    for address in ("/office/places/", CHECK.format("outlines")):
        assert browser.get(address).status_code == 403
        assert Client().get(address)["Location"].startswith("/sign-in/?next=%2Foffice%2Fplaces")
    assert upload(browser, "outlines", OUTLINES).status_code == 403
    for act in (
        lambda: trying.try_upload(person, kind="outlines", data=OUTLINES),
        lambda: trying.take_upload(person, kind="outlines", token=""),
        lambda: trying.leave_upload(person, kind="outlines"),
    ):
        with pytest.raises(Refused):
            act()


def test_the_desk_shows_what_is_there(desk: Client) -> None:
    text = desk.get("/office/places/").content.decode()
    assert "Мест: 4, домов: 12" in text
    assert "99540000141" in text
