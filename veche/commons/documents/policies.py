"""Who may open and change the town's templates."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import ADMIN, APPROVER, AUTHOR, CLERK, LAWYER, PersonRef
from veche.kernel.policies import ALLOWED, Decision, refuse


def may_open_documents(person: PersonRef) -> Decision:
    """Those who prepare or hand out papers."""
    if person.roles & {ADMIN, APPROVER, AUTHOR, CLERK, LAWYER}:
        return ALLOWED
    return refuse(
        _("Шаблоны документов видят сотрудники администрации"),
        _("Готовые протоколы лежат на страницах итогов."),
    )


def may_save_template(person: PersonRef) -> Decision:
    """Those who answer for what a paper says."""
    if person.roles & {ADMIN, APPROVER, LAWYER}:
        return ALLOWED
    return refuse(
        _("Шаблоны меняют юрист, утверждающий и администратор"),
        _("Скажите им, что поправить."),
    )
