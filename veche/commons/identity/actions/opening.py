"""Opening one contact of another person: for a control call, noted each time."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.identity import policies, queries
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
