"""The cycles of the demo town fit together: addresses, dates, contractors, the residents' share."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from veche.commons.commitments import public as commitments
from veche.commons.identity.tests.makers import people_of_demo, sign_in
from veche.domains.budgeting import demo, rules
from veche.domains.budgeting.demo.plan import CYCLES
from veche.domains.budgeting.demo.shares import REQUISITES
from veche.domains.budgeting.models import Payment, Project
from veche.domains.budgeting.queries import cycles, shares
from veche.domains.budgeting.queries.projects import KIND
from veche.domains.budgeting.rules import requisites
from veche.domains.budgeting.tests import makers
from veche.domains.budgeting.tests.test_pages import page

pytestmark = pytest.mark.usefixtures("budget_town")


def few() -> Any:
    """Forty residents of the made town instead of twenty thousand."""
    places = cycles.territories()
    found = []
    for number in range(40):
        place = places[number % len(places)]
        found.append((makers.resident(place_id=place.id).known_id, place.name, place.id))
    return people_of_demo(found)


def tell(known: Any, *slugs: str) -> None:
    """These cycles as the demo tells them, with few voters."""
    for told in CYCLES:
        if told.slug in slugs:
            shorter = replace(told, turnout=min(told.turnout, 39), votes_min=0)
            demo._Telling(known, shorter).tell()


def test_a_share_is_paid_by_receipt_and_what_names_no_project_waits(client: Client) -> None:
    tell(few(), "joint-2026")
    assert requisites.flaws(REQUISITES) == {}
    row = shares.collecting()[0]
    share = shares.share_of(row)
    assert share is not None
    assert 0 < share["collected"] < share["needed"]
    shown = page(client, "read-project", row.slug)
    assert "Собрано" in shown
    path = reverse("budgeting:print-receipt", args=[row.slug])
    assert path in shown
    made = client.get(path, {"sum": "1000"})
    assert made["Content-Type"] == "application/pdf"
    said = " ".join(PdfReader(io.BytesIO(made.content)).pages[0].extract_text().split())
    assert f"код {row.slug}" in said
    assert "демонстрация" in said
    assert Payment.objects.filter(project=None).count() == 2
    sign_in(client, makers.official())
    assert row.title in page(client, "list-payments")


def test_no_two_projects_stand_at_one_address() -> None:
    tell(few(), "yards-2026", "people-2027")
    for parts in (Project.objects.filter(fund__place_id=None), Project.objects.exclude(
        fund__place_id=None
    )):  # fmt: skip
        for slug in ("yards-2026", "people-2027"):
            spots = [row.spot for row in parts.filter(cycle__slug=slug) if row.spot]
            assert len(spots) == len(set(spots))
    local = [row.spot for row in Project.objects.exclude(fund__place_id=None)]
    assert len(local) >= 12
    assert len(local) == len(set(local))


def test_what_residents_have_chosen_is_voted_on_nowhere_else() -> None:
    tell(few(), *(told.slug for told in CYCLES))
    over = {told.slug for told in CYCLES if told.state in rules.RESULTS}
    chosen = Project.objects.filter(fund__place_id=None, state__in=sorted(rules.FUNDED))
    assert {row.cycle.slug for row in chosen} == over
    asked = Project.objects.filter(fund__place_id=None, cycle__state=rules.RUNNING)
    rows = [*chosen, *asked.exclude(state=rules.REFUSED)]
    assert len(rows) > len(chosen)
    for name in ("title", "spot"):
        told = [getattr(row, name) for row in rows]
        assert all(told)
        assert sorted(set(told)) == sorted(told)


def test_what_was_built_was_accepted_on_one_day_that_is_over() -> None:
    tell(few(), "people-2025", "yards-2026")
    today = cycles.today()
    rows = list(Project.objects.filter(state=rules.ACCEPTED))
    assert {row.cycle.slug for row in rows} == {"people-2025", "yards-2026"}
    for row in rows:
        known = commitments.of(KIND, row.id)
        assert known is not None
        assert row.accepted_on is not None
        assert row.accepted_on < today
        last = [step.done_on for step in known.stages][-1]
        assert last == row.accepted_on
        assert known.closed_at is not None
        assert cycles.day_of(known.closed_at) == row.accepted_on
    for row in Project.objects.filter(state__in=sorted(rules.FUNDED)):
        known = commitments.of(KIND, row.id)
        assert known is not None
        done = [step.done_on for step in known.stages if step.done_on is not None]
        assert all(isinstance(day, date) and day < today for day in done)
        assert len(done) == rules.BUILT.index(row.state)
