"""Reading addresses and what was sent there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from veche.commons.identity.public import PersonRef
from veche.commons.webhooks import policies
from veche.commons.webhooks.models import Delivery, Endpoint
from veche.commons.webhooks.rules import ON, WAITING
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset


def endpoints(person: PersonRef) -> list[Endpoint]:
    """Every address of the town, the newest first."""
    policies.may_manage_webhooks(person).or_refuse()
    return list(Endpoint.objects.order_by("-added_at", "id"))


def endpoint(person: PersonRef, endpoint_id: UUID) -> Endpoint:
    """One of them; NotFound."""
    policies.may_manage_webhooks(person).or_refuse()
    found = Endpoint.objects.filter(id=endpoint_id).first()
    if found is None:
        raise NotFound()
    return found


def deliveries(person: PersonRef, found: Endpoint, *, after: str = "") -> Page[Delivery]:
    """What was sent there, the newest first."""
    policies.may_manage_webhooks(person).or_refuse()
    rows = Delivery.objects.filter(endpoint=found)
    return keyset(rows, order=("-made_at", "id"), after=after, size=30)


def due(now: datetime) -> QuerySet[Delivery]:
    """What is to be sent by now."""
    return Delivery.objects.filter(state=WAITING, next_at__lte=now, endpoint__state=ON)
