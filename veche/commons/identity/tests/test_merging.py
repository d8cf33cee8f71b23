"""One person, one account: what moves, what never does, and what races cannot break."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from veche.commons.audit import public as audit
from veche.commons.identity import policies, queries, sections, sessions
from veche.commons.identity import public as identity
from veche.commons.identity.actions import merging, outside, passkeys, sign_ins
from veche.commons.identity.models import (
    OUTSIDE,
    DataKey,
    EarlierPerson,
    ErasedContact,
    ExternalIdentity,
    Person,
    SignIn,
)
from veche.commons.identity.providers.exchange import Proved
from veche.commons.identity.providers.oidc import OpenIdProvider
from veche.commons.identity.sections import use_joiners
from veche.commons.identity.tests import makers
from veche.commons.identity.tests.authenticator import Device
from veche.commons.identity.tests.test_parallel import all_at_once
from veche.commons.identity.tests.test_passkeys import add, enter
from veche.kernel.errors import NotFound, Refused
from veche.kernel.models import OutboxEvent

STATE = OpenIdProvider("state", "Госуслуги", 3, "https://state.example", "veche", "s" * 32)
ALICE = Proved("https://state.example", "alice")


@pytest.fixture
def joined(town: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What services are told to join, instead of doing it."""
    told: list[tuple[list[UUID], list[UUID]]] = []
    monkeypatch.setattr(sections, "_joiners", [])
    use_joiners([lambda surviving, gone: told.append((list(surviving), list(gone)))])
    return told


def by_state(proved: Proved = ALICE) -> identity.PersonRef:
    """A person whom the state has vouched for."""
    arrived = outside.arrive(STATE, proved, identity.ANONYMOUS)
    assert arrived.signed_in is not None
    return seen(arrived.signed_in.person_id)


def seen(person_id: UUID) -> identity.PersonRef:
    found = identity.person_by_id(person_id)
    assert found is not None
    return found


def test_the_phone_account_goes_into_the_checked_one(joined) -> None:
    phone = makers.make_person(contact="+79001234567", birth_year=1980, place_id=uuid4())
    state = by_state()
    sign_ins.open_sign_in(phone.known_id, "code", "")
    device = Device()
    add(phone, device, "Телефон")
    goes_on = merging.merge_persons(phone, state.known_id)
    assert goes_on.id == state.id
    assert identity.person_by_id(phone.known_id) is None
    survivor = seen(goes_on.id)
    assert (survivor.level, survivor.earlier_ids) == (3, (phone.id,))
    page = identity.own_page(survivor)
    assert (page.contacts, page.birth_year) == (("+7 900 •••-••-67",), 1980)
    assert page.home_place_id is not None
    assert [key.name for key in queries.passkeys(goes_on.id)] == ["Телефон"]
    assert enter(device).person_id == goes_on.id
    assert identity.ensure_contact("+79001234567") == goes_on.id
    assert not DataKey.objects.filter(person_id=phone.known_id).exists()
    assert not SignIn.objects.filter(person_id=phone.known_id).exists()
    assert joined == [([state.id], [phone.id])]


def test_it_is_told_once_in_the_journal_and_to_listeners(joined) -> None:
    phone, state = makers.make_person(contact="+79001234567"), by_state()
    merging.merge_persons(phone, state.known_id)
    [entry] = audit.history(state.known_id, kinds=["identity.persons_merged"])
    assert entry.details == {"joined": str(phone.id)}
    [event] = OutboxEvent.objects.filter(kind="identity.persons_merged")
    assert event.payload == {"person_id": str(state.id), "earlier_id": str(phone.id)}


def test_what_a_document_says_outweighs_a_word(joined) -> None:
    phone = makers.make_person(contact="+79001234567", level=2, birth_year=1980)
    state = by_state()
    identity.declare_birth_date(state, date(1999, 1, 1))
    merging.merge_persons(phone, state.known_id)
    page = identity.own_page(seen(state.known_id))
    assert (page.birth_year, page.is_birth_date_confirmed) == (1980, True)


def test_the_surviving_accounts_own_word_stands(joined) -> None:
    phone, state = makers.make_person(contact="+79001234567"), by_state()
    identity.declare_birth_date(phone, date(1980, 1, 1))
    identity.declare_birth_date(state, date(1999, 1, 1))
    merging.merge_persons(phone, state.known_id)
    assert identity.own_page(seen(state.known_id)).birth_year == 1999


def test_roles_never_move(joined) -> None:
    official = makers.make_person(contact="+79001234567", roles=["author"])
    state = by_state()
    with pytest.raises(Refused, match="role-held"):
        merging.merge_persons(official, state.known_id)
    assert seen(official.known_id).roles == {"author"}
    assert not joined


def test_a_role_of_the_account_that_goes_on_stays(joined) -> None:
    phone, state = makers.make_person(contact="+79001234567"), by_state()
    identity.grant_role(state.known_id, "author", act="Распоряжение № 1")
    merging.merge_persons(phone, state.known_id)
    assert seen(state.known_id).roles == {"author"}


def test_whom_a_service_tells_apart_are_two_people(joined) -> None:
    one, other = by_state(), by_state(Proved("https://state.example", "bob"))
    with pytest.raises(Refused, match="other-identity"):
        merging.merge_persons(one, other.known_id)
    assert not joined


