"""Channels and distances in the words of the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.notifications import rules

CHANNELS: dict[str, Promise | str] = {
    rules.EMAIL: gettext_lazy("Почта"),
    rules.PUSH: gettext_lazy("Этот браузер"),
    rules.SMS: gettext_lazy("СМС"),
    rules.VK: gettext_lazy("ВКонтакте"),
    rules.OK: gettext_lazy("Одноклассники"),
    rules.MAX: "MAX",
}


def distance(metres: int) -> str:
    """«500 м», «2 км»."""
    if metres < 1000:
        return _("%(n)s м") % {"n": metres}
    return _("%(n)s км") % {"n": metres // 1000}
