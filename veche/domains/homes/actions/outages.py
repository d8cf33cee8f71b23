"""Outages: announced, extended with a reason, finished sooner, called off."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.homes import events, policies
from veche.domains.homes.models import Outage, OutageSpot, OutageStep
from veche.domains.homes.queries import wording
from veche.domains.homes.queries.wheres import Where
from veche.domains.homes.rules import outages
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound

_QUIET = frozenset({"nature", "why", "answers", "phone"})


@dataclass(frozen=True)
class OutageText:
    """What is off, from when until when, why, who answers."""

    trouble: str
    nature: str
    why: str
    answers: str
    phone: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Source:
    """The table a row came by, by what it is known again there, and how it was told."""

    origin: str = ""
    outer_key: str = ""
    told: dict[str, str] = field(default_factory=dict)


BY_HAND = Source()


@transaction.atomic
def announce_outage(person: PersonRef, *, text: OutageText, where: Where) -> str:
    """Announce what is off or will be; its number."""
    policies.may_announce_outage(person).or_refuse()
    if text.ends_at <= clock.now():
        words = _("Это время уже прошло")
        raise Invalid(words, fields={"ends_at": words})
    if known := _announced(text, where):
        raise Invalid(
            _("Это отключение уже объявлено: № %(number)s") % {"number": known},
            advice=_("Второй раз о том же жителям не скажем. Изменилось время — продлите то."),
            code="announced-already",
        )
    row = write(text, where=where, person_id=person.id)
    audit.record("homes.outage_announced", person.id, row.id, what=row.trouble)
    return row.number


def _announced(text: OutageText, where: Where) -> str:
    """The number of what is announced of the very same houses and hours."""
    same = Outage.objects.filter(
        trouble=text.trouble,
        where=where.text,
        starts_at=text.starts_at,
        ends_at=text.ends_at,
        is_cancelled=False,
    )
    return same.values_list("number", flat=True).first() or ""


def write(
    text: OutageText,
    *,
    where: Where,
    person_id: UUID | None,
    source: Source = BY_HAND,
) -> Outage:
    """Keep a new outage and tell of it, in the caller's transaction."""
    _require_sane(text)
    if where.errors or not where.spots:
        raise Invalid(
            _("Не все адреса нашлись"),
            fields={"where": "; ".join(where.errors[:5]) or _("Назовите дома, улицы или район")},
        )
    now = clock.now()
    row = Outage.objects.create(
        **vars(text),
        place_ids=where.place_ids,
        where=where.text,
        **vars(source),
        made_at=now,
        changed_at=now,
    )
    _place(row, where.spots)
    _say(row, outages.ANNOUNCED, person_id=person_id)
    outbox.put(events.OutageAnnounced(outage_id=row.id))
    return row


@transaction.atomic
def extend_outage(
    person: PersonRef, *, number: str, version: int, ends_at: datetime, reason: str
) -> None:
    """It takes longer, and why; told to all who follow."""
    policies.may_announce_outage(person).or_refuse()
    row = _locked(number, version)
    if not outages.may_extend(wording.state_of(row), row.ends_at, ends_at, row.starts_at):
        words = _("Новое время должно быть позже прежнего")
        raise Invalid(words, fields={"ends_at": words})
    move_end(row, ends_at=ends_at, reason=reason, person_id=person.id)
    audit.record("homes.outage_extended", person.id, row.id)


def move_end(row: Outage, *, ends_at: datetime, reason: str, person_id: UUID | None) -> None:
    """Move the end and tell of it, in the caller's transaction."""
    verb = outages.EXTENDED if ends_at > row.ends_at else outages.SHORTENED
    row.ends_at = ends_at
    _changed(row, "ends_at")
    step = _say(row, verb, reason=reason, person_id=person_id)
    outbox.put(events.OutageExtended(outage_id=row.id, step_id=int(step.pk)))


