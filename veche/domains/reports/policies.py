"""Who may do what with reports. Each asks the state machine; each refusal says what to do."""

from __future__ import annotations

from collections.abc import Set
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.reports.models import Category, Photo, Report
from veche.domains.reports.rules import states
from veche.kernel.errors import Text
from veche.kernel.policies import ALLOWED, Decision, refuse

LEVEL_TO_FILE = identity.BY_CONTACT
NO_BODIES: frozenset[UUID] = frozenset()
_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Вход по коду из сообщения занимает минуту."),
    code="sign-in-needed",
)


_WRONG_STATE = refuse(
    _("Сейчас этого сделать нельзя"),
    _("Обновите страницу: на ней видно, что с сообщением сейчас."),
    code="wrong-state",
)


def may_read_report(person: PersonRef, report: Report, bodies: Set[UUID] = NO_BODIES) -> Decision:
    """What is public everyone; the rest its author and those who work on it."""
    if report.stage != states.UNSEEN or states.parts_of(person, report, bodies):
        return ALLOWED
    return refuse(_("Это сообщение видят только автор и те, кто им занимается"))


def may_file_report(person: PersonRef, category: Category | None = None) -> Decision:
    """Whoever has confirmed a contact; some categories ask for more."""
    if not person.is_known:
        return _SIGN_IN
    needed = max(LEVEL_TO_FILE, category.min_level if category is not None else 0)
    if person.level >= needed:
        return ALLOWED
    if needed >= identity.BY_STATE:
        return refuse(
            _("По этой теме пишут, подтвердив личность через Госуслуги"),
            _("Войдите через Госуслуги или придите на личный приём."),
            code="level-needed",
        )
    return refuse(
        _("Сначала подтвердите телефон или почту"),
        _("Откройте страницу «Я» и укажите контакт."),
        code="level-needed",
    )


def may_support_report(
    person: PersonRef, report: Report, bodies: Set[UUID] = NO_BODIES
) -> Decision:
    """Whoever has confirmed a contact, while the work is not over; not one's own, and nobody of
    the body that answers for it."""
    if not person.is_known or person.level < LEVEL_TO_FILE:
        return _SIGN_IN
    if states.is_own(person, report):
        return refuse(_("Это ваше сообщение"), _("Поддержать его могут соседи."), code="own")
    if report.body_id in bodies:
        return _own_work(_("Поддерживают его соседи, а у вас оно в «Работах на сегодня»."))
    if report.stage == states.OPEN:
        return ALLOWED
    return refuse(
        _("Работа по этому сообщению уже не идёт"),
        _("Если проблема осталась, сообщите о ней заново."),
        code="not-open",
    )


def may_thank_crew(person: PersonRef, report: Report, bodies: Set[UUID] = NO_BODIES) -> Decision:
    """Whoever has confirmed a contact, once the body's work is done, and nobody of that body:
    helpers are thanked apart."""
    if not person.is_known or person.level < LEVEL_TO_FILE:
        return _SIGN_IN
    if report.body_id in bodies:
        return _own_work(_("Спасибо скажут соседи: увидите в «Работах на сегодня»."))
    is_done = report.stage == states.DONE and report.outcome == states.SOLVED
    if is_done and report.answered_on is not None:
        return ALLOWED
    return refuse(_("Благодарить пока не за что"), _("Дождитесь, когда сделают."), code="not-done")


def _own_work(advice: Text) -> Decision:
    return refuse(_("Вы из исполнителя этого сообщения"), advice, code="own-work")


def may_work_on_reports(person: PersonRef, bodies: Set[UUID] = NO_BODIES) -> Decision:
    """Whoever has a part in the work: by a role, or through a body."""
    if bodies or person.roles & states.OFFICE_PARTS:
        return ALLOWED
    return _not_yours(_("Здесь работают с сообщениями жителей"))


def may_set_up_reports(person: PersonRef) -> Decision:
    """The administrator and coordinators say who answers for what."""
    if person.has_role(identity.ADMIN) or person.has_role(identity.COORDINATOR):
        return ALLOWED
    return _not_yours(_("Исполнителей заводят администратор и координатор"))


def may_edit_categories(person: PersonRef) -> Decision:
    """The administrator, or an approver, who enters the town's acts."""
    if person.has_role(identity.ADMIN) or person.has_role(identity.APPROVER):
        return ALLOWED
    return _not_yours(_("Темы сообщений меняют администратор и утверждающий"))


def may_set_public_clock(person: PersonRef) -> Decision:
    """An approver or the administrator enters the town's act."""
    if person.has_role(identity.APPROVER) or person.has_role(identity.ADMIN):
        return ALLOWED
    return _not_yours(_("Решение о публичном счёте сроков вносят утверждающий и администратор"))


# Whoever leads, and whoever watches over those who do.
READERS_OF_SHEETS = (identity.APPROVER, identity.CONTROLLER, identity.ADMIN)


def may_read_sheet(person: PersonRef) -> Decision:
    """The head's page: approvers, controllers, the administrator."""
    if any(person.has_role(role) for role in READERS_OF_SHEETS):
        return ALLOWED
    return _not_yours(_("Листок недели читают руководители и контролёры"))


def may_pass_report(person: PersonRef, report: Report) -> Decision:
    """A moderator, while it waits for one."""
    return _may(person, report, "pass")


def may_hide_photo(person: PersonRef, report: Report, photo: Photo) -> Decision:
    """A moderator at any time; an approver those of the answer that waits for them."""
    parts = states.parts_of(person, report, NO_BODIES)
    if states.MODERATOR in parts:
        return ALLOWED
    is_of_answer = photo.kind == Photo.AFTER and photo.state != Photo.SHOWN
    if states.APPROVER in parts and report.state == states.APPROVAL and is_of_answer:
        return ALLOWED
    return _not_yours(_("Фото убирает модератор"))


