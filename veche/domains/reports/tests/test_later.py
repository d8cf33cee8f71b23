"""A report that waited on a device: taken once under its key."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from veche.commons.files.tests.makers import photo
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.reports.models import Report
from veche.domains.reports.tests import makers

pytestmark = pytest.mark.usefixtures("places_town")
THERE = reverse("reports:take-later")


def told(**given: Any) -> dict[str, Any]:
    point = makers.POINT
    return {
        "key": str(uuid4()),
        "text": "Яма у остановки",
        "category": "roads.potholes",
        "latitude": point.latitude,
        "longitude": point.longitude,
        "landmark": "у остановки",
        **given,
    }


def test_the_page_is_the_same_for_everyone_and_may_be_kept(client: Client) -> None:
    page = client.get(reverse("reports:write-later"))
    assert page.headers["X-Offline"] == "keep"
    assert "data-later" in page.content.decode()


def test_sent_twice_it_is_one_report(client: Client) -> None:
    told_of = client.get(THERE).json()
    assert (told_of["isKnown"], told_of["isSignedIn"]) == (False, False)
    assert client.post(THERE, told()).status_code == 401
    sign_in(client, make_person())
    assert client.get(THERE).json()["isKnown"] is True
    data, picture = told(), photo()
    # Who has no contact yet is not sent to sign in again.
    other = Client()
    sign_in(other, make_person(level=0))
    told_of = other.get(THERE).json()
    assert (told_of["isKnown"], told_of["isSignedIn"]) == (False, True)

    def send() -> Any:
        file = SimpleUploadedFile("1.jpg", picture, content_type="image/jpeg")
        return client.post(THERE, {**data, "photos": file})

    first = send()
    assert first.status_code == 200
    assert send().json() == first.json()
    report = Report.objects.get()
    assert first.json()["url"].endswith(f"{report.number}/sent/")
    assert report.photos.count() == 1
    assert "у остановки" in report.address
    assert client.post(THERE, {**data, "text": "Другое"}).status_code == 409


def test_what_is_missing_is_said_in_words(client: Client) -> None:
    sign_in(client, make_person())
    file = SimpleUploadedFile("1.jpg", photo(), content_type="image/jpeg")
    for wrong in (
        told(),
        told(text=""),
        told(photos=file, latitude="", longitude=""),
        told(photos=file, latitude=10, longitude=10),
        told(category="pavements.open_manhole"),
        told(photos=SimpleUploadedFile("1.jpg", b"none")),
    ):
        answer = client.post(THERE, wrong, headers={"Accept": "application/json"})
        assert 400 <= answer.status_code < 500
        assert answer.json()["title"]
    assert client.post(THERE, told(category="no.such")).status_code == 404
    assert not Report.objects.exists()
