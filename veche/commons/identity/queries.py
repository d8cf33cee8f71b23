"""Reading accounts and the vault; each reading is one query."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from veche.commons.identity import vault
from veche.commons.identity.models import Addressee as AddresseeRow
from veche.commons.identity.models import (
    ApiToken,
    Contact,
    DetailKind,
    DocumentMark,
    EarlierPerson,
    ExternalIdentity,
    NoticeAddress,
    Passkey,
    Person,
    PersonalDetail,
    RoleGrant,
    SignIn,
)
from veche.commons.identity.models import VolunteerName as VolunteerRow
from veche.commons.identity.rules import persons
from veche.commons.identity.rules.addressees import Addressee
from veche.commons.identity.rules.persons import Particulars, PersonRef
from veche.commons.identity.rules.volunteers import VolunteerName

_PERSON = """
    SELECT p.id, p.level, p.session_epoch, k.wrapped_key, h.sealed,
           ARRAY(SELECT DISTINCT r.role::text FROM identity_rolegrant AS r
                  WHERE r.person_id = p.id AND r.starts_at <= clock_timestamp()
                    AND (r.ends_at IS NULL OR r.ends_at > clock_timestamp())),
           s.seen_on,
           ARRAY(SELECT e.id FROM identity_earlierperson AS e WHERE e.person_id = p.id)
      FROM identity_person AS p
      LEFT JOIN identity_signin AS s ON s.id = %s AND s.person_id = p.id
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
_HOMES = """
    SELECT h.person_id, h.id, k.wrapped_key, h.sealed, a.sealed
      FROM identity_personaldetail AS h
      JOIN identity_datakey AS k ON k.person_id = h.person_id
      LEFT JOIN identity_personaldetail AS a ON a.person_id = h.person_id AND a.kind = 'address'
     WHERE h.kind = 'home_place'
"""


@dataclass(frozen=True)
class Account:
    """A person, the count of their calls to sign out everywhere, when this browser was seen."""

    person: PersonRef
    session_epoch: int
    seen_on: date | None


def account(person_id: UUID, sign_in_id: UUID | None = None) -> Account | None:
    """The active account of that id, and whether it is signed in by that sign-in."""
    with connection.cursor() as cursor:
        cursor.execute(_PERSON, (sign_in_id, person_id))
        row = cursor.fetchone()
    if row is None:
        return None
    known_id, level, epoch, wrapped_key, home, roles, seen_on, earlier = row
    place = vault.unseal(wrapped_key, known_id, DetailKind.HOME_PLACE, home)
    home_id = UUID(place) if place else None
    person = PersonRef(known_id, level, frozenset(roles), home_id, tuple(earlier))
    return Account(person, epoch, seen_on)


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


def accounts() -> Iterator[tuple[UUID, UUID]]:
    """Every account, and the active person it belongs to now: its own, or the one it has become."""
    own = Person.objects.filter(is_active=True).values_list("id", "id")
    yield from own.iterator()
    yield from EarlierPerson.objects.filter(person__is_active=True).values_list("id", "person_id")


@dataclass(frozen=True)
class SealedHome:
    """Where a person lives, still sealed; an address only when a house was named."""

    person_id: UUID
    place_row_id: int
    wrapped_key: bytes
    sealed_place: bytes
    sealed_address: bytes | None


def sealed_homes(after: UUID | None, limit: int) -> list[SealedHome]:
    """Homes in the order of persons, from the one after `after`."""
    query = f"{_HOMES} AND (%s::uuid IS NULL OR h.person_id > %s) ORDER BY h.person_id LIMIT %s"
    return _sealed_homes(query, after, after, limit)


def sealed_homes_of(person_ids: Iterable[UUID]) -> list[SealedHome]:
    """Homes of these persons."""
    return _sealed_homes(f"{_HOMES} AND h.person_id = ANY(%s)", list(person_ids))


def _sealed_homes(query: str, *values: Any) -> list[SealedHome]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [SealedHome(*row) for row in cursor.fetchall()]


def housemates(person_ids: Iterable[UUID]) -> list[frozenset[UUID]]:
    """Those of these persons who named one and the same house, together; not which house."""
    houses: dict[str, set[UUID]] = {}
    for home in sealed_homes_of(person_ids):
        key, person_id = home.wrapped_key, home.person_id
        house = vault.unseal(key, person_id, DetailKind.ADDRESS, home.sealed_address)
        if house:
            houses.setdefault(house, set()).add(person_id)
    return [frozenset(group) for group in houses.values() if len(group) > 1]


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
class OpenAddress:
    """A browser or an account of a messenger, opened: for sending to it and for its owner."""

    id: UUID
    kind: str
    value: str
    added_on: date


