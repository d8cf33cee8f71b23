"""Rights over what is built: works, their log, the residents' share, the plate."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Project
from veche.domains.budgeting.policies.roles import _not_yours, may_work_on_projects
from veche.kernel.policies import ALLOWED, Decision, refuse


def may_move_works(person: PersonRef, row: Project) -> Decision:
    """Officials, once the list is approved, until the work is accepted."""
    allowed = may_work_on_projects(person)
    if not allowed:
        return allowed
    if row.cycle.state == rules.APPROVED and rules.next_step(row.state):
        return ALLOWED
    return refuse(
        _("Работы ещё не начались или уже приняты"),
        _("Обновите страницу: на ней видно, что с проектом сейчас."),
        code="wrong-state",
    )


def may_tell_works(person: PersonRef, row: Project) -> Decision:
    """Officials, once the list is approved; after acceptance too: the guarantee goes on."""
    allowed = may_work_on_projects(person)
    if not allowed or (row.cycle.state == rules.APPROVED and row.state in rules.FUNDED):
        return allowed
    return refuse(
        _("Работы по этому проекту не идут"),
        _("Обновите страницу: на ней видно, что с проектом сейчас."),
        code="wrong-state",
    )


def may_set_requisites(person: PersonRef) -> Decision:
    """Administrators: a wrong account takes money away from everyone."""
    if person.has_role(identity.ADMIN):
        return ALLOWED
    return _not_yours(_("Реквизиты вписывает администратор"))


def may_take_gift(person: PersonRef, row: Project, needed: int) -> Decision:
    """Officials, of a project that residents add to, once the list was approved."""
    allowed = may_work_on_projects(person)
    is_chosen = row.cycle.state == rules.APPROVED and row.state in rules.FUNDED
    if not allowed or (needed and is_chosen):
        return allowed
    return _no_share()


def may_pay_share(row: Project, needed: int) -> Decision:
    """Everyone, once the list was approved and until what residents add to is built."""
    is_chosen = row.cycle.state == rules.APPROVED and row.state in rules.FUNDED
    if needed and is_chosen and row.state != rules.ACCEPTED:
        return ALLOWED
    return _no_share()


def _no_share() -> Decision:
    return refuse(
        _("На этот проект сейчас не собирают"),
        _("Собирают на выбранные проекты, в смете которых есть доля жителей."),
        code="no-share",
    )


def may_print_plate(person: PersonRef, row: Project) -> Decision:
    """Everyone, once the work was accepted."""
    if row.state == rules.ACCEPTED:
        return ALLOWED
    return refuse(
        _("Работу ещё не приняли"),
        _("Табличка появится, когда приёмка пройдёт."),
        code="not-accepted",
    )
