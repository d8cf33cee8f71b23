"""A signed-in session: the person's id and how often they had signed out everywhere."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from veche.commons.identity import queries
from veche.commons.identity.actions import sign_ins
from veche.commons.identity.rules.persons import ANONYMOUS, PersonRef
from veche.kernel import clock

PERSON, EPOCH, SIGN_IN = "person_id", "person_epoch", "sign_in_id"
FRESH_UNTIL, FRESH_SECONDS = "fresh_until", 900
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
    sign_in = sign_in_of(request)
    account = queries.account(UUID(raw), sign_in)
    if account is None or account.session_epoch != request.session.get(EPOCH):
        return ANONYMOUS
    # Sessions begun before browsers were noted have none; they end by their term or the epoch.
    if sign_in is not None:
        if account.seen_on is None:
            return ANONYMOUS
        if account.seen_on != sign_ins.today():
            sign_ins.see_sign_in(sign_in)
    return account.person


def sign_in_of(request: HttpRequest) -> UUID | None:
    """Which of the person's sign-ins this browser is."""
    raw = request.session.get(SIGN_IN)
    return UUID(raw) if isinstance(raw, str) else None


def begin(request: HttpRequest, person_id: UUID, epoch: int, way: str) -> None:
    """Sign in: a new session key, so that one planted beforehand is worth nothing.

    What an anonymous visitor had begun is kept; another person's session is emptied.
    """
    _close(request)
    if request.session.get(PERSON, str(person_id)) != str(person_id):
        request.session.flush()
    else:
        request.session.cycle_key()
    request.session[PERSON] = str(person_id)
    request.session[EPOCH] = epoch
    agent = request.META.get("HTTP_USER_AGENT", "")
    request.session[FRESH_UNTIL] = int(clock.now().timestamp()) + FRESH_SECONDS
    request.session[SIGN_IN] = str(sign_ins.open_sign_in(person_id, way, agent))
    setattr(request, _KEPT, None)
    rotate_token(request)


def is_fresh(request: HttpRequest) -> bool:
    """Whether whoever sits here proved in the last quarter of an hour who they are."""
    until = request.session.get(FRESH_UNTIL, 0)
    return isinstance(until, int) and until >= clock.now().timestamp()


def hold(request: HttpRequest, person: PersonRef) -> None:
    """Let this request be this person's, without its session being looked at."""
    setattr(request, _KEPT, person)


def end(request: HttpRequest) -> None:
    """Sign out of this session alone."""
    _close(request)
    request.session.flush()
    setattr(request, _KEPT, ANONYMOUS)
    rotate_token(request)


def go_on(request: HttpRequest, epoch: int) -> None:
    """Stay signed in here while all other sessions of the person have ended."""
    request.session[EPOCH] = epoch
    request.session.cycle_key()


def _close(request: HttpRequest) -> None:
    earlier = sign_in_of(request)
    if earlier is not None:
        sign_ins.close_sign_in(earlier)


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
