"""What participatory budgeting writes into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting.queries import wording
from veche.kernel.manifest import Act, Detail

_CYCLE = _("бюджетный цикл")
_PROJECT = _("проект")
ACTS = {
    "budgeting.cycle_begun": Act(_("Цикл начали готовить"), _CYCLE),
    "budgeting.cycle_described": Act(_("Черновик цикла изменён"), _CYCLE),
    "budgeting.cycle_discarded": Act(_("Черновик цикла удалён"), _CYCLE),
    "budgeting.cycle_published": Act(_("Цикл опубликован"), _CYCLE),
    "budgeting.ballot_settled": Act(
        _("Бюллетень утверждён"), _CYCLE, {"projects": Detail(_("сколько проектов"))}
    ),
    "budgeting.ballot_closed": Act(_("Голосование закончилось"), _CYCLE),
    "budgeting.cycle_voided": Act(_("Голосование не состоялось"), _CYCLE),
    "budgeting.marks_given": Act(_("Член комиссии поставил баллы"), _CYCLE),
    "budgeting.scores_closed": Act(_("Оценка проектов закончена"), _CYCLE),
    "budgeting.state_vote_taken": Act(
        _("Загружены итоги с Госуслуг"), _CYCLE, {"votes": Detail(_("голосов"))}
    ),
    "budgeting.papers_printed": Act(
        _("Напечатана пачка бюллетеней"),
        _CYCLE,
        {"first": Detail(_("с листа")), "last": Detail(_("по лист"))},
    ),
    "budgeting.paper_spoiled": Act(_("Погашен испорченный бюллетень"), _CYCLE),
    "budgeting.stack_handed_over": Act(_("Пачка бюллетеней передана на сверку"), _CYCLE),
    "budgeting.stack_counted": Act(
        _("Пачка бюллетеней сверена и посчитана"), _CYCLE, {"stack": Detail(_("пачка"))}
    ),
    "budgeting.papers_counted": Act(
        _("Ввод бумажных бюллетеней закончен"),
        _CYCLE,
        {
            "handed": Detail(_("выдано")),
            "counted": Detail(_("посчитано")),
            "invalid": Detail(_("недействительных")),
            "left_out": Detail(_("не введено")),
        },
    ),
    "budgeting.project_begun": Act(_("Проект начат"), _PROJECT),
    "budgeting.project_described": Act(_("Черновик проекта изменён"), _PROJECT),
    "budgeting.project_discarded": Act(_("Черновик проекта удалён"), _PROJECT),
    "budgeting.photos_added": Act(
        _("К проекту добавлены фото"), _PROJECT, {"photos": Detail(_("сколько"))}
    ),
    "budgeting.photo_removed": Act(_("Автор убрал фото проекта"), _PROJECT),
    "budgeting.project_filed": Act(_("Проект отправлен"), _PROJECT),
    "budgeting.project_published": Act(_("Проект опубликован"), _PROJECT),
    "budgeting.project_rejected": Act(_("Проект не пропущен модератором"), _PROJECT),
    "budgeting.project_added": Act(_("Проект внесён городом"), _PROJECT),
    "budgeting.project_checked": Act(
        _("Проект проверен"), _PROJECT, {"check": Detail(_("проверка"), wording.CHECKS.get)}
    ),
    "budgeting.case_described": Act(_("Проект города дописан"), _PROJECT),
    "budgeting.cost_corrected": Act(_("Смета проекта исправлена"), _PROJECT),
    "budgeting.area_drawn": Act(
        _("Граница проекта изменена"), _PROJECT, {"drawn": Detail(_("нарисована"))}
    ),
    "budgeting.project_judged": Act(
        _("Решено, идёт ли проект на голосование"), _PROJECT, {"admitted": Detail(_("допущен"))}
    ),
    "budgeting.cycle_counted": Act(_("Голоса посчитаны"), _CYCLE),
    "budgeting.outcome_overridden": Act(
        _("От подсчёта отступили"), _PROJECT, {"after": Detail(_("стало"), wording.STATES.get)}
    ),
    "budgeting.list_approved": Act(_("Адресный перечень утверждён"), _CYCLE),
    "budgeting.works_moved": Act(
        _("Работы перешли на следующий этап"),
        _PROJECT,
        {"to": Detail(_("этап"), wording.STATES.get)},
    ),
    "budgeting.requisites_set": Act(_("Реквизиты для жителей изменены"), _("реквизиты")),
    "budgeting.payments_taken": Act(
        _("Загружена выписка казначейства"),
        _("реквизиты"),
        {"payments": Detail(_("новых платежей"))},
    ),
    "budgeting.payment_matched": Act(_("Платёж отнесён к проекту"), _PROJECT),
    "budgeting.payment_moved": Act(
        _("Платёж отнесён к другому проекту"),
        _PROJECT,
        {"before": Detail(_("код прежнего проекта"))},
    ),
    "budgeting.gift_taken": Act(_("Записан вклад жителей трудом или вещами"), _PROJECT),
    "budgeting.works_told": Act(_("В журнале работ новая запись"), _PROJECT),
}
