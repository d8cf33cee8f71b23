"""Each sees what is held of them; a consent stands before a home and a birth date."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.identity.tests.makers import make_joined, make_person, merge, sign_in
from veche.commons.pages.tests.makers import make_page
from veche.commons.privacy import actions, policies, public, queries, wording
from veche.commons.privacy.models import Consent
from veche.kernel.errors import Conflict, Refused
from veche.kernel.ids import new_id

BORN = {"born": "1980-05-17"}


@pytest.fixture
def admin(town: Any) -> PersonRef:
    return make_person(roles=["admin"])


@pytest.fixture
def words(admin: PersonRef) -> str:
    return make_page(admin, slug="consents", title="Согласие", text="Храним место.")


def again(person: PersonRef) -> PersonRef:
    found = identity.person_by_id(person.known_id)
    assert found is not None
    return found


def page(browser: Client, address: str = "/me/data/") -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_owner_sees_values_purposes_and_terms(
    town: Any, django_assert_max_num_queries: Any
) -> None:
    person = make_person(contact="own@example.org", birth_year=1980)
    browser = sign_in(Client(), person)
    page(browser)
    with django_assert_max_num_queries(25):
        shown = page(browser)
    assert "own@example.org" in shown
    assert "1980" in shown
    for group in wording.GROUPS:
        assert str(group.title) in shown
        assert str(group.until) in shown
    assert "own@example.org" not in page(sign_in(Client(), make_person()))


def test_a_visitor_is_led_to_the_door(town: Any) -> None:
    for address in ("/me/data/", "/me/data/consent/", "/me/data/consent/withdraw/"):
        assert Client().get(address)["Location"].startswith("/sign-in/"), address


def test_who_looked_is_told_by_role_and_day(town: Any) -> None:
    person, clerk = make_person(contact="p@example.org"), make_person(roles=["clerk"])
    auditor = make_person(roles=["auditor"])
    browser = sign_in(Client(), person)
    assert "Никто из сотрудников" in page(browser)
    identity.open_contact(clerk, owner_id=person.known_id, purpose="control-call")
    identity.open_contact(auditor, owner_id=make_joined(person), purpose="control-call")
    shown = page(browser)
    assert "Оператор приёма" in shown
    assert "Проверяющий" in shown
    assert str(clerk.id) not in shown
    assert "Никто из сотрудников" in page(sign_in(Client(), make_person()))


def test_a_town_without_words_asks_nobody(town: Any) -> None:
    person = make_person()
    browser = sign_in(Client(), person)
    assert browser.post("/me/birth-date/", BORN)["Location"] == "/me/"
    assert browser.get("/me/data/consent/").status_code == 404


def test_a_birth_date_waits_for_a_consent(words: str) -> None:
    person = make_person()
    browser = sign_in(Client(), person)
    for address in ("/me/birth-date/?next=/polls/", "/me/home/"):
        assert browser.get(address)["Location"].startswith("/me/data/consent/?next="), address
    assert browser.post("/me/birth-date/", BORN)["Location"].startswith("/me/data/consent/")
    with pytest.raises(Refused) as refused:
        identity.declare_birth_date(person, date(1980, 5, 17))
    assert refused.value.code == "consent-needed"

    where = browser.get("/me/birth-date/?next=/polls/")["Location"]
    assert "Храним место." in page(browser, where)
    sent = {"version": 1, "next": "/me/birth-date/", "key": str(new_id())}
    assert browser.post("/me/data/consent/", sent).status_code == 422
    assert not Consent.objects.exists()
    answer = browser.post("/me/data/consent/", sent | {"agreed": "on"})
    assert answer["Location"] == "/me/birth-date/"
    assert browser.post("/me/birth-date/", BORN)["Location"] == "/me/"
    assert [one.kind for one in audit.history(person.known_id)][-1] == "privacy.consent_given"


def test_agreeing_twice_is_once_and_never_changes(words: str) -> None:
    person = make_person()
    actions.give_consent(person, version=1)
    actions.give_consent(person, version=1)
    assert Consent.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.update(version=2)
    assert public.own_part(person.known_id)["consents"][0]["version"] == 1


def test_a_copy_has_what_earlier_accounts_said_asked_and_who_looked(words: str) -> None:
    phone, clerk = make_person(contact="p@example.org"), make_person(roles=["clerk"])
    actions.give_consent(phone, version=1)
    number = actions.make_request(phone, kind="access")
    identity.open_contact(clerk, owner_id=phone.known_id, purpose="control-call")
    survivor = merge(phone, make_person(level=2))
    assert survivor.id != phone.id
    part = identity.personal_export(survivor)["services"]["privacy"]
    assert [(one["given"], one["version"]) for one in part["consents"]] == [(True, 1)]
    [asked] = part["requests"]
    assert (asked["number"], asked["kind"], asked["state"]) == (number, "access", "open")
    assert asked["answered_at"] is None
    assert [(one["role"], one["what"]) for one in part["looks"]] == [("clerk", "contact")]
    assert str(clerk.id) not in str(part)
    empty: dict[str, list[object]] = {"consents": [], "requests": [], "looks": []}
    assert public.own_part(make_person().known_id) == empty


def test_new_words_are_asked_anew(admin: PersonRef, words: str) -> None:
    person = make_person()
    actions.give_consent(person, version=1)
    assert not queries.needs_consent(person)
    make_page(admin, slug="consents", title="Согласие", text="Храним и дату.")
    assert queries.needs_consent(person)
    with pytest.raises(Conflict):
        actions.give_consent(person, version=1)


def test_taking_it_back_forgets_and_is_no_way_round_the_terms(words: str) -> None:
    person = make_person(contact="p@example.org", birth_year=1980)
    browser = sign_in(Client(), person)
    assert browser.get("/me/data/consent/withdraw/").status_code == 403
    actions.give_consent(person, version=1)
    assert "Отозвать согласие" in page(browser)
    assert browser.post("/me/data/consent/withdraw/", {"key": new_id()})["Location"] == "/me/data/"
    shown = page(browser)
    assert "1980" not in shown
    assert "p@example.org" in shown
    assert "Дано" in shown
    assert "Отозвано" in shown
    actions.give_consent(again(person), version=1)
    assert not identity.birth_date_standing(again(person))
    with pytest.raises(Refused):
        actions.withdraw_consent(make_person())


def test_policies() -> None:
    someone = PersonRef(id=uuid4(), level=1)
    for policy in (policies.may_open_my_data, policies.may_give_consent):
        assert policy(someone)
        assert policy(ANONYMOUS).code == "sign-in-needed"
    assert policies.may_withdraw_consent(someone)
    assert policies.may_withdraw_consent(ANONYMOUS).code == "sign-in-needed"
    assert policies.may_withdraw_consent(someone, has_given=False).code == "no-consent"
