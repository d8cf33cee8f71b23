"""Events: what happened, told to whoever listens, at least once and never before it is true."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.db import connection

from veche.kernel import clock, jobs, stamps
from veche.kernel.database import rows
from veche.kernel.logs import place_of
from veche.kernel.models import OutboxDelivery, OutboxEvent

log = logging.getLogger("veche.outbox")
KEPT_FOR = timedelta(days=30)


class Event(Protocol):
    """A frozen dataclass in the past tense; `kind` is like `polls.poll_closed`."""

    kind: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


Consumer = Callable[[dict[str, Any], UUID], None]
_consumers: dict[str, dict[str, Consumer]] = {}


def listen(kind: str, name: str, consumer: Consumer) -> None:
    """Register a consumer `(payload, event_id)`; config calls this for each manifest at start."""
    _consumers.setdefault(kind, {})[name] = consumer


def put(event: Event) -> UUID:
    """Write the event and defer its delivery in the caller's transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("An event belongs to the transaction that made it true.")
    payload = {
        field.name: _plain(getattr(event, field.name)) for field in dataclasses.fields(event)
    }
    row = OutboxEvent(kind=event.kind, payload=payload)
    rows.add(row)
    jobs.defer("kernel.deliver_event", event_id=str(row.id))
    # Something has changed: whoever keeps it in memory looks anew.
    stamps.forget()
    return row.id


@jobs.job("kernel.deliver_event", keeps_on=True)
def deliver_event(event_id: str) -> None:
    """Hand an event to every consumer that has not confirmed it yet.

    Who stumbles holds up nobody: the others hear it now, and the job comes again for the rest, as
    long as the event is kept.
    """
    event = OutboxEvent.objects.filter(id=event_id).first()
    if event is None:
        return
    done = set(OutboxDelivery.objects.filter(event=event).values_list("consumer", flat=True))
    failed: list[Exception] = []
    for name, consumer in _consumers.get(event.kind, {}).items():
        if name not in done:
            try:
                consumer(event.payload, event.id)
                OutboxDelivery.objects.get_or_create(event=event, consumer=name)
            except Exception as error:
                # Its text may quote a row: only its kind and place are told.
                kind, place = type(error).__name__, place_of(error.__traceback__)
                log.error("%s has not taken %s (%s at %s)", name, event.kind, kind, place)
                failed.append(error)
    if failed:
        raise failed[0]


def is_first(event_id: UUID, consumer: str) -> bool:
    """Whether a consumer hears of an event for the first time; a word in its own transaction.

    For who cannot bear a repeat: killed between its act and the confirmation, it is asked again.
    """
    return OutboxDelivery.objects.get_or_create(event_id=event_id, consumer=consumer)[1]


@jobs.periodic("kernel.forget_events", every_minutes=1440)
def forget_events() -> None:
    """Drop events past their term: what they told has been told, and their ids need not stay."""
    OutboxEvent.objects.filter(put_at__lt=clock.now() - KEPT_FOR).delete()


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
