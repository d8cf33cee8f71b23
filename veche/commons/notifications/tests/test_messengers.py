"""VK, OK and MAX against stand-ins of their interfaces; no others can be set up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client

from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person
from veche.commons.notifications import rules
from veche.commons.notifications.actions import choosing, sending
from veche.commons.notifications.models import Dispatch, Letter, LinkCode, Reach
from veche.commons.notifications.sending.by_messenger import MESSENGERS
from veche.commons.notifications.sending.ways import WAYS
from veche.commons.notifications.tests.makers import (
    TOPIC,
    StandIn,
    follow,
    happen,
    make_due,
    stand_in,
)

SECRET = "a-secret-of-twenty-signs"
TAKEN: dict[str, dict[str, Any]] = {
    "vk": {"response": 1},
    "ok": {"message_id": "mid:1"},
    "max": {"message": {"body": {"mid": "m"}}},
}
TYPED = {
    "vk": lambda code: {
        "type": "message_new",
        "object": {"message": {"from_id": 42, "text": f"Код {code}"}},
    },
    "ok": lambda code: {
        "webhookType": "MESSAGE_CREATED",
        "recipient": {"chat_id": "chat:C42"},
        "message": {"text": code},
    },
    "max": lambda code: {
        "update_type": "message_created",
        "message": {"sender": {"user_id": 42}, "body": {"text": code}},
    },
}


@pytest.fixture
def there(tmp_path: Path, settings: Any) -> Iterator[StandIn]:
    with stand_in(tmp_path / "api") as made:
        settings.MESSENGERS = {
            name: {
                "url": made.url,
                "token": f"token-{name}",
                "secret": SECRET,
                "confirmation": "abc123",
                "bot": f"https://{name}.example/town",
            }
            for name in MESSENGERS
        }
        yield made


@pytest.fixture
def person(town: Any) -> identity.PersonRef:
    return make_person(contact="notify-messenger@example.org")


def say(name: str, told: Any, secret: str = SECRET) -> Any:
    return Client().post(
        f"/api/v1/notifications/bots/{name}/{secret}",
        json.dumps(told),
        content_type="application/json",
    )


def link(name: str, person: identity.PersonRef, there: StandIn) -> None:
    there.answers(200, **TAKEN[name])
    assert say(name, TYPED[name](choosing.show_link_code(person))).status_code == 200


def left_over(name: str) -> None:
    """As if the sender had been killed before it could mark the letter."""
    Letter.objects.filter(channel=name).update(
        state=rules.WAITING, is_out=True, next_at="2026-01-01T00:00Z"
    )


def test_there_are_these_ways_and_no_foreign_messenger() -> None:
    assert set(WAYS) == {"email", "push", "sms", "vk", "ok", "max"}
    assert set(MESSENGERS) == {"vk", "ok", "max"}


@pytest.mark.parametrize("name", sorted(MESSENGERS))
def test_a_typed_code_joins_and_notices_arrive(
    name: str, person: identity.PersonRef, there: StandIn
) -> None:
    follow(person.known_id)
    link(name, person, there)
    (kept,) = identity.notice_addresses(person.known_id, name)
    assert "42" in kept.value
    assert not LinkCode.objects.exists(), "a code opens once"
    happen(topics=(TOPIC,))
    make_due()
    sending.send_letters(name)
    assert Letter.objects.get(channel=name).state == rules.SENT
    said = there.got()[-1]
    body = said["body"].decode()
    if name == "vk":
        form = parse_qs(body)
        assert said["path"] == "/method/messages.send"
        assert form["peer_id"] == ["42"]
        assert form["access_token"] == ["token-vk"]
        text = form["message"][0]
    elif name == "ok":
        assert said["path"] == "/graph/chat:C42/messages?access_token=token-ok"
        assert json.loads(body)["recipient"] == {"chat_id": "chat:C42"}
        text = json.loads(body)["message"]["text"]
    else:
        assert said["path"] == "/messages?user_id=42"
        assert said["headers"]["authorization"] == "token-max"
        text = json.loads(body)["text"]
    assert "Скамейку починили" in text
    assert "/things/a/" in text


def test_settings_kept_before_a_messenger_was_linked_say_nothing_of_it(
    person: identity.PersonRef, there: StandIn
) -> None:
    follow(person.known_id)
    choosing.choose_channels(person, wanted=set(), rhythm=rules.NEVER, quiet_from=0, quiet_to=0)
    link("vk", person, there)
    happen(topics=(TOPIC,))
    assert [one.channel for one in Dispatch.objects.all()] == ["vk"]


def test_vk_knows_a_repeat_by_its_random_id(person: identity.PersonRef, there: StandIn) -> None:
    follow(person.known_id)
    link("vk", person, there)
    happen(topics=(TOPIC,))
    make_due()
    sending.send_letters("vk")
    left_over("vk")
    sending.send_letters("vk")
    first, second = (parse_qs(one["body"].decode())["random_id"] for one in there.got()[-2:])
    assert first == second


@pytest.mark.parametrize("name", ["ok", "max"])
def test_where_a_repeat_is_not_known_nothing_goes_twice(
    name: str, person: identity.PersonRef, there: StandIn
) -> None:
    follow(person.known_id)
    link(name, person, there)
    happen(topics=(TOPIC,))
    make_due()
    sending.send_letters(name)
    left_over(name)
    before = len(there.got())
    sending.send_letters(name)
    assert len(there.got()) == before
    assert Letter.objects.get(channel=name).state == rules.UNSURE


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("vk", 200, {"error": {"error_code": 901}}),
        ("ok", 200, {"error_code": 10}),
        ("max", 403, {"code": "chat.denied"}),
    ],
)
def test_an_account_that_refuses_the_town_is_forgotten(
    name: str, status: int, said: Any, person: identity.PersonRef, there: StandIn
) -> None:
    follow(person.known_id)
    link(name, person, there)
    there.answers(status, **said)
    happen(topics=(TOPIC,))
    make_due()
    sending.send_letters(name)
    assert identity.notice_addresses(person.known_id, name) == []
    assert Letter.objects.get(channel=name).state == rules.DROPPED


@pytest.mark.parametrize("name", sorted(MESSENGERS))
def test_a_trouble_of_theirs_is_tried_again(
    name: str, person: identity.PersonRef, there: StandIn
) -> None:
    follow(person.known_id)
    link(name, person, there)
    there.answers(503)
    happen(topics=(TOPIC,))
    make_due()
    sending.send_letters(name)
    assert Letter.objects.get(channel=name).state == rules.WAITING


def test_a_wrong_or_old_code_joins_nobody(person: identity.PersonRef, there: StandIn) -> None:
    there.answers(200, response=1)
    code = choosing.show_link_code(person)
    wrong = f"{(int(code) + 1) % 10**8:08}"
    assert say("vk", TYPED["vk"](wrong)).status_code == 200
    LinkCode.objects.update(expires_at="2026-01-01T00:00Z")
    say("vk", TYPED["vk"](code))
    assert not Reach.objects.exists()
    assert len(there.got()) == 2, "each is told that there is no such code"


def test_only_the_messenger_may_speak_for_it(person: identity.PersonRef, there: StandIn) -> None:
    code = choosing.show_link_code(person)
    assert say("vk", TYPED["vk"](code), "another-secret-of-twenty").status_code == 404
    assert say("telegram", TYPED["vk"](code)).status_code == 404
    assert not Reach.objects.exists()


@pytest.mark.parametrize("told", [[], "text", {"type": "message_new"}, {"object": {"message": 5}}])
def test_strange_words_are_let_pass(town: Any, there: StandIn, told: Any) -> None:
    for name in MESSENGERS:
        assert say(name, told).status_code == 200
    assert there.got() == []


def test_vk_asks_whether_the_address_is_the_towns(town: Any, there: StandIn) -> None:
    assert say("vk", {"type": "confirmation"}).content == b"abc123"


def test_a_town_without_a_bot_has_no_such_way(town: Any, settings: Any) -> None:
    settings.MESSENGERS = {
        name: {"url": "", "token": "", "secret": "", "confirmation": "", "bot": ""}
        for name in MESSENGERS
    }
    assert say("vk", TYPED["vk"]("12345678"), "").status_code == 404
    person = make_person(contact="notify-nobot@example.org")
    follow(person.known_id)
    Reach.objects.create(person_id=person.known_id, channel="vk")
    happen(topics=(TOPIC,))
    assert not Dispatch.objects.filter(channel="vk").exists()
