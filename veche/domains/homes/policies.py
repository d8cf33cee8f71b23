"""Who may do what around houses; each refusal says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.kernel.policies import ALLOWED, Decision, refuse


def may_read_own_house(person: PersonRef) -> Decision:
    """Whoever is signed in, their own house alone."""
    if person.is_known:
        return ALLOWED
    return refuse(
        _("Сначала войдите"),
        _("Или найдите дом по адресу: так он открыт всем."),
        code="sign-in-needed",
    )


def may_keep_homes(person: PersonRef) -> Decision:
    """The administrator and coordinators say who serves which house."""
    return _office(person, _("Кто обслуживает дома, ведут администратор и координатор"))


def may_announce_outage(person: PersonRef) -> Decision:
    """The administrator and coordinators announce what is off."""
    return _office(person, _("Об отключениях объявляют администратор и координатор"))


def may_set_feeds(person: PersonRef) -> Decision:
    """The administrator alone names addresses that the portal goes to by itself."""
    if person.has_role(identity.ADMIN):
        return ALLOWED
    return _not_yours(_("Ленты подключает администратор"))


def _office(person: PersonRef, reason: object) -> Decision:
    if person.has_role(identity.ADMIN) or person.has_role(identity.COORDINATOR):
        return ALLOWED
    return _not_yours(reason)


def _not_yours(reason: object) -> Decision:
    return refuse(
        str(reason),
        _("Если это ваша работа, попросите администратора дать вам роль."),
        code="not-yours",
    )
