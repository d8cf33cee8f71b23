"""Who may do what with school polls. `schools` are ids of schools somebody acts for today."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veche.commons.identity.public import APPROVER, PersonRef
from veche.commons.organisations import public as organisations
from veche.domains.schools import rules
from veche.domains.schools.models import SchoolPoll, Slip
from veche.kernel import clock
from veche.kernel.policies import ALLOWED, Decision, refuse

SCHOOL = "school"


def may_open_school_office(person: PersonRef) -> Decision:
    """Whoever acts for a school that the town has checked."""
    return ALLOWED if organisations.acting_for(person, SCHOOL) else _not_of_school()


def _not_of_school() -> Decision:
    return refuse(
        _("Школьные опросы готовит сама школа"),
        _("Вступите в организацию в разделе «Мои организации»: право действовать даёт оператор."),
    )


def may_work_for_school(person: PersonRef, organisation_id: UUID) -> Decision:
    """Whoever acts for this very school."""
    if any(one.id == organisation_id for one in organisations.acting_for(person, SCHOOL)):
        return ALLOWED
    return _not_of_school()


def may_read_poll(schools: Collection[UUID], poll: SchoolPoll) -> Decision:
    """Whoever has the address, once it runs; before that its school alone."""
    if poll.state in rules.SHOWN or poll.organisation_id in schools:
        return ALLOWED
    return refuse(_("Этот опрос ещё не начался"), _("Адрес покажет школа, когда он начнётся."))


def may_change_poll(person: PersonRef, poll: SchoolPoll) -> Decision:
    """A draft, by its school: what pupils answer does not change under their hands."""
    decision = may_work_for_school(person, poll.organisation_id)
    if decision and poll.state != rules.DRAFT:
        return refuse(
            _("Опрос уже начался, менять его нельзя"),
            _("Остановите его с объяснением и начните новый."),
            code="running",
        )
    return decision


def may_open_poll(person: PersonRef, poll: SchoolPoll, *, consents: int, least: int) -> Decision:
    """Its school, once there are as many consents as a result needs."""
    decision = may_change_poll(person, poll)
    if decision and consents < least:
        return refuse(
            ngettext(
                "Согласий меньше %(n)s: итог такого опроса показать нельзя",
                "Согласий меньше %(n)s: итог такого опроса показать нельзя",
                least,
            )
            % {"n": least},
            _("Внесите согласия родителей или спросите больше классов."),
            code="few-consents",
        )
    return decision


def may_run_poll(person: PersonRef, poll: SchoolPoll) -> Decision:
    """Slips are printed, added and taken back by the school while the poll runs."""
    decision = may_work_for_school(person, poll.organisation_id)
    if decision and poll.is_over(clock.now()):
        return refuse(
            _("Опрос не идёт, талонов у него нет"),
            _("На его странице видно, чем он кончился."),
            code="not-running",
        )
    return decision


def may_stop_polls(person: PersonRef) -> Decision:
    """Whoever acts for a school, or the town's approver."""
    return ALLOWED if person.has_role(APPROVER) else may_open_school_office(person)


def may_stop_poll(person: PersonRef, poll: SchoolPoll) -> Decision:
    """Its school, or the town's approver, while it runs: no result is stopped that is there."""
    if poll.is_over(clock.now()):
        return refuse(
            _("Опрос не идёт, останавливать нечего"),
            _("На его странице видно, чем он кончился."),
            code="not-running",
        )
    if person.has_role(APPROVER):
        return ALLOWED
    return may_work_for_school(person, poll.organisation_id)


def may_answer_poll(slip: Slip | None) -> Decision:
    """The bearer of a slip that is worth an answer."""
    if slip is None:
        return refuse(
            _("Такого кода нет"),
            _("Проверьте цифры на талоне. После окончания опроса коды не действуют."),
            code="no-slip",
        )
    if slip.poll.is_over(clock.now()):
        return refuse(
            _("Опрос закончился, ответ не принят"),
            _("Итог появится на его странице: адрес даст школа."),
            code="closed",
        )
    if slip.is_void:
        return refuse(_("Этот талон погашен"), _("Спросите в школе, почему."), code="void-slip")
    return ALLOWED


def may_read_result(poll: SchoolPoll) -> Decision:
    """Everyone, once it is closed; nobody before, the school neither."""
    if poll.state == rules.CLOSED:
        return ALLOWED
    if poll.state == rules.STOPPED:
        return refuse(
            _("Опрос остановлен, итога не будет"), _("Почему, написано выше."), code="stopped"
        )
    return refuse(_("Итог откроется, когда опрос закончится"), _("До этого его не видит и школа."))
