"""What the hall writes into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.hall import services, wording
from veche.commons.places import public as places
from veche.kernel.errors import Text
from veche.kernel.manifest import Act, Detail

_TOWN = _("город")
_TOLD = _("сообщение")


def _service(slug: str) -> Text | None:
    found = services.service(slug)
    return found.title if found else None


ACTS = {
    "hall.banner_lowered": Act(_("Срочное объявление снято"), _TOWN),
    "hall.banner_raised": Act(
        _("Срочное объявление вывешено"),
        _TOWN,
        {"tone": Detail(_("тон"), wording.TONE_TITLES.get), "until": Detail(_("до"))},
    ),
    "hall.inconvenience_answered": Act(_("Ответ о неудобстве дан"), _TOLD),
    "hall.inconvenience_set_aside": Act(_("Слова о неудобстве скрыты"), _TOLD),
    "hall.inconvenience_told": Act(
        _("Рассказали о неудобстве"),
        _TOLD,
        {"service": Detail(_("сервис"), _service)},
        is_nameless=True,
    ),
    "hall.journal_exported": Act(_("Журнал выгружен"), _("журнал")),
    "hall.service_switched": Act(
        _("Сервис переключён"),
        _("сервис"),
        {
            "state": Detail(_("теперь"), wording.STATE_TITLES.get),
            "place": Detail(_("где"), places.name_of, is_written=True),
        },
        _service,
    ),
    "hall.step_passed": Act(
        _("Шаг первого запуска пройден"), _TOWN, {"step": Detail(_("шаг"), wording.STEP_TITLES.get)}
    ),
    "hall.town_described": Act(_("Имя, знак или цвет города изменены"), _TOWN),
    "hall.town_opened": Act(_("Город открыт"), _TOWN),
}
