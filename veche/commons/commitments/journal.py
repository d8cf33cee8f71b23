"""What commitments write into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Act, Detail

_DECISION = _("решение")
_STAGE = Detail(_("этап"))
_SOURCES = {"polls.poll": _("опроса")}
ACTS = {
    "commitments.commitment_declined": Act(_("Город отказался, с объяснением"), _DECISION),
    "commitments.commitment_done": Act(_("Решение выполнено"), _DECISION),
    "commitments.commitment_owed": Act(
        _("Город должен решение"), _DECISION, {"source_kind": Detail(_("по итогу"), _SOURCES.get)}
    ),
    "commitments.decision_recorded": Act(_("Решение записано"), _DECISION),
    "commitments.due_changed": Act(_("Срок перенесён"), _DECISION),
    "commitments.outcome_rated": Act(_("Итог оценён"), _DECISION, is_nameless=True),
    "commitments.public_clock_set": Act(
        _("Публичные сроки включены или выключены"), _("правило"), {"is_on": Detail(_("включены"))}
    ),
    "commitments.stage_added": Act(_("Этап добавлен"), _DECISION, {"stage_id": _STAGE}),
    "commitments.stage_completed": Act(_("Этап готов"), _DECISION, {"stage_id": _STAGE}),
    "commitments.trust_told": Act(_("Сказано, доверяют ли решению"), _DECISION, is_nameless=True),
}