def notice_addresses(person_id: UUID, kind: str = "") -> list[OpenAddress]:
    """Where notices reach a person besides their contacts, the oldest first."""
    rows = NoticeAddress.objects.filter(person_id=person_id).order_by("added_on", "id")
    if kind:
        rows = rows.filter(kind=kind)
    found = []
    for row in rows.select_related("person__datakey"):
        wrapped = row.person.datakey.wrapped_key
        value = vault.unseal(wrapped, person_id, vault.NOTICE_ADDRESS, row.sealed)
        if value is not None:
            found.append(OpenAddress(row.id, row.kind, value, row.added_on))
    return found


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


@dataclass(frozen=True)
class OwnPasskey:
    """A key as its owner sees it."""

    id: UUID
    name: str
    added_on: date
    used_on: date | None


def passkeys(person_id: UUID) -> list[OwnPasskey]:
    """A person's keys in the order they were added."""
    rows = (
        Passkey.objects.filter(person_id=person_id)
        .select_related("person__datakey")
        .order_by("added_on", "id")
    )
    return [
        OwnPasskey(
            id=row.id,
            name=vault.unseal(
                row.person.datakey.wrapped_key, person_id, vault.PASSKEY_NAME, row.sealed_name
            )
            or "",
            added_on=row.added_on,
            used_on=row.used_on,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class OwnToken:
    """A key for programs as its owner sees it."""

    id: UUID
    handle: str
    name: str
    scopes: tuple[str, ...]
    added_on: date
    ends_on: date
    used_on: date | None


def tokens(person_id: UUID) -> list[OwnToken]:
    """A person's keys for programs, the newest first."""
    rows = (
        ApiToken.objects.filter(person_id=person_id)
        .select_related("person__datakey")
        .order_by("-added_on", "id")
    )
    return [_own_token(row) for row in rows]


def token(person_id: UUID, token_id: UUID) -> OwnToken | None:
    """One of them."""
    return next((one for one in tokens(person_id) if one.id == token_id), None)


def _own_token(row: ApiToken) -> OwnToken:
    wrapped = row.person.datakey.wrapped_key
    return OwnToken(
        id=row.id,
        handle=row.handle,
        name=vault.unseal(wrapped, row.person_id, vault.TOKEN_NAME, row.sealed_name) or "",
        scopes=tuple(row.scopes),
        added_on=row.added_on,
        ends_on=row.ends_on,
        used_on=row.used_on,
    )


@dataclass(frozen=True)
class OwnSignIn:
    """A browser in which a person is signed in, as the owner sees it."""

    id: UUID
    way: str
    device: str
    signed_in_on: date
    seen_on: date


def sign_ins(person_id: UUID) -> list[OwnSignIn]:
    """Where a person is signed in, the last seen first."""
    rows = SignIn.objects.filter(person_id=person_id).order_by("-seen_on", "-signed_in_on", "id")
    return [OwnSignIn(r.id, r.way, r.device, r.signed_in_on, r.seen_on) for r in rows]


def earlier_ids(person_id: UUID) -> list[UUID]:
    """Accounts that have become this one."""
    return list(EarlierPerson.objects.filter(person_id=person_id).values_list("id", flat=True))


def survivor(person_id: UUID) -> PersonRef | None:
    """The active person that an account is now: itself, or the one it has become."""
    heir = EarlierPerson.objects.filter(id=person_id).values_list("person_id", flat=True).first()
    found = account(heir or person_id)
    return found.person if found else None


def joined_ids() -> list[UUID]:
    """All accounts that have become others."""
    return list(EarlierPerson.objects.values_list("id", flat=True))


def linked_providers(person_id: UUID) -> list[str]:
    """Which sign-in services vouch for a person."""
    rows = ExternalIdentity.objects.filter(person_id=person_id).order_by("provider")
    return list(rows.values_list("provider", flat=True))


def holders_now(role: str) -> list[UUID]:
    """Everybody who holds a role at this moment, to tell them; one query."""
    rows = RoleGrant.objects.filter(role=role, starts_at__lte=Now(), person__is_active=True)
    going = rows.filter(Q(ends_at=None) | Q(ends_at__gt=Now()))
    return list(going.order_by("person_id").values_list("person_id", flat=True).distinct())


def holders(role: str) -> list[UUID]:
    """Everybody who holds or once held a role: an entry of the journal outlives the grant."""
    rows = RoleGrant.objects.filter(role=role).values_list("person_id", flat=True)
    return list(rows.distinct())


def terms_held(role: str) -> list[tuple[UUID, datetime, datetime | None]]:
    """Who holds or once held a role, from when until when; one query."""
    rows = RoleGrant.objects.filter(role=role)
    return list(rows.values_list("person_id", "starts_at", "ends_at"))


def current_holders(roles: Iterable[str]) -> list[UUID]:
    """Everybody who holds one of these roles now, to tell them something; one query."""
    rows = RoleGrant.objects.filter(role__in=list(roles), starts_at__lte=Now())
    current = rows.filter(Q(ends_at=None) | Q(ends_at__gt=Now()))
    return list(current.order_by("person_id").values_list("person_id", flat=True).distinct())


@dataclass(frozen=True)
class Official:
    """Somebody with roles: how to recognise them, which roles they hold or will hold, since when.

    The contact is masked by whoever shows it.
    """

    id: UUID
    contact: tuple[str, str] | None
    grants: tuple[Grant, ...]


def staff() -> list[Official]:
    """Everybody who holds a role now or will, the newest first; two queries."""
    current = RoleGrant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=Now()))
    held: dict[UUID, list[Grant]] = {}
    for row in current.order_by("-starts_at", "role"):
        grant = Grant(row.id, row.role, row.act, row.starts_at, row.ends_at)
        held.setdefault(row.person_id, []).append(grant)
    known: dict[UUID, tuple[str, str]] = {}
    rows = Contact.objects.filter(person_id__in=list(held)).order_by("-id")
    for person_id, kind, sealed, wrapped_key in rows.values_list(
        "person_id", "kind", "sealed", "person__datakey__wrapped_key"
    ):
        address = vault.unseal(wrapped_key, person_id, kind, sealed)
        if address is not None:
            known[person_id] = (kind, address)
    return [Official(one, known.get(one), tuple(grants)) for one, grants in held.items()]


