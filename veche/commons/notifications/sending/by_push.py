"""Web Push: encrypted for the browser alone (RFC 8291), signed by the town (RFC 8292).

The key pair is derived from the vault key, as the passwords of database roles are from the secret
key: there is nothing more to keep, to back up or to lose. A repeat carries the Topic it had (RFC
8030, 5.4), so the push service replaces what it still holds, and its tag, so the browser replaces
what it shows.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from veche.commons.identity import public as identity
from veche.commons.notifications import rules
from veche.commons.notifications.sending.parcel import DROPPED, FAILED, SENT, Outcome, Parcel
from veche.kernel import clock, crypto
from veche.kernel.web import outgoing

CURVE = ec.SECP256R1()
# NIST SP 800-186: the order of P-256.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
KEPT_SECONDS = 24 * 3600
VALID_SECONDS = 12 * 3600
RECORD_SIZE = 4096
TEXT_MAX = 300
GONE = frozenset({404, 410})


@dataclass(frozen=True)
class Device:
    """A browser's subscription, as it has told it."""

    endpoint: str
    key: bytes
    secret: bytes

    def as_text(self) -> str:
        """How the vault keeps it."""
        return json.dumps([self.endpoint, encoded(self.key), encoded(self.secret)])


def device_of(text: str) -> Device:
    """What the vault kept."""
    endpoint, key, secret = json.loads(text)
    return Device(endpoint, decoded(key), decoded(secret))


def told_device(endpoint: str, key: str, secret: str) -> Device:
    """A subscription as a page has sent it; ValueError for what nothing can be sent to."""
    device = Device(endpoint, decoded(key), decoded(secret))
    outgoing.parsed(endpoint)
    if len(device.secret) != 16:
        raise ValueError("the secret has 16 bytes")
    ec.EllipticCurvePublicKey.from_encoded_point(CURVE, device.key)
    return device


def is_open() -> bool:
    """Unless the town does without it."""
    return settings.NOTICES_BY_PUSH


def private_key() -> ec.EllipticCurvePrivateKey:
    """The installation's own key, always the same for one vault key."""
    number = int.from_bytes(crypto.mac("web push", b"vapid"), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, CURVE)


def public_key() -> str:
    """What browsers are told when they subscribe."""
    return encoded(_point(private_key()))


def send(parcel: Parcel, reached: Callable[[UUID], None]) -> Outcome:
    """To every browser of the person that has not got it; dead ones are forgotten."""
    with translation.override(parcel.language):
        body = json.dumps(shown(parcel), ensure_ascii=False).encode()
    failed = False
    devices = identity.notice_addresses(parcel.person_id, rules.PUSH)
    for one in devices:
        if one.id in parcel.reached:
            continue
        status = _send_to(device_of(one.value), body, parcel)
        if status in GONE:
            identity.drop_notice_address(one.id)
        elif 200 <= status < 300:
            reached(one.id)
        else:
            failed = True
    return DROPPED if not devices else FAILED if failed else SENT


def shown(parcel: Parcel) -> dict[str, Any]:
    """What the browser shows; the address is a path of this town."""
    count, newest = len(parcel.items), parcel.items[0]
    if count == 1:
        title, text = newest.title, newest.text[:TEXT_MAX]
        url = newest.url.removeprefix(parcel.origin)
    else:
        title = ngettext("%(count)s новость", "%(count)s новостей", count) % {"count": count}
        text = "\n".join(item.title for item in parcel.items[:4])
        url = reverse("notifications:read-notices")
    return {"title": title, "text": text, "url": url, "tag": str(parcel.id)}


def _send_to(device: Device, body: bytes, parcel: Parcel) -> int:
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(KEPT_SECONDS),
        "Urgency": "normal",
        "Topic": encoded(parcel.id.bytes),
        "Authorization": authorization(device.endpoint, parcel.origin),
    }
    return outgoing.post(device.endpoint, encrypted(body, device), headers).status


def authorization(endpoint: str, origin: str) -> str:
    """The town's signature for one push service (RFC 8292)."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(clock.now().timestamp()) + VALID_SECONDS,
        "sub": origin,
    }
    head = encoded(json.dumps({"typ": "JWT", "alg": "ES256"}).encode())
    signed = f"{head}.{encoded(json.dumps(claims).encode())}"
    key = private_key()
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={encoded(_point(key))}"


def encrypted(plain: bytes, device: Device) -> bytes:
    """One record of aes128gcm (RFC 8188) under keys agreed with the browser (RFC 8291)."""
    ours, salt = ec.generate_private_key(CURVE), os.urandom(16)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, device.key)
    point = _point(ours)
    about = b"WebPush: info\x00" + device.key + point
    shared = _derived(device.secret, ours.exchange(ec.ECDH(), theirs), about, 32)
    key = _derived(salt, shared, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(salt, shared, b"Content-Encoding: nonce\x00", 12)
    head = salt + RECORD_SIZE.to_bytes(4, "big") + len(point).to_bytes(1, "big") + point
    return head + AESGCM(key).encrypt(nonce, plain + b"\x02", None)


def _derived(salt: bytes, secret: bytes, about: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=about).derive(secret)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encoded(raw: bytes) -> str:
    """Base64url without padding, as all of Web Push writes it."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """The other way round; ValueError."""
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
