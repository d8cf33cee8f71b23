"""What webhooks write into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Act

_WEBHOOK = _("адрес")
ACTS = {
    "webhooks.delivery_resent": Act(_("Событие отправлено ещё раз"), _("отправка")),
    "webhooks.secret_renewed": Act(_("Секрет адреса для событий сменён"), _WEBHOOK),
    "webhooks.webhook_added": Act(_("Адрес для событий добавлен"), _WEBHOOK),
    "webhooks.webhook_broken": Act(_("Адрес для событий не отвечает"), _WEBHOOK),
    "webhooks.webhook_removed": Act(_("Адрес для событий удалён"), _WEBHOOK),
    "webhooks.webhook_started": Act(_("Адрес для событий включён"), _WEBHOOK),
    "webhooks.webhook_stopped": Act(_("Адрес для событий выключен"), _WEBHOOK),
    "webhooks.webhook_tested": Act(_("Адрес для событий проверен"), _WEBHOOK),
}
