"""A signed-in session: the person's id and how often they had signed out everywhere."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from veche.commons.identity import queries
from veche.commons.identity.rules.persons import ANONYMOUS, PersonRef
from veche.kernel import clock

PERSON, EPOCH = "person_id", "person_epoch"
_KEPT = "_veche_person"


def person_of(request: HttpRequest) -> PersonRef:
    """The person of the session, read once a request; no query without a session cookie."""
    kept = getattr(request, _KEPT, None)
    if not isinstance(kept, PersonRef):
        kept = _read(request)
        setattr(request, _KEPT, kept)
    return kept


def _read(request: HttpRequest) -> PersonRef:
    raw = request.session.get(PERSON)
    if not isinstance(raw, str):
        return ANONYMOUS
    account = queries.account(UUID(raw))
    if account is None or account.session_epoch != request.session.get(EPOCH):
        return ANONYMOUS
    return account.person


def begin(request: HttpRequest, person_id: UUID, epoch: int) -> None:
    """Sign in: a new session key, so that one planted beforehand is worth nothing.

    What an anonymous visitor had begun is kept; another person's session is emptied.
    """
    if request.session.get(PERSON, str(person_id)) != str(person_id):
        request.session.flush()
    else:
        request.session.cycle_key()
    request.session[PERSON] = str(person_id)
    request.session[EPOCH] = epoch
    setattr(request, _KEPT, None)
    rotate_token(request)


def end(request: HttpRequest) -> None:
    """Sign out of this session alone."""
    request.session.flush()
    setattr(request, _KEPT, ANONYMOUS)
    rotate_token(request)


AT_COUNTER, COUNTER_UNTIL = "at_counter", "at_counter_until"
VISIT_SECONDS = 1200


def begin_visit(request: HttpRequest, person_id: UUID) -> None:
    """Remember in the clerk's own session who stands before the clerk now."""
    request.session[AT_COUNTER] = str(person_id)
    request.session[COUNTER_UNTIL] = int(clock.now().timestamp()) + VISIT_SECONDS


def visitor(request: HttpRequest) -> PersonRef | None:
    """Whom the clerk has checked in and not yet let go, for twenty minutes at most."""
    raw, until = request.session.get(AT_COUNTER), request.session.get(COUNTER_UNTIL, 0)
    if not isinstance(raw, str) or until < clock.now().timestamp():
        return None
    account = queries.account(UUID(raw))
    return account.person if account is not None else None


def end_visit(request: HttpRequest) -> None:
    """Forget who stood here: the next page knows nobody."""
    request.session.pop(AT_COUNTER, None)
    request.session.pop(COUNTER_UNTIL, None)
