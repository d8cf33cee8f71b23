"""Two accounts of one person become one; votes in open polls count once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from veche.commons.audit import public as audit
from veche.commons.identity import policies, queries, vault
from veche.commons.identity.actions.declaring import data_key, person_lock, put_detail
from veche.commons.identity.actions.naming import put_volunteer_name
from veche.commons.identity.actions.sign_ins import today
from veche.commons.identity.events import PersonsMerged
from veche.commons.identity.models import (
    Addressee,
    ApiToken,
    Contact,
    DataKey,
    DocumentMark,
    EarlierPerson,
    ErasedContact,
    ExternalIdentity,
    NoticeAddress,
    Passkey,
    Person,
    PersonalDetail,
    SignIn,
    VolunteerName,
)
from veche.commons.identity.rules.persons import UNCONFIRMED, PersonRef
from veche.commons.identity.sections import join_parts
from veche.kernel import locks, outbox
from veche.kernel.errors import NotFound


@dataclass(frozen=True)
class Pair:
    """Which of two accounts goes on."""

    surviving: Person
    joined: Person


def pair_of(one_id: UUID, other_id: UUID) -> Pair:
    """The surer account goes on; of equals the second, which has just proved itself."""
    found = {row.id: row for row in Person.objects.filter(id__in=[one_id, other_id])}
    one, other = found.get(one_id), found.get(other_id)
    is_gone = EarlierPerson.objects.filter(id__in=[one_id, other_id]).exists()
    if one is None or other is None or one_id == other_id or not one.is_active or is_gone:
        raise NotFound()
    if other.is_active and other.level >= one.level:
        return Pair(surviving=other, joined=one)
    return Pair(surviving=one, joined=other)


def require_mergeable(person: PersonRef, pair: Pair) -> None:
    """Refused with the reason, when the two cannot become one."""
    goes = queries.account(pair.joined.id)
    policies.may_merge_persons(
        person,
        holds_roles=goes is not None and bool(goes.person.roles),
        are_told_apart=_are_told_apart(pair),
    ).or_refuse()


def _are_told_apart(pair: Pair) -> bool:
    """Whether one service, or documents of one kind, know them as two."""
    both = [pair.surviving.id, pair.joined.id]
    services = ExternalIdentity.objects.filter(person_id__in=both).values_list("provider", "person")
    documents = DocumentMark.objects.filter(person_id__in=both).values_list("kind", "person")
    pairs = {*services, *documents.distinct()}
    return len({kind for kind, _person in pairs}) != len(pairs)


def merge_persons(person: PersonRef, other_id: UUID) -> Person:
    """Make the person and the other account one; returns the account that goes on.

    The caller has seen that whoever asks holds both. Roles never move: an account that holds one
    does not go.
    """
    policies.may_open_me(person).or_refuse()
    with transaction.atomic():
        locks.take(exclusive=[person_lock(person.known_id), person_lock(other_id)])
        pair = pair_of(person.known_id, other_id)
        require_mergeable(person, pair)
        surviving, joined = pair.surviving.id, pair.joined.id
        join_parts(
            [surviving, *queries.earlier_ids(surviving)], [joined, *queries.earlier_ids(joined)]
        )
        _move_vault(surviving, joined)
        _move_rest(surviving, joined)
        Person.objects.filter(id=surviving).update(
            level=Greatest("level", pair.joined.level),
            home_declared_on=Greatest("home_declared_on", pair.joined.home_declared_on),
            birth_date_declared_on=Greatest(
                "birth_date_declared_on", pair.joined.birth_date_declared_on
            ),
        )
        Person.objects.filter(id=joined).update(
            is_active=False, level=UNCONFIRMED, session_epoch=F("session_epoch") + 1
        )
        audit.record("identity.persons_merged", person.known_id, surviving, joined=joined)
        outbox.put(PersonsMerged(person_id=surviving, earlier_id=joined))
        return Person.objects.get(id=surviving)


def _move_vault(surviving: UUID, joined: UUID) -> None:
    """Open what is sealed for one and seal it for the other."""
    key = data_key(surviving)
    wrapped = DataKey.objects.filter(person_id=joined).values_list("wrapped_key", flat=True).first()
    for contact in Contact.objects.filter(person_id=joined).order_by("id"):
        address = vault.unseal(wrapped, joined, contact.kind, contact.sealed)
        if address is not None:
            contact.person_id = surviving
            contact.sealed = vault.seal(key, surviving, contact.kind, address)
            contact.save(update_fields=["person", "sealed"])
    for passkey in Passkey.objects.filter(person_id=joined):
        name = vault.unseal(wrapped, joined, vault.PASSKEY_NAME, passkey.sealed_name) or "?"
        passkey.person_id = surviving
        passkey.sealed_name = vault.seal(key, surviving, vault.PASSKEY_NAME, name)
        passkey.save(update_fields=["person", "sealed_name"])
    for way in NoticeAddress.objects.filter(person_id=joined):
        value = vault.unseal(wrapped, joined, vault.NOTICE_ADDRESS, way.sealed)
        if value is not None:
            way.person_id = surviving
            way.sealed = vault.seal(key, surviving, vault.NOTICE_ADDRESS, value)
            way.save(update_fields=["person", "sealed"])
    known = queries.details(surviving)
    for kind, detail in queries.details(joined).items():
        # What a document says outweighs what somebody said; else the surviving account's word.
        if kind not in known or detail.declared_level > known[kind].declared_level:
            put_detail(surviving, kind, detail.value, detail.declared_level)
    _move_volunteer_name(surviving, joined)
    DataKey.objects.filter(person_id=joined).delete()
    Contact.objects.filter(person_id=joined).delete()
    PersonalDetail.objects.filter(person_id=joined).delete()


def _move_volunteer_name(surviving: UUID, joined: UUID) -> None:
    names = queries.volunteer_names([surviving, joined])
    if joined in names and surviving not in names:
        put_volunteer_name(surviving, names[joined])
    VolunteerName.objects.filter(person=joined).delete()


def _move_rest(surviving: UUID, joined: UUID) -> None:
    ExternalIdentity.objects.filter(person_id=joined).update(person_id=surviving)
    DocumentMark.objects.filter(person_id=joined).update(person_id=surviving)
    ErasedContact.objects.filter(person_id=joined).update(person_id=surviving)
    Addressee.objects.filter(person_id=joined).update(person_id=surviving)
    EarlierPerson.objects.filter(person_id=joined).update(person_id=surviving)
    EarlierPerson.objects.create(id=joined, person_id=surviving, joined_on=today())
    SignIn.objects.filter(person_id=joined).delete()
    # A key was given for one account; for the other its owner gives another.
    ApiToken.objects.filter(person_id=joined).delete()
