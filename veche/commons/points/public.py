"""Points for the shell: the part of «Я», a copy of one's data, what config hands over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.points import policies, queries, rules, wording
from veche.commons.points.actions import forget_person, join_people, note_deed, pay_due
from veche.commons.points.registry import all_deeds, use_deeds
from veche.kernel.manifest import Matter, SitePage

__all__ = [
    "all_deeds",
    "forget_person",
    "join_people",
    "me_part",
    "note_deed",
    "own_part",
    "pay_due",
    "site_pages",
    "use_deeds",
    "waiting",
]


def me_part(person: PersonRef) -> dict[str, Any] | None:
    """Status and points, for «Я»; None while the town gives none, or the person wants none."""
    if not policies.may_have_points(person, queries.terms()) or queries.abstains(person):
        return None
    account = queries.account_of(person)
    deeds = account.deeds if account else 0
    return {
        "status": wording.STATUSES[rules.status(deeds)],
        "balance": account.balance if account else 0,
        "deeds": deeds,
    }


def own_part(person_id: UUID) -> dict[str, Any]:
    """All that is kept of a person, for a copy of their data."""
    return queries.own_values([person_id, *identity.earlier_ids(person_id)])


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """Orders to be handed out, the nearest end first."""
    if not policies.may_hand_out(person):
        return []
    return [
        Matter(
            title=row.thing.title,
            is_written=True,
            url=reverse("points:list-orders"),
            note=_("Выдать по номеру"),
            due_on=row.ends_on,
        )
        for row in queries.open_orders(person, size=limit).items
    ]


def site_pages() -> list[SitePage]:
    """The public rules, once the town gives points."""
    return [SitePage(reverse("points:read-rules"))] if queries.terms().is_on else []
