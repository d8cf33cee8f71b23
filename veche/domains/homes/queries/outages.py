"""What is off: at a house, in a resident's place, in lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.commons.places import public as places
from veche.domains.homes.models import Feed, Outage, OutageSpot, OutageStep, Upload
from veche.domains.homes.rules import outages, words
from veche.kernel import clock
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

NEWEST = ("-starts_at", "id")
SOONEST = ("starts_at", "id")
MOST_AT_A_HOUSE = 20
SHOWN = ("now", "planned", "past")


@dataclass(frozen=True)
class Filters:
    """What of the list is asked for."""

    shown: str = "now"
    trouble: str = ""
    place_id: UUID | None = None


def at(
    spot: places.Spot, troubles: Sequence[str] = (), *, now: datetime | None = None
) -> list[Outage]:
    """What is off or soon will be at a house or on a street, the nearest first; one query."""
    here = Q()
    if spot.address_id is not None:
        here |= Q(address_id=spot.address_id)
    if spot.street_id is not None:
        here |= Q(street_id=spot.street_id)
    if spot.place_ids:
        here |= Q(place_id__in=spot.place_ids)
    if not here:
        return []
    rows = _ahead(now or clock.now()).filter(
        Exists(OutageSpot.objects.filter(here, outage=OuterRef("pk")))
    )
    if troubles:
        rows = rows.filter(trouble__in=[one for one in troubles if one in words.TROUBLES])
    return list(rows.order_by(*SOONEST)[:MOST_AT_A_HOUSE])


def of_place(place_id: UUID | None, *, now: datetime, most: int) -> list[Outage]:
    """What is off or soon will be in a place, or anywhere in a town without one; one query."""
    rows = _ahead(now).filter(starts_at__lte=now + outages.SOON)
    if place_id is not None:
        rows = rows.filter(place_ids__overlap=list(places.lineage(place_id)))
    return list(rows.order_by(*SOONEST)[:most])


def _ahead(now: datetime) -> QuerySet[Outage]:
    return Outage.objects.filter(ends_at__gt=now, is_cancelled=False)


def page(filters: Filters, *, after: str = "", size: int = 20) -> Page[Outage]:
    """One page of a list; one query."""
    now = clock.now()
    rows = Outage.objects.all()
    if filters.trouble:
        rows = rows.filter(trouble=filters.trouble)
    if filters.place_id is not None:
        rows = rows.filter(place_ids__overlap=around(filters.place_id))
    if filters.shown == "planned":
        rows = rows.filter(starts_at__gt=now, is_cancelled=False)
        return keyset(rows, order=SOONEST, after=after, size=size)
    if filters.shown == "past":
        rows = rows.filter(Q(ends_at__lte=now) | Q(is_cancelled=True))
        return keyset(rows, order=NEWEST, after=after, size=size)
    rows = rows.filter(starts_at__lte=now, ends_at__gt=now, is_cancelled=False)
    return keyset(rows, order=NEWEST, after=after, size=size)


def around(place_id: UUID) -> list[UUID]:
    """A place, all it lies in, and all that lies in it."""
    inside = [one.id for one in places.places() if place_id in places.lineage(one.id)]
    return [*places.lineage(place_id), *inside]


def one(number: str) -> Outage:
    """One of them; NotFound."""
    found = Outage.objects.filter(number=number).first()
    if found is None:
        raise NotFound()
    return found


def by_id(outage_id: UUID) -> Outage | None:
    """One by id, for what is told of it."""
    return Outage.objects.filter(id=outage_id).first()


def spots_of(row: Outage) -> list[OutageSpot]:
    """Where it is; one query."""
    return list(row.spots.all())


def steps_of(row: Outage) -> list[OutageStep]:
    """What was said of it, in turn; one query."""
    return list(row.steps.all())


def step(step_id: int) -> OutageStep | None:
    """One thing that was said."""
    return OutageStep.objects.filter(pk=step_id).first()


def changed(most: int) -> list[Outage]:
    """For the feed, the newest change first; one query."""
    return list(Outage.objects.order_by("-changed_at", "id")[:most])


def addresses(most: int) -> list[tuple[str, datetime]]:
    """Numbers with their last change, for search engines."""
    rows = Outage.objects.order_by("-changed_at", "id")
    return list(rows.values_list("number", "changed_at")[:most])


def known_keys(origin: str, keys: Sequence[str]) -> dict[str, Outage]:
    """Outages of a table that are here already, by what they are known by; one query."""
    rows = Outage.objects.filter(origin=origin, outer_key__in=keys)
    return {row.outer_key: row for row in rows}


def is_ended_by_person(row: Outage) -> bool:
    """Whether an official has called it off or ended it by hand; at most one query."""
    if row.is_cancelled:
        return True
    last = row.steps.order_by("-id").first()
    return last is not None and last.verb == outages.FINISHED and last.person_id is not None


def feeds() -> list[Feed]:
    """Addresses that are fetched; one query."""
    return list(Feed.objects.all())


def feed(feed_id: UUID) -> Feed:
    """One of them; NotFound."""
    found = Feed.objects.filter(id=feed_id).first()
    if found is None:
        raise NotFound()
    return found


def upload(owner_id: UUID, kind: str) -> Upload:
    """A table that waits for its owner's look; NotFound."""
    found = Upload.objects.filter(owner_id=owner_id, kind=kind).first()
    if found is None:
        raise NotFound()
    return found


def everything() -> Iterator[Outage]:
    """All of them, the newest first, read while they are sent."""
    return Outage.objects.order_by(*NEWEST).iterator(chunk_size=1000)
