"""Letters on their way: claimed, sent, marked.

What becomes of one whose sender was killed between sending and marking is a matter of its
channel. E-mail goes once more under the same Message-ID, push with the same Topic and tag, VK with
the same random_id: there the second copy falls into the first. Short messages, OK and MAX know no
such thing, so their letter is closed as `unsure` and never sent again: the notice lies on the site
anyway.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Func, QuerySet, Value
from django.utils import translation

from veche.commons.channels import public as channels
from veche.commons.notifications import rules
from veche.commons.notifications.kinds import group_title
from veche.commons.notifications.models import Dispatch, Letter, Notice, Preferences
from veche.commons.notifications.rules import UNSURE, WAITING
from veche.commons.notifications.sending.parcel import DROPPED, FAILED, Item, Outcome, Parcel
from veche.commons.notifications.sending.ways import WAYS, open_channels
from veche.commons.towns import public as towns
from veche.kernel import clock, jobs
from veche.kernel.web.origin import origin_of_town

# Longer than a sending may last, so that nobody else takes a letter that is on its way.
LEASE = timedelta(minutes=3)
BATCH = 50
# A job gives way to others after so long, and queues itself anew.
WORKS_SECONDS = 60.0
_NUMBERED = {rules.EMAIL: "email", rules.SMS: "phone"}

# One letter of all that is due to a person; who locks a row first has the person.
_GATHER = """
WITH chosen AS (
    SELECT person_id, min(due_at) AS first_at FROM (
        SELECT person_id, due_at FROM notifications_dispatch
         WHERE channel = %(channel)s AND letter_id IS NULL AND due_at <= %(now)s
         ORDER BY due_at LIMIT 1000) AS due
     GROUP BY person_id ORDER BY first_at LIMIT %(size)s
), made AS (
    INSERT INTO notifications_letter
           (id, person_id, channel, number, state, attempts, reached, is_out, made_at, next_at)
    SELECT gen_random_uuid(), person_id, %(channel)s, '', 'waiting', 0, '{}', false,
           %(now)s, %(now)s
      FROM chosen
    RETURNING id, person_id
)
UPDATE notifications_dispatch AS d SET letter_id = made.id
  FROM made
 WHERE d.person_id = made.person_id AND d.channel = %(channel)s
   AND d.letter_id IS NULL AND d.due_at <= %(now)s
"""


def send_letters(channel: str) -> None:
    """Send by one channel whatever is due; one job of a channel runs at a time."""
    until = time.monotonic() + WORKS_SECONDS
    while letters := claimed(channel):
        for letter, parcel in _parcels(letters):
            _send(letter, parcel)
        if time.monotonic() > until:
            _soon(channel)
            return


def send_due() -> None:
    """Queue the channels by which something is due: after quiet hours, a wait, a killed worker."""
    now = clock.database_now()
    for channel in open_channels():
        fresh = Dispatch.objects.filter(channel=channel, letter=None, due_at__lte=now)
        if fresh.exists() or _due(channel).filter(next_at__lte=now).exists():
            _soon(channel)


def claimed(channel: str) -> list[Letter]:
    """Letters that are ours for the time of the lease, each with all that was due to its person."""
    now = clock.database_now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_GATHER, {"channel": channel, "now": now, "size": BATCH})
        due = _due(channel).filter(next_at__lte=now).order_by("next_at")
        found = list(due.select_for_update(skip_locked=True)[:BATCH])
        left = [one for one in found if one.is_out and channel in rules.ONCE_AT_MOST]
        Letter.objects.filter(id__in=[one.id for one in left]).update(
            state=UNSURE, next_at=None, is_out=False
        )
        ours = [one for one in found if one not in left]
        for one in ours:
            one.number = one.number or _number(channel)
            one.attempts, one.is_out, one.next_at = one.attempts + 1, True, now + LEASE
        Letter.objects.bulk_update(ours, ["number", "attempts", "is_out", "next_at"])
    # Others may be due still, also when all of these were left over.
    return ours or (claimed(channel) if left else [])


def settle(letter: Letter, outcome: Outcome) -> None:
    """Write down what came of a try; who took the lease since has the say instead."""
    wait = rules.retry_after(letter.attempts) if outcome == FAILED else None
    state = WAITING if wait is not None else outcome
    Letter.objects.filter(id=letter.id, state=WAITING, attempts=letter.attempts).update(
        state=state,
        is_out=False,
        next_at=clock.database_now() + wait if wait is not None else None,
    )


def _send(letter: Letter, parcel: Parcel | None) -> None:
    if parcel is None:
        settle(letter, DROPPED)
        return
    mark = partial(_reached, letter.id)
    settle(letter, WAYS[letter.channel].send(parcel, mark))


def _reached(letter_id: UUID, address_id: UUID) -> None:
    added = Func(F("reached"), Value(address_id), function="array_append")
    Letter.objects.filter(id=letter_id).update(reached=added)


def _due(channel: str) -> QuerySet[Letter]:
    return Letter.objects.filter(channel=channel, state=WAITING)


def _number(channel: str) -> str:
    return channels.number_notice(_NUMBERED.get(channel, channel))


def _soon(channel: str) -> None:
    jobs.defer(
        "notifications.send_letters",
        channel=channel,
        once=f"notify:{channel}",
        lock=f"notify:{channel}",
    )


def _parcels(letters: list[Letter]) -> Iterable[tuple[Letter, Parcel | None]]:
    """What each holds, in its reader's language; None when nothing is left to tell. Two queries."""
    rows = Dispatch.objects.filter(letter__in=letters).select_related("notice")
    held: dict[UUID, list[Notice]] = defaultdict(list)
    for row in rows:
        if row.letter_id is not None:
            held[row.letter_id].append(row.notice)
    people = [one.person_id for one in letters]
    spoken = dict(
        Preferences.objects.filter(person_id__in=people).values_list("person_id", "language")
    )
    origin, town = origin_of_town(towns.current().hosts), towns.current().name
    for letter in letters:
        language = spoken.get(letter.person_id, settings.LANGUAGE_CODE)
        notices = sorted(held[letter.id], key=lambda one: (one.made_at, one.id), reverse=True)
        yield (
            letter,
            Parcel(
                id=letter.id,
                person_id=letter.person_id,
                number=letter.number,
                language=language,
                items=tuple(_item(one, language, origin) for one in notices),
                town=town,
                origin=origin,
                reached=frozenset(letter.reached),
            )
            if notices
            else None,
        )


def _item(notice: Notice, language: str, origin: str) -> Item:
    title, text = notice.words.get(language) or notice.words[settings.LANGUAGE_CODE]
    with translation.override(language):
        group = str(group_title(notice.kind))
    return Item(group, title, text, origin + notice.url, notice.made_at)
