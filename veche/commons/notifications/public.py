"""Notifications for the shell: what waits for a person, and what config hands over at start."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.notifications import queries
from veche.commons.notifications.actions.following import follow_topic, keep_told, unfollow_topic
from veche.commons.notifications.actions.reading import forget_person as _forget
from veche.commons.notifications.actions.reading import join_people
from veche.commons.notifications.actions.telling import tell
from veche.commons.notifications.kinds import kinds, use_notices, use_topics
from veche.commons.notifications.queries import (
    followers_of,
    following,
    is_following,
    own_part,
    unread,
)

__all__ = [
    "follow_topic",
    "followers_of",
    "following",
    "forget_person",
    "is_following",
    "join_people",
    "keep_told",
    "kinds",
    "me_part",
    "own_part",
    "tell",
    "unfollow_topic",
    "unread",
    "use_notices",
    "use_topics",
]


def me_part(person: PersonRef) -> dict[str, Any]:
    """What stands on the page «Я»: how many wait, how much is followed."""
    return {"unread": queries.unread(person), "areas": len(queries.areas(person))}


def forget_person(person_id: UUID) -> None:
    """Nothing of an erased person stays."""
    _forget([person_id, *identity.earlier_ids(person_id)])
