"""What reports write into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Act, Detail

_REPORT = _("сообщение")
_BODY = _("исполнитель")
_CATEGORY = _("тема сообщений")
_REGISTER = _("реестр другой системы")
_TEMPLATE = _("шаблон ответа")
ACTS = {
    "reports.answer_approved": Act(_("Ответ утверждён"), _REPORT),
    "reports.answer_held": Act(
        _("Ответ утверждён, покажут после задержки особого режима"), _REPORT
    ),
    "reports.answer_shown": Act(_("Ответ показан после задержки особого режима"), _REPORT),
    "reports.answer_sent_back": Act(_("Ответ возвращён на доработку"), _REPORT),
    "reports.body_saved": Act(_("Исполнитель внесён"), _BODY),
    "reports.category_saved": Act(
        _("Тема сообщений сохранена"), _CATEGORY, {"version": Detail(_("версия"))}
    ),
    "reports.clarification_asked": Act(_("У автора спросили подробности"), _REPORT),
    "reports.crew_thanked": Act(_("Спасибо мастеру"), _REPORT, is_nameless=True),
    "reports.group_saved": Act(
        _("Группа тем сохранена"), _("группа тем"), {"version": Detail(_("версия"))}
    ),
    "reports.help_sought": Act(_("Соседей позвали помочь"), _REPORT),
    "reports.helping_set": Act(
        _("Решено, могут ли помочь соседи"),
        _("тема сообщений"),
        {"category": Detail(_("тема")), "is_for_neighbours": Detail(_("могут помочь"))},
    ),
    "reports.outside_recorded": Act(_("Записан номер дела в другой системе"), _REPORT),
    "reports.photo_hidden": Act(_("Фото скрыто"), _REPORT),
    "reports.photo_returned": Act(_("Фото вернули"), _REPORT),
    "reports.public_clock_set": Act(
        _("Публичный счёт сроков задан"),
        _("решение о сроках"),
        {"is_on": Detail(_("виден всем"))},
    ),
    "reports.question_unanswered": Act(_("Автор не ответил, работа идёт дальше"), _REPORT),
    "reports.refusal_lifted": Act(_("Отказ отменён"), _REPORT),
    "reports.report_answered": Act(_("Ответ на сообщение написан"), _REPORT),
    "reports.report_assigned": Act(_("Исполнитель назначен"), _REPORT),
    "reports.report_clarified": Act(_("Автор дополнил сообщение"), _REPORT),
    "reports.report_closed": Act(_("Сообщение закрыто: автор промолчал"), _REPORT),
    "reports.report_confirmed": Act(_("Автор подтвердил, что всё сделано"), _REPORT),
    "reports.report_disagreed": Act(_("Автор не согласен с ответом"), _REPORT),
    "reports.report_filed": Act(_("Сообщение отправлено"), _REPORT),
    "reports.report_forwarded": Act(_("Сообщение передано в другое ведомство"), _REPORT),
    "reports.report_mended": Act(_("Соседи сделали, автор подтвердил"), _REPORT),
    "reports.report_hidden": Act(_("Сообщение снято с показа"), _REPORT),
    "reports.report_merged": Act(_("Сообщение присоединено к такому же"), _REPORT),
    "reports.report_noted": Act(_("Заметка для коллег написана"), _REPORT),
    "reports.report_overdue": Act(_("Срок ответа прошёл"), _REPORT),
    "reports.report_passed": Act(_("Сообщение опубликовано"), _REPORT),
    "reports.report_planned": Act(_("Обещан день, когда сделают"), _REPORT),
    "reports.report_postponed": Act(_("Обещанный день перенесён"), _REPORT),
    "reports.report_readmitted": Act(_("Сообщение приняли после возражения автора"), _REPORT),
    "reports.report_rejected": Act(_("Сообщение не пропущено"), _REPORT),
    "reports.report_returned": Act(_("Исполнитель вернул сообщение"), _REPORT),
    "reports.report_returned_to_sight": Act(_("Сообщение снова показано"), _REPORT),
    "reports.report_escalated": Act(
        _("Просроченное сообщение поднято выше"), _REPORT, {"level": Detail(_("ступень"))}
    ),
    "reports.desk_overdue": Act(_("Сообщение ждёт дольше положенного"), _REPORT),
    "reports.report_shown": Act(_("Сообщение показано после задержки особого режима"), _REPORT),
    "reports.report_settled": Act(_("Контролёр закончил разбор"), _REPORT),
    "reports.report_supported": Act(_("Сообщение поддержано"), _REPORT, is_nameless=True),
    "reports.register_import_begun": Act(_("Перенос реестра начат"), _REGISTER),
    "reports.register_imported": Act(
        _("Реестр перенесён"),
        _REGISTER,
        {
            "new": Detail(_("новых")),
            "changed": Detail(_("изменилось")),
            "refused": Detail(_("не взято")),
            "gone": Detail(_("больше нет в реестре")),
        },
    ),
    "reports.register_matched": Act(_("Столбцы реестра сопоставлены"), _REGISTER),
    "reports.register_uploaded": Act(_("Реестр загружен"), _REGISTER),
    "reports.responsibility_set": Act(
        _("Зона ответственности задана"), _BODY, {"categories": Detail(_("тем"))}
    ),
    "reports.sheet_made": Act(_("Листок недели составлен"), _("листок")),
    "reports.template_removed": Act(_("Шаблон ответа удалён"), _TEMPLATE),
    "reports.template_saved": Act(_("Шаблон ответа сохранён"), _TEMPLATE),
    "reports.term_set": Act(
        _("Срок ответа по теме изменён"), _CATEGORY, {"days": Detail(_("дней"))}
    ),
}
