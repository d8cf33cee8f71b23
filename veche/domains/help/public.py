"""What the shell asks of help."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from veche.commons.identity.public import PersonRef
from veche.domains.help import queries
from veche.kernel.manifest import Matter

SHOWN = 90


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """Questions without an answer, the oldest first. No law sets a term for them."""
    return [
        Matter(
            title=Truncator(one.text).chars(SHOWN),
            is_written=True,
            url=reverse("help:answer-inquiry", args=[one.number]),
            note=_("Ответить, ждёт с %(day)s") % {"day": f"{localtime(one.asked_at):%d.%m}"},
        )
        for one in queries.queue(person, is_answered=False, size=limit).items
    ]
