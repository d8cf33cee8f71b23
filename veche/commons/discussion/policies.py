"""Who may argue, mark, and say that their mind was changed. Reading is everyone's."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import ADMIN, APPROVER, AUTHOR, BY_CONTACT, PersonRef
from veche.kernel.policies import ALLOWED, Decision, refuse

SPEAKERS = frozenset({AUTHOR, APPROVER, ADMIN})


def _may_take_part(person: PersonRef, is_open: bool) -> Decision:
    if not is_open:
        return refuse(
            _("Обсуждение закрыто"), _("Доводы остались, их может прочитать каждый."), "closed"
        )
    if not person.is_known or person.level < BY_CONTACT:
        return refuse(
            _("Доводы пишут и отмечают жители, которые вошли"),
            _("Войдите по коду: это займёт минуту."),
            "sign-in-needed",
        )
    return ALLOWED


def _too_young(min_age: int, *, is_told: bool) -> Decision:
    words = {"age": min_age}
    if is_told:
        return refuse(
            _("Доводы здесь приводят с %(age)s лет") % words,
            _("Читать и следить можно в любом возрасте."),
            "age",
        )
    return refuse(
        _("Скажите, сколько вам лет"),
        _("Доводы здесь приводят с %(age)s лет.") % words,
        "birth-date",
    )


def may_argue(
    person: PersonRef,
    *,
    is_open: bool,
    written: int = 0,
    limit: int = 1,
    min_age: int = 0,
    age: int | None = None,
) -> Decision:
    """Whoever has a confirmed contact, so many times in one discussion, while it is open; as old
    as what is discussed asks."""
    allowed = _may_take_part(person, is_open)
    if allowed and min_age and (age is None or age < min_age):
        return _too_young(min_age, is_told=age is not None)
    if allowed and written >= limit:
        return refuse(
            _("Вы уже привели все свои доводы"),
            _("В одном обсуждении у каждого их поровну. Отметьте полезные из чужих."),
            "enough",
        )
    return allowed


def may_speak_officially(person: PersonRef) -> Decision:
    """Officials who prepare or decide for the town."""
    if person.roles & SPEAKERS:
        return ALLOWED
    return refuse(_("От имени города говорят сотрудники администрации"), code="not-an-official")


def may_edit_argument(
    person: PersonRef, author_id: UUID | None, *, is_open: bool, marks: int
) -> Decision:
    """The author, until somebody has marked the words: marks belong to what was read."""
    if author_id is None or author_id not in (person.id, *person.earlier_ids):
        return refuse(_("Это не ваш довод"), code="not-own")
    if marks:
        return refuse(
            _("Довод уже отметили, поэтому слова в нём не меняются"),
            _("Добавьте новый или уберите этот."),
            "marked-already",
        )
    return _may_take_part(person, is_open)


def may_withdraw_argument(person: PersonRef, author_id: UUID | None) -> Decision:
    """The author, whenever they like."""
    if author_id is None or author_id not in (person.id, *person.earlier_ids):
        return refuse(_("Это не ваш довод"), code="not-own")
    return ALLOWED


def may_mark_argument(person: PersonRef, author_id: UUID | None, *, is_open: bool) -> Decision:
    """Any person with a confirmed contact, of others' arguments, while it is open."""
    allowed = _may_take_part(person, is_open)
    if allowed and author_id is not None and author_id in (person.id, *person.earlier_ids):
        return refuse(_("Свой довод не отмечают"), _("Пусть его оценят другие."), "own-argument")
    return allowed


def may_change_mind(person: PersonRef, *, is_open: bool, has_argued: bool) -> Decision:
    """Who has argued for the other side in public."""
    allowed = _may_take_part(person, is_open)
    if allowed and not has_argued:
        return refuse(
            _("Передумать может тот, кто привёл довод за другую сторону"),
            _("Если довод вам помог, отметьте его полезным."),
            "has-not-argued",
        )
    return allowed
