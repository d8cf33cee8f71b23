"""The pages every town has, in the words of the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: dict[str, Promise] = {
    "rules": _("Правила"),
    "consents": _("Согласия"),
    "contacts": _("Контакты"),
    "questions": _("Вопросы и ответы"),
}
HINTS: dict[str, Promise] = {
    "rules": _("Как здесь голосуют, что нельзя писать, кто отвечает"),
    "consents": _("На что соглашается человек, который входит"),
    "contacts": _("Куда звонить и приходить, часы работы"),
    "questions": _("О чём спрашивают чаще всего"),
}
