"""Hours of reception: what may be booked, who has booked, the list of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from veche.commons.identity.public import PersonRef
from veche.domains.appeals.models import Booking, Reception, Slot
from veche.domains.appeals.queries import dates
from veche.kernel import clock
from veche.kernel.errors import NotFound

MOST = 60


@dataclass(frozen=True)
class Hours:
    """A reception as residents see it: slots that are free, and one's own."""

    row: Reception
    slots: list[Slot]
    own: Booking | None

    @property
    def free(self) -> list[Slot]:
        """Those that can still be taken."""
        now = clock.now()
        return [one for one in self.slots if one.starts_at > now and not hasattr(one, "booking")]


def coming() -> list[Reception]:
    """Receptions that are still to be, the nearest first, with how many slots are free; one query.

    What has begun today is there until midnight, so that nobody thinks it was called off.
    """
    free = Count(
        "slots", filter=Q(slots__booking=None, slots__starts_at__gt=clock.now()), distinct=True
    )
    rows = Reception.objects.filter(on__gte=dates.today(), cancelled="").annotate(free=free)
    return list(rows.order_by("on", "id")[:MOST])


def of_office() -> list[Reception]:
    """All from today on, the called off too, with how many have booked; one query."""
    rows = Reception.objects.filter(on__gte=dates.today()).annotate(
        booked=Count("bookings", distinct=True), number=Count("slots", distinct=True)
    )
    return list(rows.order_by("on", "id")[:MOST])


def reception(slug: str) -> Reception:
    """The reception of that address; NotFound."""
    found = Reception.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def hours(person: PersonRef, slug: str) -> Hours:
    """A reception with its slots, and the booking of who asks; two queries more."""
    row = reception(slug)
    slots = list(row.slots.select_related("booking"))
    ids = (person.id, *person.earlier_ids) if person.is_known else ()
    own = next(
        (one.booking for one in slots if hasattr(one, "booking") and one.booking.person_id in ids),
        None,
    )
    return Hours(row, slots, own)


def own_coming(person: PersonRef) -> list[Booking]:
    """One's own slots that are still to come, the nearest first."""
    rows = Booking.objects.filter(
        person_id__in=[person.known_id, *person.earlier_ids],
        reception__on__gte=dates.today(),
        reception__cancelled="",
    )
    return list(rows.select_related("slot", "reception").order_by("slot__starts_at"))


def booking(booking_id: UUID) -> Booking:
    """The booking of that id; NotFound."""
    found = (
        Booking.objects.filter(id=booking_id).select_related("slot", "reception", "appeal").first()
    )
    if found is None:
        raise NotFound()
    return found


def booking_by_id(booking_id: UUID | str) -> Booking | None:
    """The same for who tells of it; None when it is gone."""
    try:
        return booking(UUID(str(booking_id)))
    except (NotFound, ValueError):
        return None


def by_id(reception_id: UUID | str) -> Reception | None:
    """A reception by its id; None when it is gone."""
    return Reception.objects.filter(id=reception_id).first()


def booked_people(reception_id: UUID) -> list[UUID]:
    """Who has a slot in it, for telling them."""
    rows = Booking.objects.filter(reception=reception_id).order_by("made_at")
    return [one.person_id for one in rows if one.person_id is not None]


def booked_by(ids: list[UUID]) -> list[Booking]:
    """All bookings of these accounts, for a copy of their data."""
    rows = Booking.objects.filter(person_id__in=ids).select_related("slot", "reception")
    return list(rows.order_by("made_at"))


def with_visitors(on: date, limit: int) -> list[Reception]:
    """Receptions of a day that somebody has booked, for the desk."""
    rows = Reception.objects.filter(on=on, cancelled="", bookings__isnull=False)
    return list(rows.annotate(booked=Count("bookings")).order_by("id")[:limit])
