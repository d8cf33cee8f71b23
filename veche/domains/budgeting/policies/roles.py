"""Who works on the people's budget."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.kernel.errors import Text
from veche.kernel.policies import ALLOWED, Decision, refuse

MAKERS = frozenset({identity.AUTHOR, identity.APPROVER})
WORKERS = MAKERS | {identity.COORDINATOR}


def may_work_on_projects(person: PersonRef) -> Decision:
    """Officials who check projects and lead works."""
    if person.roles & WORKERS:
        return ALLOWED
    return _not_yours(_("Здесь работают с проектами жителей"))


def _not_yours(reason: Text) -> Decision:
    """The refusal of whoever has no role for it."""
    return refuse(
        reason,
        _("Если это ваша работа, попросите администратора дать вам роль."),
        code="not-yours",
    )
