"""The head's one page: what is late and whose, where it boils, what was rejected, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Min, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from veche.commons.commitments import public as commitments
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.domains.reports import policies
from veche.domains.reports.models import OutsideCase, Report, Sheet, Step, Thanks
from veche.domains.reports.queries import cells
from veche.domains.reports.rules import states
from veche.kernel.errors import NotFound
from veche.kernel.manifest import Late, Promised
from veche.kernel.pagination import Page, keyset

LATE_MOST, BOILING_MOST, REJECTED_MOST, PROMISES_MOST, THANKS_MOST = 6, 5, 5, 6, 3
WEEK = timedelta(days=7)
NEAR_M = 400
Facts = dict[str, Any]


def facts(on: date) -> Facts:
    """All of the sheet as it is on a day; queries as few in any town. Nobody is named."""
    return {
        "on": on.isoformat(),
        "overdue": _overdue(on),
        "boiling": _boiling(),
        "rejected": _rejected(on),
        "promises": _promises(on),
        "thanks": _thanks(on),
    }


def _overdue(on: date) -> Facts:
    """How much of the town's whole work is late, and whose it is, the most first."""
    rows = commitments.all_late(on)
    return {
        "total": sum(row.number for row in rows),
        "bodies": [
            {"name": row.whose, "late": row.number, "days": (on - row.oldest).days}
            for row in rows[:LATE_MOST]
        ],
    }


def _promises(on: date) -> Facts:
    """How much is promised for the week, and the nearest of it."""
    total, nearest = commitments.all_promised(on, on + WEEK - timedelta(days=1), PROMISES_MOST)
    rows = [{"title": one.title, "url": one.url, "on": one.on.isoformat()} for one in nearest]
    return {"total": total, "rows": rows}


def late(on: date) -> list[Late]:
    """Reports, and cases of other systems' registers, that are late, by body; two queries.

    What a controller has to decide is no body's lateness.
    """
    running = Report.objects.filter(state__in=sorted(states.RUNNING), due_on__lt=on)
    outside = OutsideCase.objects.filter(stage=states.OPEN, report=None, due_on__lt=on)
    at_control = When(state=states.CONTROL, then=Value(""))
    whose = Case(at_control, default=Coalesce("body__name", Value("")))
    return [
        Late(name, number, oldest)
        for rows in (
            running.annotate(whose=whose),
            outside.annotate(whose=Coalesce("body__name", Value(""))),
        )
        for name, number, oldest in rows.order_by()
        .values_list("whose")
        .annotate(number=Count("id"), oldest=Min("due_on"))
    ]


def promised(first: date, last: date, limit: int) -> tuple[int, list[Promised]]:
    """Works that their executors have promised for these days: how many, the nearest; four
    queries."""
    rows = Report.objects.filter(state=states.PLANNED, planned_on__range=(first, last))
    shown = rows.exclude(stage=states.UNSEEN)
    nearest = shown.select_related("category", "body").order_by("planned_on", "id")
    found = list(nearest[:limit])
    return shown.count(), [
        Promised(f"{one['title']}, {one['where']}".rstrip(", "), one["url"], row.planned_on or last)
        for one, row in zip(_named(found), found, strict=True)
    ]


def _boiling() -> list[Facts]:
    """The cells with the most open public reports and those who joined them."""
    rows = list(
        Report.objects.filter(stage=states.OPEN)
        .order_by()
        .values_list("h9")
        .annotate(n=Count("id"), joined=Coalesce(Sum("supporters"), 0))
        .annotate(heat=F("n") + F("joined"))
        .order_by("-heat", "h9")[:BOILING_MOST]
    )
    houses = [places.house_near(*cells.middle_of(row[0]), NEAR_M) for row in rows]
    streets = places.streets(house.street_id for house in houses if house)
    names = _place_names()
    found = []
    for (_cell, number, joined, _heat), house in zip(rows, houses, strict=True):
        street = streets.get(house.street_id) if house else None
        place = names.get(house.place_id, "") if house else ""
        asked = f"&street={street.id}" if street else f"&place={house.place_id}" if house else ""
        found.append(
            {
                "open": number,
                "joined": joined,
                "where": street.text if street else place,
                "place": place if street else "",
                "url": f"{reverse('reports:list-reports')}?show=open{asked}",
            }
        )
    return found


def _place_names() -> dict[UUID | None, str]:
    return {one.id: one.name for one in places.places()}


def _rejected(on: date) -> Facts:
    """How many answers the residents did not take in a week; of public ones, which."""
    steps = Step.objects.filter(verb="disagree", at__date__gt=on - WEEK, at__date__lte=on).order_by(
        "-at", "-id"
    )
    shown = steps.exclude(report__stage=states.UNSEEN).select_related(
        "report__category", "report__body"
    )
    return {
        "total": steps.count(),
        "rows": _named([one.report for one in shown[:REJECTED_MOST]]),
    }


def _thanks(on: date) -> list[Facts]:
    """What was thanked for in a week, the most thanked first."""
    said = Thanks.objects.filter(said_at__date__gt=on - WEEK, said_at__date__lte=on)
    counted = said.filter(report__stage=states.DONE).order_by().values_list("report")
    most = list(counted.annotate(n=Count("id")).order_by("-n", "report")[:THANKS_MOST])
    rows = Report.objects.select_related("category", "body").in_bulk([one for one, _n in most])
    named = _named([rows[one] for one, _n in most])
    return [{**one, "thanked": number} for one, (_id, number) in zip(named, most, strict=True)]


def _named(rows: Sequence[Report]) -> list[Facts]:
    """Reports by category, street and body: no word of whoever wrote them; two queries."""
    streets = places.streets(row.street_id for row in rows if row.street_id)
    names = _place_names()
    return [
        {
            "title": row.category.title,
            "where": streets[row.street_id].text
            if row.street_id in streets
            else names.get(row.place_id, ""),
            "body": row.body.name if row.body else "",
            "url": reverse("reports:read-report", args=[row.number]),
        }
        for row in rows
    ]


def sheets(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Sheet]:
    """Sheets of past Mondays, the newest first."""
    policies.may_read_sheet(person).or_refuse()
    return keyset(Sheet.objects.only("id", "on", "made_at"), order=("-on",), after=after, size=size)


def sheet(person: PersonRef, on: date) -> Sheet:
    """The sheet of a Monday; NotFound."""
    policies.may_read_sheet(person).or_refuse()
    found = Sheet.objects.filter(on=on).first()
    if found is None:
        raise NotFound()
    return found


def is_made(on: date) -> bool:
    """Whether that Monday has its sheet."""
    return Sheet.objects.filter(on=on).exists()


def by_id(sheet_id: int) -> Sheet | None:
    """A sheet, for whoever is told of it."""
    return Sheet.objects.filter(pk=sheet_id).first()
