"""The code on a plate opens the form of reports with the place filled in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places.tests.makers import make_town
from veche.domains.budgeting.tests import makers
from veche.domains.reports.models import Draft
from veche.domains.reports.tests.makers import open_service

POINT = {"latitude": 54.55, "longitude": 36.65}


@pytest.fixture(autouse=True)
def _places(town: Any) -> None:
    make_town()
    open_service()
    switch_service("budgeting", "on")


def broken(slug: str) -> str:
    return reverse("budgeting:report-broken", args=[slug])


def test_who_scans_it_only_says_what_broke(client: Client) -> None:
    row = makers.make_accepted(**POINT)
    assert (
        broken(row.slug)
        in client.get(reverse("budgeting:read-project", args=[row.slug])).content.decode()
    )
    begun = client.get(broken(row.slug), follow=True)
    shown = re.sub(r"\s+", " ", begun.content.decode())
    assert "Место уже отмечено" in shown
    assert row.title in shown
    onward = re.search(r'href="(/reports/new/what/[^"]+)"', shown)
    assert onward is not None
    person = make_person()
    sign_in(client, person)
    path = onward[1].replace("&amp;", "&")
    form = client.get(path).content.decode()
    assert onward[1] in form
    client.post(path, {"text": "Сломаны качели"})
    draft = Draft.objects.get(owner_id=person.known_id)
    assert (draft.latitude, draft.longitude) == (54.55, 36.65)
    assert row.title in draft.address
    again: Any = client.post(f"{reverse('reports:discard-draft')}?{path.partition('?')[2]}")
    assert again.url == path


@pytest.mark.parametrize("at", ["", "54", "a,b", "91,36", "10,10", "54.55,nan"])
def test_a_place_that_is_none_is_asked_for_as_always(client: Client, at: str) -> None:
    shown = client.get(reverse("reports:begin-report"), {"at": at, "near": "Качели"})
    assert shown.status_code == 200
    assert "Место уже отмечено" not in shown.content.decode()


def test_without_a_point_the_form_asks_for_the_place(client: Client) -> None:
    row = makers.make_accepted()
    answer: Any = client.get(broken(row.slug))
    assert answer.url == reverse("reports:begin-report")


def test_where_no_reports_are_taken_it_leads_to_the_project(client: Client) -> None:
    row = makers.make_accepted(**POINT)
    switch_service("reports", "off")
    answer: Any = client.get(broken(row.slug))
    assert answer.url == reverse("budgeting:read-project", args=[row.slug])
