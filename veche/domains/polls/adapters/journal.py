"""What polls write into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Act, Detail

_POLL = _("опрос")
ACTS = {
    "polls.batch_given": Act(
        _("Листы даны старосте"),
        _POLL,
        {"to": Detail(_("кому")), "first": Detail(_("с листа")), "last": Detail(_("по лист"))},
    ),
    "polls.batch_returned": Act(
        _("Староста вернул листы"),
        _POLL,
        {"batch": Detail(_("пачка")), "unused": Detail(_("чистых листов"))},
    ),
    "polls.call_recorded": Act(_("Итог контрольного звонка записан"), _("звонок")),
    "polls.calls_begun": Act(
        _("Жребий контрольного обзвона брошен"), _POLL, {"drawn": Detail(_("выбрано"))}
    ),
    "polls.campaign_removed": Act(_("Избирательная кампания убрана"), _("кампания")),
    "polls.campaign_saved": Act(_("Избирательная кампания записана"), _("кампания")),
    "polls.census_uploaded": Act(_("Таблица населения загружена"), _("таблица")),
    "polls.contact_shown": Act(_("Номер открыт для контрольного звонка"), _("звонок")),
    "polls.effect_set": Act(_("Последствия опроса указаны"), _POLL),
    "polls.legal_check_set": Act(
        _("Правило проверки юристом изменено"),
        _("правило"),
        {"covers_all": Detail(_("проверяются все опросы"))},
    ),
    "polls.material_removed": Act(_("Материал убран"), _POLL),
    "polls.material_saved": Act(_("Материал записан"), _POLL),
    "polls.mode_chosen": Act(_("Указано, как голосуют"), _POLL),
    "polls.paper_spoiled": Act(_("Бумажный лист погашен"), _POLL),
    "polls.papers_counted": Act(
        _("Ввод бумажных бюллетеней закончен"),
        _POLL,
        {
            "handed": Detail(_("выдано")),
            "counted": Detail(_("посчитано")),
            "invalid": Detail(_("недействительных")),
            "left_out": Detail(_("не введено в срок")),
        },
    ),
    "polls.papers_printed": Act(
        _("Бюллетени напечатаны"),
        _POLL,
        {"first": Detail(_("с листа")), "last": Detail(_("по лист"))},
    ),
    "polls.poll_agreed": Act(_("Юрист согласовал опрос"), _POLL),
    "polls.poll_approved": Act(_("Опрос утверждён"), _POLL),
    "polls.poll_closed": Act(_("Голосование завершено"), _POLL),
    "polls.poll_copied": Act(_("Опрос скопирован"), _POLL, {"source": Detail(_("из опроса"))}),
    "polls.poll_described": Act(_("Паспорт опроса заполнен"), _POLL),
    "polls.poll_discarded": Act(_("Черновик удалён"), _POLL),
    "polls.poll_extended": Act(_("Голосование продлено"), _POLL),
    "polls.poll_import_begun": Act(_("Опрос начали загружать из файла"), _POLL),
    "polls.poll_opened": Act(_("Голосование началось"), _POLL),
    "polls.poll_returned": Act(_("Опрос возвращён утверждающим"), _POLL),
    "polls.poll_scheduled": Act(_("Сроки голосования указаны"), _POLL),
    "polls.poll_started": Act(_("Черновик опроса начат"), _POLL),
    "polls.poll_submitted": Act(_("Опрос отправлен на проверку"), _POLL),
    "polls.poll_taken_back": Act(_("Автор забрал опрос с проверки"), _POLL),
    "polls.poll_withdrawn": Act(_("Опрос отозван"), _POLL),
    "polls.protocol_issued": Act(_("Протокол оформлен"), _POLL),
    "polls.question_moved": Act(_("Порядок вопросов изменён"), _POLL),
    "polls.question_removed": Act(_("Вопрос убран"), _POLL),
    "polls.question_saved": Act(_("Вопрос записан"), _POLL),
    "polls.remarks_given": Act(_("Юрист вернул опрос с замечаниями"), _POLL),
    "polls.stack_counted": Act(_("Пачка бюллетеней сверена"), _POLL, {"stack": Detail(_("пачка"))}),
    "polls.stack_handed_over": Act(_("Пачка передана на сверку"), _POLL),
    "polls.voters_chosen": Act(_("Указано, кто голосует"), _POLL),
}
