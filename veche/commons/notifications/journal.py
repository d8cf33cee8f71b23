"""What notifications write into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.notifications import wording
from veche.kernel.manifest import Act, Detail

_PERSON = _("житель")
_TOPIC = _("тема")
_CHANNEL = {"channel": Detail(_("канал"), wording.CHANNELS.get)}
_KIND = {"prefix": Detail(_("о чём"))}
ACTS = {
    "notifications.account_linked": Act(_("Мессенджер подключён"), _PERSON, _CHANNEL),
    "notifications.area_dropped": Act(_("Уведомления о месте отключены"), is_nameless=True),
    "notifications.area_kept": Act(_("Уведомления о месте включены"), is_nameless=True),
    "notifications.channel_left": Act(_("Канал уведомлений отключён"), _PERSON, _CHANNEL),
    "notifications.channels_chosen": Act(_("Каналы уведомлений выбраны"), _PERSON),
    "notifications.device_subscribed": Act(_("Браузер подключён к уведомлениям"), _PERSON),
    "notifications.silenced": Act(_("Уведомления оставлены только на сайте"), _PERSON),
    "notifications.topic_followed": Act(_("Подписка оформлена"), _TOPIC, _KIND, is_nameless=True),
    "notifications.topic_unfollowed": Act(_("Подписка снята"), _TOPIC, _KIND, is_nameless=True),
    "notifications.unsubscribed": Act(_("Отписка по ссылке из письма"), _PERSON),
}
