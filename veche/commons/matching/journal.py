"""What matching writes into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Act, Detail

_HELPER, _NEED, _TALK = _("помощник"), _("дело"), _("договор о помощи")
ACTS = {
    "matching.help_asked": Act(_("Помощника попросили помочь"), _TALK),
    "matching.help_offered": Act(_("Помощь предложена"), _TALK),
    "matching.licence_checked": Act(
        _("Допуск помощника проверен"), _HELPER, {"is_good": Detail(_("допуск действителен"))}
    ),
    "matching.licence_wanted": Act(_("Работа стала опасной, нужен допуск"), _TALK),
    "matching.match_accepted": Act(_("Помощь принята"), _TALK),
    "matching.match_declined": Act(_("От помощи отказались"), _TALK),
    "matching.match_lapsed": Act(_("Договор о помощи закрыт: ответа не было"), _TALK),
    "matching.match_reminded": Act(_("Напомнили о договоре о помощи"), _TALK),
    "matching.match_withdrawn": Act(_("Слово о помощи взято назад"), _TALK),
    "matching.need_closed": Act(_("Помощь больше не нужна"), _NEED),
    "matching.need_opened": Act(
        _("Помощь нужна"), _NEED, {"source_kind": Detail(_("откуда дело"))}
    ),
    "matching.need_ran_out": Act(_("День прошёл, помощников не нашлось"), _NEED),
    "matching.owner_named": Act(_("Назван хозяин места"), _NEED),
    "matching.plan_agreed": Act(_("План работ согласован"), _TALK),
    "matching.plan_written": Act(_("План работ предложен"), _TALK),
    "matching.proof_refused": Act(_("Модератор не пропустил фото сделанного"), _TALK),
    "matching.skill_dropped": Act(_("Дело стало опасным, жителям его не предлагаем"), _HELPER),
    "matching.solver_closed": Act(_("Помощник пока не может помогать"), _HELPER),
    "matching.solver_described": Act(_("Помощник рассказал, чем поможет"), _HELPER),
    "matching.solver_opened": Act(_("Помощник снова может помогать"), _HELPER),
    "matching.solver_rested": Act(_("Помощник не отвечал, его пока не предлагаем"), _HELPER),
    "matching.work_allowed": Act(_("Хозяин места разрешил работы"), _TALK),
    "matching.work_confirmed": Act(_("Работа принята"), _TALK),
    "matching.work_forbidden": Act(_("Хозяин места запретил работы"), _TALK),
    "matching.work_handed_over": Act(_("Место передано помощнику"), _TALK),
    "matching.work_kind_saved": Act(_("Вид помощи записан"), _("вид помощи")),
    "matching.work_proven": Act(_("Помощник показал сделанное"), _TALK),
    "matching.work_returned": Act(_("Работа возвращена: чего-то не хватает"), _TALK),
}
