"""Who may do what with the open budget; each refusal says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.transparency.models import Source
from veche.domains.transparency.rules import stages
from veche.kernel.policies import ALLOWED, Decision, refuse

WORKERS = frozenset({identity.AUTHOR, identity.APPROVER})
_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Вход по коду из сообщения занимает минуту."),
    code="sign-in-needed",
)


def may_work_on_budget(person: PersonRef) -> Decision:
    """Officials who prepare or approve for the town."""
    if not person.is_known:
        return _SIGN_IN
    if person.roles & WORKERS:
        return ALLOWED
    return refuse(
        _("С бюджетом работает финансовое управление"),
        _("Если это ваша работа, попросите роль у администратора."),
    )


def may_upload_budget(person: PersonRef) -> Decision:
    """The same: a file is kept and read, nothing becomes public by that."""
    return may_work_on_budget(person)


def may_map_budget(person: PersonRef, row: Source) -> Decision:
    """Whoever works on it, while nothing of the file is public and nothing reads it."""
    allowed = may_work_on_budget(person)
    if allowed and row.state not in stages.OPEN:
        return refuse(
            _("Этот файл уже проверяют или опубликовали"),
            _("Загрузите исправленный файл: он станет новой версией."),
            code="not-open",
        )
    return allowed


def may_drop_budget(person: PersonRef, row: Source) -> Decision:
    """What was published stays: it can only be withdrawn, with a reason."""
    return may_map_budget(person, row)


def may_publish_budget(person: PersonRef, row: Source) -> Decision:
    """Who approves for the town, once the file was read without faults."""
    if not person.is_known:
        return _SIGN_IN
    if not person.has_role(identity.APPROVER):
        return refuse(
            _("Бюджет публикует утверждающий"),
            _("Файл проверен и ждёт его на этой странице."),
            code="not-approver",
        )
    if row.state == stages.READY:
        return ALLOWED
    return refuse(
        _("Публикуют файл, в котором нет ошибок"),
        _("Исправьте ячейки из списка и загрузите файл снова."),
        code="not-ready",
    )


def may_withdraw_budget(person: PersonRef, row: Source) -> Decision:
    """Who approves for the town, what is public."""
    if not person.is_known:
        return _SIGN_IN
    if not person.has_role(identity.APPROVER):
        return refuse(
            _("Версию бюджета отзывает утверждающий"),
            _("Скажите ему, что в ней неверно."),
            code="not-approver",
        )
    if row.state == stages.PUBLISHED:
        return ALLOWED
    return refuse(
        _("Отзывают то, что опубликовано"),
        _("Что было опубликовано и отозвано, видно в списке версий."),
        code="not-published",
    )
