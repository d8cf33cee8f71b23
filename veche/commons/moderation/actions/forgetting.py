"""Dropping what has served its term, and what belongs to somebody who leaves or becomes another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from veche.commons.moderation import queries
from veche.commons.moderation.models import Appeal, Complaint, Item, Twins, Watched
from veche.kernel import clock


def forget_old() -> int:
    """Digests past their term, and who wrote and who decided past theirs; how many records."""
    known, now = queries.terms(), clock.now()
    digests = Item.objects.filter(
        submitted_at__lt=now - timedelta(days=known.repeat_days), sameness__isnull=False
    ).update(sameness=None)
    old = now - timedelta(days=known.keep_days)
    names = Item.objects.filter(decided_at__lt=old).exclude(author_id=None, decided_by_id=None)
    people = names.update(author_id=None, decided_by_id=None, found=[])
    told = Complaint.objects.filter(made_at__lt=old).delete()[0]
    pairs = Twins.objects.filter(found_at__lt=old).delete()[0]
    watched = Watched.objects.filter(until__lt=queries.today()).delete()[0]
    return digests + people + told + pairs + watched


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """Who wrote is forgotten; that something was removed, and why, stays in the log."""
    Appeal.objects.filter(item__author_id__in=person_ids).update(text="")
    Item.objects.filter(author_id__in=person_ids).update(author_id=None, sameness=None)
    Complaint.objects.filter(person_id__in=person_ids).delete()
    Watched.objects.filter(person_id__in=person_ids).delete()
    Twins.objects.filter(Q(one_id__in=person_ids) | Q(other_id__in=person_ids)).delete()


@transaction.atomic
def join_things(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts are one person: its texts, one complaint of each thing, one watch."""
    gone = [*surviving[1:], *joined]
    Item.objects.filter(author_id__in=gone).update(author_id=surviving[0])
    rows = Complaint.objects.select_for_update().filter(person_id__in=[*surviving, *joined])
    kept: set[UUID] = set()
    for row in sorted(rows, key=lambda one: one.person_id != surviving[0]):
        if row.item_id in kept:
            row.delete()
        elif row.person_id != surviving[0]:
            row.person_id = surviving[0]
            row.save(update_fields=["person_id"])
        kept.add(row.item_id)
    watched = Watched.objects.filter(person_id__in=[*surviving, *joined]).order_by("-until").first()
    if watched is not None:
        Watched.objects.update_or_create(person_id=surviving[0], defaults={"until": watched.until})
        Watched.objects.filter(person_id__in=gone).delete()
    both = Q(one_id__in=gone) | Q(other_id__in=gone)
    Twins.objects.filter(both).delete()
