"""Who may name addresses for events."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import ADMIN, PersonRef
from veche.kernel.policies import ALLOWED, Decision, refuse


def may_own_webhooks(person: PersonRef) -> Decision:
    """Everyone who has signed in: what goes out is public, how much of it is limited."""
    if person.is_known:
        return ALLOWED
    return refuse(
        _("Чтобы получать события, войдите"),
        _("Войдите по телефону или почте: адреса для событий принадлежат человеку."),
        "sign-in",
    )


def may_manage_webhooks(person: PersonRef) -> Decision:
    """The town's own addresses are the administrator's."""
    if person.has_role(ADMIN):
        return ALLOWED
    return refuse(
        _("Адреса города ведёт администратор"),
        _("Свой адрес добавьте сами: «Я» → «События на ваш адрес»."),
        "not-an-administrator",
    )
