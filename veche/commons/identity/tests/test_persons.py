"""Accounts, the vault and what of them the rest of the house may know."""

from __future__ import annotations

import time
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from veche.commons.identity import public as identity
from veche.commons.identity.models import DataKey, PersonalDetail


def test_registered_resident_is_known_by_age_place_and_level(town) -> None:
    person_id, place_id = uuid4(), uuid4()
    assert identity.register_resident(id=person_id, level=2, place_id=place_id, birth_year=1980)
    with CaptureQueriesContext(connection, ) as asked:
        found = identity.particulars(person_id, date(2026, 1, 1))
    assert found == identity.Particulars(level=2, age=46, home_place_id=place_id)
    assert len(asked) == 1
    assert identity.age_on(person_id, date(2026, 1, 1)) == 46
    assert identity.home_place(person_id) == place_id
    assert identity.person_by_id(person_id) == identity.PersonRef(
        person_id, 2, frozenset(), place_id
    )


def test_register_many_is_repeatable_and_leaves_the_known_as_they_are(town) -> None:
    known = identity.NewResident(uuid4(), 1, uuid4(), 1990)
    assert identity.register_many([known]) == 1
    key = bytes(DataKey.objects.get(person_id=known.id).wrapped_key)
    changed = identity.NewResident(known.id, 3, uuid4(), 1950)
    fresh = identity.NewResident(uuid4())
    assert identity.register_many([changed, fresh]) == 1
    assert bytes(DataKey.objects.get(person_id=known.id).wrapped_key) == key
    assert identity.particulars(known.id, date(2026, 6, 1)).age == 36
    assert identity.person_by_id(known.id).level == 1
    assert identity.particulars(fresh.id, date(2026, 6, 1)) == identity.Particulars(0, None, None)


def test_register_many_survives_the_same_person_twice_in_a_list(town) -> None:
    one = identity.NewResident(uuid4(), 1, uuid4(), 1990)
    assert identity.register_many([one, one]) == 1
    assert PersonalDetail.objects.filter(person_id=one.id).count() == 2
