"""What all sign-in services have in common: the interface, refusals, talking to their servers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from django.utils.translation import gettext_lazy as _
from joserfc import jwt
from joserfc.errors import JoseError

from veche.kernel import clock
from veche.kernel.errors import Problem, Text

WAIT = httpx.Timeout(8.0, connect=4.0)
ANSWER_BYTES_MAX = 200_000
# Clocks of two servers may differ by so much.
LEEWAY_SECONDS = 60
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")


class NotProved(Problem):
    """The service's answer does not prove who came; nothing of it is kept."""

    status = 422
    code = "not-proved"

    def __init__(self, advice: Text = "") -> None:
        super().__init__(
            _("Подтвердить вход не получилось"),
            advice=advice or _("Начните вход заново. Если не выйдет, войдите по коду."),
        )


class NotReached(Problem):
    """The service does not answer."""

    def __init__(self) -> None:
        super().__init__(
            _("Служба входа сейчас не отвечает"),
            advice=_("Подождите пару минут или войдите по коду."),
            code="provider-silent",
            status=503,
        )


@dataclass(frozen=True)
class Proved:
    """Whom the service knows: a name that means nothing outside of it, kept as a fingerprint."""

    issuer: str
    subject: str


class Provider(Protocol):
    """A sign-in service."""

    @property
    def slug(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def level(self) -> int: ...

    def ask(self, back_url: str) -> tuple[str, dict[str, str]]:
        """Where to send the browser, and what must be remembered until it comes back."""

    def check(self, asked: Mapping[str, str], back_url: str, said: Mapping[str, str]) -> Proved:
        """Whom the answer proves; NotProved, NotReached."""


def require_answer(asked: Mapping[str, str], said: Mapping[str, str]) -> str:
    """The one-time code of an answer to what was asked; NotProved for any other."""
    if said.get("state") != asked["state"]:
        raise NotProved()
    if said.get("error") == "access_denied":
        raise NotProved(_("Вы отказались от входа. Можно войти по коду или начать заново."))
    if "error" in said or not said.get("code"):
        raise NotProved()
    return said["code"]


def fetch(method: str, url: str, **request: Any) -> dict[str, Any]:
    """A JSON object from the service's server; redirects are not followed.

    What it says in an error may quote a person, so nothing of it goes on.
    """
    try:
        with (
            httpx.Client(timeout=WAIT, follow_redirects=False, trust_env=False) as client,
            client.stream(method, url, **request) as answer,
        ):
            body = b""
            for part in answer.iter_bytes():
                body += part
                if len(body) > ANSWER_BYTES_MAX:
                    raise NotReached()
            status = answer.status_code
            found = httpx.Response(status, content=body).json() if status == 200 else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        raise NotReached() from None
    if status >= 500:
        raise NotReached()
    if not isinstance(found, dict):
        raise NotProved()
    return found


def claims_of(token: object, key: Any, *, issuer: str, client_id: str) -> dict[str, Any]:
    """The claims of a token that this key signed, of this issuer, for us, of now; NotProved."""
    if not isinstance(token, str):
        raise NotProved()
    rules = jwt.JWTClaimsRegistry(
        now=int(clock.now().timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        claims = jwt.decode(token, key, algorithms=list(ALGORITHMS)).claims
        # ESIA writes `sub` as a number; each service reads it in its own way.
        rules.validate({name: value for name, value in claims.items() if name != "sub"})
    except (JoseError, ValueError, TypeError, KeyError):
        raise NotProved() from None
    others = claims.get("azp", client_id)
    if others != client_id:
        raise NotProved()
    return dict(claims)
