"""Entering people the town knows already: lists of voters, the demo town. Thousands a second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from veche.commons.identity import vault
from veche.commons.identity.models import DetailKind
from veche.commons.identity.rules.persons import NewResident
from veche.commons.towns import public as towns
from veche.kernel import clock, crypto

BATCH = 4000

_PERSONS = """
    INSERT INTO identity_person
           (id, level, is_active, session_epoch, home_declared_on, birth_date_declared_on)
    SELECT id, level, true, 0, home_on, born_on
      FROM unnest(%s::uuid[], %s::smallint[], %s::date[], %s::date[])
           AS new (id, level, home_on, born_on)
    ON CONFLICT DO NOTHING RETURNING id
"""
_KEYS = """
    INSERT INTO identity_datakey (person_id, wrapped_key)
    SELECT * FROM unnest(%s::uuid[], %s::bytea[])
"""
_DETAILS = """
    INSERT INTO identity_personaldetail (person_id, kind, sealed, declared_level)
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::bytea[], %s::smallint[])
"""


def register_many(residents: Iterable[NewResident]) -> int:
    """Enter residents; who is there already is left as they are. Returns how many are new."""
    waiting = iter(residents)
    entered = 0
    while batch := list(islice(waiting, BATCH)):
        entered += _register(batch)
    return entered


@transaction.atomic
def _register(batch: Sequence[NewResident]) -> int:
    with connection.cursor() as cursor:
        # What the town has entered is not the person's to change for the next poll either.
        today = clock.today(towns.current().time_zone)
        people = (
            [one.id for one in batch],
            [one.level for one in batch],
            [today if one.place_id is not None else None for one in batch],
            [today if one.birth_year is not None else None for one in batch],
        )
        cursor.execute(_PERSONS, people)
        # Keys only for the new: a second key would make what is already sealed unreadable.
        new_ids = {row[0] for row in cursor.fetchall()}
        new = {one.id: one for one in batch if one.id in new_ids}
        keys = {person_id: crypto.new_data_key() for person_id in new}
        cursor.execute(_KEYS, (list(keys), [wrapped for _, wrapped in keys.values()]))
        rows = [
            (one.id, kind, vault.seal(keys[one.id][0], one.id, kind, value), one.level)
            for one in new.values()
            for kind, value in _known(one)
        ]
        columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
        cursor.execute(_DETAILS, columns)
    return len(new)


def _known(resident: NewResident) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if resident.birth_year is not None:
        found.append((DetailKind.BIRTH_DATE.value, f"{resident.birth_year:04d}"))
    if resident.place_id is not None:
        found.append((DetailKind.HOME_PLACE.value, str(resident.place_id)))
    return found


def register_resident(
    *,
    id: UUID,
    level: int = 0,
    place_id: UUID | None = None,
    birth_year: int | None = None,
) -> bool:
    """Enter one resident; False when that id is there already."""
    return bool(register_many([NewResident(id, level, place_id, birth_year)]))
