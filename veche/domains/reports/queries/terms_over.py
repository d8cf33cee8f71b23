"""Whose term is over, for the jobs that act on it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from veche.domains.reports.models import Photo, Report
from veche.domains.reports.rules import states

# A job that finds more comes again within the hour.
MOST = 2_000


def silent(on: date) -> list[UUID]:
    """Reports whose author was to speak before this day."""
    rows = Report.objects.filter(silent_on__lt=on, state__in=(states.ASKED, states.CLARIFYING))
    return list(rows.order_by("silent_on").values_list("id", flat=True)[:MOST])


def overdue(on: date) -> list[UUID]:
    """Reports whose term is over and of which nobody was told."""
    rows = Report.objects.filter(state__in=sorted(states.RUNNING), due_on__lt=on)
    untold = rows.filter(Q(overdue_told_for=None) | ~Q(overdue_told_for=F("due_on")))
    return list(untold.order_by("due_on", "id").values_list("id", flat=True)[:MOST])


def waits_for_blur(photo_id: UUID) -> bool:
    """Whether nobody has blurred a photo yet."""
    return Photo.objects.filter(id=photo_id, state=Photo.WAITING).exists()


def held_back(now: datetime) -> list[UUID]:
    """Reports that a special regime holds back no more."""
    rows = Report.objects.filter(shown_from__lte=now)
    return list(rows.order_by("shown_from").values_list("id", flat=True)[:MOST])
