"""Noticing that a deadline has passed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q

from veche.commons.commitments import events, public, queries, rules
from veche.kernel import jobs, outbox

BATCH = 100


@jobs.periodic("commitments.notice_overdue", every_minutes=60)
def notice_overdue() -> None:
    """Tell once of each deadline that has passed by the town's calendar."""
    while True:
        with transaction.atomic():
            late = queries.overdue_rows(public.today()).select_for_update(skip_locked=True)
            untold = Q(overdue_told_for=None) | ~Q(overdue_told_for=F("deadline_on"))
            rows = list(late.filter(untold).order_by("deadline_on", "id")[:BATCH])
            for row in rows:
                if row.deadline_on is None:
                    continue
                owed = "decision" if row.state == rules.OWED else "work"
                outbox.put(events.CommitmentOverdue(row.id, owed, row.deadline_on))
                row.overdue_told_for = row.deadline_on
                row.save(update_fields=["overdue_told_for"])
        if len(rows) < BATCH:
            return
