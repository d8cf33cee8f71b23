"""Dropping what has served its term."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

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


def forget_codes() -> None:
    """Expired codes, ceremonies, sessions and keys, browsers that never came again."""
    now = clock.now()
    Ceremony.objects.filter(expires_at__lt=now).delete()
    Challenge.objects.filter(expires_at__lt=now).delete()
    CounterCode.objects.filter(expires_at__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    ApiToken.objects.filter(ends_on__lt=now.date() - ENDED_KEPT_FOR).delete()
    SignIn.objects.filter(seen_on__lt=now.date() - UNSEEN_KEPT_FOR).delete()


def forget_erased() -> None:
    """Fingerprints of erased contacts and documents whose term is over."""
    now = clock.now()
    with transaction.atomic():
        contacts, _rows = ErasedContact.objects.filter(forget_at__lt=now).delete()
        marks, _rows = DocumentMark.objects.filter(forget_at__lt=now).delete()
        if contacts or marks:
            outbox.put(TermsPassed(number=contacts + marks))
