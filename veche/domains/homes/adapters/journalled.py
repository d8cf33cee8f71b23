"""What houses write into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.domains.homes.queries.wording import KINDS, TROUBLES
from veche.kernel.manifest import Act, Detail

_OUTAGE, _TABLE, _FEED = _("отключение"), _("таблица"), _("лента")
_COUNTS = {"made": Detail(_("новых")), "changed": Detail(_("изменено"))}
ACTS = {
    "homes.feed_removed": Act(_("Лента отключений убрана"), _FEED),
    "homes.feed_saved": Act(_("Лента отключений сохранена"), _FEED),
    "homes.outage_announced": Act(
        _("Отключение объявлено"), _OUTAGE, {"what": Detail(_("что"), TROUBLES.get)}
    ),
    "homes.outage_cancelled": Act(_("Отключение отменено"), _OUTAGE),
    "homes.outage_extended": Act(_("Отключение продлено"), _OUTAGE),
    "homes.outage_finished": Act(_("Отключение закончено"), _OUTAGE),
    "homes.outages_imported": Act(_("Отключения загружены"), _TABLE, _COUNTS),
    "homes.provider_saved": Act(_("Организация для домов сохранена"), _("организация")),
    "homes.serving_dropped": Act(
        _("Строка «кто обслуживает» убрана"), _("строка"), {"what": Detail(_("что"), KINDS.get)}
    ),
    "homes.serving_kept": Act(
        _("Записано, кто обслуживает"), _("строка"), {"what": Detail(_("что"), KINDS.get)}
    ),
    "homes.servings_imported": Act(_("Загружено, кто обслуживает"), _TABLE, _COUNTS),
}
