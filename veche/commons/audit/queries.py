"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, DateField, QuerySet
from django.db.models.functions import TruncWeek

from veche.commons.audit.models import AuditEntry


def entries_about(subject: str, kinds: Iterable[str] = ()) -> QuerySet[AuditEntry]:
    """Entries on one subject, newest first; of the given kinds when some are given."""
    found = AuditEntry.objects.filter(subject=subject).order_by("-id")
    wanted = list(kinds)
    return found.filter(kind__in=wanted) if wanted else found


def weekly(
    kinds: Iterable[str], *, since: datetime, time_zone: str, actor: UUID | None
) -> QuerySet[Any, Any]:
    """Kind, Monday and number of the acts that somebody did; one query."""
    found = AuditEntry.objects.filter(
        kind__in=list(kinds), recorded_at__gte=since, actor_id__isnull=False
    )
    if actor is not None:
        found = found.filter(actor_id=actor)
    week = TruncWeek("recorded_at", output_field=DateField(), tzinfo=ZoneInfo(time_zone))
    return found.annotate(week=week).values("kind", "week").annotate(number=Count("id")).order_by()
