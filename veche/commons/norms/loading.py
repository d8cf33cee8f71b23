"""Puts the shipped values into the town's tables; what the town entered itself is never touched.

Takes the model classes as arguments, because the first migration calls it with historical models.
"""

from typing import Any

from veche.commons.norms import shipped

SHIPPED, TOWN = "shipped", "town"


def load_norms(norm_model: Any) -> int:
    """Replace shipped norms by those of this release; a code the town took over stays the town's.

    Returns the number of rows written. The caller holds the transaction.
    """
    taken_over = set(
        norm_model.objects.filter(origin=TOWN).values_list("code", flat=True).distinct()
    )
    norm_model.objects.filter(origin=SHIPPED).delete()
    rows = [
        norm_model(origin=SHIPPED, **vars(norm))
        for norm in shipped.norms()
        if norm.code not in taken_over
    ]
    norm_model.objects.bulk_create(rows)
    return len(rows)


def load_calendar(year_model: Any, day_model: Any) -> int:
    """Replace shipped years by those of this release; a year the town entered stays the town's.

    Returns the number of exceptions written. The caller holds the transaction.
    """
    own = set(year_model.objects.filter(origin=TOWN).values_list("year", flat=True))
    own_days = set(day_model.objects.filter(origin=TOWN).values_list("date", flat=True))
    day_model.objects.filter(origin=SHIPPED).delete()
    year_model.objects.filter(origin=SHIPPED).delete()
    years = [year for year in shipped.calendar_years() if year.year not in own]
    year_model.objects.bulk_create(
        year_model(
            year=year.year, status=year.status, source=year.source, note=year.note, origin=SHIPPED
        )
        for year in years
    )
    days = [
        day_model(origin=SHIPPED, **vars(day))
        for year in years
        for day in year.days
        if day.date not in own_days
    ]
    day_model.objects.bulk_create(days)
    return len(days)
