"""A retried request gets the first answer, never a second act."""

from __future__ import annotations

import json
from collections.abc import Callable
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
Prepared = TypeVar("Prepared")


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
    found = database.run_prepared(*before, (_KEPT, (actor, key)))
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
