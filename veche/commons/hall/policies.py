"""Who may change how the town shows itself, and who may use a service."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.hall import rules
from veche.commons.hall.rules import Switch
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.kernel.policies import ALLOWED, Decision, refuse


def may_set_up_town(person: PersonRef) -> Decision:
    """The administrator alone."""
    if person.has_role(identity.ADMIN):
        return ALLOWED
    return refuse(
        _("Настройки города меняет администратор"),
        _("Обратитесь к администратору портала вашего муниципалитета."),
        "not-an-administrator",
    )


def may_open_desk(person: PersonRef) -> Decision:
    """Whoever holds a role in the town; each section of the desk has a policy of its own."""
    if person.is_official:
        return ALLOWED
    return refuse(
        _("Рабочий стол есть у сотрудников администрации"),
        _(
            "Если вы сотрудник, попросите администратора дать вам роль. "
            "Старосты, председатели ТОС и старшие по домам работают в разделе «Я»."
        ),
        "not-an-official",
    )


def may_read_journal(person: PersonRef) -> Decision:
    """Administrators and auditors."""
    if person.has_role(identity.ADMIN) or person.has_role(identity.AUDITOR):
        return ALLOWED
    return refuse(
        _("Журнал читают администратор и проверяющий"),
        _("Попросите администратора дать вам роль проверяющего."),
        "not-an-auditor",
    )


def may_use_service(person: PersonRef, switch: Switch) -> Decision:
    """By the state of the service; what is closed is not there at all, so callers say NotFound."""
    lives_there = (
        switch.place_id is not None
        and person.home_place_id is not None
        and places.lies_in(person.home_place_id, [switch.place_id])
    )
    if rules.is_open_to(switch.state, is_official=person.is_official, lives_in_pilot=lives_there):
        return ALLOWED
    return refuse(_("Такой страницы нет"))


def may_tell_inconvenience(person: PersonRef, switch: Switch) -> Decision:
    """Whoever may use a service that is on trial; no account is asked for."""
    if switch.state != rules.PILOT:
        return refuse(
            _("Этот сервис уже не на пробе"),
            _("О том, что неудобно, напишите в «Не получается?»."),
            code="no-pilot",
        )
    return may_use_service(person, switch)


def may_answer_inconvenience(person: PersonRef) -> Decision:
    """Any official."""
    if person.is_official:
        return ALLOWED
    return refuse(
        _("Отвечают сотрудники администрации"),
        _("Войдите под служебной учётной записью."),
        "not-an-official",
    )
