"""States in the words of the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.commons.webhooks.announcing import announcement
from veche.commons.webhooks.rules import BROKEN, FAILED, OFF, ON, TAKEN, TEST, WAITING
from veche.kernel.errors import Text

STATES: dict[str, tuple[Promise, str]] = {
    ON: (_("Работает"), "good"),
    OFF: (_("Выключен"), ""),
    BROKEN: (_("Остановлен: не отвечает"), "bad"),
}
QUIET: tuple[Promise, str] = (_("Молчит, попробуем позже"), "warn")
DELIVERY_STATES: dict[str, tuple[Promise, str]] = {
    WAITING: (_("Ждёт"), ""),
    TAKEN: (_("Принято"), "good"),
    FAILED: (_("Не принято"), "bad"),
}
TROUBLES: dict[str, Promise] = {
    "inside": _("адрес внутри сети"),
    "unknown-name": _("имени нет в интернете"),
    "unreachable": _("нет соединения"),
    "late": _("не ответил вовремя"),
}


def kind_title(kind: str) -> Text:
    """What an event is called on the screen."""
    found = announcement(kind)
    return _("Проверка") if kind == TEST else found.title if found is not None else kind
