"""Dropping what has served its term."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from veche.commons.identity.models import Ceremony, Challenge, ErasedContact
from veche.kernel import clock


def forget_codes() -> None:
    """Expired codes, ceremonies and sessions."""
    now = clock.now()
    Ceremony.objects.filter(expires_at__lt=now).delete()
    Challenge.objects.filter(expires_at__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()


def forget_erased() -> None:
    """Fingerprints of erased contacts whose term is over."""
    ErasedContact.objects.filter(forget_at__lt=clock.now()).delete()
