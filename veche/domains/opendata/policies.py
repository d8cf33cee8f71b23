"""Who may do what with open data; each refusal says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.opendata.models import OwnSet, Version
from veche.domains.opendata.rules import stages
from veche.kernel.policies import ALLOWED, Decision, refuse

WORKERS = frozenset({identity.AUTHOR, identity.APPROVER})
_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Вход по коду из сообщения занимает минуту."),
    code="sign-in-needed",
)


def may_work_on_sets(person: PersonRef) -> Decision:
    """Officials who prepare or approve for the town."""
    if not person.is_known:
        return _SIGN_IN
    if person.roles & WORKERS:
        return ALLOWED
    return refuse(
        _("Наборы данных готовят сотрудники администрации"),
        _("Если это ваша работа, попросите роль у администратора."),
    )


def may_upload_set(person: PersonRef) -> Decision:
    """The same: nothing becomes public by that."""
    return may_work_on_sets(person)


def may_change_version(person: PersonRef, row: Version) -> Decision:
    """Whoever works on sets, while nothing of the version is public."""
    allowed = may_work_on_sets(person)
    if allowed and row.state not in stages.OPEN:
        return refuse(
            _("Эту версию уже опубликовали"),
            _("Загрузите исправленный файл: он станет новой версией."),
            code="not-open",
        )
    return allowed


def may_change_set(person: PersonRef, own: OwnSet) -> Decision:
    """Whoever works on sets, until something of it was public: then who approves for the town."""
    allowed = may_work_on_sets(person)
    was_public = (stages.PUBLISHED, stages.WITHDRAWN)
    if not allowed or person.has_role(identity.APPROVER):
        return allowed
    if own.versions.filter(state__in=was_public).exists():
        return refuse(
            _("Паспорт опубликованного набора исправляет утверждающий"),
            _("Скажите ему, что исправить."),
            code="not-approver",
        )
    return ALLOWED


def may_publish_version(person: PersonRef, row: Version) -> Decision:
    """Who approves for the town, once every cell is right."""
    if not person.is_known:
        return _SIGN_IN
    if not person.has_role(identity.APPROVER):
        return refuse(
            _("Набор публикует утверждающий"),
            _("Версия проверена и ждёт его на этой странице."),
            code="not-approver",
        )
    newer = Version.objects.filter(code=row.code, state=stages.PUBLISHED, number__gt=row.number)
    if row.state == stages.READY and newer.exists():
        return refuse(
            _("Уже опубликована версия новее этой"),
            _("Если верна эта, загрузите её файл снова: он станет новой версией."),
            code="overtaken",
        )
    if row.state == stages.READY:
        return ALLOWED
    return refuse(
        _("Публикуют версию, в которой нет ошибок"),
        _("Исправьте столбцы или загрузите исправленный файл."),
        code="not-ready",
    )


def may_withdraw_version(person: PersonRef, row: Version) -> Decision:
    """Who approves for the town, what is public: uploaded, or kept of a service's table."""
    if not person.is_known:
        return _SIGN_IN
    if not person.has_role(identity.APPROVER):
        return refuse(
            _("Версию отзывает утверждающий"),
            _("Скажите ему, что в ней неверно."),
            code="not-approver",
        )
    if row.state == stages.PUBLISHED:
        return ALLOWED
    return refuse(
        _("Отзывают то, что опубликовано"),
        _("Что было опубликовано и отозвано, видно в истории набора."),
        code="not-published",
    )


def may_name_publisher(person: PersonRef) -> Decision:
    """Who approves for the town says who publishes."""
    if not person.is_known:
        return _SIGN_IN
    if person.has_role(identity.APPROVER):
        return ALLOWED
    return refuse(
        _("Кто публикует данные, записывает утверждающий"),
        _("Скажите ему, что исправить."),
        code="not-approver",
    )
