"""Who may do what with appeals and receptions. Each refusal says what to do instead."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.appeals.models import Appeal
from veche.domains.appeals.rules import states
from veche.kernel import clock
from veche.kernel.policies import ALLOWED, Decision, refuse

LEVEL_TO_BOOK = identity.BY_CONTACT
_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Вход по коду из сообщения занимает минуту."),
    code="sign-in-needed",
)


def may_begin_appeal(person: PersonRef) -> Decision:
    """Whoever has signed in writes a draft; sending it may ask for more."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_file_appeal(person: PersonRef) -> Decision:
    """Whom the town knows as surely as its lawyer has decided."""
    if not person.is_known:
        return _SIGN_IN
    needed = norms.value("appeal.identity_level", clock.today(towns.current().time_zone)).value
    if person.level >= needed:
        return ALLOWED
    if needed >= identity.BY_STATE:
        return refuse(
            _("Обращение по закону подают, подтвердив личность через Госуслуги"),
            _("Войдите через Госуслуги или подайте на бумаге. Написанное сохранено."),
            code="level-needed",
        )
    return refuse(
        _("Обращение по закону подают те, чью личность проверили"),
        _("Войдите через Госуслуги или покажите документ в МФЦ. Написанное сохранено."),
        code="level-needed",
    )


def may_read_appeal(person: PersonRef, appeal: Appeal) -> Decision:
    """The author, and the office that works on appeals."""
    if states.parts_of(person, appeal):
        return ALLOWED
    return refuse(_("Обращение видят только автор и те, кто им занимается"))


def may_work_on_appeals(person: PersonRef) -> Decision:
    """Coordinators and approvers."""
    if person.roles & states.OFFICE_PARTS:
        return ALLOWED
    return _not_yours(_("Здесь работают с обращениями по закону"))


def may_enter_appeal(person: PersonRef) -> Decision:
    """A coordinator enters what came on paper or was said at a reception."""
    if person.has_role(identity.COORDINATOR):
        return ALLOWED
    return _not_yours(_("Бумажные обращения вносит координатор"))


def may_set_up_appeals(person: PersonRef) -> Decision:
    """The administrator and coordinators say which departments prepare answers."""
    if person.has_role(identity.ADMIN) or person.has_role(identity.COORDINATOR):
        return ALLOWED
    return _not_yours(_("Подразделения заводят администратор и координатор"))


def may_set_identity_rule(person: PersonRef) -> Decision:
    """The town's lawyer or the administrator enters the decision."""
    if person.has_role(identity.LAWYER) or person.has_role(identity.ADMIN):
        return ALLOWED
    return _not_yours(_("Правило о личности вносят юрист и администратор"))


def may_register_appeal(person: PersonRef, appeal: Appeal) -> Decision:
    """A coordinator, while it stands in no book."""
    return _may(person, appeal, "register")


def may_assign_appeal(person: PersonRef, appeal: Appeal) -> Decision:
    """A coordinator says which department prepares the answer."""
    return _may(person, appeal, "assign")


def may_write_letter(person: PersonRef, appeal: Appeal) -> Decision:
    """A coordinator tells the author how it goes."""
    return _may(person, appeal, "write")


def may_forward_appeal(person: PersonRef, appeal: Appeal) -> Decision:
    """A coordinator, to the body that is competent."""
    return _may(person, appeal, "forward")


def may_prepare_answer(person: PersonRef, appeal: Appeal) -> Decision:
    """A coordinator, for a signature."""
    return _may(person, appeal, "prepare")


def may_extend_appeal(person: PersonRef, appeal: Appeal) -> Decision:
    """An approver, once."""
    decision = _may(person, appeal, "extend")
    if decision and appeal.extended_on is not None:
        return refuse(
            _("Срок уже продлевали"),
            _("Второй раз закон продлить не даёт: ответьте до последнего дня."),
            code="extended-already",
        )
    return decision


def may_end_appeal(person: PersonRef, appeal: Appeal) -> Decision:
    """An approver, on a ground of the law."""
    return _may(person, appeal, "end")


def may_sign_answer(person: PersonRef, appeal: Appeal) -> Decision:
    """An approver, whose answer it is not: the action looks at who wrote it."""
    return _may(person, appeal, "sign")


def may_send_back_answer(person: PersonRef, appeal: Appeal) -> Decision:
    """An approver who wants another answer."""
    return _may(person, appeal, "send_back")


def may_withdraw_appeal(person: PersonRef, appeal: Appeal) -> Decision:
    """The author, while there is no answer."""
    return _may(person, appeal, "withdraw")


def may_publish_reception(person: PersonRef) -> Decision:
    """A coordinator or the administrator, for whoever receives."""
    if person.has_role(identity.COORDINATOR) or person.has_role(identity.ADMIN):
        return ALLOWED
    return _not_yours(_("Часы приёма открывают координатор и администратор"))


def may_book_slot(person: PersonRef) -> Decision:
    """Whoever has confirmed a contact."""
    if not person.is_known or person.level < LEVEL_TO_BOOK:
        return _SIGN_IN
    return ALLOWED


def may_cancel_booking(person: PersonRef, owner_id: UUID | None) -> Decision:
    """Whoever has the slot."""
    if owner_id is not None and owner_id in (person.id, *person.earlier_ids):
        return ALLOWED
    return refuse(_("На этот приём вы не записаны"), _("Выберите время на странице приёма."))


def _may(person: PersonRef, appeal: Appeal, verb: str) -> Decision:
    if not person.is_known:
        return _SIGN_IN
    parts = states.parts_of(person, appeal)
    if states.is_allowed(verb, appeal.state, parts):
        return ALLOWED
    if states.MOVES[verb].part not in parts:
        return _not_yours(_("Это делает другой участник"))
    return refuse(
        _("Сейчас этого сделать нельзя"),
        _("Обновите страницу: на ней видно, что с обращением сейчас."),
        code="wrong-state",
    )


def _not_yours(reason: object) -> Decision:
    return refuse(
        str(reason),
        _("Если это ваша работа, попросите администратора дать вам роль."),
        code="not-yours",
    )
