"""Short messages: the title alone, no links, and only what their reader has asked for."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from veche.commons.channels import public as channels
from veche.commons.identity import public as identity
from veche.commons.notifications.sending.parcel import DROPPED, FAILED, SENT, Outcome, Parcel
from veche.kernel.text import in_fours

TITLE_MAX = 100


def is_open() -> bool:
    """They cost money, so a town that sends codes by them says apart whether notices go too."""
    return settings.NOTICES_BY_SMS and channels.is_open("phone")


def send(parcel: Parcel, reached: Callable[[UUID], None]) -> Outcome:
    """A gateway that heeds `Idempotency-Key` sends a repeat once; no other may be counted on."""
    phone = identity.contact_of(parcel.person_id, "phone")
    if not phone:
        return DROPPED
    said = parcel.subject[:TITLE_MAX]
    if len(parcel.items) > 1:
        said = _("%(title)s и ещё %(count)s") % {"title": said, "count": len(parcel.items) - 1}
    text = _("%(town)s: %(said)s. Подробности на сайте. Сообщение № %(number)s.") % {
        "town": parcel.town,
        "said": said.rstrip("."),
        "number": in_fours(parcel.number),
    }
    try:
        channels.send_notice(
            "phone",
            phone,
            subject=parcel.subject,
            text=text,
            number=parcel.number,
            headers={"Idempotency-Key": str(parcel.id)},
        )
    except channels.NotSent:
        return FAILED
    return SENT
