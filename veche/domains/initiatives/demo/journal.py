"""What the journal tells of the demo's proposals, read from their own rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID

from veche.commons.audit.demo import DemoAct
from veche.commons.towns import public as towns
from veche.domains.initiatives import rules
from veche.domains.initiatives.models import Member, Proposal, Support
from veche.kernel import clock

Told = list[tuple[UUID, datetime]]


def acts() -> Iterator[DemoAct]:
    """All of them, in any order."""
    groups, support = _by_proposal(Member, "joined_at"), _by_proposal(Support, "given_at")
    for row in Proposal.objects.order_by("begun_at"):
        group = groups[row.id]
        yield from _before(row, group)
        yield from _supported(row, {person for person, _at in group}, support[row.id])
        yield from _after(row)


def _by_proposal(model: type[Member | Support], when: str) -> dict[UUID, Told]:
    found: dict[UUID, Told] = defaultdict(list)
    rows = model.objects.order_by(when, "id").values_list("proposal_id", "person_id", when)
    for proposal_id, person_id, at in rows:
        found[proposal_id].append((person_id, at))
    return found


def _before(row: Proposal, group: Told) -> Iterator[DemoAct]:
    """From the draft to the publication."""
    yield DemoAct(row.begun_at, "initiatives.proposal_begun", row.author_id, row.id)
    for person, at in group:
        if person != row.author_id:
            yield DemoAct(at, "initiatives.group_joined", None, row.id)
    if row.filed_at is not None:
        yield DemoAct(row.filed_at, "initiatives.proposal_filed", row.author_id, row.id)
    if row.state == rules.REJECTED:
        yield DemoAct(row.changed_at, "initiatives.proposal_rejected", None, row.id)
    if row.published_at is not None:
        yield DemoAct(row.published_at, "initiatives.proposal_published", None, row.id)


def _supported(row: Proposal, group: set[UUID], support: Told) -> Iterator[DemoAct]:
    """Its group supports it by being published; milestones as they are crossed."""
    last = 0
    for number, (person, at) in enumerate(support, start=1):
        if person not in group:
            yield DemoAct(at, "initiatives.proposal_supported", None, row.id)
        crossed = rules.crossed(last, number, row.threshold)
        if crossed:
            last = crossed
            told = {"percent": crossed}
            yield DemoAct(at, "initiatives.milestone_reached", None, row.id, details=told)


def _after(row: Proposal) -> Iterator[DemoAct]:
    """How it came to its end."""
    if row.is_overdue_told and row.due_on is not None:
        zone = clock.zone(towns.current().time_zone)
        at = datetime.combine(row.due_on + timedelta(days=1), time(0, 20), zone)
        yield DemoAct(at, "initiatives.proposal_overdue", None, row.id)
    if row.state == rules.EXPIRED:
        yield DemoAct(row.changed_at, "initiatives.proposal_expired", None, row.id)
    if row.state == rules.RETIRED:
        told: dict[str, UUID | str | int | bool | datetime | None] = {"favour": row.retired_for_id}
        kind = "initiatives.proposal_retired"
        yield DemoAct(row.changed_at, kind, row.author_id, row.id, details=told)
    if row.state == rules.ANSWERED:
        kind, told = "initiatives.proposal_answered", {"outcome": row.outcome}
        yield DemoAct(row.changed_at, kind, row.answerer_id, row.id, details=told)
