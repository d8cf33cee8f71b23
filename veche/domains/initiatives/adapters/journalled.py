"""What proposals write into the journal, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.domains.initiatives.queries import wording
from veche.kernel.manifest import Act, Detail

_PROPOSAL = _("предложение")
_SHEET = _("подписной лист")
_LINES: dict[str, Promise] = {
    "taken": _("засчитана"),
    "double": _("повтор"),
    "spoiled": _("негодна"),
    "undone": _("отменена"),
}
ACTS = {
    "initiatives.call_judged": Act(
        _("Решили, можно ли звать соседей"),
        _PROPOSAL,
        {"duty": Detail(_("обязанность города"))},
    ),
    "initiatives.group_joined": Act(_("Житель вступил в группу"), _PROPOSAL, is_nameless=True),
    "initiatives.group_left": Act(_("Житель вышел из группы"), _PROPOSAL, is_nameless=True),
    "initiatives.help_given": Act(_("Соседи помогли с предложением"), _PROPOSAL),
    "initiatives.help_sought": Act(_("Позвали помощников"), _PROPOSAL),
    "initiatives.milestone_reached": Act(
        _("Поддержка дошла до рубежа"), _PROPOSAL, {"percent": Detail(_("процент порога"))}
    ),
    "initiatives.photos_added": Act(
        _("К предложению добавлены фото"), _PROPOSAL, {"photos": Detail(_("сколько"))}
    ),
    "initiatives.proposal_answered": Act(
        _("Город ответил на предложение"),
        _PROPOSAL,
        {"outcome": Detail(_("решение"), wording.OUTCOMES.get)},
    ),
    "initiatives.proposal_begun": Act(_("Предложение начато"), _PROPOSAL),
    "initiatives.proposal_described": Act(_("Черновик предложения изменён"), _PROPOSAL),
    "initiatives.proposal_discarded": Act(_("Черновик предложения удалён"), _PROPOSAL),
    "initiatives.proposal_expired": Act(_("Срок сбора поддержки вышел"), _PROPOSAL),
    "initiatives.proposal_filed": Act(_("Предложение отправлено"), _PROPOSAL),
    "initiatives.proposal_handed_on": Act(
        _("Предложение передано дальше"), _PROPOSAL, {"to": Detail(_("куда"))}
    ),
    "initiatives.proposal_overdue": Act(_("Срок ответа на предложение прошёл"), _PROPOSAL),
    "initiatives.proposal_published": Act(_("Предложение опубликовано"), _PROPOSAL),
    "initiatives.proposal_rejected": Act(_("Предложение не пропущено"), _PROPOSAL),
    "initiatives.proposal_retired": Act(
        _("Предложение уступило другому"), _PROPOSAL, {"favour": Detail(_("какому"))}
    ),
    "initiatives.proposal_supported": Act(_("Предложение поддержано"), _PROPOSAL, is_nameless=True),
    "initiatives.support_withdrawn": Act(_("Поддержка отозвана"), _PROPOSAL, is_nameless=True),
    "initiatives.sheets_printed": Act(
        _("Подписные листы напечатаны"), _PROPOSAL, {"amount": Detail(_("сколько"))}
    ),
    "initiatives.signature_entered": Act(
        _("Строка подписного листа введена"),
        _SHEET,
        {"outcome": Detail(_("строка"), _LINES.get)},
    ),
    "initiatives.sheet_closed": Act(
        _("Подписной лист закрыт"), _SHEET, {"taken": Detail(_("засчитано подписей"))}
    ),
    "initiatives.threshold_set": Act(
        _("Порог поддержки задан"), _("порог поддержки"), {"number": Detail(_("сколько голосов"))}
    ),
}
