"""Reading accounts and the vault; each reading is one query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from veche.commons.identity import vault
from veche.commons.identity.models import Contact, DetailKind, Person, PersonalDetail, RoleGrant
from veche.commons.identity.rules import persons
from veche.commons.identity.rules.persons import Particulars, PersonRef

_PERSON = """
    SELECT p.id, p.level, p.session_epoch, k.wrapped_key, h.sealed,
           ARRAY(SELECT DISTINCT r.role::text FROM identity_rolegrant AS r
                  WHERE r.person_id = p.id AND r.starts_at <= clock_timestamp()
                    AND (r.ends_at IS NULL OR r.ends_at > clock_timestamp()))
      FROM identity_person AS p
      LEFT JOIN identity_datakey AS k ON k.person_id = p.id
      LEFT JOIN identity_personaldetail AS h ON h.person_id = p.id AND h.kind = 'home_place'
     WHERE p.id = %s AND p.is_active
"""
_PARTICULARS = """
    SELECT p.id, p.level, k.wrapped_key, b.sealed, h.sealed
      FROM identity_person AS p
      LEFT JOIN identity_datakey AS k ON k.person_id = p.id
      LEFT JOIN identity_personaldetail AS b ON b.person_id = p.id AND b.kind = 'birth_date'
      LEFT JOIN identity_personaldetail AS h ON h.person_id = p.id AND h.kind = 'home_place'
     WHERE p.id = ANY(%s) AND p.is_active
"""


@dataclass(frozen=True)
class Account:
    """A person and the count of their calls to sign out everywhere."""

    person: PersonRef
    session_epoch: int


def account(person_id: UUID) -> Account | None:
    """The active account of that id."""
    with connection.cursor() as cursor:
        cursor.execute(_PERSON, (person_id,))
        row = cursor.fetchone()
    if row is None:
        return None
    known_id, level, epoch, wrapped_key, home, roles = row
    place = vault.unseal(wrapped_key, known_id, DetailKind.HOME_PLACE, home)
    person = PersonRef(known_id, level, frozenset(roles), UUID(place) if place else None)
    return Account(person, epoch)


def particulars(person_ids: Iterable[UUID], on: date) -> dict[UUID, Particulars]:
    """Level, age on a day and home place of active persons."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTICULARS, (list(person_ids),))
        rows = cursor.fetchall()
    return {row[0]: _particulars(row, on) for row in rows}


def _particulars(row: tuple[Any, ...], on: date) -> Particulars:
    person_id, level, wrapped_key, sealed_birth, sealed_home = row
    born = vault.unseal(wrapped_key, person_id, DetailKind.BIRTH_DATE, sealed_birth)
    place = vault.unseal(wrapped_key, person_id, DetailKind.HOME_PLACE, sealed_home)
    return Particulars(
        level=level,
        age=persons.age(born, on) if born else None,
        home_place_id=UUID(place) if place else None,
    )


def active_ids() -> Iterator[UUID]:
    """Opaque ids of all active persons."""
    yield from Person.objects.filter(is_active=True).values_list("id", flat=True).iterator()


@dataclass(frozen=True)
class KnownDetail:
    """One opened value and the level at which it was declared."""

    kind: str
    value: str
    declared_level: int


def details(person_id: UUID) -> dict[str, KnownDetail]:
    """Everything the vault holds about a person, opened, by kind."""
    rows = PersonalDetail.objects.filter(person_id=person_id).values_list(
        "kind", "sealed", "declared_level", "person__datakey__wrapped_key"
    )
    opened = {}
    for kind, sealed, level, wrapped_key in rows:
        value = vault.unseal(wrapped_key, person_id, kind, sealed)
        if value is not None:
            opened[kind] = KnownDetail(kind, value, level)
    return opened


def contacts(person_id: UUID) -> list[tuple[str, str]]:
    """Pairs of kind and address of a person's contacts, opened."""
    return list(_opened_contacts(person_id))


def _opened_contacts(person_id: UUID) -> Iterator[tuple[str, str]]:
    rows = (
        Contact.objects.filter(person_id=person_id)
        .order_by("id")
        .values_list("kind", "sealed", "person__datakey__wrapped_key")
    )
    for kind, sealed, wrapped_key in rows:
        address = vault.unseal(wrapped_key, person_id, kind, sealed)
        if address is not None:
            yield kind, address


@dataclass(frozen=True)
class Grant:
    """A role somebody holds or held, and by which act."""

    id: UUID
    role: str
    act: str
    starts_at: datetime
    ends_at: datetime | None


def grants(person_id: UUID) -> list[Grant]:
    """All roles of a person, oldest first."""
    rows = RoleGrant.objects.filter(person_id=person_id).order_by("starts_at")
    return [Grant(row.id, row.role, row.act, row.starts_at, row.ends_at) for row in rows]
