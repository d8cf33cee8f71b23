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
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.queries import cycles
from veche.domains.budgeting.tests import makers as budget
from veche.domains.initiatives.tests import makers
from veche.kernel import clock

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


def test_no_money_of_another_district_is_taken(client: Client) -> None:
    row = makers.answered()
    other = next(one for one in cycles.territories() if one.id != row.place_id)
    budget.make_cycle(amounts={other.id: budget.MILLION})
    sign_in(client, makers.role("author"))
    there = reverse("initiatives:hand-on-proposal", args=[row.slug, KIND])
    answer = client.post(there)
    assert answer.status_code == 409
    assert "Для этого места сейчас не делят деньги" in text_of(answer)
    assert not Project.objects.exists()


def test_what_the_count_passed_over_enters_the_next_cycle(client: Client) -> None:
    row = makers.answered()
    budget.make_cycle()
    sign_in(client, makers.role("author"))
    there = reverse("initiatives:hand-on-proposal", args=[row.slug, KIND])
    client.post(there)
    now = clock.now()
    Project.objects.update(state=rules.LOST)
    Cycle.objects.update(state=rules.APPROVED, settled_at=now, closed_at=now, counted_at=now)
    following = budget.make_cycle()
    assert TITLE in text_of(client.get(reverse("initiatives:open-case", args=[row.slug])))
    client.post(there)
    assert Project.objects.get(cycle=following).origin_id == row.id
    assert Project.objects.count() == 2
