"""Ways to one's own organisations."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _


def me_crumbs(*, is_inside: bool = True) -> list[dict[str, str]]:
    """The way to one's own organisations."""
    found = [{"title": _("Я"), "url": reverse("identity:me")}]
    if is_inside:
        url = reverse("organisations:own-organisations")
        found.append({"title": _("Мои организации"), "url": url})
    return found