def may_reject_report(person: PersonRef, report: Report) -> Decision:
    """A moderator, while it waits for one."""
    return _may(person, report, "reject")


def may_merge_report(person: PersonRef, report: Report) -> Decision:
    """A moderator or a coordinator, before anybody works on it."""
    return _may(person, report, "merge")


def may_assign_report(person: PersonRef, report: Report) -> Decision:
    """A coordinator, or a controller whom it has come back to."""
    if report.state == states.CONTROL and not person.has_role(identity.CONTROLLER):
        return _not_yours(_("Это сообщение на контроле: исполнителя назначает контролёр"))
    return _may(person, report, "assign")


def may_return_report(person: PersonRef, report: Report, bodies: Set[UUID] = NO_BODIES) -> Decision:
    """The executor whose it is not."""
    return _may(person, report, "return", bodies)


def may_forward_report(person: PersonRef, report: Report) -> Decision:
    """A coordinator, to a body that is not the town's."""
    return _may(person, report, "forward")


def may_ask_clarification(
    person: PersonRef, report: Report, bodies: Set[UUID] = NO_BODIES
) -> Decision:
    """The executor, while at work and while there is somebody to ask."""
    if report.author_id is None:
        return refuse(
            _("Спросить некого: автор удалил свою учётную запись"),
            _("Решите по тому, что известно."),
            code="nobody-to-ask",
        )
    return _may(person, report, "ask", bodies)


def may_clarify_report(person: PersonRef, report: Report) -> Decision:
    """The author who was asked."""
    return _may(person, report, "clarify")


def may_plan_report(person: PersonRef, report: Report, bodies: Set[UUID] = NO_BODIES) -> Decision:
    """The executor, who has not promised a day yet."""
    return _may(person, report, "plan", bodies)


def may_postpone_report(person: PersonRef, report: Report) -> Decision:
    """An approver, once a day is promised."""
    return _may(person, report, "postpone")


def may_answer_report(person: PersonRef, report: Report, bodies: Set[UUID] = NO_BODIES) -> Decision:
    """The executor, while at work; a coordinator for a body without people here."""
    return _may(person, report, "answer", bodies)


def may_note_report(person: PersonRef, report: Report, bodies: Set[UUID] = NO_BODIES) -> Decision:
    """Whoever works on it writes notes that only colleagues read."""
    if states.parts_of(person, report, bodies) - {states.AUTHOR}:
        return ALLOWED
    return _not_yours(_("Заметки пишут те, кто занимается сообщением"))


def may_record_outside(person: PersonRef, report: Report) -> Decision:
    """A coordinator, while the report is not over: where its record lies."""
    if states.COORDINATOR not in states.parts_of(person, report, NO_BODIES):
        return _not_yours(_("Номер дела записывает координатор"))
    if report.state in states.OVER:
        return refuse(_("Работа по этому сообщению закончена"), code="wrong-state")
    return ALLOWED


def may_approve_answer(person: PersonRef, report: Report) -> Decision:
    """An approver, who has not written the answer."""
    return _may(person, report, "approve")


def may_send_back_answer(person: PersonRef, report: Report) -> Decision:
    """An approver who does not agree with the answer."""
    return _may(person, report, "send_back")


def may_confirm_report(person: PersonRef, report: Report) -> Decision:
    """The author who was asked whether it is done."""
    return _may(person, report, "confirm")


def may_disagree_report(person: PersonRef, report: Report, *, has_controller: bool) -> Decision:
    """The author who sees that it is not done, or finds a refusal wrong while they are heard, and
    there is a controller to hear them."""
    decision = _may(person, report, "disagree")
    if decision and report.state == states.REFUSED and report.silent_on is None:
        return refuse(
            _("Время возразить прошло"),
            _("Если проблема осталась, сообщите о ней заново."),
            code="too-late",
        )
    if decision and report.state == states.REFUSED and not has_controller:
        return refuse(
            _("Рассмотреть возражение некому: общественного контролёра пока нет"),
            _("Напишите обращение: на него обязаны ответить по закону."),
            code="no-controller",
        )
    return decision


def may_lift_refusal(person: PersonRef, report: Report) -> Decision:
    """A controller who finds the refusal wrong."""
    return _may(person, report, "lift")


def may_settle_report(person: PersonRef, report: Report) -> Decision:
    """A controller, once author and town could not agree."""
    return _may(person, report, "settle")


def may_seek_help(person: PersonRef, report: Report) -> Decision:
    """The author or a coordinator, of what everyone sees and neighbours may mend."""
    if not person.is_known:
        return _SIGN_IN
    if states.SEEKERS.isdisjoint(states.parts_of(person, report, NO_BODIES)):
        return _not_yours(_("Соседей зовут автор и координатор"))
    if not report.category.is_for_neighbours:
        return refuse(
            _("Это обязан сделать город"),
            _("Соседей на такую работу не зовут: у неё есть ответственный и срок."),
            code="town-duty",
        )
    if report.stage == states.OPEN and report.state in states.AT_WORK:
        return ALLOWED
    return _WRONG_STATE


def _may(person: PersonRef, report: Report, verb: str, bodies: Set[UUID] = NO_BODIES) -> Decision:
    if not person.is_known:
        return _SIGN_IN
    parts = states.parts_of(person, report, bodies)
    if states.is_allowed(verb, report.state, parts):
        return ALLOWED
    if states.MOVES[verb].parts.isdisjoint(parts):
        return _not_yours(_("Это делает другой участник"))
    return _WRONG_STATE


def _not_yours(reason: object) -> Decision:
    return refuse(
        str(reason),
        _("Если это ваша работа, попросите администратора дать вам роль."),
        code="not-yours",
    )
