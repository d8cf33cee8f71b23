"""Who may send the town's events away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import ADMIN, PersonRef
from veche.kernel.policies import ALLOWED, Decision, refuse


def may_manage_webhooks(person: PersonRef) -> Decision:
    """The administrator alone: our server goes wherever the address says."""
    if person.has_role(ADMIN):
        return ALLOWED
    return refuse(
        _("Адреса для событий добавляет администратор"),
        _("Обратитесь к администратору портала вашего муниципалитета."),
        "not-an-administrator",
    )
