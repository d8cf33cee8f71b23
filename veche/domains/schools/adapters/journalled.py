"""How the journal tells what was done with school polls."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Act, Detail

_POLL, _CONSENTS = _("школьный опрос"), _("согласия родителей")
ACTS = {
    "schools.poll_written": Act(_("Школьный опрос написан"), _POLL),
    "schools.poll_discarded": Act(_("Черновик школьного опроса удалён"), _POLL),
    "schools.poll_opened": Act(_("Школьный опрос начат"), _POLL),
    "schools.poll_stopped": Act(_("Школьный опрос остановлен"), _POLL),
    "schools.poll_closed": Act(_("Школьный опрос закончился"), _POLL),
    "schools.slips_added": Act(
        _("Талоны добавлены"), _POLL, details={"number": Detail(_("Сколько"))}
    ),
    "schools.slips_printed": Act(
        _("Талоны напечатаны"), _POLL, details={"number": Detail(_("Сколько"))}
    ),
    "schools.slip_voided": Act(_("Талон погашен"), _POLL),
    "schools.consents_recorded": Act(
        _("Внесены согласия родителей"), _CONSENTS, details={"number": Detail(_("Сколько"))}
    ),
    "schools.consent_withdrawn": Act(_("Согласие родителя отозвано"), _CONSENTS),
}
