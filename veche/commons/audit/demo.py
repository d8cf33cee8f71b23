"""Acts of the made-up town's past, written at once in the order in which they were done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from uuid import UUID

from psycopg.types.json import Jsonb

from veche.commons.audit import rules
from veche.commons.audit.models import AuditEntry
from veche.kernel import clock
from veche.kernel.database.copying import copy_rows

COLUMNS = ("kind", "actor_id", "subject", "reason", "details", "recorded_at")
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


def tell(acts: Iterable[DemoAct]) -> int:
    """Write them, the oldest first; how many there were."""
    told = sorted(acts, key=attrgetter("at"))
    return copy_rows(AuditEntry, COLUMNS, map(_row, told))


def _row(act: DemoAct) -> tuple[object, ...]:
    return (
        rules.kind(act.kind), act.actor, rules.subject(act.subject), rules.reason(act.reason),
        Jsonb(rules.details(act.details)), act.at,
    )  # fmt: skip
