"""A device that holds passkeys, made of the library's own building stones: for tests alone."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG
ORIGIN, HOST = "http://testserver", "testserver"


@dataclass
class Device:
    """One key in one device; each field can be set wrong by a test."""

    origin: str = ORIGIN
    host: str = HOST
    counter: int = 1
    is_verified: bool = True
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: dict[str, Any]) -> str:
        """Answer `navigator.credentials.create`."""
        asked = options["publicKey"]
        self.handle = websafe_decode(asked["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public_key = ES256(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        )
        data = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public_key)
        made = AttestationObject.create("none", self._data(FLAG.AT, bytes(data)), {})
        client = self._client(CollectedClientData.TYPE.CREATE, asked["challenge"])
        return self._told(clientDataJSON=client, attestationObject=bytes(made))

    def prove(self, options: dict[str, Any], **wrong: Any) -> str:
        """Answer `navigator.credentials.get`; `challenge` and `kind` may be given wrong."""
        self.counter += 1
        challenge = wrong.get("challenge", options["publicKey"]["challenge"])
        client = self._client(wrong.get("kind", CollectedClientData.TYPE.GET), challenge)
        data = bytes(self._data(FLAG(0)))
        signature = self.key.sign(data + sha256(client), ec.ECDSA(hashes.SHA256()))
        return self._told(
            clientDataJSON=client,
            authenticatorData=data,
            signature=signature,
            userHandle=self.handle,
        )

    def _data(self, more: FLAG, credential: bytes = b"") -> AuthenticatorData:
        flags = FLAG.UP | more | (FLAG.UV if self.is_verified else FLAG(0))
        host = sha256(self.host.encode())
        made: AuthenticatorData = AuthenticatorData.create(host, flags, self.counter, credential)
        return made

    def _client(self, kind: str, challenge: str) -> bytes:
        return bytes(CollectedClientData.create(kind, challenge, self.origin))

    def _told(self, **response: bytes) -> str:
        name = websafe_encode(self.credential_id)
        told = {key: websafe_encode(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": told})
