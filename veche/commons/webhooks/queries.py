"""Reading addresses and what was sent there: the town's, or the reader's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from veche.commons.identity.public import PersonRef
from veche.commons.webhooks import policies
from veche.commons.webhooks.models import Delivery, Endpoint
from veche.commons.webhooks.rules import BROKEN, OFF, ON, WAITING
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset


def endpoints(person: PersonRef, *, is_own: bool = False) -> list[Endpoint]:
    """The town's addresses, or one's own; the newest first."""
    return list(_within(person, is_own).order_by("-added_at", "id"))


def endpoint(person: PersonRef, endpoint_id: UUID, *, is_own: bool = False) -> Endpoint:
    """One of them; NotFound."""
    found = _within(person, is_own).filter(id=endpoint_id).first()
    if found is None:
        raise NotFound()
    return found


def deliveries(found: Endpoint, *, after: str = "") -> Page[Delivery]:
    """What was sent to an address that has been found for its reader; the newest first."""
    rows = Delivery.objects.filter(endpoint=found)
    return keyset(rows, order=("-made_at", "id"), after=after, size=30)


def hearing(kind: str) -> list[Endpoint]:
    """Every address that hears of this kind; those that were stopped hear later."""
    return list(Endpoint.objects.exclude(state=OFF).filter(kinds__contains=[kind]))


def due(now: datetime) -> QuerySet[Delivery]:
    """What is to be sent by now; nothing to a receiver that is left alone for a while."""
    is_quiet = Q(endpoint__quiet_until__gt=now)
    return Delivery.objects.filter(state=WAITING, next_at__lte=now, endpoint__state=ON).exclude(
        is_quiet
    )


def first_due(now: datetime) -> list[tuple[UUID, UUID]]:
    """The delivery that has waited longest and its address, for each address that has one."""
    first = due(now).order_by("endpoint_id", "next_at").distinct("endpoint_id")
    return list(first.values_list("id", "endpoint_id"))


def stopped(*, owner_id: UUID | None) -> list[Endpoint]:
    """Addresses of one owner that we gave up, the newest first."""
    return list(
        Endpoint.objects.filter(owner_id=owner_id, state=BROKEN).order_by("-added_at", "id")
    )


def owned(owner_ids: Sequence[UUID]) -> list[Endpoint]:
    """All addresses of a person, for the copy of their data."""
    return list(Endpoint.objects.filter(owner_id__in=owner_ids).order_by("added_at", "id"))


def _within(person: PersonRef, is_own: bool) -> QuerySet[Endpoint]:
    if is_own:
        policies.may_own_webhooks(person).or_refuse()
        return Endpoint.objects.filter(owner_id=person.known_id)
    policies.may_manage_webhooks(person).or_refuse()
    return Endpoint.objects.filter(owner_id=None)
