"""Who may do what: residents with what is theirs, one role with what residents ask."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import PRIVACY, PersonRef, may_check_in
from veche.kernel.policies import ALLOWED, Decision, refuse

_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Нажмите «Войти» и укажите телефон или почту."),
    code="sign-in-needed",
)


def may_open_my_data(person: PersonRef) -> Decision:
    """Whoever has signed in may see what is held about them."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_give_consent(person: PersonRef) -> Decision:
    """Whoever has signed in may agree, for themselves."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_sign_consent(clerk: PersonRef) -> Decision:
    """A clerk notes the sheet that somebody has signed before them, and prints it."""
    return may_check_in(clerk)


def may_withdraw_consent(person: PersonRef, *, has_given: bool = True) -> Decision:
    """Whoever has agreed may take it back at any time."""
    if not person.is_known:
        return _SIGN_IN
    if not has_given:
        return refuse(
            _("Отзывать нечего: согласия вы не давали"),
            _("Что город знает о вас, видно на странице «Мои данные»."),
            code="no-consent",
        )
    return ALLOWED


def may_make_request(person: PersonRef) -> Decision:
    """Whoever has signed in may ask about their own data."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_read_privacy_desk(person: PersonRef) -> Decision:
    """Whoever answers for personal data by an act of the town."""
    if person.has_role(PRIVACY):
        return ALLOWED
    return refuse(
        _("Эта страница для ответственного за персональные данные"),
        _("Свои запросы смотрите на странице «Мои данные»."),
    )


def may_answer_request(person: PersonRef, *, asked_by: UUID | None = None) -> Decision:
    """The same, but never one's own request."""
    decision = may_read_privacy_desk(person)
    if decision and asked_by is not None and asked_by in (person.id, *person.earlier_ids):
        return refuse(
            _("На свой запрос ответить нельзя"),
            _("Попросите другого ответственного."),
            code="own-request",
        )
    return decision


def may_run_leak_plan(person: PersonRef, *, is_over: bool = False, steps_left: int = 0) -> Decision:
    """The same role runs the plan; a case is closed when no step is left."""
    decision = may_read_privacy_desk(person)
    if not decision:
        return decision
    if is_over:
        return refuse(
            _("Этот план уже завершён"),
            _("Журнал шагов остаётся на странице."),
            code="leak-over",
        )
    if steps_left:
        return refuse(
            _("Ещё не все шаги сделаны"),
            _("Отметьте оставшиеся шаги, потом завершите."),
            code="steps-left",
        )
    return ALLOWED
