"""Marks of what was read; what goes with a person; what is dropped in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from veche.commons.identity.public import PersonRef
from veche.commons.notifications import policies, queries, rules
from veche.commons.notifications.models import (
    Area,
    Choice,
    Dispatch,
    Following,
    InboxItem,
    Letter,
    LinkCode,
    Notice,
    Preferences,
    Reach,
)
from veche.kernel import clock

NOTICES_KEPT_FOR = timedelta(days=365)
LETTERS_KEPT_FOR = timedelta(days=30)
_OF_PERSON = (Following, Area, InboxItem, Dispatch, Letter, Preferences, Choice, Reach, LinkCode)
# What both accounts have stays with the surviving one, the rest moves.
_MOVES = (
    """UPDATE notifications_dispatch AS d SET person_id = %(to)s, letter_id = NULL
        WHERE d.person_id = %(of)s
          AND (d.letter_id IS NULL OR EXISTS (
              SELECT 1 FROM notifications_letter AS l
               WHERE l.id = d.letter_id AND l.state = 'waiting' AND NOT l.is_out))
          AND NOT EXISTS (
              SELECT 1 FROM notifications_inboxitem AS i
               WHERE i.person_id = %(to)s AND i.notice_id = d.notice_id)""",
    """UPDATE notifications_following AS f SET person_id = %(to)s
        WHERE f.person_id = %(of)s AND NOT EXISTS (
              SELECT 1 FROM notifications_following AS g
               WHERE g.person_id = %(to)s AND g.topic = f.topic)""",
    """UPDATE notifications_inboxitem AS i SET person_id = %(to)s
        WHERE i.person_id = %(of)s AND NOT EXISTS (
              SELECT 1 FROM notifications_inboxitem AS j
               WHERE j.person_id = %(to)s AND j.notice_id = i.notice_id)""",
    """UPDATE notifications_reach AS r SET person_id = %(to)s
        WHERE r.person_id = %(of)s AND NOT EXISTS (
              SELECT 1 FROM notifications_reach AS s
               WHERE s.person_id = %(to)s AND s.channel = r.channel)""",
    """UPDATE notifications_choice AS c SET person_id = %(to)s
        WHERE c.person_id = %(of)s AND NOT EXISTS (
              SELECT 1 FROM notifications_choice AS d
               WHERE d.person_id = %(to)s AND d.kind = c.kind AND d.channel = c.channel)""",
    """UPDATE notifications_preferences AS p SET person_id = %(to)s
        WHERE p.person_id = %(of)s AND NOT EXISTS (
              SELECT 1 FROM notifications_preferences WHERE person_id = %(to)s)""",
    """UPDATE notifications_area AS a SET person_id = %(to)s, slot = free.slot
         FROM (SELECT n AS slot, row_number() OVER (ORDER BY n) AS turn
                 FROM generate_series(1, %(most)s) AS n
                WHERE n NOT IN (SELECT slot FROM notifications_area WHERE person_id = %(to)s)
              ) AS free
         JOIN (SELECT id, row_number() OVER (ORDER BY slot) AS turn
                 FROM notifications_area WHERE person_id = %(of)s) AS mine USING (turn)
        WHERE a.id = mine.id""",
)


@transaction.atomic
def open_notice(person: PersonRef, notice_id: UUID) -> str:
    """Mark a notice as read; the path of what it tells of."""
    policies.may_read_notices(person).or_refuse()
    item = queries.own_item(person, notice_id)
    if item.read_at is None:
        item.read_at = clock.database_now()
        item.save(update_fields=["read_at"])
    return item.notice.url


@transaction.atomic
def read_all(person: PersonRef) -> None:
    """Mark everything as read."""
    policies.may_read_notices(person).or_refuse()
    mine = InboxItem.objects.filter(person_id=person.known_id, read_at=None)
    mine.update(read_at=clock.database_now())


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """Nothing of an erased person stays; a second telling finds nothing."""
    for model in _OF_PERSON:
        model.objects.filter(person_id__in=person_ids).delete()


@transaction.atomic
def join_people(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """What two accounts followed becomes one's; nothing that was told is told again."""
    to = surviving[0]
    with connection.cursor() as cursor:
        for gone in joined:
            for statement in _MOVES:
                cursor.execute(statement, {"to": to, "of": gone, "most": rules.AREAS_MAX})
    forget_person(joined)


def forget_notices() -> int:
    """Drop notices past their term, letters and dead codes; how many notices' readings."""
    now = clock.now()
    LinkCode.objects.filter(expires_at__lt=now).delete()
    Dispatch.objects.filter(letter__made_at__lt=now - LETTERS_KEPT_FOR).delete()
    Letter.objects.filter(made_at__lt=now - LETTERS_KEPT_FOR).delete()
    old = Notice.objects.filter(made_at__lt=now - NOTICES_KEPT_FOR, done_at__isnull=False)
    gone, _each = InboxItem.objects.filter(notice__in=old).delete()
    Dispatch.objects.filter(notice__in=old).delete()
    old.delete()
    return gone
