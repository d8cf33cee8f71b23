"""Roles and levels in the words of the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.commons.identity.providers.allowed import providers
from veche.commons.identity.rules import documents
from veche.commons.identity.rules.persons import (
    ADMIN,
    APPROVER,
    AUDITOR,
    AUTHOR,
    BY_CONTACT,
    BY_DOCUMENT,
    BY_STATE,
    CLERK,
    CONTROLLER,
    COORDINATOR,
    LAWYER,
    MODERATOR,
    PRIVACY,
    UNCONFIRMED,
)
from veche.commons.identity.rules.tokens import (
    HELP,
    RATE,
    READ_DATA,
    READ_OWN,
    REPORT,
    SUPPORT,
    VOTE,
    WRITE,
)

ROLE_TITLES: dict[str, Promise] = {
    AUTHOR: _("Автор опросов"),
    LAWYER: _("Юрист"),
    APPROVER: _("Утверждающий"),
    CLERK: _("Оператор приёма"),
    ADMIN: _("Администратор"),
    AUDITOR: _("Проверяющий"),
    PRIVACY: _("Ответственный за персональные данные"),
    MODERATOR: _("Модератор"),
    COORDINATOR: _("Координатор"),
    CONTROLLER: _("Общественный контролёр"),
}
ROLE_TEXTS: dict[str, Promise] = {
    AUTHOR: _("готовит опросы и решения"),
    LAWYER: _("смотрит опросы до утверждения"),
    APPROVER: _("проверяет и публикует"),
    CLERK: _("принимает жителей и бумажные голоса"),
    ADMIN: _("настраивает город и даёт роли"),
    AUDITOR: _("читает журнал действий"),
    PRIVACY: _("отвечает жителям об их данных"),
    MODERATOR: _("читает тексты жителей и снимает недопустимое"),
    COORDINATOR: _("назначает исполнителей сообщениям"),
    CONTROLLER: _("проверяет ответы и снимает отказы"),
}
DOCUMENT_ERRORS: dict[str, Promise] = {
    "passport": _("В паспорте четыре цифры серии и шесть цифр номера, например 92 18 123456."),
    "number": _("Номер документа: от 5 до 20 букв и цифр."),
}
LEVEL_TEXTS: dict[int, Promise] = {
    UNCONFIRMED: _("Контакт не подтверждён."),
    BY_CONTACT: _("Подтверждён телефон или почта. Для большинства опросов этого достаточно."),
    BY_DOCUMENT: _("Личность подтверждена документом. Доступны все опросы, кроме особых."),
    BY_STATE: _("Личность подтверждена через Госуслуги. Доступны все опросы."),
}
SCOPE_TITLES: dict[str, Promise] = {
    READ_OWN: _("читать мои голоса и оценки"),
    READ_DATA: _("скачивать мои данные"),
    VOTE: _("голосовать за меня"),
    RATE: _("оценивать решения"),
    WRITE: _("писать за меня"),
    REPORT: _("отправлять сообщения о проблемах"),
    SUPPORT: _("поддерживать предложения"),
    HELP: _("помогать и звать соседей"),
}
SCOPE_TEXTS: dict[str, Promise] = {
    READ_OWN: _("Читать мои голоса, корешки и оценки"),
    READ_DATA: _("Скачивать копию всех моих данных: телефон, почту, дату рождения"),
    VOTE: _("Голосовать за меня"),
    RATE: _("Оценивать решения и результаты от моего имени"),
    WRITE: _("Писать от моего имени: предложения, доводы, вопросы городу и ответы соседям"),
    REPORT: _("Отправлять сообщения о проблемах от моего имени"),
    SUPPORT: _("Поддерживать предложения жителей от моего имени"),
    HELP: _("Просить и предлагать помощь, звать соседей и приходить к ним от моего имени"),
}
WAY_TEXTS: dict[str, Promise] = {
    "code": _("вход по коду"),
    "passkey": _("вход по ключу доступа"),
}


def way_text(way: str) -> Promise | str:
    """How somebody came in; a service is called by its title while the town lets it in."""
    titles = {one.slug: _("вход через %(title)s") % {"title": one.title} for one in providers()}
    return WAY_TEXTS.get(way) or titles.get(way, way)


def role_title(role: str) -> Promise | str:
    """How a role is called on the screen."""
    return ROLE_TITLES.get(role, role)


def level_text(level: int) -> Promise | str:
    """What a level means to the person who has it."""
    return LEVEL_TEXTS.get(level, "")


DOCUMENT_TITLES: dict[str, Promise] = {
    documents.PASSPORT: _("Паспорт гражданина России"),
    documents.TEMPORARY: _("Временное удостоверение личности"),
    documents.RESIDENCE: _("Вид на жительство"),
    documents.FOREIGN: _("Паспорт иностранного гражданина"),
}


def document_titles() -> list[tuple[str, Promise]]:
    """Kinds of documents a clerk may look at, for a choice."""
    return list(DOCUMENT_TITLES.items())
