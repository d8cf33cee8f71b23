"""Calling neighbours: the words, the owner's yes or no, taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.commons.organisations import public as organisations
from veche.domains.workdays import events, policies, rules
from veche.domains.workdays.models import (
    BRING_MAX,
    TEXT_MAX,
    TITLE_MAX,
    Day,
    Hand,
    Hold,
    Sheet,
    Work,
)
from veche.domains.workdays.queries import reading, store, terms
from veche.domains.workdays.queries.origins import Origin
from veche.kernel import clock, limits, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.manifest import Judged
from veche.kernel.text import as_one, as_parts

CALLED_MAX, CALLED_SECONDS = 10, 24 * 3600
# The parts that people write, in the order in which a moderator reads them.
PARTS = (("title", TITLE_MAX), ("text", TEXT_MAX), ("bring", BRING_MAX))
EMPTY = "—"


@dataclass(frozen=True)
class NewDay:
    """What, where, when, how many hands; whose the place is as far as the caller knows: that is a
    word for the town's officials, who ask the organisation or answer themselves."""

    work: str
    sheet_number: int
    title: str
    text: str
    bring: str
    latitude: float
    longitude: float
    place_id: UUID | None
    address: str
    on: date
    from_minute: int
    minutes: int
    hands_needed: int
    owner_organisation_id: UUID | None = None
    origin: Origin | None = None


def as_text(row: Day) -> str:
    """All that the caller wrote as one text, for whoever reads it before everyone."""
    return as_one([getattr(row, name).strip() or EMPTY for name, _most in PARTS])


@transaction.atomic
def call_day(person: PersonRef, *, given: NewDay) -> str:
    """Write a day down and ask the owner of the place; its address."""
    work = store.work(given.work)
    policies.may_call_day(person, work).or_refuse()
    limits.hit(f"workdays:{person.id}", limit=CALLED_MAX, seconds=CALLED_SECONDS)
    sheet = accepted_sheet(work=work, number=given.sheet_number)
    row = _new_day(person, work, given)
    standing = moderation.submit(
        kind=reading.KIND, subject_id=row.id, author_id=person.id, text=as_text(row)
    )
    _put(row, standing.text)
    row.is_shown = standing.is_public
    row.save(force_insert=True)
    Hand.objects.create(day=row, person_id=person.known_id, badge=1, sheet=sheet)
    audit.record("workdays.day_called", person.id, row.id, work=work.code)
    outbox.put(events.DayCalled(day_id=row.id))
    if row.is_shown:
        outbox.put(events.OwnerAsked(day_id=row.id))
    return row.slug


def accepted_sheet(*, work: Work, number: int) -> Sheet:
    """The safety sheet that was shown; Conflict when the town has changed it since."""
    sheet = store.sheet_of(work)
    if sheet is None or sheet.number != number:
        raise Conflict(
            _("Памятку только что поменяли"),
            advice=_("Прочитайте новую: она ниже."),
            code="sheet-changed",
        )
    return sheet


def _new_day(person: PersonRef, work: Work, given: NewDay) -> Day:
    _require_day(given.on)
    _require_hours(given.from_minute, given.minutes)
    owner = ""
    if given.owner_organisation_id is not None:
        owner = _stranger(person, given.owner_organisation_id)
    start = terms.at_minute(given.on, given.from_minute)
    origin = given.origin
    return Day(
        work=work,
        caller_id=person.known_id,
        title=given.title,
        text=given.text,
        bring=given.bring,
        latitude=given.latitude,
        longitude=given.longitude,
        place_id=given.place_id,
        address=given.address,
        on=given.on,
        starts_at=start,
        ends_at=start + timedelta(minutes=given.minutes),
        hands_needed=given.hands_needed,
        hands=1,
        owner_name=owner,
        origin_kind=origin.kind if origin else "",
        origin_id=origin.id if origin else "",
        origin_title=origin.title if origin else "",
        origin_url=origin.url if origin else "",
    )


def _require_day(on: date) -> None:
    """The owner needs time to answer, and nobody plans for half a year."""
    first = terms.first_day()
    if first <= on <= terms.today() + timedelta(days=rules.AHEAD_DAYS):
        return
    words = _("Выберите день от %(first)s и не дальше четырёх месяцев.") % {
        "first": first.strftime("%d.%m.%Y")
    }
    raise Invalid(_("На этот день позвать нельзя"), fields={"on": words})


def _require_hours(from_minute: int, minutes: int) -> None:
    """Between the morning and the evening."""
    words = ""
    if from_minute < rules.FIRST_HOUR * 60:
        words = _("Начните не раньше семи: соседи спят.")
    if from_minute + minutes > rules.LAST_HOUR * 60:
        words = _("Закончите до 23 часов: соседи спят.")
    if words:
        raise Invalid(words, fields={"starts": words})


def _stranger(person: PersonRef, organisation_id: UUID) -> str:
    """The name of an owner that the caller is no part of: nobody lets themselves in by a friend."""
    own = {one.organisation.id for one in organisations.organisations_of(person)}
    if organisation_id not in own:
        return _owner_name(organisation_id)
    words = _("Это ваша организация: оставьте пустым, хозяина подтвердит город.")
    raise Invalid(_("Себе место не разрешают"), fields={"owner": words})


