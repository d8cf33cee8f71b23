"""Acts of the made-up town's past, written at once in the order in which they were done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from veche.commons.audit import rules
from veche.commons.audit.models import AuditEntry
from veche.kernel import clock

BATCH = 10_000
PAST = timedelta(days=1)


@dataclass(frozen=True)
class DemoAct:
    """One act as `record` would have written it at that moment."""

    at: datetime
    kind: str
    actor: UUID | None
    subject: UUID | str
    reason: str = ""
    details: Mapping[str, rules.Detail] = field(default_factory=dict)


def is_told() -> bool:
    """Whether the past stands in the journal already."""
    return AuditEntry.objects.filter(recorded_at__lt=clock.now() - PAST).exists()


@transaction.atomic
def tell(acts: Iterable[DemoAct]) -> int:
    """Write them, the oldest first; how many there were."""
    told = sorted(acts, key=lambda one: one.at)
    for first in range(0, len(told), BATCH):
        AuditEntry.objects.bulk_create([_entry(one) for one in told[first : first + BATCH]])
    return len(told)


def _entry(act: DemoAct) -> AuditEntry:
    return AuditEntry(
        kind=rules.kind(act.kind),
        actor_id=act.actor,
        subject=rules.subject(act.subject),
        reason=rules.reason(act.reason),
        details=rules.details(act.details),
        recorded_at=act.at,
    )
