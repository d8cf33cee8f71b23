"""Browsers in which people are signed in: noting one, seeing it again, ending it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F

from veche.commons.audit import public as audit
from veche.commons.identity import policies
from veche.commons.identity.models import Person, SignIn
from veche.commons.identity.rules.devices import device_words
from veche.commons.identity.rules.persons import PersonRef
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.errors import NotFound


def today() -> date:
    """The town's day, by which browsers are seen."""
    return clock.today(towns.current().time_zone)


def open_sign_in(person_id: UUID, way: str, user_agent: str) -> UUID:
    """Note a browser; its session keeps the id."""
    day = today()
    row = SignIn.objects.create(
        person_id=person_id,
        way=way,
        device=device_words(user_agent),
        signed_in_on=day,
        seen_on=day,
    )
    return row.id


def see_sign_in(sign_in_id: UUID) -> None:
    """Note that the browser was here today; asked once a day at most."""
    SignIn.objects.filter(id=sign_in_id).update(seen_on=today())


def close_sign_in(sign_in_id: UUID) -> None:
    """Forget a browser that signs out itself; harmless to repeat."""
    SignIn.objects.filter(id=sign_in_id).delete()


def end_sign_in(person: PersonRef, sign_in_id: UUID) -> None:
    """Sign another browser of one's own out; NotFound for another's."""
    policies.may_end_sign_ins(person).or_refuse()
    person_id = person.known_id
    with transaction.atomic():
        if not SignIn.objects.filter(id=sign_in_id, person_id=person_id).delete()[0]:
            raise NotFound()
        audit.record("identity.sign_in_ended", person_id, person_id)


def end_other_sign_ins(person: PersonRef, kept: UUID | None) -> int:
    """Sign out everywhere but here; returns the count that this session goes on with."""
    policies.may_end_sign_ins(person).or_refuse()
    person_id = person.known_id
    with transaction.atomic():
        others = SignIn.objects.filter(person_id=person_id)
        (others.exclude(id=kept) if kept else others).delete()
        account = Person.objects.filter(id=person_id)
        account.update(session_epoch=F("session_epoch") + 1)
        audit.record("identity.other_sign_ins_ended", person_id, person_id)
        return account.get().session_epoch
