"""Followers of a topic, a notice on its way to them, and whom it has reached."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from veche.commons.commitments import events
from veche.commons.commitments.models import Commitment
from veche.commons.commitments.told import topic_of
from veche.commons.notifications.models import Dispatch, InboxItem, Notice
from veche.commons.towns import public as towns
from veche.kernel import clock, outbox
from veche.kernel.ids import new_id

TOWN = "zarechye"
_FOLLOW = """
    INSERT INTO notifications_following (person_id, topic, title, url)
    SELECT gen_random_uuid(), %s, 'Скамейка', '/decisions/' FROM generate_series(1, %s)
"""


def begin_fanout(number: str) -> dict[str, Any]:
    """So many followers of one decision are told of it; returns as soon as some have been."""
    decision = _begin(int(number))
    end = time.monotonic() + 120
    while not (so_far := told(decision))["told"]:
        if time.monotonic() > end:
            break
        time.sleep(0.02)
    return {"decision": decision, **so_far}


def _begin(number: int) -> str:
    with towns.enter(TOWN), transaction.atomic():
        now = clock.now()
        row = Commitment.objects.create(
            source_kind="polls.poll",
            source_id=str(new_id()),
            source_title="Скамейка",
            source_url="/polls/",
            state="decided",
            decision="Починим",
            owed_at=now,
            decide_by=now.date(),
            due_on=now.date(),
            deadline_on=now.date(),
            decided_at=now,
        )
        with connection.cursor() as cursor:
            cursor.execute(_FOLLOW, [topic_of(row.id), number])
        outbox.put(events.CommitmentDecided(row.id, row.source_kind, row.source_id, now.date()))
    return str(row.id)


def told(decision: str) -> dict[str, Any]:
    """How far the notice has got, and whether anybody was told twice."""
    with towns.enter(TOWN):
        notice = Notice.objects.filter(topics__contains=[topic_of(UUID(decision))]).first()
        if notice is None:
            return {"told": 0, "is_done": False, "people": 0, "dispatched": 0}
        items = InboxItem.objects.filter(notice=notice)
        return {
            "told": items.count(),
            "people": items.values("person_id").distinct().count(),
            "dispatched": Dispatch.objects.filter(notice=notice).count(),
            "is_done": notice.done_at is not None,
        }
