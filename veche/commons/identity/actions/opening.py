"""Opening what is another person's: a contact for a call, a name under a letter or in a list."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.identity import policies, queries
from veche.commons.identity.rules.addressees import Addressee
from veche.commons.identity.rules.persons import PersonRef
from veche.commons.identity.rules.volunteers import VolunteerName


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


@transaction.atomic
def open_volunteer_names(
    actor: PersonRef, *, owner_ids: Iterable[UUID]
) -> dict[UUID, VolunteerName]:
    """Names for a list of hours that leaves the town; the journal says who took it, of each.

    The caller has asked its own policy, and whether each of them agreed to be in this list.
    """
    found = queries.volunteer_names(owner_ids)
    for owner_id in sorted(found):
        audit.record("identity.volunteer_name_opened", actor.id, owner_id)
    return found
