"""Who may do what with consents: each with their own alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import PersonRef
from veche.kernel.policies import ALLOWED, Decision, refuse

_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Нажмите «Войти» и укажите телефон или почту."),
    code="sign-in-needed",
)


def may_open_my_data(person: PersonRef) -> Decision:
    """Whoever has signed in may see what is held about them."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_give_consent(person: PersonRef) -> Decision:
    """Whoever has signed in may agree, for themselves."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_withdraw_consent(person: PersonRef, *, has_given: bool = True) -> Decision:
    """Whoever has agreed may take it back at any time."""
    if not person.is_known:
        return _SIGN_IN
    if not has_given:
        return refuse(
            _("Отзывать нечего: согласия вы не давали"),
            _("Что город знает о вас, видно на странице «Мои данные»."),
            code="no-consent",
        )
    return ALLOWED