def follow(row: Outage, *, text: OutageText, where: Where, fresh: Set[str]) -> None:
    """Take over what its table tells anew, and tell of it, in the caller's transaction.

    An end that is not told anew stays as it is: an official may have moved it. Who has sent the
    table stands in the journal: its word is not that of a person who ends an outage by hand.
    """
    if "ends_at" not in fresh:
        text = replace(text, ends_at=row.ends_at)
    quiet = fresh & _QUIET
    for name in quiet:
        setattr(row, name, getattr(text, name))
    _changed(row, "told", *quiet)
    if text.ends_at <= clock.now():
        if wording.state_of(row) == outages.RUNNING:
            finish(row, person_id=None)
    elif fresh & outages.TELLING:
        _retell(row, text, where, fresh)
    elif text.ends_at != row.ends_at:
        move_end(row, ends_at=text.ends_at, reason=text.why, person_id=None)


def _retell(row: Outage, text: OutageText, where: Where, fresh: Set[str]) -> None:
    row.trouble, row.starts_at, row.ends_at = text.trouble, text.starts_at, text.ends_at
    left = _move(row, where) if "where" in fresh else []
    _changed(row, "trouble", "starts_at", "ends_at", "place_ids", "where")
    step = _say(row, outages.CHANGED, reason=text.why, left=left, person_id=None)
    outbox.put(events.OutageChanged(outage_id=row.id, step_id=int(step.pk)))


def _move(row: Outage, where: Where) -> list[dict[str, Any]]:
    """Put it where it is now; the spots that are left."""
    row.place_ids, row.where = where.place_ids, where.text
    old = list(row.spots.all())
    kept = {_spot(one) for one in old} & {_spot(one) for one in where.spots}
    row.spots.all().delete()
    _place(row, where.spots)
    return [{"text": one.text, **dict(_spot(one))} for one in old if _spot(one) not in kept]


def _spot(one: OutageSpot) -> tuple[tuple[str, Any], ...]:
    ids = {"place_id": one.place_id, "street_id": one.street_id, "address_id": one.address_id}
    return tuple((name, str(value)) for name, value in ids.items() if value)


@transaction.atomic
def finish_outage(person: PersonRef, *, number: str, version: int) -> None:
    """It is on again."""
    policies.may_announce_outage(person).or_refuse()
    row = _locked(number, version)
    _require(row, outages.RUNNING)
    finish(row, person_id=person.id)
    audit.record("homes.outage_finished", person.id, row.id)


def finish(row: Outage, *, person_id: UUID | None) -> None:
    """End it now and tell of it, in the caller's transaction."""
    row.ends_at = max(clock.now(), row.starts_at)
    _changed(row, "ends_at")
    _say(row, outages.FINISHED, person_id=person_id)
    outbox.put(events.OutageFinished(outage_id=row.id))


@transaction.atomic
def cancel_outage(person: PersonRef, *, number: str, version: int, reason: str) -> None:
    """It will not be switched off after all."""
    policies.may_announce_outage(person).or_refuse()
    row = _locked(number, version)
    _require(row, outages.PLANNED)
    row.is_cancelled = True
    _changed(row, "is_cancelled")
    _say(row, outages.CALLED_OFF, reason=reason, person_id=person.id)
    audit.record("homes.outage_cancelled", person.id, row.id)
    outbox.put(events.OutageCancelled(outage_id=row.id))


def _locked(number: str, version: int) -> Outage:
    row = Outage.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise NotFound()
    if row.version != version:
        raise Conflict(
            _("Пока вы смотрели, отключение изменили"),
            advice=_("Обновите страницу и посмотрите, что теперь."),
            code="changed-meanwhile",
        )
    return row


def _require(row: Outage, state: str) -> None:
    if wording.state_of(row) != state:
        raise Conflict(
            _("Сейчас этого сделать нельзя"),
            advice=_("Обновите страницу: на ней видно, что с отключением сейчас."),
            code="wrong-state",
        )


def _require_sane(text: OutageText) -> None:
    if not outages.is_sane(text.starts_at, text.ends_at):
        words = _("Конец должен быть позже начала и не дальше четырёх месяцев от него")
        raise Invalid(words, fields={"ends_at": words})


def _place(row: Outage, spots: Sequence[OutageSpot]) -> None:
    for one in spots:
        one.outage = row
    OutageSpot.objects.bulk_create(spots)


def _changed(row: Outage, *fields: str) -> None:
    row.version, row.changed_at = row.version + 1, clock.now()
    row.save(update_fields=[*fields, "version", "changed_at"])


def _say(row: Outage, verb: str, **said: Any) -> OutageStep:
    return OutageStep.objects.create(outage=row, verb=verb, ends_at=row.ends_at, **said)
