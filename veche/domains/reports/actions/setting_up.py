"""Who answers for what: bodies and their categories, set by the administrator or a coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.domains.reports import events, policies
from veche.domains.reports.models import Body, Responsibility
from veche.domains.reports.queries import catalogue
from veche.kernel import outbox
from veche.kernel.errors import Invalid


@dataclass(frozen=True)
class BodyText:
    """How a body is called, how to reach it, whose people are its executors."""

    name: str
    contact: str = ""
    organisation_id: UUID | None = None
    is_open: bool = True


@transaction.atomic(durable=True)
def save_body(person: PersonRef, *, text: BodyText, slug: str = "") -> str:
    """Enter a body, or change it; its slug. What it has done stays under the old name."""
    policies.may_set_up_reports(person).or_refuse()
    row = catalogue.body_by_slug(slug) if slug else Body()
    row.name, row.contact = text.name, text.contact
    row.organisation_id, row.is_open = text.organisation_id, text.is_open
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid(
            _("Такой исполнитель уже есть"),
            advice=_("Название и организация у каждого свои."),
            fields={"name": _("Такое название или организация уже заняты")},
        ) from None
    audit.record("reports.body_saved", person.id, row.id)
    outbox.put(events.BodySaved(body_id=row.id))
    return row.slug


@transaction.atomic(durable=True)
def set_responsible(
    person: PersonRef, *, slug: str, categories: Sequence[str], place_id: UUID | None = None
) -> None:
    """Say for which categories a body answers in a place (everywhere else, without one).

    Who answered for them there until now does no more; what is at work stays where it is, and so
    do the lines of categories that are closed now.
    """
    policies.may_set_up_reports(person).or_refuse()
    if place_id is not None and places.place(place_id) is None:
        raise Invalid(_("Такого района нет"), fields={"place": _("Выберите из списка")})
    row = catalogue.body_by_slug(slug)
    known = {one.code for one in catalogue.open_categories()}
    wanted = known & set(categories)
    own = Responsibility.objects.filter(body=row, place_id=place_id)
    own.filter(category__in=known - wanted).delete()
    for code in sorted(wanted):
        Responsibility.objects.update_or_create(
            category_id=code, place_id=place_id, defaults={"body": row}
        )
    audit.record("reports.responsibility_set", person.id, row.id, categories=len(wanted))
    outbox.put(events.ResponsibilitySet(body_id=row.id))
