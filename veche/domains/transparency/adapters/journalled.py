"""What the open budget and public reports write into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.domains.transparency.queries import register_words, report_words
from veche.kernel.manifest import Act, Detail

_FILE = _("файл бюджета")
_YEAR = {"year": Detail(_("год бюджета"))}
_BODY, _REPORT, _LINE = _("орган"), _("отчёт органа"), _("строка плана отчётов")
_QUESTION = _("вопрос об отчёте")
_TABLE = _("таблица рядом с бюджетом")
_WHICH = {"register": Detail(_("вид таблицы"), register_words.NAMES.get)}
_OWED = {"report": Detail(_("вид отчёта"), report_words.KINDS.get)}
ACTS = {
    "transparency.source_uploaded": Act(_("Файл бюджета загружен"), _FILE, _YEAR),
    "transparency.columns_matched": Act(_("Столбцы файла бюджета выбраны"), _FILE),
    "transparency.source_dropped": Act(_("Файл бюджета удалён до публикации"), _FILE, _YEAR),
    "transparency.source_published": Act(_("Версия бюджета опубликована"), _FILE, _YEAR),
    "transparency.source_withdrawn": Act(_("Версия бюджета отозвана"), _FILE, _YEAR),
    "transparency.register_imported": Act(_("Таблица рядом с бюджетом загружена"), _TABLE, _WHICH),
    "transparency.register_dropped": Act(_("Таблица рядом с бюджетом убрана"), _TABLE, _WHICH),
    "transparency.body_kept": Act(_("Орган, который отчитывается, записан"), _BODY),
    "transparency.report_planned": Act(_("Отчёт внесён в план"), _LINE, _OWED),
    "transparency.line_ended": Act(_("Отчёт убран из плана"), _LINE, _OWED),
    "transparency.report_published": Act(_("Отчёт органа опубликован"), _REPORT, _OWED),
    "transparency.report_corrected": Act(
        _("Отчёт органа исправлен новой версией"),
        _REPORT,
        {**_OWED, "version": Detail(_("версия"))},
    ),
    "transparency.files_hidden": Act(
        _("Файлы версии отчёта скрыты"), _REPORT, {**_OWED, "version": Detail(_("версия"))}
    ),
    "transparency.report_asked": Act(_("Вопрос об отчёте задан"), _QUESTION, is_nameless=True),
    "transparency.asking_withdrawn": Act(
        _("Вопрос об отчёте убран автором"), _QUESTION, is_nameless=True
    ),
    "transparency.report_answered": Act(_("На вопрос об отчёте ответили"), _QUESTION, _OWED),
}
