"""A retried request gets the first answer, never a second act."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.kernel import clock, jobs, locks
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.models import KeptAnswer

KEPT_FOR = timedelta(days=2)


def answer_once(actor: str, key: str, request: bytes, make: Callable[[], Any]) -> Any:
    """Run `make` once for this actor and key and keep its JSON answer, in one transaction.

    The same key with another request is a Conflict: the sender mixed two acts up.
    """
    if not key or len(key) > 80:
        raise Invalid(_("У запроса нет ключа повтора"), code="no-idempotency-key")
    digest = hashlib.sha256(request).digest()
    with transaction.atomic():
        locks.take(exclusive=[f"answer:{actor}:{key}"])
        kept = KeptAnswer.objects.filter(actor=actor, key=key).first()
        if kept is None:
            answer = make()
            KeptAnswer.objects.create(actor=actor, key=key, request_digest=digest, answer=answer)
            return answer
    if bytes(kept.request_digest) != digest:
        raise Conflict(
            _("Этот запрос уже отправляли с другим содержанием"),
            advice=_("Обновите страницу и отправьте ещё раз."),
            code="idempotency-key-reused",
        )
    return kept.answer


@jobs.periodic("kernel.forget_answers", every_minutes=60)
def forget_answers() -> None:
    """Drop kept answers past their term."""
    KeptAnswer.objects.filter(kept_at__lt=clock.now() - KEPT_FOR).delete()
