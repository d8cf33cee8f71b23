"""ESIA («Госуслуги»), the state's identity service: OAuth 2.0 with signed requests.

The service wants each request signed by GOST. The program that can (CryptoPro CSP, as a rule)
is a setting: it gets the bytes on its standard input and answers with a detached PKCS#7
signature. What is signed and how the fields are named follow the service's guidelines
(«Методические рекомендации»).
"""

from __future__ import annotations

import base64
import logging
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.utils.translation import gettext_lazy as _
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from veche.commons.identity.providers.exchange import (
    NotProved,
    NotReached,
    Proved,
    claims_of,
    fetch,
    require_answer,
)
from veche.kernel import clock

log = logging.getLogger("veche.esia")
SCOPE = "openid"
SIGNER_SECONDS = 15
_SUBJECT, _NUMBER, _TRUSTED = "urn:esia:sbj", "urn:esia:sbj:oid", "urn:esia:sbj:is_tru"


@dataclass(frozen=True)
class EsiaProvider:
    """The state's service: `client_id` is the town's «мнемоника» in it."""

    slug: str
    title: str
    level: int
    url: str
    issuer: str
    client_id: str
    signer: Sequence[str]
    key_file: str

    def ask(self, back_url: str) -> tuple[str, dict[str, str]]:
        """The address of the service's sign-in page, with a signed request."""
        state = str(uuid4())
        query = {
            **self._signed(state),
            "response_type": "code",
            "redirect_uri": back_url,
            "access_type": "online",
        }
        return f"{self.url}/aas/oauth2/ac?{urlencode(query)}", {"state": state}

    def check(self, asked: Mapping[str, str], back_url: str, said: Mapping[str, str]) -> Proved:
        """Change the code for a token by another signed request and look at whom it names."""
        code = require_answer(asked, said)
        state = str(uuid4())
        answer = fetch(
            "POST",
            f"{self.url}/aas/oauth2/te",
            data={
                **self._signed(state),
                "code": code,
                "grant_type": "authorization_code",
                "redirect_uri": back_url,
                "token_type": "Bearer",
            },
        )
        if answer.get("state") != state:
            raise NotProved()
        claims = claims_of(
            answer.get("id_token"), self._key(), issuer=self.issuer, client_id=self.client_id
        )
        return Proved(self.issuer, _subject(claims))

    def _signed(self, state: str) -> dict[str, str]:
        """The four signed fields and their signature."""
        timestamp = clock.now().strftime("%Y.%m.%d %H:%M:%S %z")
        signature = self._sign(f"{SCOPE}{timestamp}{self.client_id}{state}".encode())
        return {
            "scope": SCOPE,
            "timestamp": timestamp,
            "client_id": self.client_id,
            "state": state,
            "client_secret": base64.urlsafe_b64encode(signature).decode(),
        }

    def _sign(self, content: bytes) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 -- the operator's own command, without a shell
                list(self.signer),
                input=content,
                capture_output=True,
                timeout=SIGNER_SECONDS,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            log.warning("the signer failed: %s", type(error).__name__)
            raise NotReached() from None
        if not done.stdout:
            log.warning("the signer answered with nothing")
            raise NotReached()
        return done.stdout

    def _key(self) -> RSAKey:
        try:
            return RSAKey.import_key(Path(self.key_file).read_bytes())
        except (OSError, JoseError, ValueError):
            log.warning("the key of the service's tokens cannot be read")
            raise NotReached() from None


def _subject(claims: Mapping[str, Any]) -> str:
    """The account's number; NotProved unless the state has confirmed the account."""
    about = claims.get(_SUBJECT)
    number = about.get(_NUMBER) if isinstance(about, dict) else None
    if not isinstance(number, int | str) or not str(number):
        raise NotProved()
    if not isinstance(about, dict) or about.get(_TRUSTED) is not True:
        raise NotProved(
            _(
                "Учётная запись на Госуслугах не подтверждена. Подтвердите её там или в МФЦ, "
                "а пока войдите по коду."
            )
        )
    return str(number)
