"""One readable letter: grouped by service, the newest first, with a way out in one press.

A letter that has to go once more has the Message-ID it had (RFC 5322, 3.6.4), by which mail
programs and servers know the second copy.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veche.commons.channels import public as channels
from veche.commons.identity import public as identity
from veche.commons.notifications.sending.parcel import (
    DROPPED,
    FAILED,
    SENT,
    Item,
    Outcome,
    Parcel,
)
from veche.kernel import crypto
from veche.kernel.text import in_fours

_PURPOSE = "unsubscribe"
SUBJECT_MAX = 120


def is_open() -> bool:
    """Where the town sends letters at all."""
    return channels.is_open("email")


def send(parcel: Parcel, reached: Callable[[UUID], None]) -> Outcome:
    """Compose it in its reader's language and hand it over."""
    address = identity.contact_of(parcel.person_id, "email")
    if not address:
        return DROPPED
    with translation.override(parcel.language):
        subject, text, markup = composed(parcel)
    host = parcel.origin.partition("://")[2].partition(":")[0]
    off = parcel.origin + reverse("api-1:unsubscribe", args=[token_of(parcel.person_id)])
    headers = {
        "Message-ID": f"<{parcel.id}@{host}>",
        "List-Unsubscribe": f"<{off}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<notices.{host}>",
    }
    try:
        channels.send_notice(
            "email",
            address,
            subject=subject,
            text=text,
            markup=markup,
            number=parcel.number,
            headers=headers,
        )
    except channels.NotSent:
        return FAILED
    return SENT


def composed(parcel: Parcel) -> tuple[str, str, str]:
    """Subject, plain text and HTML of a letter."""
    count = len(parcel.items)
    subject = parcel.subject
    if count > 1:
        subject = ngettext(
            "%(count)s новость: %(title)s", "%(count)s новостей: %(title)s", count
        ) % {"count": count, "title": parcel.subject}
    context = {
        "parcel": parcel,
        "groups": _grouped(parcel.items),
        "number": in_fours(parcel.number),
        "settings_url": parcel.origin + reverse("notifications:choose-channels"),
        "off_url": parcel.origin
        + reverse("notifications:unsubscribe", args=[token_of(parcel.person_id)]),
        "about": _("Новости портала «%(town)s»") % {"town": parcel.town},
    }
    markup = render_to_string("notifications/letter.html", context)
    return subject[:SUBJECT_MAX], _plain(context), markup


def _plain(context: dict[str, Any]) -> str:
    """The same as text alone."""
    lines = [context["about"], ""]
    for group, items in context["groups"].items():
        lines += [group, ""]
        for item in items:
            lines += [line for line in (item.title, item.text, item.url) if line] + [""]
    return "\n".join(
        [
            *lines,
            "--",
            _("Вы получили это письмо, потому что следите за этим на портале."),
            _("Что присылать и когда: %(url)s") % {"url": context["settings_url"]},
            _("Больше не писать на почту: %(url)s") % {"url": context["off_url"]},
            _("Сообщение № %(number)s.") % {"number": context["number"]},
        ]
    )


def _grouped(items: tuple[Item, ...]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.group, []).append(item)
    return found


def token_of(person_id: UUID) -> str:
    """What stands in the address of «не писать»: sealed, so that it names nobody."""
    return base64.urlsafe_b64encode(crypto.wrap(person_id.bytes, _PURPOSE)).decode().rstrip("=")


def person_of(token: str) -> UUID | None:
    """Whose letters a token stops; None for what is none of ours."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return UUID(bytes=crypto.unwrap(sealed, _PURPOSE))
    except (InvalidTag, ValueError):
        return None
