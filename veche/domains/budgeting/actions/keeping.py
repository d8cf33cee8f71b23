"""What follows when an account is erased or becomes another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from veche.domains.budgeting import rules
from veche.domains.budgeting.actions import picturing
from veche.domains.budgeting.models import Photo, Project


@transaction.atomic
def forget_person(ids: Sequence[UUID]) -> None:
    """Drafts of an erased person go; what everyone reads loses its author."""
    own = Project.objects.filter(author_id__in=ids, is_by_town=False)
    drafts = own.filter(state__in=sorted(rules.WRITTEN))
    picturing.forget(Photo.objects.filter(project__in=drafts))
    drafts.delete()
    own.update(author_id=None)


@transaction.atomic
def forget_drafts(*, before: datetime) -> int:
    """Delete what was begun, not sent and not touched since; how many there were."""
    rows = Project.objects.filter(state__in=sorted(rules.WRITTEN), changed_at__lt=before)
    # Who is sending theirs at this moment holds its row, and it is a draft no more.
    ids = list(rows.select_for_update(skip_locked=True).values_list("id", flat=True))
    picturing.forget(Photo.objects.filter(project__in=ids))
    Project.objects.filter(id__in=ids).delete()
    return len(ids)
