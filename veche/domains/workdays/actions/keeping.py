"""What the program does by itself: reminds, ends what is over, forgets, joins accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F

from veche.commons.audit import public as audit
from veche.domains.workdays import events, rules
from veche.domains.workdays.actions.calling import free_tools, settle
from veche.domains.workdays.models import Day, Hand, Photo
from veche.kernel import outbox


@transaction.atomic
def remind_of_day(*, day_id: UUID, today: date) -> bool:
    """Remind those who come, once; False when there is nothing to remind of."""
    row = (
        Day.objects.select_for_update()
        .filter(id=day_id, state=rules.CALLED, is_public=True, is_near_told=False)
        .first()
    )
    if row is None or not rules.is_soon(row.on, today):
        return False
    row.is_near_told = True
    row.save(update_fields=["is_near_told"])
    audit.record("workdays.day_near", None, row.id)
    outbox.put(events.DayNear(day_id=row.id))
    return True


@transaction.atomic
def ask_how_it_went(*, day_id: UUID, today: date) -> bool:
    """Ask the caller, once, after the day."""
    row = (
        Day.objects.select_for_update()
        .filter(id=day_id, state=rules.CALLED, is_over_told=False, on__lt=today)
        .first()
    )
    if row is None:
        return False
    row.is_over_told = True
    row.save(update_fields=["is_over_told"])
    audit.record("workdays.day_over", None, row.id)
    outbox.put(events.DayOver(day_id=row.id))
    return True


@transaction.atomic
def lapse_day(*, day_id: UUID, answered_before: date, summed_up_before: date) -> bool:
    """End a day that nobody answered for or summed up in time; False for others."""
    row = Day.objects.select_for_update().filter(id=day_id, state__in=rules.LIVE).first()
    if row is None:
        return False
    before = answered_before if row.state == rules.ASKING else summed_up_before
    if row.on >= before:
        return False
    if row.state == rules.ASKING:
        row.holds.all().delete()
    row.state = rules.LAPSED
    settle(row)
    row.save(update_fields=["state", "is_public"])
    audit.record("workdays.day_lapsed", None, row.id)
    outbox.put(events.DayLapsed(day_id=row.id))
    return True


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """An erased person calls nobody and comes nowhere; hours that were stay in the sums."""
    for row in Day.objects.select_for_update().filter(
        caller_id__in=person_ids, state__in=rules.LIVE
    ):
        row.reason, row.state = rules.ERASED, rules.CANCELLED
        settle(row)
        row.save(update_fields=["reason", "state", "is_public"])
        free_tools(row)
        audit.record("workdays.day_cancelled", None, row.id)
        outbox.put(events.DayCancelled(day_id=row.id))
    _drop(Hand.objects.filter(person_id__in=person_ids, day__state__in=rules.LIVE))
    Hand.objects.filter(person_id__in=person_ids).update(person_id=None, shares_name=False)
    Photo.objects.filter(by_id__in=person_ids).update(by_id=None)
    Day.objects.filter(caller_id__in=person_ids).update(caller_id=None)


def _drop(rows: Iterable[Hand]) -> None:
    """Those who do not come any more, out of the count of hands too."""
    for one in list(rows):
        Day.objects.filter(id=one.day_id).update(hands=F("hands") - one.hands)
        one.delete()


@transaction.atomic
def join_people(*, surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts are one person, who comes to a day once; hours that were stay in the sums."""
    to, ids = surviving[0], [*surviving, *joined]
    Day.objects.filter(caller_id__in=ids).update(caller_id=to)
    Photo.objects.filter(by_id__in=ids).update(by_id=to)
    rows = Hand.objects.select_for_update(of=("self",)).filter(person_id__in=ids)
    heard: set[UUID] = set()
    for one in rows.select_related("day").order_by("day_id", "-minutes", "badge"):
        if one.day_id not in heard:
            heard.add(one.day_id)
        elif one.day.state in rules.LIVE:
            _drop([one])
        else:
            Hand.objects.filter(id=one.id).update(person_id=None, shares_name=False)
    Hand.objects.filter(person_id__in=ids).update(person_id=to)
