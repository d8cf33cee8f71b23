"""What the rest of the house asks of privacy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity.public import PersonRef
from veche.commons.privacy import queries, wording
from veche.commons.privacy.actions.mine import note_destruction
from veche.commons.privacy.models import Leak
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.manifest import Matter

__all__ = ["consent_page", "note_destruction", "own_part", "waiting"]


def consent_page(person: PersonRef, back: str) -> str:
    """Where the person agrees before saying more than a contact; "" when they need not."""
    if not person.is_known or not queries.needs_consent(person):
        return ""
    return f"{reverse('privacy:give-consent')}?{urlencode({'next': back})}"


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """Leaks that are not over, and what residents ask; one's own request waits for others."""
    asked = [
        Matter(
            title=str(wording.KINDS[one.kind]),
            url=reverse("privacy:answer-request", args=[one.number]),
            note=_("Ответить на запрос № %(number)s") % {"number": one.number},
            due_on=one.due_on,
        )
        for one in queries.waiting(person, size=limit).items
        if one.person_id != person.id
    ]
    return [*(_leak(one) for one in queries.open_leaks(person)), *asked]


def _leak(leak: Leak) -> Matter:
    """The next of its two clocks: the notice, then the investigation."""
    is_told = "notice" in {one.step for one in leak.steps.all()}
    due = leak.investigate_by if is_told else leak.notice_by
    local = due.astimezone(clock.zone(towns.current().time_zone))
    return Matter(
        title=_("Учебная тревога") if leak.is_drill else _("Утечка данных"),
        url=reverse("privacy:read-leak", args=[leak.number]),
        note=_("Следующий срок в %(hour)s") % {"hour": f"{local:%H:%M}"},
        due_on=local.date(),
    )


def own_part(person_id: UUID) -> list[dict[str, Any]]:
    """What the person agreed to, for a copy of their data."""
    return [
        {
            "given": one.is_given,
            "version": one.version,
            "channel": one.channel,
            "said_at": one.said_at.isoformat(),
        }
        for one in queries.said_by([person_id])
    ]
