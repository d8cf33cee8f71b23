"""Stars of the outcome: shown once so many gave them that nobody's own can be told."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from veche.commons.commitments import actions, api
from veche.commons.commitments.tests.makers import make_done
from veche.commons.identity.public import PersonRef


def rate(commitment_id: uuid.UUID, stars: int) -> None:
    person = PersonRef(id=uuid.uuid4(), level=1)
    actions.rate_outcome(person, commitment_id=commitment_id, stars=stars)


def test_stars_of_a_few_are_told_to_nobody(town: Any) -> None:
    """One rating would be one person's: page, list and API wait for the smallest group."""
    made, client = make_done(), Client()
    for stars in (5, 4, 4, 4):
        rate(made.id, stars)
    pages = [made.url, reverse("commitments:list-decisions")]
    for page in pages:
        assert "4 оценки" not in client.get(page).content.decode(), page
    assert "когда оценят 5 жителей" in client.get(made.url).content.decode()
    assert api.commitment(made.slug)["rating"] == {"counts": [], "total": 4, "mean": None}
    rate(made.id, 4)
    for page in pages:
        assert "4,2 из 5" in client.get(page).content.decode(), page
    told = api.commitment(made.slug)["rating"]
    assert told == {"counts": [0, 0, 0, 4, 1], "total": 5, "mean": 4.2}
