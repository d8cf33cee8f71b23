"""People for tests, and a browser that has signed in as one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from veche.commons.identity import public as identity
from veche.commons.identity import queries, sessions
from veche.commons.identity.actions import merging, sign_ins, tokens
from veche.commons.identity.demo import DemoPeople, Resident
from veche.commons.identity.models import EarlierPerson, ErasedContact, Person
from veche.kernel import clock


def make_person(
    *,
    level: int = 1,
    place_id: UUID | None = None,
    birth_year: int | None = None,
    contact: str = "",
    roles: Iterable[str] = (),
) -> identity.PersonRef:
    """A resident of the town being served."""
    person_id = uuid4()
    identity.register_resident(id=person_id, level=level, place_id=place_id, birth_year=birth_year)
    if contact:
        identity.add_contact(person_id, contact, level=level)
    for role in roles:
        identity.grant_role(person_id, role, act="Распоряжение № 1")
    found = identity.person_by_id(person_id)
    assert found is not None
    return found


def home_of(person: identity.PersonRef | UUID) -> UUID | None:
    """The place somebody lives in, as declared."""
    return identity.particulars(person, sign_ins.today()).home_place_id


def let_term_pass(person: identity.PersonRef) -> None:
    """As if the person had last said their home and birth date two years ago."""
    long_ago = sign_ins.today() - timedelta(days=730)
    Person.objects.filter(id=person.known_id).update(
        home_declared_on=long_ago, birth_date_declared_on=long_ago
    )


def make_joined(person: identity.PersonRef) -> UUID:
    """The id of an account that has become this person's."""
    gone = uuid4()
    EarlierPerson.objects.create(id=gone, person_id=person.known_id, joined_on=sign_ins.today())
    return gone


def merge(person: identity.PersonRef, other: identity.PersonRef) -> identity.PersonRef:
    """Make two accounts one; the person that goes on."""
    found = identity.person_by_id(merging.merge_persons(person, other.known_id).id)
    assert found is not None
    return found


def make_token(person: identity.PersonRef, *scopes: str, name: str = "Бот", days: int = 30) -> str:
    """The text of a key for programs of that person."""
    made = tokens.make_token(
        person,
        name=name,
        scopes=list(scopes),
        ends_on=sign_ins.today() + timedelta(days=days),
        key=uuid4().hex,
        is_fresh=True,
    )
    return made.text


def bearer(text: str) -> dict[str, Any]:
    """Headers of a request that brings a key."""
    return {"HTTP_AUTHORIZATION": f"Bearer {text}"}


def sign_in(client: Client, person: identity.PersonRef, *, is_fresh: bool = True) -> Client:
    """Give the browser a session of that person without asking for a code."""
    account = queries.account(person.known_id)
    assert account is not None
    session = SessionStore()
    session[sessions.PERSON] = str(person.known_id)
    session[sessions.EPOCH] = account.session_epoch
    session[sessions.SIGN_IN] = str(sign_ins.open_sign_in(person.known_id, "code", ""))
    if is_fresh:
        session[sessions.FRESH_UNTIL] = int(clock.now().timestamp()) + sessions.FRESH_SECONDS
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def let_return_term_pass(days: int) -> None:
    """The term of everybody who erased an account ended so many days ago."""
    ErasedContact.objects.update(forget_at=clock.now() - timedelta(days=days))


def are_erased_known() -> bool:
    """Whether a fingerprint of anybody who erased an account is still kept."""
    return ErasedContact.objects.exists()


class _Few(DemoPeople):
    """A few residents in place of twenty thousand."""

    def __init__(self, number: int, level: int) -> None:
        self.few = [
            Resident(make_person(level=level).known_id, "Центр", uuid4(), 40, level)
            for _one in range(number)
        ]

    def residents(self) -> list[Resident]:
        return self.few


def demo_people(number: int, level: int = 1) -> DemoPeople:
    """People for a service's demo town."""
    return _Few(number, level)


class _People(DemoPeople):
    def __init__(self, rows: Sequence[tuple[UUID, str, UUID]]) -> None:
        self._rows = [
            Resident(person_id, place, place_id, 20 + number % 60, 1)
            for number, (person_id, place, place_id) in enumerate(rows)
        ]

    def residents(self) -> list[Resident]:
        return self._rows


def people_of_demo(rows: Sequence[tuple[UUID, str, UUID]]) -> DemoPeople:
    """A demo town of these residents alone: their ids, names and ids of their places."""
    return _People(rows)
