"""What the program does by itself: ends what is over, tells of lateness, forgets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from veche.commons.audit import public as audit
from veche.commons.matching import public as matching
from veche.domains.initiatives import events, rules
from veche.domains.initiatives.models import Member, Photo, Proposal, Support
from veche.domains.initiatives.queries.onward import KIND
from veche.kernel import clock, outbox


@transaction.atomic
def expire_proposal(*, proposal_id: UUID, on: date) -> bool:
    """End a proposal whose term of support is over; False when it is not."""
    row = (
        Proposal.objects.select_for_update()
        .filter(id=proposal_id, state=rules.COLLECTING, support_until__lt=on)
        .first()
    )
    if row is None:
        return False
    row.state, row.changed_at = rules.EXPIRED, clock.now()
    row.version += 1
    row.save(update_fields=["state", "changed_at", "version"])
    matching.close_need(source_kind=KIND, source_id=str(row.id))
    audit.record("initiatives.proposal_expired", None, row.id)
    outbox.put(events.ProposalExpired(proposal_id=row.id))
    return True


@transaction.atomic
def mark_overdue(*, proposal_id: UUID, on: date) -> bool:
    """Tell once that the town owes an answer longer than the term."""
    row = (
        Proposal.objects.select_for_update()
        .filter(id=proposal_id, state=rules.CONSIDERED, due_on__lt=on, is_overdue_told=False)
        .first()
    )
    if row is None:
        return False
    row.is_overdue_told = True
    row.save(update_fields=["is_overdue_told"])
    audit.record("initiatives.proposal_overdue", None, row.id)
    outbox.put(events.ProposalOverdue(proposal_id=row.id))
    return True


def forget_drafts(*, before: datetime) -> int:
    """Delete what was begun and not sent for long."""
    number, _tables = Proposal.objects.filter(
        state__in=sorted(rules.WRITTEN), changed_at__lt=before
    ).delete()
    return int(number)


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """An erased person's drafts go; what was sent stays without an author, sums stay sums.

    Whoever comes back has the same opaque id: while votes are collected it stays with the sum.
    """
    Proposal.objects.filter(author_id__in=person_ids, state__in=sorted(rules.WRITTEN)).delete()
    Member.objects.filter(person_id__in=person_ids).delete()
    given = Support.objects.filter(person_id__in=person_ids)
    given.filter(proposal__state=rules.COLLECTING).update(is_forgotten=True)
    given.filter(is_forgotten=False).delete()
    Proposal.objects.filter(author_id__in=person_ids).update(author_id=None)
    Photo.objects.filter(by_id__in=person_ids).update(by_id=None)


def forget_supporters() -> int:
    """Drop erased people's ids from what collects no more: sums stay sums."""
    over = Support.objects.filter(is_forgotten=True).exclude(proposal__state=rules.COLLECTING)
    return over.delete()[0]


@transaction.atomic
def join_people(*, surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts are one person: one author, one of a group, one supporter; sums follow."""
    to, ids = surviving[0], [*surviving, *joined]
    Proposal.objects.filter(author_id__in=ids).update(author_id=to)
    Photo.objects.filter(by_id__in=ids).update(by_id=to)
    _once(Member, ids)
    for one in _once(Support, ids):
        column = "paper" if one.sheet_id is not None else "online"
        Proposal.objects.filter(id=one.proposal_id).update(
            **{column: F(column) - 1, "support": F("support") - 1}
        )


def _once(model: Any, ids: Sequence[UUID]) -> list[Any]:
    """One row a proposal for all these accounts; those that were too many."""
    rows = model.objects.select_for_update().filter(person_id__in=ids)
    heard: set[UUID] = set()
    surplus = []
    for one in rows.order_by("proposal_id", "id"):
        if one.proposal_id in heard:
            surplus.append(one)
        heard.add(one.proposal_id)
    model.objects.filter(id__in=[one.id for one in surplus]).delete()
    model.objects.filter(person_id__in=ids).update(person_id=ids[0])
    return surplus