def _owner_name(organisation_id: UUID) -> str:
    found = organisations.by_ids([organisation_id]).get(organisation_id)
    if found is None:
        words = _("Такой организации в списке нет")
        raise Invalid(words, fields={"owner": words})
    return found.name


def _put(row: Day, text: str) -> None:
    """The parts as they may be kept: what is somebody's own is hidden in them."""
    parts = as_parts(text, len(PARTS))
    if parts is None:
        raise Invalid(_("Уберите из текста строку из звёздочек"), code="bad-text")
    for (name, most), part in zip(PARTS, parts, strict=True):
        setattr(row, name, "" if part == EMPTY else part[:most])


def settle(row: Day) -> None:
    """Public is what a moderator let through and the owner agreed to."""
    row.is_public = row.is_shown and row.state in rules.SHOWN and row.allowed_at is not None


@transaction.atomic
def judge_day(*, day_id: UUID, judged: Judged) -> None:
    """A moderator's word, in the transaction of the moderation; the owner is asked after it."""
    row = Day.objects.select_for_update().filter(id=day_id).first()
    if row is None or row.is_shown == judged.is_passed:
        return
    row.is_shown = judged.is_passed
    settle(row)
    row.save(update_fields=["is_shown", "is_public"])
    if row.is_shown and row.state == rules.ASKING:
        outbox.put(events.OwnerAsked(day_id=row.id))


@transaction.atomic
def rewrite_day(*, day_id: UUID, text: str) -> None:
    """More of the words hidden, as a moderator has said."""
    row = Day.objects.select_for_update().filter(id=day_id).first()
    if row is not None:
        _put(row, text)
        row.save(update_fields=[name for name, _most in PARTS])


def locked(slug: str) -> Day:
    """The day of that address, held until the end."""
    row = Day.objects.select_for_update(of=("self",)).filter(slug=slug).first()
    if row is None:
        raise NotFound()
    return row


def _moved(row: Day, verb: str, *fields: str) -> None:
    to = rules.after(row.state, verb)
    if to is None:
        raise Conflict(_("Этот шаг уже сделан"), advice=_("Обновите страницу."), code="not-now")
    row.state = to
    settle(row)
    row.save(update_fields=["state", "is_public", *fields])


@transaction.atomic
def allow_day(person: PersonRef, *, slug: str) -> None:
    """The owner of the place says yes by one tap: neighbours are called. Twice is once."""
    reading.day_for(person, slug)
    row = locked(slug)
    if row.state == rules.CALLED and row.allowed_by_id == person.id:
        return
    owns = reading.is_owner(person, row)
    policies.may_allow_day(person, row, is_owner=owns).or_refuse()
    row.allowed_by_id, row.allowed_at = person.known_id, clock.database_now()
    if row.owner_organisation_id is None:
        # The town has answered for it, whatever the caller had said.
        row.owner_name = ""
    _moved(row, rules.ALLOW, "allowed_by_id", "allowed_at", "owner_name")
    audit.record("workdays.day_allowed", person.id, row.id)
    outbox.put(events.DayAllowed(day_id=row.id))


@transaction.atomic
def forbid_day(person: PersonRef, *, slug: str, reason: str) -> None:
    """The owner of the place says no, and why."""
    reading.day_for(person, slug)
    row = locked(slug)
    owns = reading.is_owner(person, row)
    policies.may_forbid_day(person, row, is_owner=owns).or_refuse()
    row.reason = reason
    _moved(row, rules.FORBID, "reason")
    Hold.objects.filter(day=row).delete()
    audit.record("workdays.day_forbidden", person.id, row.id)
    outbox.put(events.DayForbidden(day_id=row.id))


@transaction.atomic
def turn_over_day(person: PersonRef, *, slug: str, organisation_id: UUID) -> None:
    """An official names the organisation whose place it is; it is asked instead."""
    reading.day_for(person, slug)
    row = locked(slug)
    policies.may_turn_over_day(person, row).or_refuse()
    row.owner_name = _owner_name(organisation_id)
    row.owner_organisation_id = organisation_id
    row.save(update_fields=["owner_name", "owner_organisation_id"])
    audit.record("workdays.day_turned_over", person.id, row.id, to=organisation_id)
    outbox.put(events.DayTurnedOver(day_id=row.id))


@transaction.atomic
def cancel_day(person: PersonRef, *, slug: str, reason: str) -> None:
    """The day will not be; who wanted to come hears of it, tools are free again."""
    reading.day_for(person, slug)
    row = locked(slug)
    policies.may_cancel_day(person, row).or_refuse()
    if reason not in rules.CANCELS:
        words = _("Выберите, почему.")
        raise Invalid(words, fields={"reason": words})
    row.reason = reason
    _moved(row, rules.CANCEL, "reason")
    free_tools(row)
    audit.record("workdays.day_cancelled", person.id, row.id)
    outbox.put(events.DayCancelled(day_id=row.id))


def free_tools(row: Day) -> None:
    """Tools of a day that will not be: free at once, unless they may have been taken already."""
    if row.on > terms.today():
        Hold.objects.filter(day=row).delete()
