"""Every desk of the office opens in the made-up town, where promises of proposals stand open."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from veche.commons.commitments import public as commitments
from veche.commons.identity import demo as people
from veche.commons.identity.rules.persons import ROLES
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places import demo as geography
from veche.domains.initiatives import demo, rules
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries.onward import KIND
from veche.domains.initiatives.tests.makers import open_service

# As many as the highest threshold wants.
RESIDENTS = 400


def test_proposals_on_the_desk(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "RESIDENTS", RESIDENTS)
    open_service()
    geography.load(lambda line: None)
    demo.load(people.load(lambda line: None), lambda line: None)

    promised = Proposal.objects.filter(state=rules.ANSWERED, outcome__in=rules.PROMISED)
    owed = commitments.of_many(KIND, list(promised.values_list("id", flat=True)))
    assert set(owed) == {str(one.id) for one in promised}
    assert any(one.outcome == rules.ASKING for one in promised)
    for role in ROLES:
        browser = sign_in(Client(), make_person(level=2, roles=[role]))
        assert browser.get("/office/", follow=True).status_code == 200, role
        assert browser.get("/office/initiatives/").status_code in {200, 403}, role
