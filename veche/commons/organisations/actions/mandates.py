"""Offices of territories: given by an act for a term, ended early with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.organisations import policies, queries, rules
from veche.commons.organisations.events import MandateEnded, MandateGiven
from veche.commons.organisations.models import Mandate
from veche.commons.places import public as places
from veche.kernel import locks, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True)
class Act:
    """The paper that gives a mandate."""

    title: str
    number: str
    on: date
    url: str = ""


@transaction.atomic
def give_mandate(
    by: PersonRef,
    *,
    contact: str,
    office: str,
    act: Act,
    starts_on: date,
    ends_on: date,
    place_id: UUID | None = None,
    address_id: UUID | None = None,
    shown_name: str = "",
) -> str:
    """Enter what an act says; whoever has this phone or e-mail holds the office. Its slug.

    BadContact for what is neither; Conflict while somebody else holds it.
    """
    policies.may_give_mandate(by).or_refuse()
    place_id, address_id, territory = _territory(office, place_id, address_id)
    if office == rules.DEPUTY and not shown_name.strip():
        words = _("Депутата жители знают по имени: его избрали.")
        raise Invalid(_("Нужно имя депутата"), fields={"shown_name": words})
    if ends_on < starts_on:
        raise Invalid(
            _("Срок кончается раньше, чем начинается"),
            fields={"ends_on": _("Последний день не раньше первого.")},
        )
    person_id = identity.ensure_contact(contact)
    locks.take(exclusive=[f"organisations.mandate:{office}:{address_id or place_id}"])
    held = Mandate.objects.filter(
        office=office,
        place_id=place_id,
        address_id=address_id,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
        ended_on=None,
    )
    if office == rules.DEPUTY:
        # A district may elect several; each of them once.
        held = held.filter(person_id=person_id)
    if held.exists():
        raise Conflict(
            _("В эти дни полномочия уже есть у другого"),
            advice=_("Сначала завершите прежние полномочия или измените срок."),
            code="held",
        )
    row = Mandate.objects.create(
        office=office,
        person_id=person_id,
        place_id=place_id,
        address_id=address_id,
        territory=territory,
        shown_name=shown_name,
        starts_on=starts_on,
        ends_on=ends_on,
        act_title=act.title,
        act_number=act.number,
        act_on=act.on,
        act_url=act.url,
        given_by=by.known_id,
    )
    audit.record("organisations.mandate_given", by.id, row.id, office=office, place=place_id)
    outbox.put(MandateGiven(row.id))
    return row.slug


def _territory(
    office: str, place_id: UUID | None, address_id: UUID | None
) -> tuple[UUID, UUID | None, str]:
    """The place of an office, its house if it has one, and what people call it; Invalid."""
    if office not in rules.OFFICES:
        raise Invalid(_("Выберите, кого назначили"), code="unknown-office")
    if office == rules.HOUSE_SENIOR:
        house = places.address(address_id) if address_id is not None else None
        if house is None:
            raise Invalid(_("Нужен дом"), fields={"house": _("Выберите дом из списка адресов.")})
        return house.place_id, house.id, house.text
    place = places.place(place_id) if place_id is not None else None
    if place is None or (office == rules.ELDER and place.kind != "settlement"):
        raise Invalid(
            _("Нужна территория"),
            fields={"place": _("Староста бывает у села или деревни, ТОС и депутат где угодно.")},
        )
    return place.id, None, place.name


@transaction.atomic
def end_mandate(by: PersonRef, *, slug: str, reason: str) -> None:
    """End a mandate today, before its term; the reason is public."""
    policies.may_end_mandate(by).or_refuse()
    if not reason.strip():
        raise Invalid(_("Напишите, почему"), fields={"reason": _("Причину прочитают жители.")})
    found = queries.mandate_to_end(by, slug)
    row = Mandate.objects.select_for_update().filter(id=found.id, ended_on=None).first()
    if row is None:
        # Somebody else was quicker, and their reason stays.
        raise NotFound()
    row.ended_on, row.ended_reason = queries.today(), reason
    row.save(update_fields=["ended_on", "ended_reason"])
    audit.record("organisations.mandate_ended", by.id, row.id, reason)
    outbox.put(MandateEnded(row.id))


@transaction.atomic
def lay_down(person_ids: Iterable[UUID]) -> None:
    """What an erased person held is over, and the name is gone; told twice, nothing changes."""
    held = Mandate.objects.filter(person_id__in=list(person_ids))
    held.update(shown_name="")
    reason = str(_("Владелец учётной записи её удалил"))
    held.filter(ended_on=None, ends_on__gte=queries.today()).update(
        ended_on=queries.today(), ended_reason=reason
    )
