"""What a person is told and has asked for; each reads their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.notifications import policies, rules
from veche.commons.notifications.kinds import group_title
from veche.commons.notifications.models import (
    Area,
    Choice,
    Following,
    InboxItem,
    Notice,
    Preferences,
    Reach,
)
from veche.commons.notifications.sending.ways import open_channels
from veche.kernel.errors import NotFound, Text
from veche.kernel.pagination import Page, keyset

UNREAD_MAX = 100
SHOWN_MAX = 200


@dataclass(frozen=True)
class Told:
    """A notice as its reader sees it on the site."""

    id: UUID
    group: Text
    title: str
    text: str
    made_at: datetime
    is_read: bool


def unread(person: PersonRef) -> int:
    """How many notices wait, counted up to a hundred; one query, none for a visitor."""
    if not person.is_known:
        return 0
    mine = InboxItem.objects.filter(person_id=person.known_id, read_at=None)
    return mine[:UNREAD_MAX].count()


def inbox(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Told]:
    """One page of what a person was told, the newest first; one query."""
    policies.may_read_notices(person).or_refuse()
    rows = InboxItem.objects.filter(person_id=person.known_id).select_related("notice")
    page = keyset(rows, order=("-id",), after=after, size=size)
    language = get_language() or settings.LANGUAGE_CODE
    return Page([_told(row, language) for row in page.items], page.next_token)


def _told(row: InboxItem, language: str) -> Told:
    title, text = said(row.notice, language)
    group = group_title(row.notice.kind)
    return Told(row.notice_id, group, title, text, row.notice.made_at, row.read_at is not None)


def said(notice: Notice, language: str) -> tuple[str, str]:
    """Title and text in a language, or in the town's first."""
    title, text = notice.words.get(language) or notice.words[settings.LANGUAGE_CODE]
    return title, text


def own_item(person: PersonRef, notice_id: UUID) -> InboxItem:
    """A notice that this person was told; NotFound."""
    mine = InboxItem.objects.filter(person_id=person.known_id, notice_id=notice_id)
    found = mine.select_related("notice").first()
    if found is None:
        raise NotFound()
    return found


def followed(person: PersonRef) -> list[Following]:
    """What a person follows, the newest first; one query."""
    policies.may_follow_topic(person).or_refuse()
    rows = Following.objects.filter(person_id=person.known_id)
    return list(rows.order_by("-since_at", "-id")[:SHOWN_MAX])


def is_following(person: PersonRef, topic: str) -> bool:
    """Whether a person follows a topic; one query, none for a visitor."""
    if not person.is_known:
        return False
    return Following.objects.filter(person_id=person.known_id, topic=topic).exists()


def following(person: PersonRef, topics: Collection[str]) -> set[str]:
    """Which of these topics a person follows; one query, none for a visitor."""
    if not person.is_known or not topics:
        return set()
    rows = Following.objects.filter(person_id=person.known_id, topic__in=list(topics))
    return set(rows.values_list("topic", flat=True))


def followers_of(topics: Iterable[str], *, after: UUID, size: int) -> list[UUID]:
    """Who follows any of the topics: so many after an id, in the order of ids; one query.

    For a crowd of whom a wider thing is told than the one they follow: the street of their house.
    """
    rows = Following.objects.filter(topic__in=list(topics), person_id__gt=after)
    found = rows.order_by("person_id").values_list("person_id", flat=True)
    return list(found.distinct()[:size])


def areas(person: PersonRef) -> list[Area]:
    """Parts of the town a person follows; one query."""
    policies.may_keep_area(person).or_refuse()
    return list(Area.objects.filter(person_id=person.known_id).order_by("slot"))


def preferences(person: PersonRef) -> Preferences:
    """How a person wants to be told, as the town begins where they have not said it."""
    found = Preferences.objects.filter(person_id=person.known_id).first()
    return found or Preferences(person_id=person.known_id)


def wanted(
    person: PersonRef, kinds: Sequence[str], channels: Sequence[str]
) -> set[tuple[str, str]]:
    """Pairs of kind and channel that are on; one query."""
    said_so = {
        (kind, channel): is_on
        for kind, channel, is_on in Choice.objects.filter(person_id=person.known_id).values_list(
            "kind", "channel", "is_on"
        )
    }
    return {
        (kind, channel)
        for kind in kinds
        for channel in channels
        if said_so.get((kind, channel), channel in rules.ON_BY_DEFAULT)
    }


def reached_by(person: PersonRef) -> set[str]:
    """Channels for which a person has a device or an account; one query."""
    rows = Reach.objects.filter(person_id=person.known_id)
    return set(rows.values_list("channel", flat=True))


def channels_for(reached: Set[str]) -> list[str]:
    """Channels to choose from, by what reaches a person: no messenger before it is linked."""
    return [one for one in open_channels() if one not in rules.MESSENGERS or one in reached]


def rhythm_of(kept: Preferences) -> str:
    """How somebody wants letters."""
    if rules.EMAIL in kept.closed:
        return rules.NEVER
    return rules.DAILY if kept.is_email_daily else rules.NOW


def own_part(person_id: UUID) -> dict[str, Any]:
    """All that notifications keep of a person, for a copy of their data."""
    ids = [person_id, *identity.earlier_ids(person_id)]
    items = InboxItem.objects.filter(person_id__in=ids).select_related("notice").order_by("-id")
    preferences_row = Preferences.objects.filter(person_id__in=ids).first()
    return {
        "following": [
            {"topic": row.topic, "title": row.title, "since": row.since_at.isoformat()}
            for row in Following.objects.filter(person_id__in=ids).order_by("id")
        ],
        "areas": [
            {"latitude": row.latitude, "longitude": row.longitude, "radius_m": row.radius_m}
            for row in Area.objects.filter(person_id__in=ids).order_by("slot")
        ],
        "told": [
            {
                "title": said(row.notice, settings.LANGUAGE_CODE)[0],
                "at": row.notice.made_at.isoformat(),
                "read": row.read_at is not None,
            }
            for row in items
        ],
        "silent": preferences_row.is_silent if preferences_row else False,
        "choices": [
            {"kind": row.kind, "channel": row.channel, "on": row.is_on}
            for row in Choice.objects.filter(person_id__in=ids).order_by("id")
        ],
    }
