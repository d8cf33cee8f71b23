"""Signing in by a service of others: asking it, checking its answer, finding or making the account.

Of the answer one thing is kept: a keyed fingerprint of the service's name for the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import policies
from veche.commons.identity.actions import ceremonies
from veche.commons.identity.actions.declaring import data_key, person_lock
from veche.commons.identity.actions.sign_ins import today
from veche.commons.identity.actions.signing_in import SignedIn, came_back
from veche.commons.identity.models import OUTSIDE, DataKey, ErasedContact, ExternalIdentity, Person
from veche.commons.identity.providers.exchange import NotProved, Proved, Provider
from veche.commons.identity.rules.persons import PersonRef
from veche.kernel import crypto, limits, locks
from veche.kernel.errors import Refused

VISIT, MERGE = "provider-visit", "merge"
VISITS_PER_ADDRESS = (60, 600)


@dataclass(frozen=True)
class Arrived:
    """Whom a service vouched for: an opened account, or another account of whoever is signed in."""

    signed_in: SignedIn | None = None
    merge_id: UUID | None = None


def begin_visit(
    provider: Provider, person: PersonRef, back_url: str, client: str
) -> tuple[UUID, str]:
    """The ceremony's id for the browser's session, and the address of the service's page."""
    limits.hit(
        f"visits from {client}",
        limit=VISITS_PER_ADDRESS[0],
        seconds=VISITS_PER_ADDRESS[1],
    )
    address, asked = provider.ask(back_url)
    whose = str(person.id or "")
    visit = ceremonies.begin(VISIT, {"provider": provider.slug, "person": whose, **asked})
    return visit, address


def finish_visit(
    provider: Provider,
    person: PersonRef,
    visit_id: UUID,
    back_url: str,
    said: Mapping[str, str],
) -> Arrived:
    """Open the account that the service's answer proves; NotProved, NotReached, Refused."""
    asked = ceremonies.take(VISIT, visit_id)
    if asked is None or asked["provider"] != provider.slug:
        raise NotProved()
    if asked["person"] != str(person.id or ""):
        raise NotProved()
    proved = provider.check(asked, back_url, said)
    return arrive(provider, proved, person)


def arrive(provider: Provider, proved: Proved, person: PersonRef) -> Arrived:
    """The account of a fingerprint: found, made, linked, or to be merged when it is another's."""
    index = crypto.blind_index("sign-in service", f"{proved.issuer}\n{proved.subject}")
    with transaction.atomic():
        mine = [person_lock(person.id)] if person.id else []
        locks.take(exclusive=[f"identity.outside:{index.hex()}", *mine])
        known = _known(index)
        if person.id is None:
            return Arrived(signed_in=_enter(provider, index, known))
        other = known.person_id if known else _erased(index)
        if other is not None and other != person.id:
            data = {"one": str(person.id), "other": str(other)}
            return Arrived(merge_id=ceremonies.begin(MERGE, data))
        if known is None:
            _link(provider, index, person)
        return Arrived(signed_in=_opened(provider, person.id, False))


def _known(index: bytes) -> ExternalIdentity | None:
    row = ExternalIdentity.objects.filter(blind_index=index).first()
    if row is not None and not DataKey.objects.filter(person_id=row.person_id).exists():
        row.delete()  # came back with a copy of the database; its key had been erased
        return None
    return row


def _erased(index: bytes) -> UUID | None:
    return (
        ErasedContact.objects.filter(kind=OUTSIDE, blind_index=index)
        .values_list("person_id", flat=True)
        .first()
    )


def _enter(provider: Provider, index: bytes, known: ExternalIdentity | None) -> SignedIn:
    if known is not None:
        return _opened(provider, known.person_id, False)
    person = came_back(OUTSIDE, index) or Person.objects.create()
    _put(provider, index, person.id)
    return _opened(provider, person.id, True)


def _link(provider: Provider, index: bytes, person: PersonRef) -> None:
    held = ExternalIdentity.objects.filter(
        person_id=person.known_id, provider=provider.slug
    ).exists()
    policies.may_link_provider(person, has_another=held).or_refuse()
    _put(provider, index, person.known_id)
    audit.record("identity.provider_linked", person.id, person.known_id, provider=provider.slug)


def _put(provider: Provider, index: bytes, person_id: UUID) -> None:
    data_key(person_id)  # whose absence tells an erased person
    ExternalIdentity.objects.create(
        person_id=person_id, provider=provider.slug, blind_index=index, linked_on=today()
    )


def _opened(provider: Provider, person_id: UUID, is_new: bool) -> SignedIn:
    Person.objects.filter(id=person_id, level__lt=provider.level).update(level=provider.level)
    person = Person.objects.get(id=person_id)
    if not person.is_active:
        raise Refused(
            _("Эта учётная запись закрыта"),
            advice=_("Обратитесь в администрацию муниципалитета."),
            code="account-closed",
        )
    act = "identity.signed_up" if is_new else "identity.signed_in"
    audit.record(act, person_id, person_id, way=provider.slug)
    return SignedIn(person_id, person.session_epoch, is_new)
