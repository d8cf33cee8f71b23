"""Dropping what has served its term."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from veche.commons.identity.events import TermsPassed
from veche.commons.identity.models import (
    Ceremony,
    Challenge,
    CounterCode,
    DocumentMark,
    ErasedContact,
    SignIn,
)
from veche.kernel import clock, outbox

# A day longer than a session lives, so that nobody is signed in unseen.
UNSEEN_KEPT_FOR = timedelta(days=31)


def forget_codes() -> None:
    """Expired codes, ceremonies and sessions, browsers that never came again."""
    now = clock.now()
    Ceremony.objects.filter(expires_at__lt=now).delete()
    Challenge.objects.filter(expires_at__lt=now).delete()
    CounterCode.objects.filter(expires_at__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    SignIn.objects.filter(seen_on__lt=now.date() - UNSEEN_KEPT_FOR).delete()


def forget_erased(*, running_since: datetime | None) -> None:
    """Fingerprints of erased contacts and documents whose term is over.

    `running_since` is when the oldest of the votes that run now began. Whose term ended before
    that has no ballot in any of them; anyone else could come back for a second one, so they wait.
    """
    ended = min(clock.now(), running_since or clock.now())
    with transaction.atomic():
        contacts, _rows = ErasedContact.objects.filter(forget_at__lt=ended).delete()
        marks, _rows = DocumentMark.objects.filter(forget_at__lt=ended).delete()
        if contacts or marks:
            outbox.put(TermsPassed(number=contacts + marks))
