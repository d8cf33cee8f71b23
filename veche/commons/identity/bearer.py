"""Requests that come with a key for programs instead of a browser's session.

Only the API listens to a key, and a request that brings one is nobody else's: its cookies are not
looked at. So a key opens no page, and no page can be made to speak with somebody's key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from veche.commons.identity import sessions
from veche.commons.identity.actions import tokens
from veche.commons.identity.actions.tokens import Grant
from veche.commons.identity.rules.persons import ANONYMOUS, PersonRef
from veche.commons.identity.rules.tokens import READ_OWN
from veche.kernel import limits
from veche.kernel.errors import Unauthorized

API = "/api/"
SCOPE = "x-scope"
_GRANT = "_veche_grant"


class TokenNeeded(Unauthorized):
    """An operation for one person was asked without a key."""

    def __init__(self, scope: str) -> None:
        super().__init__(
            _("Нужен ключ для программ"),
            advice=_("Создайте его на странице «Я» и пришлите в заголовке Authorization: Bearer."),
            asks=f'scope="{scope}"',
        )


class ScopeNeeded(Unauthorized):
    """The key is good, but not for this."""

    def __init__(self, scope: str) -> None:
        super().__init__(
            _("Этому ключу такое не разрешено"),
            advice=_("Создайте ключ с правом %(scope)s.") % {"scope": scope},
            asks=f'error="insufficient_scope", scope="{scope}"',
            status=403,
            code="scope-needed",
        )


class WithToken(HttpBearer):
    """`auth=` of an operation that is one person's own: the scope it asks of a key."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Grant:
        """The key's grant; the person is known to the operation from here on."""
        grant = grant_of(request)
        if grant is None:
            raise TokenNeeded(self.scope)
        if self.scope not in grant.scopes:
            raise ScopeNeeded(self.scope)
        sessions.hold(request, grant.person)
        return grant

    def authenticate(self, request: HttpRequest, token: str) -> Grant | None:
        """The library's way in, which `__call__` does not need: the middleware has read the key."""
        return grant_of(request)


def by_key(scope: str, extra: Mapping[str, Any]) -> dict[str, Any]:
    """How an operation that is one person's own is declared: `@router.get(…, **by_key(…))`.

    `extra` is its `openapi_extra`; the scope goes along, for the description.
    """
    return {"auth": WithToken(scope), "openapi_extra": {**extra, SCOPE: scope}}


def admit(request: HttpRequest) -> None:
    """Read the key of a request to the API, if it brings one; BadToken, TooMany.

    An operation that asks no scope learns whose key it is only from one that may read what is
    its owner's.
    """
    given = _bearer(request)
    if given is None:
        return
    grant = tokens.use_token(given, limits.client_of(request))
    setattr(request, _GRANT, grant)
    sessions.hold(request, grant.person if READ_OWN in grant.scopes else ANONYMOUS)


def grant_of(request: HttpRequest) -> Grant | None:
    """What the key of this request is good for."""
    found = getattr(request, _GRANT, None)
    return found if isinstance(found, Grant) else None


def key_of(request: HttpRequest) -> UUID:
    """The key that an operation of one person was asked with; TokenNeeded without one."""
    grant = grant_of(request)
    if grant is None:
        raise TokenNeeded("")
    return grant.token_id


def person_by_key(request: HttpRequest, given: str, scope: str) -> PersonRef:
    """Whom a key speaks for that a program sent in its own way, outside of our API.

    Open311 sends it in the form; BadToken, ScopeNeeded, TooMany.
    """
    grant = tokens.use_token(given, limits.client_of(request))
    if scope not in grant.scopes:
        raise ScopeNeeded(scope)
    return grant.person


def owner_of(request: HttpRequest) -> PersonRef:
    """Whose key or whose session this is, whatever the key is good for.

    Only for whether a service is there at all: what a key may not read, its owner is not asked.
    """
    grant = grant_of(request)
    return sessions.person_of(request) if grant is None else grant.person


def _bearer(request: HttpRequest) -> str | None:
    if not request.path.startswith(API):
        return None
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else None
