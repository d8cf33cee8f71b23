"""Dropping what has served its term."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from veche.commons.identity.events import TermsPassed
from veche.commons.identity.models import (
    ApiToken,
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
# So that its owner sees why a program has fallen silent.
ENDED_KEPT_FOR = timedelta(days=30)


def forget_codes() -> int:
    """Expired codes with the addresses they went to, ceremonies, sessions, keys; how many codes."""
    now = clock.now()
    Ceremony.objects.filter(expires_at__lt=now).delete()
    CounterCode.objects.filter(expires_at__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    ApiToken.objects.filter(ends_on__lt=now.date() - ENDED_KEPT_FOR).delete()
    return _told("codes", Challenge.objects.filter(expires_at__lt=now))


def forget_browsers() -> int:
    """Browsers in which somebody signed in and never came again."""
    return _told(
        "browsers", SignIn.objects.filter(seen_on__lt=clock.now().date() - UNSEEN_KEPT_FOR)
    )


def forget_erased(*, running_since: datetime | None) -> int:
    """Fingerprints of erased contacts and documents whose term is over; how many.

    `running_since` is when the oldest of the votes that run now began. Whose term ended before
    that has no ballot in any of them; anyone else could come back for a second one, so they wait.
    """
    ended = min(clock.now(), running_since or clock.now())
    return _told(
        "marks",
        ErasedContact.objects.filter(forget_at__lt=ended),
        DocumentMark.objects.filter(forget_at__lt=ended),
    )


def _told(what: str, *groups: QuerySet[Any]) -> int:
    """Destroy these and tell how many they were, in one transaction."""
    with transaction.atomic():
        number = sum(rows.delete()[0] for rows in groups)
        if number:
            outbox.put(TermsPassed(number=number, what=what))
    return number
