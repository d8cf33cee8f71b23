"""What open data write into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Act, Detail

_VERSION = _("версия набора данных")
_WHICH = {"code": Detail(_("код набора")), "number": Detail(_("версия"))}
ACTS = {
    "opendata.set_uploaded": Act(_("Файл набора данных загружен"), _VERSION, _WHICH),
    "opendata.columns_settled": Act(_("Столбцы набора данных проверены"), _VERSION, _WHICH),
    "opendata.version_dropped": Act(
        _("Версия набора данных удалена до публикации"), _VERSION, _WHICH
    ),
    "opendata.version_published": Act(_("Версия набора данных опубликована"), _VERSION, _WHICH),
    "opendata.version_withdrawn": Act(_("Версия набора данных отозвана"), _VERSION, _WHICH),
    "opendata.set_changed": Act(
        _("Паспорт набора данных исправлен"),
        _("набор данных"),
        {"code": Detail(_("код набора"))},
    ),
    "opendata.publisher_named": Act(_("Записано, кто публикует данные")),
}
