"""What appeals write into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.domains.appeals.queries import wording
from veche.kernel.errors import Text
from veche.kernel.manifest import Act, Detail

_APPEAL, _RECEPTION = _("обращение"), _("личный приём")


def _ground(code: str) -> Text | None:
    return wording.GROUNDS.get(code)


def _level(code: str) -> Text | None:
    return wording.LEVELS.get(int(code)) if code.isdigit() else None


ACTS = {
    "appeals.answer_prepared": Act(_("Ответ на обращение подготовлен"), _APPEAL),
    "appeals.answer_returned": Act(_("Ответ на обращение вернули"), _APPEAL),
    "appeals.answer_signed": Act(_("Ответ на обращение подписан"), _APPEAL),
    "appeals.appeal_assigned": Act(_("Подразделение назначено"), _APPEAL),
    "appeals.appeal_ended": Act(
        _("Обращение завершено без ответа по существу"),
        _APPEAL,
        {"ground": Detail(_("основание"), _ground)},
    ),
    "appeals.appeal_extended": Act(_("Срок обращения продлён"), _APPEAL),
    "appeals.appeal_filed": Act(_("Обращение подано"), _APPEAL),
    "appeals.appeal_forwarded": Act(_("Обращение передано в другой орган"), _APPEAL),
    "appeals.appeal_near": Act(_("Напомнили о сроке обращения"), _APPEAL),
    "appeals.appeal_overdue": Act(_("Срок обращения прошёл"), _APPEAL),
    "appeals.appeal_registered": Act(_("Обращение зарегистрировано"), _APPEAL),
    "appeals.appeal_withdrawn": Act(_("Автор отозвал обращение"), _APPEAL),
    "appeals.booking_cancelled": Act(_("Запись на приём отменена"), _RECEPTION),
    "appeals.department_saved": Act(_("Подразделение внесено"), _("подразделение")),
    "appeals.identity_rule_set": Act(
        _("Решено, чьи электронные обращения принимать"),
        _("правило"),
        {"level": Detail(_("кто подаёт"), _level)},
    ),
    "appeals.letter_sent": Act(_("Письмо отправлено автору"), _APPEAL),
    "appeals.letter_written": Act(_("Автору написали письмо"), _APPEAL),
    "appeals.reception_cancelled": Act(_("Приём отменён"), _RECEPTION),
    "appeals.reception_published": Act(_("Часы приёма открыты"), _RECEPTION),
    "appeals.slot_booked": Act(_("Кто-то записался на приём"), _RECEPTION),
}
