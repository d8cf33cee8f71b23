"""A report that waited on a device: taken once under its key."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from veche.commons.files.tests.makers import photo
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.reports.models import Category, Report
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
    said = page.content.decode()
    assert "data-later" in said
    # What the page that stands in for «Сообщить» without a line offers first.
    assert f'data-instead-of="{reverse("reports:begin-report")}"' in said
    # Which themes ask for a photo is known without a line as well.
    offered = dict(re.findall(r'<option value="([a-z_.]+)"([^>]*)>', said))
    asking = {code for code, told in offered.items() if "data-photo" in told}
    rows = Category.objects.filter(code__in=offered, photo_required=True)
    assert asking == set(rows.values_list("code", flat=True))
    assert 0 < len(asking) < len(offered)


def test_who_has_lost_the_session_is_led_to_sign_in_and_back(client: Client) -> None:
    makers.open_service()
    there = reverse("reports:describe-problem")
    answer = client.post(there, {"text": "Яма"})
    said = answer.content.decode()
    door = f"{reverse('identity:sign-in')}?next={quote(there, safe='')}"
    assert (answer.status_code, door in said, "data-draft-of" in said) == (403, True, True)
    said = client.get(door).content.decode()
    assert "опрос" not in said[said.index("<main") : said.index("</main>")]


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
