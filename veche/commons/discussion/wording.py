"""Sides and orders in the words of the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.commons.discussion.rules import AGAINST, BEST, FOR, NEW

SIDES: dict[str, Promise] = {FOR: _("За"), AGAINST: _("Против")}
ARGUE: dict[str, Promise] = {FOR: _("Добавить довод за"), AGAINST: _("Добавить довод против")}
EMPTY: dict[str, Promise] = {
    FOR: _("Доводов за пока нет. Приведите первый."),
    AGAINST: _("Доводов против пока нет. Приведите первый."),
}
EMPTY_CLOSED: dict[str, Promise] = {
    FOR: _("Доводов за никто не привёл."),
    AGAINST: _("Доводов против никто не привёл."),
}
ORDERS: dict[str, Promise] = {BEST: _("Сначала полезные"), NEW: _("Сначала новые")}
TONES = {FOR: "good", AGAINST: "warn"}
ICONS = {FOR: "plus", AGAINST: "minus"}
