"""The demo's register of payments, which cannot ask, pays under the contracts that the demo's
people's budget made: for what was accepted, to who built it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity import demo as people
from veche.commons.identity import public as identity
from veche.commons.places import demo as geography
from veche.domains.budgeting import demo as budgeting
from veche.domains.budgeting import rules
from veche.domains.budgeting.demo import plan
from veche.domains.budgeting.models import Project
from veche.domains.budgeting.queries import cycles
from veche.domains.transparency.demo import registers
from veche.domains.transparency.models import Payment

# As many as make the vote come out as it does with all.
RESIDENTS, VOTERS = 1_000, 800


def test_payments_for_projects_of_residents_agree_with_their_contracts(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "RESIDENTS", RESIDENTS)
    first = next(one for one in plan.CYCLES if one.slug == "people-2025")
    monkeypatch.setattr(budgeting, "CYCLES", (replace(first, turnout=VOTERS),))
    for service in ("budgeting", "transparency"):
        switch_service(service, "on")
    geography.load(lambda line: None)
    known = people.load(lambda line: None)
    budgeting.load(known, lambda line: None)
    approver = identity.person_by_id(known.approver_id)
    assert approver is not None
    registers.load(approver, cycles.today(), lambda line: None)

    built = {row.contract_number: row for row in Project.objects.exclude(contract_number="")}
    # The town's own contracts are numbered otherwise.
    paid = Payment.objects.filter(contract__startswith="0811300")
    assert {one.contract for one in paid} <= set(built)
    assert len(paid) == len(registers.PROJECTS)
    for one in paid:
        row = built[one.contract]
        assert (row.cycle.slug, row.state) == (first.slug, rules.ACCEPTED)
        assert one.recipient == row.contractor
        assert row.accepted_on is not None
        assert row.accepted_on < one.paid_on < cycles.today()
