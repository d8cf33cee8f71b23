"""Who may see how busy the office is, and say how long an act takes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import ADMIN, APPROVER, PersonRef
from veche.kernel.policies import ALLOWED, Decision, refuse


def may_read_workload(person: PersonRef) -> Decision:
    """Whoever works for the town; nobody's name is on the page."""
    if person.is_official:
        return ALLOWED
    return refuse(
        _("Нагрузку видят сотрудники администрации"),
        _("Итоги их работы — в опросах и решениях."),
    )


def may_set_minutes(person: PersonRef) -> Decision:
    """Norms of time are the town's, entered by whoever answers for the office."""
    if person.roles & {ADMIN, APPROVER}:
        return ALLOWED
    return refuse(
        _("Нормы времени меняют утверждающий и администратор"),
        _("Скажите им, сколько времени это занимает на самом деле."),
    )
