"""Web Push against a stand-in of a push service: really encrypted, really signed."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, merge
from veche.commons.notifications import rules
from veche.commons.notifications.actions import choosing, sending
from veche.commons.notifications.models import Letter, Reach
from veche.commons.notifications.sending import by_push
from veche.commons.notifications.tests.makers import (
    TOPIC,
    StandIn,
    follow,
    happen,
    make_due,
    stand_in,
)
from veche.kernel import clock
from veche.kernel.errors import Invalid

CURVE = ec.SECP256R1()


class Browser:
    """The other end: its own keys, and reading what came, written here anew from RFC 8291."""

    def __init__(self, there: StandIn, name: str = "a") -> None:
        self.key = ec.generate_private_key(CURVE)
        self.secret = os.urandom(16)
        self.endpoint = f"{there.url}/push/{name}"

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscribe(self, person: identity.PersonRef) -> None:
        choosing.subscribe_device(
            person,
            endpoint=self.endpoint,
            key=by_push.encoded(self.point),
            secret=by_push.encoded(self.secret),
        )

    def read(self, body: bytes) -> dict[str, Any]:
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs)
        shared = self.key.exchange(ec.ECDH(), point)
        first = derived(self.secret, shared, b"WebPush: info\0" + self.point + theirs, 32)
        key = derived(salt, first, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derived(salt, first, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain.endswith(b"\x02")
        told: dict[str, Any] = json.loads(plain[:-1])
        return told


def derived(salt: bytes, secret: bytes, about: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, about).derive(secret)


@pytest.fixture
def there(tmp_path: Path) -> Iterator[StandIn]:
    with stand_in(tmp_path / "push") as made:
        yield made


@pytest.fixture
def person(town: Any) -> identity.PersonRef:
    found = make_person(contact="notify-push@example.org")
    follow(found.known_id)
    return found


def send() -> None:
    make_due()
    Letter.objects.filter(state=rules.WAITING).update(next_at=clock.now())
    sending.send_letters(rules.PUSH)


def test_the_browser_reads_what_nobody_else_can(person: Any, there: StandIn) -> None:
    browser = Browser(there)
    browser.subscribe(person)
    happen(topics=(TOPIC,))
    send()
    (request,) = there.got()
    assert request["headers"]["content-encoding"] == "aes128gcm"
    told = browser.read(request["body"])
    assert told["title"] == "Скамейку починили"
    assert told["url"] == "/things/a/"
    assert "Скамейку".encode() not in request["body"]
    with pytest.raises(InvalidTag):
        Browser(there).read(request["body"])


def test_the_town_signs_for_one_push_service(person: Any, there: StandIn) -> None:
    Browser(there).subscribe(person)
    happen(topics=(TOPIC,))
    send()
    scheme, _space, rest = there.got()[0]["headers"]["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert scheme == "vapid"
    assert parts["k"] == by_push.public_key()
    head, body, signature = parts["t"].split(".")
    raw = by_push.decoded(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, by_push.decoded(parts["k"]))
    key.verify(der, f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
    claims = json.loads(by_push.decoded(body))
    assert claims["aud"] == there.url
    assert 0 < claims["exp"] - clock.now().timestamp() <= 24 * 3600


def test_the_key_is_always_the_same_and_no_other_installations(settings: Any) -> None:
    first = by_push.public_key()
    assert by_push.public_key() == first
    settings.VAULT_KEY = "another key of thirty-two signs or more"
    assert by_push.public_key() != first


def test_a_repeat_falls_into_the_first(
    person: Any, there: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(there)
    browser.subscribe(person)
    happen(topics=(TOPIC,))

    def die(*args: Any) -> None:
        raise RuntimeError("killed before marking")

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_reached", die)
        with pytest.raises(RuntimeError):
            send()
    send()
    first, second = there.got()
    assert first["headers"]["topic"] == second["headers"]["topic"]
    assert len(first["headers"]["topic"]) <= 32
    assert browser.read(first["body"])["tag"] == browser.read(second["body"])["tag"]


def test_whoever_has_it_is_not_sent_it_again(person: Any, there: StandIn) -> None:
    Browser(there, "works").subscribe(person)
    Browser(there, "fails").subscribe(person)
    there.answers(500, only="/push/fails")
    happen(topics=(TOPIC,))
    send()
    assert {one["path"] for one in there.got()} == {"/push/works", "/push/fails"}
    assert Letter.objects.get().state == rules.WAITING
    there.answers(201)
    before = len(there.got())
    send()
    assert [one["path"] for one in there.got()[before:]] == ["/push/fails"]
    assert Letter.objects.get().state == rules.SENT


@pytest.mark.parametrize("status", [404, 410])
def test_a_dead_browser_is_forgotten(person: Any, there: StandIn, status: int) -> None:
    Browser(there).subscribe(person)
    there.answers(status)
    happen(topics=(TOPIC,))
    send()
    assert identity.notice_addresses(person.known_id, rules.PUSH) == []


def test_the_endpoint_lies_sealed_in_the_vault(person: Any, there: StandIn) -> None:
    browser = Browser(there)
    browser.subscribe(person)
    browser.subscribe(person)
    (kept,) = identity.notice_addresses(person.known_id, rules.PUSH)
    assert json.loads(kept.value)[0] == browser.endpoint
    assert browser.endpoint in json.dumps(identity.personal_export(person))
    identity.erase_person(person)
    assert identity.notice_addresses(person.known_id, rules.PUSH) == []


def test_a_browser_serves_whoever_uses_it_now(person: Any, there: StandIn) -> None:
    browser, other = Browser(there), make_person(contact="notify-push-two@example.org")
    browser.subscribe(person)
    browser.subscribe(other)
    assert identity.notice_addresses(person.known_id, rules.PUSH) == []
    assert len(identity.notice_addresses(other.known_id, rules.PUSH)) == 1


def test_joined_accounts_keep_their_browsers(person: Any, there: StandIn) -> None:
    other = make_person(contact="+79001230077")
    Browser(there, "a").subscribe(person)
    Browser(there, "b").subscribe(other)
    one = merge(person, other)
    assert len(identity.notice_addresses(one.known_id, rules.PUSH)) == 2
    assert list(Reach.objects.values_list("person_id", flat=True)) == [one.known_id]


@pytest.mark.parametrize(
    ("endpoint", "key", "secret"),
    [
        ("ftp://push.example/a", None, None),
        ("https://push.example/" + "a" * 600, None, None),
        (None, "AAAA", None),
        (None, "не ключ", None),
        (None, None, "AAAA"),
        ("", None, None),
    ],
)
def test_what_is_no_subscription_is_refused(
    person: Any, there: StandIn, endpoint: str | None, key: str | None, secret: str | None
) -> None:
    browser = Browser(there)
    with pytest.raises(Invalid):
        choosing.subscribe_device(
            person,
            endpoint=browser.endpoint if endpoint is None else endpoint,
            key=by_push.encoded(browser.point) if key is None else key,
            secret=base64.urlsafe_b64encode(browser.secret).decode() if secret is None else secret,
        )
    assert not Reach.objects.exists()


def test_nothing_is_sent_inside_our_own_network(person: Any, there: StandIn, settings: Any) -> None:
    Browser(there).subscribe(person)
    settings.WEBHOOKS_LOCAL = False
    happen(topics=(TOPIC,))
    send()
    assert there.got() == []
    assert Letter.objects.get().state == rules.WAITING
