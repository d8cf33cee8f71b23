"""What voters' orders write into the journal, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.domains.orders import rules
from veche.kernel.manifest import Act, Detail

_ORDER = _("наказ")
_VOICES: dict[str, Promise] = {rules.DEPUTY: _("депутат"), rules.COUNCIL: _("совет")}
_BY = {"by": Detail(_("кто ответил"), _VOICES.get)}
ACTS = {
    "orders.order_given": Act(_("Наказ отправлен"), _ORDER),
    "orders.order_mended": Act(_("Наказ исправлен и отправлен снова"), _ORDER),
    "orders.order_published": Act(_("Наказ опубликован"), _ORDER),
    "orders.order_rejected": Act(_("Наказ не пропущен"), _ORDER),
    "orders.order_supported": Act(_("Наказ поддержан"), _ORDER, is_nameless=True),
    "orders.support_withdrawn": Act(_("Поддержка наказа отозвана"), _ORDER, is_nameless=True),
    "orders.order_taken": Act(_("Наказ взят в работу"), _ORDER, _BY),
    "orders.order_declined": Act(_("Наказ отклонён"), _ORDER, _BY),
    "orders.order_adopted": Act(
        _("Совет принял наказ"), _ORDER, {"year": Detail(_("год бюджета"))}
    ),
    "orders.order_overdue": Act(_("Срок по наказу прошёл"), _ORDER),
}
