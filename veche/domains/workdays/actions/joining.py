"""«Иду»: coming with so many hands, and not coming after all."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.workdays import events, policies, rules
from veche.domains.workdays.actions.calling import accepted_sheet, locked
from veche.domains.workdays.models import Day, Hand, Sheet
from veche.domains.workdays.queries import reading
from veche.kernel import clock, limits, outbox
from veche.kernel.errors import Conflict, Invalid

JOINED_MAX, JOINED_SECONDS = 60, 3600


@transaction.atomic
def join_day(
    person: PersonRef,
    *,
    slug: str,
    hands: int,
    sheet_number: int,
    shares_name: bool | None = None,
) -> Hand:
    """Come, having read the safety sheet; again, it changes how many come and whose name it is.

    Who is not asked about the name has said nothing of it: what they said before stays.
    """
    reading.day_for(person, slug)
    row = locked(slug)
    policies.may_join_day(person, row, now=clock.database_now()).or_refuse()
    limits.hit(f"workdays-join:{person.id}", limit=JOINED_MAX, seconds=JOINED_SECONDS)
    sheet = accepted_sheet(work=row.work, number=sheet_number)
    if shares_name and not identity.volunteer_names([person.known_id]):
        words = _("Сначала напишите имя: ссылка ниже.")
        raise Invalid(_("Имени у нас ещё нет"), fields={"shares_name": words})
    helper = reading.helper_of(person, row)
    if helper is None:
        helper = _new_helper(row, person.known_id, hands, sheet)
    else:
        _change_hands(row, hands - helper.hands)
        helper.hands, helper.sheet = hands, sheet
    if shares_name is not None:
        helper.shares_name = shares_name
    helper.save()
    audit.record("workdays.day_joined", None, row.id, hands=hands)
    outbox.put(events.DayJoined(day_id=row.id))
    return helper


def _new_helper(row: Day, person_id: UUID, hands: int, sheet: Sheet) -> Hand:
    last = Hand.objects.filter(day=row).aggregate(last=Max("badge"))["last"] or 0
    if last >= rules.HELPERS_MAX:
        raise Conflict(
            _("Рук уже больше, чем уместится во дворе"),
            advice=_("Посмотрите, куда ещё зовут."),
            code="day-full",
        )
    _change_hands(row, hands)
    return Hand(day=row, person_id=person_id, badge=last + 1, hands=hands, sheet=sheet)


def _change_hands(row: Day, more: int) -> None:
    Day.objects.filter(id=row.id).update(hands=F("hands") + more)


@transaction.atomic
def leave_day(person: PersonRef, *, slug: str) -> None:
    """Not come after all; a second time changes nothing."""
    reading.day_for(person, slug)
    row = locked(slug)
    policies.may_leave_day(person, row, now=clock.database_now()).or_refuse()
    helper = reading.helper_of(person, row)
    if helper is None:
        return
    _change_hands(row, -helper.hands)
    helper.delete()
    audit.record("workdays.day_left", None, row.id)
    outbox.put(events.DayLeft(day_id=row.id))
