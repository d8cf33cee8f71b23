"""What moderators of the demo town have read already; owners hand it over with their demo."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from veche.commons.moderation import rules
from veche.commons.moderation.models import Item

NAMESPACE = UUID("c7a6f3a4-7f0c-4ab4-9d2e-0f4b6d1f2b55")
REMOVED = (
    (rules.ADVERTISING, 2),
    (rules.ABUSE, 5),
    (rules.THIRD_PERSON, 9),
    (rules.ABUSE, 12),
    (rules.NO_MATTER, 17),
)


def load_passed(kind: str, things: Iterable[tuple[UUID, UUID | None, datetime]]) -> None:
    """Things by id, author and moment, each passed within the hour; and some that were removed."""
    rows = [
        Item(
            kind=kind,
            subject_id=subject_id,
            author_id=author_id,
            state=rules.PASSED,
            is_public=True,
            submitted_at=at,
            due_on=(at + timedelta(days=1)).date(),
            decided_at=at + timedelta(hours=1),
        )
        for subject_id, author_id, at in things
    ]
    Item.objects.bulk_create(rows, ignore_conflicts=True)
    latest = max(row.submitted_at for row in rows)
    Item.objects.bulk_create(
        [
            Item(
                kind=kind,
                subject_id=uuid5(NAMESPACE, f"{kind} {reason} {days}"),
                state=rules.REMOVED,
                reason=reason,
                submitted_at=latest - timedelta(days=days),
                due_on=(latest - timedelta(days=days - 1)).date(),
                decided_at=latest - timedelta(days=days) + timedelta(hours=2),
            )
            for reason, days in REMOVED
        ],
        ignore_conflicts=True,
    )
