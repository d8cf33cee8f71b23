"""OpenID Connect (Core 1.0): code flow with PKCE (RFC 7636), state and nonce.

Only `openid` is asked for, and of all that comes back only `sub` is looked at.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from veche.commons.identity.providers.exchange import (
    NotProved,
    NotReached,
    Proved,
    claims_of,
    fetch,
    require_answer,
)

KNOWN_SECONDS, FRESH_SECONDS = 600.0, 10.0
_known: dict[str, tuple[float, dict[str, Any]]] = {}


@dataclass(frozen=True)
class OpenIdProvider:
    """A service that describes itself under its issuer's address."""

    slug: str
    title: str
    level: int
    issuer: str
    client_id: str
    client_secret: str

    def ask(self, back_url: str) -> tuple[str, dict[str, str]]:
        """The address of the service's own sign-in page."""
        asked = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": back_url,
            "scope": "openid",
            "state": asked["state"],
            "nonce": asked["nonce"],
            "code_challenge": challenge(asked["verifier"]),
            "code_challenge_method": "S256",
        }
        address = str(self._described()["authorization_endpoint"])
        return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}", asked

    def check(self, asked: Mapping[str, str], back_url: str, said: Mapping[str, str]) -> Proved:
        """Change the code for a token and look at whom it names."""
        code = require_answer(asked, said)
        # RFC 9207: an answer that names another issuer was mixed up on its way.
        if said.get("iss", self.issuer) != self.issuer:
            raise NotProved()
        described = self._described()
        token = fetch(
            "POST",
            described["token_endpoint"],
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": back_url,
                "code_verifier": asked["verifier"],
                **self._in_body(described),
            },
            auth=None if self._in_body(described) else (self.client_id, self.client_secret),
        )
        claims = self._claims(token.get("id_token"))
        subject = claims.get("sub")
        if claims.get("nonce") != asked["nonce"] or not isinstance(subject, str) or not subject:
            raise NotProved()
        return Proved(self.issuer, subject)

    def _claims(self, token: object) -> dict[str, Any]:
        """What the token says; a service that has changed its keys is asked for them anew, once."""
        try:
            return claims_of(token, self._keys(), issuer=self.issuer, client_id=self.client_id)
        except NotProved:
            if not forget_old(self._described()["jwks_uri"]):
                raise
        return claims_of(token, self._keys(), issuer=self.issuer, client_id=self.client_id)

    def _in_body(self, described: Mapping[str, Any]) -> dict[str, str]:
        """The secret among the form's fields, when the service does not take it in the header."""
        ways = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if "client_secret_basic" in ways:
            return {}
        return {"client_id": self.client_id, "client_secret": self.client_secret}

    def _described(self) -> dict[str, Any]:
        found = known(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if found.get("issuer") != self.issuer or not all(
            isinstance(found.get(name), str) and is_same_web(self.issuer, found[name])
            for name in needed
        ):
            raise NotReached()
        return found

    def _keys(self) -> KeySet:
        found: Any = known(self._described()["jwks_uri"])
        try:
            return KeySet.import_key_set(found)
        except (JoseError, ValueError, TypeError, KeyError):
            raise NotReached() from None


def challenge(verifier: str) -> str:
    """S256 of RFC 7636, 4.2."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_same_web(issuer: str, address: str) -> bool:
    """Whoever promises https must not lead to an address without it."""
    return address.startswith("https://") or not issuer.startswith("https://")


def known(address: str) -> dict[str, Any]:
    """A description or a set of keys, asked for every ten minutes at most."""
    kept_at, found = _known.get(address, (0.0, {}))
    if not found or time.monotonic() - kept_at > KNOWN_SECONDS:
        found = fetch("GET", address)
        _known[address] = (time.monotonic(), found)
    return found


def forget_old(address: str) -> bool:
    """Have it asked anew, unless that was done a moment ago; whether it will be."""
    kept_at, _found = _known.get(address, (0.0, {}))
    is_old = time.monotonic() - kept_at > FRESH_SECONDS
    if is_old:
        _known.pop(address, None)
    return is_old


def forget_known() -> None:
    """Ask anew at the next need: after a change of keys, and in tests."""
    _known.clear()