def test_nobody_is_merged_with_nobody_or_twice(joined) -> None:
    phone, state = makers.make_person(contact="+79001234567"), by_state()
    for other in (uuid4(), phone.known_id):
        with pytest.raises(NotFound):
            merging.merge_persons(phone, other)
    merging.merge_persons(phone, state.known_id)
    with pytest.raises(NotFound):
        merging.merge_persons(phone, state.known_id)
    with pytest.raises(NotFound):
        merging.merge_persons(seen(state.known_id), phone.known_id)
    with pytest.raises(Refused):
        merging.merge_persons(identity.ANONYMOUS, state.known_id)


def test_a_chain_keeps_all_earlier_accounts(joined) -> None:
    first, second = makers.make_person(), makers.make_person(level=2)
    merging.merge_persons(first, second.known_id)
    state = by_state()
    merging.merge_persons(seen(second.known_id), state.known_id)
    assert set(seen(state.known_id).earlier_ids) == {first.id, second.id}
    surviving, gone = joined[-1]
    assert (surviving, gone) == ([state.id], [second.id, first.id])


def test_an_erased_account_that_comes_back_through_another_is_the_same_person(joined) -> None:
    state = by_state()
    identity.erase_person(state)
    phone = makers.make_person(contact="+79001234567")
    arrived = outside.arrive(STATE, ALICE, phone)
    assert arrived.merge_id is not None
    goes_on = merging.merge_persons(phone, state.known_id)
    assert goes_on.id == phone.id
    assert ErasedContact.objects.get(kind=OUTSIDE).person_id == phone.id
    assert by_state().id == phone.id


def test_the_pages_explain_ask_and_merge(joined, client, settings) -> None:
    settings.SIGN_IN_PROVIDERS = [
        {
            "kind": "oidc",
            "slug": "state",
            "title": "Госуслуги",
            "level": 2,
            "issuer": STATE.issuer,
            "client_id": "veche",
            "client_secret": "s",
            "towns": [],
        }
    ]
    phone, state = makers.make_person(contact="+79001234567"), by_state()
    makers.sign_in(client, phone)
    arrived = outside.arrive(STATE, ALICE, phone)
    session = client.session
    session["merge"] = {"merge": str(arrived.merge_id), "provider": "state"}
    session.save()
    page = client.get("/me/merge/").content.decode()
    assert "останется голос, поданный раньше" in page
    assert identity.person_by_id(phone.known_id) is not None, "asked, not done"
    done = client.post("/me/merge/")
    assert "Теперь у вас одна учётная запись" in done.content.decode()
    assert client.session[sessions.PERSON] == str(state.id)
    assert client.get("/me/").status_code == 200
    assert client.post("/me/merge/").status_code == 302, "nothing is left to merge"


def test_a_question_put_to_another_person_merges_nothing(joined, client, settings) -> None:
    settings.SIGN_IN_PROVIDERS = []
    phone, state = makers.make_person(contact="+79001234567"), by_state()
    arrived = outside.arrive(STATE, ALICE, phone)
    makers.sign_in(client, makers.make_person())
    assert client.post("/me/merge/").status_code == 302
    session = client.session
    session["merge"] = {"merge": str(arrived.merge_id), "provider": "state"}
    session.save()
    assert client.post("/me/merge/").status_code == 404, "the service is not let in here"
    assert identity.person_by_id(state.known_id) is not None
    assert not joined


def test_policies_say_why() -> None:
    person = identity.PersonRef(uuid4(), 1)
    assert policies.may_merge_persons(person).allowed
    assert policies.may_merge_persons(person, holds_roles=True).code == "role-held"
    assert policies.may_merge_persons(person, are_told_apart=True).code == "other-identity"
    assert policies.may_merge_persons(identity.ANONYMOUS).code == "sign-in-needed"
    assert policies.may_link_provider(person).allowed
    assert policies.may_link_provider(person, has_another=True).code == "other-identity"
    assert policies.may_link_provider(identity.ANONYMOUS).code == "sign-in-needed"


def test_many_arrivals_of_one_newcomer_make_one_person(committed_town, in_thread) -> None:
    found = all_at_once(in_thread, [by_state] * 6)
    assert {one.id for one in found} == {Person.objects.get().id}
    assert ExternalIdentity.objects.count() == 1


def test_many_merges_at_once_make_one_person(committed_town, in_thread) -> None:
    phone, state = makers.make_person(contact="+79001234567"), by_state()
    acts: list[Callable[[], object]] = [
        *[partial(merging.merge_persons, phone, state.known_id)] * 3,
        *[partial(merging.merge_persons, state, phone.known_id)] * 3,
    ]
    found = all_at_once(in_thread, acts)
    assert sum(isinstance(one, Person) for one in found) == 1
    assert sum(isinstance(one, NotFound) for one in found) == 5
    assert Person.objects.filter(is_active=True).count() == 1
    assert EarlierPerson.objects.count() == 1


def test_signing_in_and_linking_while_merging_leaves_one_account(committed_town, in_thread) -> None:
    phone, state = makers.make_person(contact="+79001234567"), by_state()
    acts: list[Callable[[], object]] = [
        partial(merging.merge_persons, phone, state.known_id),
        partial(identity.ensure_contact, "+79001234567"),
        by_state,
        partial(passkeys.begin_adding, phone, passkeys.Site("h", "https://h")),
        partial(outside.arrive, STATE, ALICE, phone),
    ]
    all_at_once(in_thread, acts)
    assert Person.objects.filter(is_active=True).count() == 1
    assert identity.ensure_contact("+79001234567") == by_state().id
    assert Client().get("/me/").status_code == 302
