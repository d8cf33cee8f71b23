"""Passkeys: what opens the door, and everything that must not."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from fido2.utils import websafe_encode

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity import queries, sessions
from veche.commons.identity.actions import passkeys
from veche.commons.identity.actions.signing_in import SignedIn
from veche.commons.identity.models import Ceremony, Passkey
from veche.commons.identity.tests import makers
from veche.commons.identity.tests.authenticator import HOST, ORIGIN, Device
from veche.commons.identity.tests.test_parallel import all_at_once
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused

SITE = passkeys.Site(HOST, ORIGIN)


def add(person: identity.PersonRef, device: Device, name: str = "Телефон") -> Any:
    ceremony, options = passkeys.begin_adding(person, SITE)
    return passkeys.add_passkey(person, SITE, ceremony, device.make(options), name)


def enter(device: Device, **wrong: Any) -> Any:
    ceremony, options = passkeys.begin_sign_in(SITE, "192.0.2.1")
    return passkeys.sign_in_by_passkey(SITE, ceremony, device.prove(options, **wrong))


@pytest.fixture
def person(town: Any) -> identity.PersonRef:
    return makers.make_person(contact="+79001234567")


@pytest.fixture
def device(person: identity.PersonRef) -> Device:
    """A device whose key has been added."""
    made = Device()
    add(person, made)
    return made


def test_a_key_opens_its_owners_account_again_and_again(person, device) -> None:
    assert enter(device).person_id == person.id
    assert enter(device).person_id == person.id
    [row] = Passkey.objects.all()
    assert (row.sign_count, row.used_on is not None) == (3, True)
    assert {e.kind for e in audit.history(person.known_id)} >= {
        "identity.passkey_added",
        "identity.signed_in",
    }


def test_through_the_pages(person) -> None:
    mine, device = makers.sign_in(Client(), person), Device()
    options = mine.post("/me/passkeys/begin/").json()
    added = mine.post("/me/passkeys/add/", {"answer": device.make(options), "name": "Мой телефон"})
    assert added["Location"] == "/me/passkeys/?done=added"
    assert "Мой телефон" in mine.get("/me/passkeys/").content.decode()

    other = Client()
    options = other.post("/sign-in/passkey/begin/").json()
    answer = {"answer": device.prove(options), "next": "/polls/"}
    assert other.post("/sign-in/passkey/", answer)["Location"] == "/polls/"
    assert other.session[sessions.PERSON] == str(person.id)


def test_the_door_asks_for_no_account(town) -> None:
    options = Client().post("/sign-in/passkey/begin/").json()["publicKey"]
    assert not options.get("allowCredentials")
    assert (options["rpId"], options["userVerification"]) == (HOST, "required")


def test_what_the_device_is_told_names_nobody(person) -> None:
    _ceremony, options = passkeys.begin_adding(person, SITE)
    user = dict(dict(options["publicKey"])["user"])
    assert websafe_encode(person.known_id.bytes) != user["id"]
    assert "9001234567" not in str(options)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda d: setattr(d, "origin", "https://testserver.evil.example"), id="host"),
        pytest.param(lambda d: setattr(d, "origin", "https://testserver"), id="scheme"),
        pytest.param(lambda d: setattr(d, "host", "evil.example"), id="rp id"),
        pytest.param(lambda d: setattr(d, "is_verified", False), id="not verified"),
        pytest.param(lambda d: setattr(d, "counter", 0), id="counter stands still"),
        pytest.param(lambda d: setattr(d, "handle", b"x" * 32), id="another's handle"),
        pytest.param(lambda d: setattr(d, "key", Device().key), id="another's key"),
        pytest.param(lambda d: setattr(d, "credential_id", b"y" * 32), id="unknown key"),
    ],
)
def test_a_wrong_answer_opens_nothing(device, spoil) -> None:
    spoil(device)
    with pytest.raises(passkeys.BadPasskey):
        enter(device)


def test_another_challenge_or_another_act_opens_nothing(device) -> None:
    for wrong in ({"challenge": websafe_encode(b"z" * 32)}, {"kind": "webauthn.create"}):
        with pytest.raises(passkeys.BadPasskey):
            enter(device, **wrong)


def test_an_answer_works_once(device) -> None:
    ceremony, options = passkeys.begin_sign_in(SITE, "192.0.2.1")
    answer = device.prove(options)
    passkeys.sign_in_by_passkey(SITE, ceremony, answer)
    with pytest.raises(passkeys.BadPasskey):
        passkeys.sign_in_by_passkey(SITE, ceremony, answer)


def test_an_answer_works_in_the_browser_that_asked(device) -> None:
    asked, thief = Client(), Client()
    answer = device.prove(asked.post("/sign-in/passkey/begin/").json())
    thief.post("/sign-in/passkey/begin/")
    for browser in (thief, Client()):
        assert browser.post("/sign-in/passkey/", {"answer": answer}).status_code == 422
        assert sessions.PERSON not in browser.session


def test_a_late_answer_opens_nothing(device) -> None:
    ceremony, options = passkeys.begin_sign_in(SITE, "192.0.2.1")
    Ceremony.objects.update(expires_at="2020-01-01T00:00:00Z")
    with pytest.raises(passkeys.BadPasskey):
        passkeys.sign_in_by_passkey(SITE, ceremony, device.prove(options))


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"id": 1}',
        '{"rawId": "a", "id": "a", "response": {}}',
        "x" * 30_000,
    ],
)
def test_nonsense_is_refused_in_words(town, answer: str) -> None:
    browser = Client()
    browser.post("/sign-in/passkey/begin/")
    said = browser.post("/sign-in/passkey/", {"answer": answer})
    assert said.status_code == 422
    assert "Ключ доступа не подошёл" in said.content.decode()


def test_a_ceremony_of_another_kind_or_person_adds_nothing(person) -> None:
    device, stranger = Device(), makers.make_person()
    ceremony, options = passkeys.begin_adding(person, SITE)
    with pytest.raises(passkeys.BadPasskey):
        passkeys.add_passkey(stranger, SITE, ceremony, device.make(options), "Чужой")
    entering, _options = passkeys.begin_sign_in(SITE, "192.0.2.1")
    for other in (entering, uuid4()):
        with pytest.raises(passkeys.BadPasskey):
            passkeys.add_passkey(person, SITE, other, device.make(options), "Мой")
    assert not Passkey.objects.exists()


def test_an_unverified_device_is_not_added(person) -> None:
    with pytest.raises(passkeys.BadPasskey):
        add(person, Device(is_verified=False))


def test_one_key_belongs_to_one_person_and_to_ten_at_most_each(person, device) -> None:
    with pytest.raises(Conflict):
        add(makers.make_person(), device)
    for _more in range(passkeys.KEYS_MAX - 1):
        add(person, Device())
    with pytest.raises(Conflict):
        add(person, Device())


def test_names_are_sealed_and_only_the_owner_changes_them(person, device) -> None:
    [key] = queries.passkeys(person.known_id)
    assert key.name == "Телефон"
    assert "Телефон".encode() not in bytes(Passkey.objects.get().sealed_name)
    passkeys.rename_passkey(person, key.id, "Планшет")
    assert queries.passkeys(person.known_id)[0].name == "Планшет"
    assert identity.personal_export(person)["passkeys"][0]["name"] == "Планшет"
    with pytest.raises(Invalid):
        passkeys.rename_passkey(person, key.id, "\u200b ")
    stranger = makers.make_person()
    with pytest.raises(NotFound):
        passkeys.rename_passkey(stranger, key.id, "Моё")
    with pytest.raises(NotFound):
        passkeys.remove_passkey(stranger, key.id)
    for path in (f"/me/passkeys/{key.id}/rename/", f"/me/passkeys/{key.id}/remove/"):
        assert makers.sign_in(Client(), stranger).get(path).status_code == 404


def test_a_removed_or_erased_key_opens_nothing(person, device) -> None:
    mine = makers.sign_in(Client(), person)
    [key] = queries.passkeys(person.known_id)
    assert "Удалить ключ" in mine.get(f"/me/passkeys/{key.id}/remove/").content.decode()
    mine.post(f"/me/passkeys/{key.id}/remove/")
    with pytest.raises(passkeys.BadPasskey):
        enter(device)
    add(person, device)
    identity.erase_person(person)
    assert not Passkey.objects.exists()


def test_a_visitor_has_no_keys(town) -> None:
    with pytest.raises(Refused):
        passkeys.begin_adding(identity.ANONYMOUS, SITE)
    assert Client().get("/me/passkeys/")["Location"].startswith("/sign-in/")


def test_parallel_answers_with_one_counter_open_one_session(committed_town, in_thread) -> None:
    person, device = makers.make_person(contact="+79001234567"), Device()
    add(person, device)
    begun = [passkeys.begin_sign_in(SITE, "192.0.2.1") for _ in range(6)]
    answers = []
    for _ceremony, options in begun:
        device.counter = 7  # a copied key knows no more than its twin
        answers.append(device.prove(options))
    acts = [
        lambda c=ceremony, a=answer: passkeys.sign_in_by_passkey(SITE, c, a)
        for (ceremony, _options), answer in zip(begun, answers, strict=True)
    ]
    found = all_at_once(in_thread, acts)
    assert sum(isinstance(one, SignedIn) for one in found) == 1
    assert sum(isinstance(one, passkeys.BadPasskey) for one in found) == 5
