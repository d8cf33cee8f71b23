"""Who serves which house: entered by officials, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.homes import events, policies
from veche.domains.homes.models import Provider, Serving
from veche.domains.homes.queries import serving as reading
from veche.kernel import clock, outbox
from veche.kernel.errors import Invalid


@dataclass(frozen=True)
class ProviderText:
    """How a provider is called and reached."""

    name: str
    phone: str = ""
    emergency_phone: str = ""
    address: str = ""
    hours: str = ""
    site: str = ""


@dataclass(frozen=True)
class Line:
    """Who serves what from a day on; with neither house nor place, the whole town."""

    kind: str
    since_on: date
    source: str
    address_id: UUID | None = None
    place_id: UUID | None = None
    note: str = ""


@transaction.atomic(durable=True)
def save_provider(person: PersonRef, *, text: ProviderText, slug: str = "") -> str:
    """Enter a provider, or change it; its slug."""
    policies.may_keep_homes(person).or_refuse()
    row = reading.provider_by_slug(slug) if slug else Provider()
    for name, value in vars(text).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid(
            _("Такая организация уже есть"),
            advice=_("Откройте её в списке и поправьте там."),
            fields={"name": _("Это название уже занято")},
        ) from None
    audit.record("homes.provider_saved", person.id, row.id)
    outbox.put(events.ProviderSaved(provider_id=row.id))
    return row.slug


@transaction.atomic
def keep_serving(person: PersonRef, *, slug: str, line: Line) -> UUID:
    """Write down who serves; the same day, the same place and the same kind give way. Its id."""
    policies.may_keep_homes(person).or_refuse()
    provider = reading.provider_by_slug(slug)
    row, _made = Serving.objects.update_or_create(
        kind=line.kind,
        address_id=line.address_id,
        place_id=line.place_id,
        since_on=line.since_on,
        defaults={
            "provider": provider,
            "note": line.note,
            "source": line.source,
            "kept_at": clock.now(),
            "kept_by": person.known_id,
        },
    )
    audit.record("homes.serving_kept", person.id, row.id, what=line.kind)
    outbox.put(events.ServingKept(serving_id=row.id))
    return row.id


@transaction.atomic(durable=True)
def drop_serving(person: PersonRef, *, serving_id: UUID) -> str:
    """Take a line away; what stands farther off counts again. The provider's slug."""
    policies.may_keep_homes(person).or_refuse()
    row = reading.serving(serving_id)
    slug, kind = row.provider.slug, row.kind
    row.delete()
    audit.record("homes.serving_dropped", person.id, serving_id, what=kind)
    outbox.put(events.ServingDropped(serving_id=serving_id))
    return slug
