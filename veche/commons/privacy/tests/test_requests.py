"""Residents ask, one role answers in time, and what is destroyed leaves an act."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.identity.tests.makers import make_joined, make_person, merge, sign_in
from veche.commons.norms import public as norms
from veche.commons.pages.tests.makers import make_page
from veche.commons.privacy import actions, manifest, policies, public, queries, rules
from veche.commons.privacy.models import DataRequest, Destruction
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.errors import Invalid, NotFound, Refused
from veche.kernel.ids import new_id

DESK = "/office/privacy/"


@pytest.fixture
def officer(town: Any) -> PersonRef:
    return make_person(roles=["privacy"])


def ask(person: PersonRef, kind: str = "access") -> DataRequest:
    return DataRequest.objects.get(number=actions.make_request(person, kind=kind))


def test_a_request_gets_a_number_and_the_term_of_its_norm(town: Any) -> None:
    person, today = make_person(), clock.today(towns.current().time_zone)
    for kind, code in rules.TERMS.items():
        assert ask(person, kind).due_on == norms.due_on(code, today, if_day_off="previous")
    assert ask(person).number == ask(person).number
    assert DataRequest.objects.count() == len(rules.TERMS)
    with pytest.raises(Invalid):
        actions.make_request(person, kind="anything")
    with pytest.raises(Refused):
        actions.make_request(ANONYMOUS, kind="access")


def test_the_asker_follows_it_and_the_officer_answers(officer: PersonRef) -> None:
    browser, desk = sign_in(Client(), make_person()), sign_in(Client(), officer)
    assert browser.post("/me/data/requests/new/", {}).status_code == 422
    sent = browser.post("/me/data/requests/new/", {"kind": "access", "key": new_id()})
    assert sent["Location"] == "/me/data/#requests"
    one = DataRequest.objects.get()
    assert one.number in browser.get("/me/data/").content.decode()
    assert one.number in desk.get(DESK).content.decode()
    address = f"{DESK}requests/{one.number}/"
    assert desk.get(address).status_code == 200
    assert desk.post(address, {}).status_code == 422
    assert desk.post(address, {"outcome": "done", "key": new_id()})["Location"] == DESK
    assert desk.post(address, {"outcome": "law", "key": new_id()}).status_code == 404
    assert "Исполнено" in browser.get("/me/data/").content.decode()
    assert one.number not in desk.get(DESK).content.decode()
    assert audit.history(one.number)[0].kind == "privacy.request_answered"


def test_others_see_no_desk(town: Any) -> None:
    one = ask(make_person())
    for role in ("admin", "clerk", "auditor"):
        browser = sign_in(Client(), make_person(roles=[role]))
        for address in (DESK, f"{DESK}requests/{one.number}/", f"{DESK}acts/2026-01-01/erased.pdf"):
            assert browser.get(address).status_code == 403, (role, address)


def test_an_erasure_and_a_withdrawal_are_carried_out_with_the_answer(officer: PersonRef) -> None:
    leaving = make_person(contact="l@example.org")
    staying = make_person(contact="s@example.org", birth_year=1980)
    refused = make_person(contact="r@example.org")
    actions.answer_request(officer, number=ask(leaving, "erasure").number, outcome="done")
    actions.answer_request(officer, number=ask(staying, "withdrawal").number, outcome="done")
    actions.answer_request(officer, number=ask(refused, "erasure").number, outcome="law")
    assert identity.person_by_id(leaving.known_id) is None
    assert identity.own_page(staying).birth_year is None
    assert identity.masked_contact(staying)
    assert identity.masked_contact(refused)


def test_a_consent_taken_back_by_request_is_noted_as_that(officer: PersonRef) -> None:
    """The page and the journal say who did it and how, not that the person did it on the site."""
    make_page(make_person(roles=["admin"]), slug="consents", title="Согласие", text="Храним.")
    person = make_person(birth_year=1980)
    actions.give_consent(person, version=1)
    number = ask(person, "withdrawal").number
    actions.answer_request(officer, number=number, outcome="done")
    newest = queries.history(person)[0]
    assert (newest.is_given, newest.version, newest.channel) == (False, 1, "request")
    [entry] = audit.history(person.known_id, kinds=["privacy.consent_withdrawn"])
    assert entry.actor_id == officer.id
    shown = sign_in(Client(), person).get("/me/data/").content.decode()
    assert "по вашему запросу" in shown


def test_nobody_answers_their_own_request(officer: PersonRef) -> None:
    one = ask(officer)
    with pytest.raises(Refused) as refusal:
        actions.answer_request(officer, number=one.number, outcome="done")
    assert refusal.value.code == "own-request"
    desk = sign_in(Client(), officer)
    assert "ответит другой" in desk.get(DESK).content.decode()
    with pytest.raises(Invalid):
        actions.answer_request(officer, number=ask(make_person()).number, outcome="open")
    with pytest.raises(NotFound):
        actions.answer_request(officer, number="00000000", outcome="done")


def test_what_was_asked_before_a_merge_is_done_to_the_account_that_goes_on(
    officer: PersonRef,
) -> None:
    """The account that asked is gone; what is held of the person is held of the other one."""
    for kind in ("erasure", "withdrawal"):
        asker = make_person(contact=f"{kind}@example.org", birth_year=1980)
        number = ask(asker, kind).number
        survivor = merge(asker, make_person(level=2))
        assert survivor.id != asker.id
        assert identity.own_page(survivor).birth_year == 1980
        assert ask(survivor, kind).number == number, "one request, whoever asks again"
        actions.answer_request(officer, number=number, outcome="done")
        if kind == "erasure":
            assert identity.survivor(asker.known_id) is None
            assert not identity.masked_contact(survivor)
        else:
            assert identity.survivor(asker.known_id) == identity.person_by_id(survivor.known_id)
            assert identity.own_page(survivor).birth_year is None
            assert identity.masked_contact(survivor)


def test_a_request_of_ones_earlier_account_is_ones_own(officer: PersonRef) -> None:
    one = ask(PersonRef(id=make_joined(officer), level=1))
    merged = identity.person_by_id(officer.known_id)
    assert merged is not None
    with pytest.raises(Refused) as refusal:
        actions.answer_request(merged, number=one.number, outcome="done")
    assert refusal.value.code == "own-request"
    assert public.waiting(merged, 5) == []
    desk = sign_in(Client(), merged)
    assert "ответит другой" in desk.get(DESK).content.decode()
    assert desk.get(f"{DESK}requests/{one.number}/").status_code == 403


def test_the_desk_costs_the_same_for_many(
    officer: PersonRef, django_assert_max_num_queries: Any
) -> None:
    for _number in range(8):
        ask(make_person())
    desk = sign_in(Client(), officer)
    desk.get(DESK)
    with django_assert_max_num_queries(18):
        desk.get(DESK)


def test_what_is_destroyed_leaves_an_act_that_can_be_printed(officer: PersonRef) -> None:
    listens = manifest.MANIFEST.listens
    told = uuid4()
    for _again in range(2):
        listens["identity.person_erased"][1]({"person_id": str(uuid4())}, told)
    listens["identity.details_forgotten"][1]({"person_id": str(uuid4()), "number": 2}, uuid4())
    listens["identity.details_forgotten"][1]({"person_id": str(uuid4()), "number": 0}, uuid4())
    listens["identity.terms_passed"][1]({"number": 3}, uuid4())
    listens["identity.terms_passed"][1]({"number": 9, "what": "codes"}, uuid4())
    found = queries.acts(officer, towns.current().time_zone)
    assert [(one.ground, one.number) for one in found] == [
        ("codes", 9),
        ("erased", 1),
        ("term", 3),
        ("withdrawn", 2),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        Destruction.objects.update(number=0)
    desk = sign_in(Client(), officer)
    for ground in ("erased", "codes"):
        paper = desk.get(f"{DESK}acts/{found[0].on}/{ground}.pdf")
        assert paper.content.startswith(b"%PDF"), ground
    for address in ("2020-01-01/erased.pdf", "yesterday/erased.pdf"):
        assert desk.get(f"{DESK}acts/{address}").status_code == 404
    with pytest.raises(Refused):
        queries.acts(make_person(), towns.current().time_zone)


def test_policies() -> None:
    someone = PersonRef(id=uuid4(), level=1)
    officer = PersonRef(id=uuid4(), level=1, roles=frozenset({"privacy"}))
    assert policies.may_make_request(someone)
    assert not policies.may_make_request(ANONYMOUS)
    for policy in (policies.may_read_privacy_desk, policies.may_answer_request):
        assert policy(officer)
        assert not policy(someone)
        assert not policy(ANONYMOUS)
    assert policies.may_answer_request(officer, asked_by=officer.id).code == "own-request"
