"""The menu of the officials' desk: every section a person may open, in groups, the current one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from veche.kernel.errors import Text
from veche.kernel.manifest import DeskSection

ROOT = "/office/"
_TITLES: dict[str, Text] = {"work": _("Дела"), "town": _("Город"), "records": _("Учёт")}


@dataclass(frozen=True)
class Link:
    """One section; `current` is what aria-current says of it, or ""."""

    title: Text
    url: str
    icon: str
    current: str = ""
    count: int = 0


@dataclass(frozen=True)
class Group:
    """Sections of one kind under a title; the desk itself stands first, without any."""

    name: str
    title: Text = ""
    links: tuple[Link, ...] = ()


@cache
def address_of(url_name: str) -> str:
    """Where a page without parts stands: asked dozens of times a page, and always the same."""
    return reverse(url_name)


def groups(
    sections: Sequence[DeskSection], path: str, counts: Mapping[str, int] | None = None
) -> list[Group]:
    """What the menu shows on the page of this path; `counts` by url name, where they are known."""
    addresses = {one.url_name: address_of(one.url_name) for one in sections}
    # The most exact address wins: the face of the town lies below its settings.
    here = max((one for one in addresses.values() if path.startswith(one)), key=len, default="")

    def link(one: DeskSection) -> Link:
        address = addresses[one.url_name]
        current = "page" if address == path else "true" if address == here else ""
        return Link(one.title, address, one.icon, current, (counts or {}).get(one.url_name, 0))

    # A page of no section still stands somewhere: on the desk.
    mark = "page" if path == ROOT else "" if here else "true"
    first = Link(_("Рабочий стол"), ROOT, "home", mark)
    found = [Group("first", links=(first,))]
    for name, title in _TITLES.items():
        links = tuple(link(one) for one in sections if one.group == name)
        if links:
            found.append(Group(name, title, links))
    return found


def drawn(found: Sequence[Group]) -> SafeString:
    """The menu as it stands beside the page; nothing of nothing."""
    return _drawn(get_language(), tuple(found)) if found else SafeString("")


@lru_cache(maxsize=512)
def _drawn(_language: str | None, found: tuple[Group, ...]) -> SafeString:
    """Once for the same links: dozens of them cost as much as the page beside them."""
    return render_to_string("portal/parts/desk_menu.html", {"desk_menu": found})
