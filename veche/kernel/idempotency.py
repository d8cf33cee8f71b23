"""A retried request gets the first answer, never a second act.

Who has a key of their own (a program, a form) is answered by `answer_once`. Every page has one
without asking: the token that each of its forms carries, made anew with each page. The act itself
keeps it, in its own transaction (`remember_page`); the page that was shown is added after it. Of a
browser only the last form that has acted is kept: an older one that comes again is a new will.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar, cast

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from veche.kernel import clock, crypto, jobs, locks
from veche.kernel.database import rows
from veche.kernel.database.base import DatabaseWrapper, Statement
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.models import KeptAnswer
from veche.kernel.text import has_unseen

KEPT_FOR = timedelta(days=2)
_KEPT = """
    SELECT request_digest, coalesce(answer, 'null')::text
      FROM kernel_keptanswer WHERE actor = %s AND key = %s
"""
_REMEMBER = """
    INSERT INTO kernel_keptanswer AS kept (actor, key, request_digest, kept_at)
    VALUES (%s, %s, %s, statement_timestamp())
        ON CONFLICT (actor, key) DO UPDATE
       SET request_digest = EXCLUDED.request_digest, answer = NULL, kept_at = EXCLUDED.kept_at
     WHERE kept.request_digest <> EXCLUDED.request_digest
"""
_KEEP = """
    UPDATE kernel_keptanswer SET answer = to_jsonb(%s::text)
     WHERE actor = %s AND key = %s AND request_digest = %s
"""
_FORGET = "DELETE FROM kernel_keptanswer WHERE actor = %s AND key = %s AND request_digest = %s"
_PAGE = "page"
Prepared = TypeVar("Prepared")


@dataclass
class Page:
    """A form that was sent: whether it has acted before, and where its page went on to.

    Acted, but nowhere to go: the first time broke off between the act and its page.
    """

    browser: str
    digest: bytes
    has_acted: bool
    url: str = ""
    acts_now: bool = False


_heard: ContextVar[Page | None] = ContextVar("heard", default=None)


@contextmanager
def page(browser: str, request: bytes) -> Iterator[Page]:
    """Hear a form once: `request` holds its token. Set `url` to what is to be told again.

    It is a retry while nothing else has acted in this browser since. Where no act has been done,
    or none is to be told, a retry is heard as anew. Forms of one browser are heard in turn.
    """
    digest, browser = _digest(request), crypto.mac("browser", browser.encode()).hex()
    name = (_PAGE, browser)
    with locks.held(f"answer:{_PAGE}:{browser}", (_KEPT, name)) as rows_found:
        known, url = _read(rows_found) or (b"", "")
        is_retry = known == digest
        found = Page(browser, digest, is_retry, url or "" if is_retry else "")
        before = _heard.set(found)
        try:
            yield found
        finally:
            _heard.reset(before)
        if found.acts_now:
            mine = (*name, digest)
            last = (_KEEP, (found.url, *mine)) if found.url else (_FORGET, mine)
            cast(DatabaseWrapper, connection).run_prepared(last)


def remember_page() -> None:
    """The form that is being heard has acted: the act says so, in its own transaction."""
    found = _heard.get()
    if found is not None:
        found.acts_now = True
        database = cast(DatabaseWrapper, connection)
        database.run_later(_REMEMBER, (_PAGE, found.browser, found.digest))


def answer_once(actor: str, key: str, request: bytes, make: Callable[[], Any]) -> Any:
    """Run `make` once for this actor and key and keep its JSON answer, in one transaction.

    The same key with another request is a Conflict: the sender mixed two acts up.
    """
    _require_key(key)
    digest = _digest(request)
    with transaction.atomic():
        # Asked by a statement of its own: whoever waited must see what was kept meanwhile.
        lock = locks.statement(exclusive=[f"answer:{actor}:{key}"])
        kept = _kept(actor, key, lock)
        if kept is None:
            answer = make()
            rows.add(KeptAnswer(actor=actor, key=key, request_digest=digest, answer=answer))
            return answer
    return _same(kept, digest)


def answer_once_prepared(
    actor: str,
    key: str,
    request: bytes,
    *,
    prepare: Callable[[], Prepared],
    make: Callable[[Prepared], Any],
) -> Any:
    """`answer_once` of an act with slow work before it, done while nothing is locked.

    A retry of an answered request prepares nothing. Two requests at once may both prepare, and
    one of them in vain: what `prepare` leaves behind must be such as is swept away in time.
    """
    _require_key(key)
    kept = _kept(actor, key)
    if kept is not None:
        return _same(kept, _digest(request))
    prepared = prepare()
    return answer_once(actor, key, request, lambda: make(prepared))


def has_answered(actor: str, request: bytes, answer: Any) -> bool:
    """Whether the actor got this answer to this request before, under whatever key."""
    return KeptAnswer.objects.filter(
        actor=actor, request_digest=_digest(request), answer=answer
    ).exists()


def _digest(request: bytes) -> bytes:
    """Under a key: a form may hold a contact, which a bare digest would give away by trying."""
    return crypto.mac("kept answer", request)


def _require_key(key: str) -> None:
    if not key or len(key) > 80 or has_unseen(key):
        raise Invalid(
            _("У запроса нет ключа повтора"),
            advice=_("Обновите страницу и отправьте ещё раз."),
            code="no-idempotency-key",
        )


def _kept(actor: str, key: str, *before: Statement) -> tuple[bytes, Any] | None:
    """Digest and answer; `before` runs first, in the same trip."""
    database = cast(DatabaseWrapper, connection)
    return _read(database.run_prepared(*before, (_KEPT, (actor, key))))


def _read(found: list[tuple[Any, ...]]) -> tuple[bytes, Any] | None:
    return (bytes(found[0][0]), json.loads(found[0][1])) if found else None


def _same(kept: tuple[bytes, Any], digest: bytes) -> Any:
    known, answer = kept
    if known != digest:
        raise Conflict(
            _("Этот запрос уже отправляли с другим содержанием"),
            advice=_("Обновите страницу и отправьте ещё раз."),
            code="idempotency-key-reused",
        )
    return answer


@jobs.periodic("kernel.forget_answers", every_minutes=60)
def forget_answers() -> None:
    """Drop kept answers past their term."""
    KeptAnswer.objects.filter(kept_at__lt=clock.now() - KEPT_FOR).delete()
