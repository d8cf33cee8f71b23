"""After the day: who came and how long, what came out, the list of hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef, VolunteerName
from veche.commons.moderation import public as moderation
from veche.domains.workdays import events, policies, rules
from veche.domains.workdays.actions.calling import locked, settle
from veche.domains.workdays.actions.picturing import hang_photos
from veche.domains.workdays.models import TEXT_MAX, Day, Hand, certificate_number
from veche.domains.workdays.queries import reading
from veche.domains.workdays.rules import Mark
from veche.kernel import clock, outbox
from veche.kernel.errors import Invalid
from veche.kernel.manifest import Judged


@transaction.atomic
def sum_up_day(
    person: PersonRef,
    *,
    slug: str,
    marks: Sequence[Mark],
    result: str = "",
    photo_ids: Sequence[UUID] = (),
) -> None:
    """Say who came and how long; each of them has a certificate from now on."""
    reading.day_for(person, slug)
    row = locked(slug)
    policies.may_sum_up_day(person, row, now=clock.database_now()).or_refuse()
    helpers = reading.helpers(row)
    own = next((one for one in helpers if one.person_id in reading.own_ids(person)), None)
    most = row.length_minutes + rules.LONGER_MINUTES
    minutes = rules.credited(marks, own.badge if own is not None else None, most)
    came = [one for one in helpers if minutes.get(one.badge)]
    if not came:
        raise Invalid(
            _("Отметьте, кто пришёл"),
            advice=_("Свои часы засчитаем рядом с чужими. Никто не пришёл — отмените день."),
            code="nobody-came",
        )
    _certify(came, minutes)
    row.state, row.done_at = rules.DONE, clock.database_now()
    row.came, row.minutes = len(came), sum(minutes[one.badge] for one in came)
    _tell_result(person, row, result)
    settle(row)
    row.save()
    hang_photos(person, row=row, photo_ids=photo_ids)
    audit.record("workdays.day_done", person.id, row.id, came=row.came, minutes=row.minutes)
    outbox.put(events.DayDone(day_id=row.id))


def _certify(came: Sequence[Hand], minutes: dict[int, int]) -> None:
    """A number for each; one in a million millions is taken, and then the form is sent again."""
    for one in came:
        one.came, one.minutes, one.number = True, minutes[one.badge], certificate_number()
    Hand.objects.bulk_update(came, ["came", "minutes", "number"])


def _tell_result(person: PersonRef, row: Day, result: str) -> None:
    if not result:
        return
    standing = moderation.submit(
        kind=reading.RESULT, subject_id=row.id, author_id=person.id, text=result
    )
    row.result, row.is_result_shown = standing.text[:TEXT_MAX], standing.is_public


def judge_result(*, day_id: UUID, judged: Judged) -> None:
    """A moderator's word on what came out."""
    Day.objects.filter(id=day_id).update(is_result_shown=judged.is_passed)


def rewrite_result(*, day_id: UUID, text: str) -> None:
    """More of it hidden, as a moderator has said."""
    Day.objects.filter(id=day_id).update(result=text[:TEXT_MAX])


@dataclass(frozen=True)
class Hours:
    """A line of the list: whose hours, how many, by which certificate."""

    name: VolunteerName
    minutes: int
    number: str


@transaction.atomic
def list_hours(person: PersonRef, *, slug: str) -> tuple[Day, list[Hours]]:
    """Hours with the names of those who agreed to be in this list; the journal says who took it."""
    row, _own = reading.day_for(person, slug)
    policies.may_take_hours(person, row).or_refuse()
    agreed = {
        one.person_id: one
        for one in reading.helpers(row)
        if one.shares_name and one.number and one.person_id is not None
    }
    names = identity.open_volunteer_names(person, owner_ids=agreed)
    audit.record("workdays.hours_taken", person.id, row.id, lines=len(names))
    outbox.put(events.HoursTaken(day_id=row.id))
    lines = [
        Hours(names[key], one.minutes, one.number or "")
        for key, one in agreed.items()
        if key in names
    ]
    return row, sorted(lines, key=lambda one: one.name.full)
