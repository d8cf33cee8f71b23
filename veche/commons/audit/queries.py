"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from veche.commons.audit.models import AuditEntry


def entries_about(subject: str, kinds: Iterable[str] = ()) -> QuerySet[AuditEntry]:
    """Entries on one subject, newest first; of the given kinds when some are given."""
    found = AuditEntry.objects.filter(subject=subject).order_by("-id")
    wanted = list(kinds)
    return found.filter(kind__in=wanted) if wanted else found
