"""What the rest of the house asks of privacy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from veche.commons.identity.public import PersonRef
from veche.commons.privacy import policies, queries
from veche.commons.privacy.actions.mine import note_destruction

__all__ = ["consent_page", "desk_link", "note_destruction", "own_part"]


def consent_page(person: PersonRef, back: str) -> str:
    """Where the person agrees before saying more than a contact; "" when they need not."""
    if not person.is_known or not queries.needs_consent(person):
        return ""
    return f"{reverse('privacy:give-consent')}?{urlencode({'next': back})}"


def desk_link(person: PersonRef) -> str | None:
    """The way to the desk, for «Я» of whoever answers for personal data."""
    return reverse("privacy:desk") if policies.may_read_privacy_desk(person) else None


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
