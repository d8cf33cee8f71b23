"""What advice writes into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Act, Detail

_QUESTION, _ANSWER, _GUIDE = _("вопрос"), _("ответ"), _("справка")
_VERSION = {"version": Detail(_("версия"))}
ACTS = {
    "advice.answer_rated": Act(_("Ответ оценён"), _ANSWER, is_nameless=True),
    "advice.answer_withdrawn": Act(_("Ответ убран автором"), _ANSWER, is_nameless=True),
    "advice.answer_written": Act(_("Ответ написан"), _ANSWER, is_nameless=True),
    "advice.best_chosen": Act(_("Лучший ответ выбран"), _QUESTION, is_nameless=True),
    "advice.guide_confirmed": Act(_("Справка проверена"), _GUIDE, _VERSION),
    "advice.guide_doubted": Act(_("Читатель усомнился в справке"), _GUIDE, is_nameless=True),
    "advice.guide_outdated": Act(_("Справка названа устаревшей"), _GUIDE, _VERSION),
    "advice.guide_saved": Act(_("Справка переписана"), _GUIDE, _VERSION),
    "advice.question_asked": Act(_("Вопрос городу задан"), _QUESTION, is_nameless=True),
    "advice.question_withdrawn": Act(_("Вопрос городу убран автором"), _QUESTION, is_nameless=True),
}
