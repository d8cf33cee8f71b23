"""Webhooks for config and the portal: which events there are, telling one, a person's addresses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.webhooks import actions, queries
from veche.commons.webhooks.actions import announce, join_owners
from veche.commons.webhooks.announcing import announcements, use_announcements
from veche.kernel.manifest import Matter

__all__ = [
    "announce",
    "announcements",
    "forget_person",
    "join_owners",
    "me_part",
    "own_part",
    "use_announcements",
    "waiting",
]


def me_part(person: PersonRef) -> dict[str, Any] | None:
    """A person's addresses that were stopped: the word to their owner; None when all is well."""
    stopped = queries.stopped(owner_id=person.known_id) if person.is_known else []
    if not stopped:
        return None
    return {
        "stopped": [
            {"url": one.url, "page": reverse("webhooks:read-own-webhook", args=[one.id])}
            for one in stopped
        ]
    }


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """The town's addresses that were stopped, for its administrators."""
    return [
        Matter(
            title=one.url,
            url=reverse("webhooks:read-webhook", args=[one.id]),
            note=_("Программа не отвечает. Почините её и включите адрес."),
        )
        for one in queries.stopped(owner_id=None)[:limit]
    ]


def own_part(person_id: UUID) -> list[dict[str, Any]]:
    """A person's addresses in the copy of their data."""
    return [
        {
            "url": one.url,
            "kinds": one.kinds,
            "state": one.state,
            "added_at": one.added_at.isoformat(),
        }
        for one in queries.owned([person_id, *identity.earlier_ids(person_id)])
    ]


def forget_person(person_id: UUID) -> None:
    """An erased person hears of nothing any more."""
    actions.forget_owner([person_id, *identity.earlier_ids(person_id)])
