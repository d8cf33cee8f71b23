"""Opening what is another person's: a contact for a control call, the name under a letter."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.identity import policies, queries
from veche.commons.identity.rules.addressees import Addressee
from veche.commons.identity.rules.persons import PersonRef


@transaction.atomic
def open_contact(actor: PersonRef, *, owner_id: UUID, purpose: str) -> str:
    """The first contact of a person in full, "" when none is left; the journal says who looked.

    The caller has made sure that this person was drawn, and that nobody looks twice.
    """
    policies.may_open_contact(actor).or_refuse()
    known = queries.contacts(owner_id)
    audit.record("identity.contact_opened", actor.id, owner_id, purpose=purpose)
    return known[0][1] if known else ""


@transaction.atomic
def open_addressee(actor: PersonRef, *, addressee_id: UUID) -> Addressee | None:
    """The name and address under a letter, None once destroyed; the journal says who looked.

    The caller has asked the policy of its case. The entry is about the person whose letter it is,
    so that they see it under «Мои данные».
    """
    found = queries.addressee_with_owner(addressee_id)
    if found is None:
        return None
    addressee, owner_id = found
    audit.record("identity.addressee_opened", actor.id, owner_id or addressee_id)
    return addressee
