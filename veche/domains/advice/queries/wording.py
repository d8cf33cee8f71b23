"""Themes, voices, standings and doubts in the words of the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.domains.advice import rules

THEMES: dict[str, tuple[Promise, str]] = {
    "housing": (_("Дом и квартплата"), "building"),
    "yard": (_("Двор и благоустройство"), "bench"),
    "roads": (_("Дороги и парковки"), "road"),
    "transport": (_("Транспорт"), "bus"),
    "papers": (_("Документы и справки"), "file"),
    "children": (_("Дети, сады и школы"), "people"),
    "health": (_("Здоровье"), "heart"),
    "support": (_("Льготы и помощь"), "rouble"),
    "land": (_("Земля и стройка"), "map"),
    "business": (_("Своё дело"), "shop"),
    "nature": (_("Природа и животные"), "tree"),
    "other": (_("Другое"), "question"),
}
VOICES: dict[str, Promise] = {
    rules.OFFICIAL: _("Официально"),
    rules.EXPERT: _("Организация, проверена"),
    rules.NEIGHBOUR: _("Житель"),
}
VOICE_TONES = {rules.OFFICIAL: "sky", rules.EXPERT: "good", rules.NEIGHBOUR: ""}
VOICE_ICONS = {rules.OFFICIAL: "shield", rules.EXPERT: "check", rules.NEIGHBOUR: "me"}
DOUBTS: dict[str, Promise] = {
    rules.CHANGED: _("Порядок изменился"),
    rules.CONTACT: _("Адрес, телефон или часы уже другие"),
    rules.UNCLEAR: _("Непонятно, что делать"),
}
STANDINGS: dict[str, tuple[Promise, str]] = {
    rules.CHECKED: (_("Проверена"), "good"),
    rules.UNCHECKED: (_("Ещё не проверена администрацией"), "warn"),
    rules.DUE: (_("Пора проверить"), "warn"),
    rules.DOUBTED: (_("Читатели сомневаются"), "warn"),
    rules.OUTDATED: (_("Устарела"), "bad"),
}


def theme_title(code: str) -> Promise:
    """How a theme is called."""
    return THEMES[code][0]


def theme_choices() -> list[tuple[str, Promise]]:
    """All of them, for a form."""
    return [(code, title) for code, (title, _icon) in THEMES.items()]
