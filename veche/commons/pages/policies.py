"""Who writes for the town. Everyone reads what is published."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.kernel.policies import ALLOWED, Decision, refuse


def may_publish_page(person: PersonRef) -> Decision:
    """Rules and consents bind people, so the administrator alone."""
    if person.has_role(identity.ADMIN):
        return ALLOWED
    return refuse(
        _("Страницы города меняет администратор"),
        _("Обратитесь к администратору портала вашего муниципалитета."),
        "not-an-administrator",
    )


def may_publish_news(person: PersonRef) -> Decision:
    """The administrator, and whoever approves for the town."""
    if person.has_role(identity.ADMIN) or person.has_role(identity.APPROVER):
        return ALLOWED
    return refuse(
        _("Новости публикуют администратор и утверждающий"),
        _("Отдайте текст одному из них."),
        "not-an-editor",
    )
