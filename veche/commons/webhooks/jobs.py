"""Sending what is due; forgetting what was told."""

from __future__ import annotations

from uuid import UUID

from veche.commons.webhooks import actions
from veche.kernel.jobs import OUTGOING, job, periodic
from veche.kernel.retention import retained


@job("webhooks.send_delivery", queue=OUTGOING)
def send_delivery(delivery_id: str) -> None:
    """One try of one delivery."""
    actions.send_delivery(UUID(delivery_id))


@periodic("webhooks.send_due", every_minutes=1)
def send_due() -> None:
    """Whatever waited long enough."""
    actions.send_due()


@retained("webhooks.forget_deliveries", every_minutes=1440)
def forget_deliveries() -> int:
    """What is older than thirty days."""
    return actions.forget_deliveries()
