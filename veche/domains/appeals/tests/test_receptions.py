"""Reception hours: one slot a person, one person a slot, called off, written down."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person
from veche.domains.appeals.actions import filing, keeping, receiving
from veche.domains.appeals.actions.filing import OnPaper
from veche.domains.appeals.adapters import told
from veche.domains.appeals.models import Appeal, Booking, Reception, Slot
from veche.domains.appeals.queries import dates, receptions
from veche.domains.appeals.rules import states
from veche.domains.appeals.tests import makers
from veche.kernel import clock
from veche.kernel.errors import Conflict, Invalid, Refused

pytestmark = pytest.mark.usefixtures("appeals_town")


def book(person: identity.PersonRef, row: Reception, place: int = 0) -> Booking:
    slot = row.slots.all()[place]
    receiving.book_slot(person, slug=row.slug, slot_id=slot.id, topic="Детский сад")
    return Booking.objects.get(slot=slot)


def test_hours_fall_into_slots(town: Any) -> None:
    text = makers.hours(ends=time(16, 10), minutes=20)
    found = receiving.slots_of(text, time_zone="Europe/Moscow")
    assert [f"{one:%H:%M}" for one in found] == ["15:00", "15:20", "15:40"]
    key = "0123456789abcdef"
    clerk = makers.role("coordinator")
    slug = receiving.publish_reception(clerk, key=key, text=text)
    assert receiving.publish_reception(clerk, key=key, text=text) == slug
    assert Slot.objects.count() == 3


@pytest.mark.parametrize(
    "given",
    [
        {"on": date(2020, 1, 1)},
        {"ends": time(15, 5)},
        {"starts": time(0), "ends": time(23, 59), "minutes": 5},
    ],
)
def test_hours_that_cannot_be_are_refused(town: Any, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        makers.make_reception(**given)
    assert not Reception.objects.exists()


def test_one_slot_is_one_persons(town: Any) -> None:
    row, one, other = makers.make_reception(), make_person(), make_person()
    mine = book(one, row)
    assert book(one, row) == mine
    with pytest.raises(Conflict):
        book(other, row)
    with pytest.raises(Conflict) as refused:
        book(one, row, 1)
    assert refused.value.code == "booked-already"
    assert book(other, row, 1).code != mine.code
    shown: Any = receptions.coming()[0]
    assert shown.free == 6
    with pytest.raises(Refused):
        book(make_person(level=0), row, 2)


def test_a_slot_given_up_is_free_for_another(town: Any) -> None:
    row, one, other = makers.make_reception(), make_person(), make_person()
    book(one, row)
    with pytest.raises(Refused):
        receiving.cancel_booking(other, slug=row.slug)
    receiving.cancel_booking(one, slug=row.slug)
    assert book(other, row).person_id == other.id


def test_what_has_begun_is_not_taken_nor_given_up(town: Any) -> None:
    row, one = makers.make_reception(), make_person()
    mine = book(one, row)
    Slot.objects.filter(id=mine.slot_id).update(starts_at=clock.now() - timedelta(hours=1))
    with pytest.raises(Conflict) as refused:
        receiving.cancel_booking(one, slug=row.slug)
    assert refused.value.code == "too-late"
    second = row.slots.exclude(id=mine.slot_id)[0]
    Slot.objects.filter(id=second.id).update(starts_at=clock.now() - timedelta(minutes=30))
    with pytest.raises(Conflict):
        receiving.book_slot(make_person(), slug=row.slug, slot_id=second.id, topic="Сад")


def test_called_off_with_the_reason_to_those_who_had_booked(town: Any) -> None:
    row, one = makers.make_reception(), make_person()
    book(one, row)
    clerk = makers.role("coordinator")
    with pytest.raises(Invalid):
        receiving.cancel_reception(clerk, slug=row.slug, why=" ")
    receiving.cancel_reception(clerk, slug=row.slug, why="Глава в отъезде")
    (kind,) = (one for one in told.NOTICES if one.event == "appeals.reception_cancelled")
    notice = kind.tell({"reception_id": str(row.id)})
    assert notice is not None
    assert notice.people == (one.id,)
    assert "Глава в отъезде" in notice.text
    assert receptions.coming() == []


def test_the_visitor_is_told_the_code(town: Any) -> None:
    mine = book(make_person(), makers.make_reception())
    (kind,) = (one for one in told.NOTICES if one.event == "appeals.slot_booked")
    notice = kind.tell({"booking_id": str(mine.id)})
    assert notice is not None
    assert mine.code in notice.text
    assert notice.people == (mine.person_id,)
    mine.delete()
    assert kind.tell({"booking_id": str(mine.id)}) is None


def test_what_was_said_becomes_an_appeal_once(town: Any) -> None:
    visitor = make_person()
    mine = book(visitor, makers.make_reception())
    paper = OnPaper(states.STATEMENT, "Просит место в саду", makers.WRITER, dates.today(), mine.id)
    clerk = makers.role("coordinator")

    def write(key: str) -> str:
        return filing.enter_appeal(clerk, key=key, request=b"", given=paper, keep_files=list)

    with pytest.raises(Invalid) as early:
        write("aaaaaaaaaaaaaaaa")
    assert early.value.code == "not-yet"
    Reception.objects.update(on=dates.today())
    number = write("0123456789abcdef")
    row = Appeal.objects.get(number=number)
    assert (row.source, row.author_id) == (states.RECEPTION, visitor.id)
    with pytest.raises(Invalid):
        write("fedcba9876543210")
    assert Appeal.objects.count() == 1


def test_bookings_are_forgotten_and_follow_accounts(town: Any) -> None:
    row, one, other = makers.make_reception(), make_person(), make_person()
    book(one, row)
    book(other, row, 1)
    keeping.join_people([one.known_id], joined=[other.known_id])
    assert [kept.person_id for kept in Booking.objects.all()] == [one.id]
    keeping.forget_person([one.known_id])
    assert not Booking.objects.exists()
    assert keeping.forget_bookings(before=dates.today()) == 0
    assert keeping.forget_bookings(before=row.on + timedelta(days=1)) > 0
    assert not Reception.objects.exists()