def current_grant(grant_id: UUID) -> tuple[Official, Grant] | None:
    """A role that somebody holds or will, and who."""
    for official in staff():
        for grant in official.grants:
            if grant.id == grant_id:
                return official, grant
    return None


def count_officials() -> int:
    """How many people hold a role now or will."""
    current = RoleGrant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=Now()))
    return current.values("person_id").distinct().count()


def grants_ended(limit: int) -> list[tuple[UUID, Grant]]:
    """The roles that ended last, with their holders."""
    rows = RoleGrant.objects.filter(ends_at__lte=Now()).order_by("-ends_at")[:limit]
    return [
        (row.person_id, Grant(row.id, row.role, row.act, row.starts_at, row.ends_at))
        for row in rows
    ]


def documents(person_id: UUID) -> list[tuple[str, date]]:
    """Kinds of documents a clerk has seen, and the days."""
    rows = DocumentMark.objects.filter(person_id=person_id).order_by("checked_on")
    return list(rows.values_list("kind", "checked_on"))


def addressees(ids: Iterable[UUID]) -> dict[UUID, Addressee]:
    """Names and addresses of letters, opened; one query. Whoever asks has asked a policy."""
    return {row.id: _opened(row) for row in _letters().filter(id__in=list(ids))}


def addressee_with_owner(addressee_id: UUID) -> tuple[Addressee, UUID | None] | None:
    """One of them with the id of whose it is, if that is known; None once it was destroyed."""
    row = _letters().filter(id=addressee_id).first()
    return (_opened(row), row.person_id) if row is not None else None


def addressees_of(person_id: UUID) -> list[tuple[str, Addressee]]:
    """Purpose, name and address of all that a person has written under, for their own eyes."""
    rows = _letters().filter(person_id=person_id).order_by("added_on", "id")
    return [(row.purpose, _opened(row)) for row in rows]


def _letters() -> QuerySet[AddresseeRow]:
    return AddresseeRow.objects.filter(addresseekey__isnull=False).select_related("addresseekey")


def _opened(row: AddresseeRow) -> Addressee:
    said = vault.unseal_addressee(row.addresseekey.wrapped_key, row.id, row.sealed)
    return Addressee(**json.loads(said))


def volunteer_names(person_ids: Iterable[UUID]) -> dict[UUID, VolunteerName]:
    """Names of those among these who gave one for their hours of help, opened; one query."""
    rows = VolunteerRow.objects.filter(person__in=set(person_ids), person__datakey__isnull=False)
    found = {}
    for row in rows.select_related("person__datakey"):
        wrapped = row.person.datakey.wrapped_key
        parts = {
            part: vault.unseal(wrapped, row.person_id, part, getattr(row, f"sealed_{part}"))
            for part in vault.VOLUNTEER
        }
        if None not in parts.values():
            found[row.person_id] = VolunteerName(**{k: v or "" for k, v in parts.items()})
    return found
