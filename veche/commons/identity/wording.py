"""Roles and levels in the words of the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.commons.identity.rules.persons import (
    ADMIN,
    APPROVER,
    AUDITOR,
    AUTHOR,
    BY_CONTACT,
    BY_DOCUMENT,
    BY_STATE,
    CLERK,
    UNCONFIRMED,
)

ROLE_TITLES: dict[str, Promise] = {
    AUTHOR: _("Автор опросов"),
    APPROVER: _("Утверждающий"),
    CLERK: _("Оператор приёма"),
    ADMIN: _("Администратор"),
    AUDITOR: _("Проверяющий"),
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


def role_title(role: str) -> Promise | str:
    """How a role is called on the screen."""
    return ROLE_TITLES.get(role, role)


def level_text(level: int) -> Promise | str:
    """What a level means to the person who has it."""
    return LEVEL_TEXTS.get(level, "")
