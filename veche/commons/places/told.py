"""What of the geography people follow: a street, whichever service has something to tell of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.places import public
from veche.kernel.manifest import Topic

ID_DIGITS_MAX = 15


def find_street(street_id: str) -> tuple[str, str] | None:
    """Title and address of a street that somebody follows."""
    if not street_id.isascii() or not street_id.isdigit() or len(street_id) > ID_DIGITS_MAX:
        return None
    found = public.street(int(street_id))
    return (found.text, found.url) if found else None


STREET = Topic("places.street", _("Улица"), find_street)
