"""A name for certificates: given, opened, taken back, moved with the account, gone with it."""

from __future__ import annotations

from typing import Any

import pytest

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.models import VolunteerName as Row
from veche.commons.identity.public import VolunteerName
from veche.commons.identity.tests.makers import make_person
from veche.kernel.errors import Refused

ANNA = VolunteerName("Клюева", "Анна", "Сергеевна")


def test_a_name_is_sealed_and_opened_in_one_query(
    town: Any, django_assert_num_queries: Any
) -> None:
    people = [make_person() for _one in range(3)]
    for person in people:
        identity.set_volunteer_name(person, ANNA)
    ids = [one.known_id for one in people]
    with django_assert_num_queries(1):
        assert identity.volunteer_names(ids) == dict.fromkeys(ids, ANNA)
    sealed = Row.objects.get(person=ids[0])
    assert "Клюева".encode() not in bytes(sealed.sealed_surname)
    assert (ANNA.full, ANNA.brief) == ("Клюева Анна Сергеевна", "Анна Сергеевна К.")
    # The parts of a row do not open in one another's place.
    Row.objects.filter(person=ids[0]).update(sealed_name=sealed.sealed_surname)
    assert ids[0] not in identity.volunteer_names(ids)


def test_who_gave_it_takes_it_back(town: Any) -> None:
    person = make_person()
    identity.set_volunteer_name(person, ANNA)
    assert identity.personal_export(person)["volunteer_name"][0]["surname"] == "Клюева"
    identity.set_volunteer_name(person, None)
    assert identity.volunteer_names([person.known_id]) == {}
    with pytest.raises(Refused):
        identity.set_volunteer_name(identity.ANONYMOUS, ANNA)


def test_a_list_that_leaves_the_town_is_told_of(town: Any) -> None:
    person, silent, official = make_person(), make_person(), make_person(roles=["clerk"])
    identity.set_volunteer_name(person, ANNA)
    ids = [person.known_id, silent.known_id]
    assert identity.open_volunteer_names(official, owner_ids=ids) == {person.known_id: ANNA}
    kinds = ["identity.volunteer_name_opened"]
    assert len(audit.history(person.known_id, kinds=kinds)) == 1
    assert audit.history(silent.known_id, kinds=kinds) == []


def test_an_erased_account_leaves_no_name(town: Any) -> None:
    person = make_person()
    identity.set_volunteer_name(person, ANNA)
    identity.erase_person(person)
    assert identity.volunteer_names([person.known_id]) == {}
    assert not Row.objects.exists()
