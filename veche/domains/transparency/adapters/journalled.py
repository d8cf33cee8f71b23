"""What the open budget writes into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Act, Detail

_FILE = _("файл бюджета")
_YEAR = {"year": Detail(_("год бюджета"))}
ACTS = {
    "transparency.source_uploaded": Act(_("Файл бюджета загружен"), _FILE, _YEAR),
    "transparency.columns_matched": Act(_("Столбцы файла бюджета выбраны"), _FILE),
    "transparency.source_dropped": Act(_("Файл бюджета удалён до публикации"), _FILE, _YEAR),
    "transparency.source_published": Act(_("Версия бюджета опубликована"), _FILE, _YEAR),
    "transparency.source_withdrawn": Act(_("Версия бюджета отозвана"), _FILE, _YEAR),
}
