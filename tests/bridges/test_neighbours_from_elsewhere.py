"""Neighbours are called because of a report or a proposal, and each shows the way to the other."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.public import ANONYMOUS
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.matching import public as matching
from veche.commons.places.tests.makers import make_town
from veche.domains.initiatives.tests import makers as ideas
from veche.domains.reports.actions import moderating
from veche.domains.reports.models import Category
from veche.domains.reports.tests import makers as reports
from veche.domains.workdays.actions import calling
from veche.domains.workdays.models import Day
from veche.domains.workdays.queries import terms
from veche.domains.workdays.tests import makers as days
from veche.kernel.manifest import Judged

BUTTON = "Собрать соседей в один день"


@pytest.fixture(autouse=True)
def _places(town: Any) -> None:
    make_town()
    ideas.open_service()
    days.open_service()
    switch_service("reports", "on")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_day_grows_from_a_proposal_and_stands_beside_it(client: Client) -> None:
    idea = ideas.make_proposal()
    there = reverse("initiatives:read-proposal", args=[idea.slug])
    assert BUTTON in text_of(client.get(there))
    source = f"initiatives.proposal:{idea.id}"
    sign_in(client, make_person())
    form = f"{reverse('workdays:call-day', args=['bench'])}?from={source}"
    assert idea.title in text_of(client.get(form))
    given = {
        "sheet": 1,
        "title": "Соберём скамейки",
        "address": "Луговая улица, 54",
        "on": str(terms.today() + timedelta(days=5)),
        "starts": "10:00",
        "length": "2",
        "hands_needed": "6",
        "is_read": "on",
    }
    assert client.post(form, given).status_code == 302
    row = Day.objects.get()
    assert (row.origin_kind, row.origin_id) == ("initiatives.proposal", str(idea.id))
    assert "Соберём скамейки" not in text_of(client.get(there))
    calling.judge_day(day_id=row.id, judged=Judged(is_passed=True))
    calling.allow_day(days.role("approver"), slug=row.slug)
    assert "Соберём скамейки" in text_of(client.get(there))
    assert idea.title in text_of(client.get(reverse("workdays:read-day", args=[row.slug])))


def test_what_the_town_owes_calls_nobody() -> None:
    row = reports.make_report()
    moderating.pass_report(reports.role("moderator"), number=row.number, version=row.version)
    source = f"reports.report:{row.id}"
    Category.objects.filter(code=row.category_id).update(is_for_neighbours=False, work_kind="")
    assert matching.source(ANONYMOUS, source) is None
    Category.objects.filter(code=row.category_id).update(
        is_for_neighbours=True, work_kind="carpentry"
    )
    found = matching.source(ANONYMOUS, source)
    assert found is not None
    assert found.url == reverse("reports:read-report", args=[row.number])
    Category.objects.filter(code=row.category_id).update(is_dangerous=True)
    assert matching.source(ANONYMOUS, source) is None
    for written in ("reports.report:x", "nothing:1", "", "reports.report:"):
        assert matching.source(ANONYMOUS, written) is None


def test_days_stand_where_help_is_wanted_and_what_was_done(client: Client) -> None:
    coming, was = days.called(title="Покрасим забор"), days.done(title="Посадили липы")
    needs, deeds = reverse("matching:list-needs"), reverse("matching:list-deeds")
    assert coming.title in text_of(client.get(needs))
    assert was.title in text_of(client.get(deeds))
    assert coming.title not in text_of(client.get(deeds))
    switch_service("workdays", "off")
    assert coming.title not in text_of(client.get(needs))
    assert was.title not in text_of(client.get(deeds))
