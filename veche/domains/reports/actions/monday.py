"""The Monday's sheet: made once, kept as it was, told to the heads."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from veche.commons.audit import public as audit
from veche.domains.reports import events
from veche.domains.reports.models import Sheet
from veche.domains.reports.queries import monday
from veche.kernel import locks, outbox


@transaction.atomic
def make_sheet(*, on: date) -> None:
    """Make the sheet of a Monday; asked again, it stays as it is."""
    locks.take(exclusive=["reports.sheet"])
    if monday.is_made(on):
        return
    row = Sheet.objects.create(on=on, facts=monday.facts(on))
    audit.record("reports.sheet_made", None, f"sheet-{row.pk}")
    outbox.put(events.SheetMade(sheet_id=int(row.pk)))
