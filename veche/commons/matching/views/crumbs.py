"""Ways to the pages of matching."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _


def helping_crumbs() -> list[dict[str, str]]:
    """The way to one's own page."""
    return [
        {"title": _("Я"), "url": reverse("identity:me")},
        {"title": _("Могу помочь"), "url": reverse("matching:own-helping")},
    ]


def needs_crumbs() -> list[dict[str, str]]:
    """The way to the list of needs."""
    return [{"title": _("Где нужна помощь"), "url": reverse("matching:list-needs")}]


def desk_crumbs() -> list[dict[str, str]]:
    """The way to the officials' page."""
    return [{"title": _("Взаимопомощь"), "url": reverse("matching:manage-helping")}]
