"""Dropping what has served its term."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from veche.commons.identity.models import (
    Challenge,
    CounterCode,
    DocumentMark,
    ErasedContact,
)
from veche.kernel import clock


def forget_codes() -> None:
    """Expired codes and expired sessions."""
    now = clock.now()
    Challenge.objects.filter(expires_at__lt=now).delete()
    CounterCode.objects.filter(expires_at__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()


def forget_erased() -> None:
    """Fingerprints of erased contacts and documents whose term is over."""
    now = clock.now()
    ErasedContact.objects.filter(forget_at__lt=now).delete()
    DocumentMark.objects.filter(forget_at__lt=now).delete()
