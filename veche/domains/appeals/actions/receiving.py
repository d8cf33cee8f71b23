"""Hours of reception: published, booked, called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.appeals import events, policies
from veche.domains.appeals.models import Booking, Reception, Slot
from veche.domains.appeals.queries import dates, receptions
from veche.kernel import clock, idempotency, limits, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.ids import digits

SLOTS_MAX = 60
# Booking and giving up by turns would keep everybody else from a time.
BOOKED_MAX, BOOKED_SECONDS = 10, 24 * 3600


@dataclass(frozen=True)
class HoursText:
    """Who receives, where, about what, on which day, from when till when, how long each."""

    post: str
    host: str
    place: str
    topics: str
    on: date
    starts: time
    ends: time
    minutes: int


def publish_reception(person: PersonRef, *, key: str, text: HoursText) -> str:
    """Open the hours for booking and give their address; the same key again, the same address."""
    policies.may_publish_reception(person).or_refuse()

    def make() -> str:
        return _publish(person, text)

    found = idempotency.answer_once(
        f"appeals:{person.id}", f"hours-{key}", repr(text).encode(), make
    )
    return str(found)


def _publish(person: PersonRef, text: HoursText) -> str:
    if text.on < dates.today():
        raise Invalid(_("Этот день уже прошёл"), fields={"on": _("Выберите другой день")})
    starts = slots_of(text, time_zone=towns.current().time_zone)
    if not 0 < len(starts) <= SLOTS_MAX:
        raise Invalid(
            _("В эти часы не помещается ни одного приёма")
            if not starts
            else _("Получается слишком много приёмов"),
            fields={"ends": _("Проверьте часы и сколько минут на человека")},
        )
    row = Reception.objects.create(
        post=text.post,
        host=text.host,
        place=text.place,
        topics=text.topics,
        on=text.on,
        published_by=person.known_id,
    )
    Slot.objects.bulk_create(
        Slot(reception=row, starts_at=one, minutes=text.minutes) for one in starts
    )
    audit.record("appeals.reception_published", person.id, row.id)
    outbox.put(events.ReceptionPublished(reception_id=row.id))
    return row.slug


def slots_of(text: HoursText, *, time_zone: str) -> list[datetime]:
    """When each slot begins: one after another, the last one ending within the hours."""
    zone = ZoneInfo(time_zone)
    start = datetime.combine(text.on, text.starts, zone)
    end = datetime.combine(text.on, text.ends, zone)
    length = timedelta(minutes=text.minutes)
    found: list[datetime] = []
    while start + length <= end and len(found) <= SLOTS_MAX:
        found.append(start)
        start += length
    return found


@transaction.atomic(durable=True)
def cancel_reception(person: PersonRef, *, slug: str, why: str) -> None:
    """Call it off: whoever has booked is told why."""
    policies.may_publish_reception(person).or_refuse()
    row = Reception.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise NotFound()
    if row.cancelled:
        return
    if not why.strip():
        raise Invalid(_("Напишите почему"), fields={"why": _("Напишите почему")})
    row.cancelled = why
    row.save(update_fields=["cancelled"])
    audit.record("appeals.reception_cancelled", person.id, row.id)
    outbox.put(events.ReceptionCancelled(reception_id=row.id))


def book_slot(person: PersonRef, *, slug: str, slot_id: int, topic: str) -> None:
    """Take a slot. The database lets one person into a slot, and a person into one slot."""
    policies.may_book_slot(person).or_refuse()
    try:
        with transaction.atomic(durable=True):
            _book(person, slug, slot_id, topic)
    except IntegrityError:
        raise _taken() from None


def _book(person: PersonRef, slug: str, slot_id: int, topic: str) -> None:
    row = Reception.objects.select_for_update().filter(slug=slug, cancelled="").first()
    if row is None:
        raise NotFound()
    if not topic.strip():
        raise Invalid(_("Напишите, о чём"), fields={"topic": _("Напишите, о чём")})
    own = receptions.hours(person, slug).own
    if own is not None:
        if own.slot_id == slot_id:
            return
        raise Conflict(
            _("На этот приём вы уже записаны"),
            advice=_("Чтобы выбрать другое время, сначала отмените запись."),
            code="booked-already",
        )
    slot = row.slots.filter(id=slot_id, starts_at__gt=clock.now()).first()
    if slot is None or Booking.objects.filter(slot=slot).exists():
        raise _taken()
    limits.hit(f"reception:{person.id}", limit=BOOKED_MAX, seconds=BOOKED_SECONDS)
    made = Booking.objects.create(
        slot=slot, reception=row, person_id=person.known_id, code=_free_code(row), topic=topic
    )
    audit.record("appeals.slot_booked", person.id, row.id)
    outbox.put(events.SlotBooked(booking_id=made.id))


@transaction.atomic(durable=True)
def cancel_booking(person: PersonRef, *, slug: str) -> None:
    """Give one's slot up: it is free again."""
    row = Reception.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise NotFound()
    own = receptions.hours(person, slug).own
    policies.may_cancel_booking(person, own.person_id if own else None).or_refuse()
    assert own is not None
    if own.appeal_id is not None or own.slot.starts_at <= clock.now():
        raise Conflict(
            _("Этот приём уже идёт или прошёл"), advice=_("Отменять его поздно."), code="too-late"
        )
    Booking.objects.filter(id=own.id).delete()
    audit.record("appeals.booking_cancelled", person.id, row.id)
    outbox.put(events.BookingCancelled(reception_id=row.id))


def _taken() -> Conflict:
    return Conflict(
        _("Это время только что заняли"),
        advice=_("Выберите другое из свободных."),
        code="slot-taken",
    )


def _free_code(row: Reception) -> str:
    known: set[str] = set(row.bookings.values_list("code", flat=True))
    code = digits(4)
    while code in known:
        code = digits(4)
    return code
