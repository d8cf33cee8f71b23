"""How somebody lets themselves be called where they work or help: given and taken back by them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.identity import policies, queries, vault
from veche.commons.identity.actions.declaring import data_key, person_lock, put_detail
from veche.commons.identity.actions.sign_ins import today
from veche.commons.identity.models import DetailKind, PersonalDetail
from veche.commons.identity.models import VolunteerName as VolunteerRow
from veche.commons.identity.rules.persons import PersonRef
from veche.commons.identity.rules.volunteers import VolunteerName
from veche.commons.identity.sections import consent_page
from veche.kernel import limits, locks

NAMED_PER_HOUR = 10


@transaction.atomic
def set_crew_name(person: PersonRef, name: str) -> None:
    """Let oneself be thanked by a name; an empty one takes the consent back at once."""
    policies.may_keep_details(
        person, needs_consent=bool(name and consent_page(person, ""))
    ).or_refuse()
    person_id = person.known_id
    limits.hit(f"crew-name:{person_id}", limit=NAMED_PER_HOUR, seconds=3600)
    locks.take(exclusive=[person_lock(person_id)])
    if name:
        put_detail(person_id, DetailKind.CREW_NAME, name, person.level)
    else:
        PersonalDetail.objects.filter(person_id=person_id, kind=DetailKind.CREW_NAME).delete()
    audit.record("identity.crew_name_set", person_id, person_id, is_named=bool(name))


def crew_names(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of those among these who let themselves be called so."""
    found = {one: queries.details(one).get(DetailKind.CREW_NAME) for one in set(person_ids)}
    return {one: detail.value for one, detail in found.items() if detail is not None}


@transaction.atomic
def set_volunteer_name(person: PersonRef, name: VolunteerName | None) -> None:
    """Give one's name for certificates and lists of hours; None takes the consent back at once."""
    policies.may_keep_details(
        person, needs_consent=bool(name and consent_page(person, ""))
    ).or_refuse()
    person_id = person.known_id
    limits.hit(f"volunteer-name:{person_id}", limit=NAMED_PER_HOUR, seconds=3600)
    locks.take(exclusive=[person_lock(person_id)])
    if name is not None:
        put_volunteer_name(person_id, name)
    else:
        VolunteerRow.objects.filter(person=person_id).delete()
    audit.record("identity.volunteer_name_set", person_id, person_id, is_named=name is not None)


def put_volunteer_name(person_id: UUID, name: VolunteerName) -> None:
    """Seal the parts of a name; call under the person's lock."""
    key = data_key(person_id)
    sealed = {
        f"sealed_{part}": vault.seal(key, person_id, part, getattr(name, part))
        for part in vault.VOLUNTEER
    }
    VolunteerRow.objects.update_or_create(
        person_id=person_id, defaults={**sealed, "agreed_on": today()}
    )
