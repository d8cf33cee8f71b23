"""What privacy writes into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.privacy import wording
from veche.kernel.errors import Text
from veche.kernel.manifest import Act, Detail

_PERSON = _("человек")
_LEAK = _("утечка")
_ASKED = _("запрос")
_VERSION = Detail(_("версия"))


def _step(step: str) -> Text | None:
    return wording.STEPS[step][0] if step in wording.STEPS else None


ACTS = {
    "privacy.consent_given": Act(_("Согласие дано"), _PERSON, {"version": _VERSION}),
    "privacy.consent_signed": Act(
        _("Согласие подписано на приёме"), _PERSON, {"version": _VERSION}
    ),
    "privacy.consent_withdrawn": Act(_("Согласие отозвано"), _PERSON, {"version": _VERSION}),
    "privacy.leak_ended": Act(_("Разбор утечки закончен"), _LEAK),
    "privacy.leak_started": Act(
        _("Разбор утечки начат"), _LEAK, {"is_drill": Detail(_("учебный"))}
    ),
    "privacy.leak_step_done": Act(
        _("Шаг при утечке сделан"), _LEAK, {"step": Detail(_("шаг"), _step)}
    ),
    "privacy.request_answered": Act(
        _("Запрос о данных отвечен"), _ASKED, {"outcome": Detail(_("ответ"), wording.STATES.get)}
    ),
    "privacy.request_made": Act(
        _("Запрос о данных подан"), _ASKED, {"request": Detail(_("о чём"), wording.KINDS.get)}
    ),
}
