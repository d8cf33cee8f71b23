"""Counts of the map anew, for whoever loads many reports at once."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count

from veche.domains.reports.models import CellCount, Report
from veche.domains.reports.queries import cells
from veche.domains.reports.rules import states


@transaction.atomic
def recount_cells() -> int:
    """Count all public reports by cell, group and stage; how many counts there are."""
    CellCount.objects.all().delete()
    rows = Report.objects.exclude(stage=states.UNSEEN)
    made = []
    for size in cells.COUNTED:
        counted = rows.values_list(f"h{size}", "group", "stage").annotate(number=Count("id"))
        for cell, group, stage, number in counted:
            latitude, longitude = cells.middle_of(cell)
            made.append(
                CellCount(
                    resolution=size,
                    cell=cell,
                    group_id=group,
                    stage=stage,
                    number=number,
                    latitude=latitude,
                    longitude=longitude,
                )
            )
    CellCount.objects.bulk_create(made, batch_size=2000)
    return len(made)
