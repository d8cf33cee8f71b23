"""Roles by contact: who gives them, what is refused, what is written down."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from veche.commons.audit import public as audit
from veche.commons.identity import public, queries
from veche.commons.identity.actions import roles
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.kernel.errors import Conflict, Invalid, Refused

GIVE, END = "/office/staff/give/", "/office/staff/end/"
SENT = {"contact": "new@example.org", "roles": ["author", "approver"], "act": "Распоряжение № 4"}


def grant_of(person_id: UUID, role: str) -> str:
    return next(str(one.id) for one in queries.grants(person_id) if one.role == role)


@pytest.fixture
def admin(town: Any) -> public.PersonRef:
    return make_person(roles=["admin"], contact="admin@example.org")


@pytest.fixture
def desk(admin: public.PersonRef) -> Client:
    return sign_in(Client(), admin)


def test_several_roles_to_one_person_by_one_act(desk: Client, admin: public.PersonRef) -> None:
    assert desk.post(GIVE, {**SENT, "ends_on": "2099-03-31"}).status_code == 302
    person = public.person_by_id(public.ensure_contact("new@example.org"))
    assert person is not None
    assert person.roles == {"author", "approver"}
    entries = audit.history(person.known_id, kinds=["identity.role_granted"])
    assert {entry.actor_id for entry in entries} == {admin.id}
    text = desk.get("/office/staff/").content.decode()
    assert "Автор опросов" in text
    assert "31\u00a0марта 2099" in text
    assert "new@example.org" not in text, "contacts are shown masked"


def test_a_role_is_taken_back_at_once(desk: Client) -> None:
    desk.post(GIVE, SENT)
    person_id = public.ensure_contact("new@example.org")
    sent = {"grant": grant_of(person_id, "author")}
    assert "Снять роль" in desk.get(END, sent).content.decode()
    assert desk.post(END, sent).status_code == 302
    assert not public.has_role(person_id, "author")
    assert public.has_role(person_id, "approver")
    assert desk.get(END, sent).status_code == 404
    assert desk.post(END, sent).status_code == 404
    assert desk.post(END, {"grant": "junk"}).status_code == 404
    assert "Кончились недавно" in desk.get("/office/staff/").content.decode()


def test_nobody_changes_their_own(desk: Client, admin: public.PersonRef) -> None:
    answer = desk.post(GIVE, {**SENT, "contact": "admin@example.org"})
    assert answer.status_code == 422
    assert "Свои роли изменить нельзя" in answer.content.decode()
    sent = {"grant": grant_of(admin.known_id, "admin")}
    assert desk.post(END, sent).status_code == 403
    assert public.has_role(admin.known_id, "admin")
    assert not public.has_role(admin.known_id, "author")


@pytest.mark.parametrize(
    "wrong", [{"contact": "x"}, {"roles": []}, {"roles": ["tsar"]}, {"act": " "}]
)
def test_what_is_not_whole_gives_nothing(desk: Client, wrong: dict[str, Any]) -> None:
    assert desk.post(GIVE, {**SENT, **wrong}).status_code == 422
    assert queries.count_officials() == 1


def test_all_roles_or_none(admin: public.PersonRef) -> None:
    roles.give_roles(admin, contact="new@example.org", roles=["author"], act="№ 1")
    with pytest.raises(Conflict):
        roles.give_roles(admin, contact="new@example.org", roles=["clerk", "author"], act="№ 2")
    with pytest.raises(Invalid):
        roles.give_roles(admin, contact="new@example.org", roles=["clerk"], act="")
    assert not public.has_role(public.ensure_contact("new@example.org"), "clerk")


@pytest.mark.parametrize("held", [[], ["author"], ["auditor"]])
def test_only_the_administrator_sees_and_gives(admin: public.PersonRef, held: list[str]) -> None:
    person = make_person(roles=held)
    browser = sign_in(Client(), person)
    for address in ("/office/staff/", GIVE, END):
        assert browser.get(address).status_code == 403, address
        assert Client().get(address).status_code == 302, address
    with pytest.raises(Refused):
        roles.give_roles(person, contact="a@example.org", roles=["author"], act="№ 1")
    assert queries.count_officials() == (2 if held else 1)


def test_the_list_costs_two_queries(
    admin: public.PersonRef, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        roles.give_roles(
            admin, contact=f"o{number}@example.org", roles=["author", "clerk"], act="№ 1"
        )
    with django_assert_num_queries(2):
        assert len(queries.staff()) == 6
