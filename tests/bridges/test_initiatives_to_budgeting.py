"""A proposal becomes a project of the cycle that takes projects, and each shows the way."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.tests.makers import sign_in
from veche.commons.places.tests.makers import make_town
from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Project
from veche.domains.budgeting.tests import makers as budget
from veche.domains.initiatives.tests import makers

KIND = "budgeting.project"
TITLE = "Внести в народный бюджет"


@pytest.fixture(autouse=True)
def _places(town: Any) -> None:
    make_town()
    makers.open_service()
    switch_service("budgeting", "on")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_official_enters_it_once_and_each_shows_the_way(client: Client) -> None:
    row = makers.answered()
    cycle = budget.make_cycle()
    official = makers.role("author")
    sign_in(client, official)
    case = reverse("initiatives:open-case", args=[row.slug])
    assert TITLE in text_of(client.get(case))
    there = reverse("initiatives:hand-on-proposal", args=[row.slug, KIND])
    for _n in range(2):
        answer: Any = client.post(there)
        made = Project.objects.get()
        assert answer.url == reverse("budgeting:open-case", args=[made.slug])
    assert (made.title, made.need, made.cycle_id) == (row.title, row.problem, cycle.id)
    assert (made.state, made.is_by_town, made.origin_id) == (rules.PROPOSED, True, row.id)
    visitor = Client()
    back = text_of(visitor.get(reverse("budgeting:read-project", args=[made.slug])))
    assert "Выросло из предложения жителей" in back
    shown = text_of(visitor.get(reverse("initiatives:read-proposal", args=[row.slug])))
    assert reverse("budgeting:read-project", args=[made.slug]) in shown


def test_without_an_open_cycle_nothing_is_entered(client: Client) -> None:
    row = makers.answered()
    sign_in(client, makers.role("author"))
    there = reverse("initiatives:hand-on-proposal", args=[row.slug, KIND])
    assert client.post(there).status_code == 403
    assert not Project.objects.exists()
