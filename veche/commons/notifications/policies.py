"""Whoever has signed in decides what they are told; nobody decides it for another."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import PersonRef
from veche.kernel.policies import ALLOWED, Decision, refuse

_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Нажмите «Войти» и укажите телефон или почту: так мы поймём, кому сообщать."),
    code="sign-in-needed",
)


def may_read_notices(person: PersonRef) -> Decision:
    """Each their own."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_follow_topic(person: PersonRef) -> Decision:
    """Anyone with an account."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_keep_area(person: PersonRef) -> Decision:
    """Anyone with an account."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_choose_channels(person: PersonRef) -> Decision:
    """Anyone with an account."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_unsubscribe() -> Decision:
    """Whoever holds the link of a letter, without signing in (RFC 8058)."""
    return ALLOWED
