"""One notice to a hundred thousand followers: in the inbox of each, with what is to be sent."""

from __future__ import annotations

import time
from uuid import uuid4

from django.db import connection

from tools.bench.stand import TOWN, say, tell
from veche.commons.commitments import events
from veche.commons.notifications.actions import telling
from veche.commons.notifications.models import Dispatch, InboxItem, Notice
from veche.commons.towns import public as towns

FOLLOWERS = 100_000
_FOLLOW = """
    INSERT INTO notifications_following (person_id, topic, title, url)
    SELECT gen_random_uuid(), %s, 'Bench', '/decisions/' FROM generate_series(1, %s)
"""


def run(name: str) -> None:
    """The seconds until the last of them has it."""
    say(f"following by {FOLLOWERS:,}")
    with towns.enter(TOWN):
        topic = f"bench.thing:{uuid4()}"
        with connection.cursor() as cursor:
            cursor.execute(_FOLLOW, [topic, FOLLOWERS])
            cursor.execute("ANALYZE notifications_following")
        notice = Notice.objects.create(
            event_id=uuid4(),
            kind=events.CommitmentDecided.kind,
            words={code: ["Bench", "Bench"] for code in ("ru", "tt", "en")},
            url="/decisions/",
            topics=[topic],
            people=[],
            besides=[],
        )
        began = time.monotonic()
        telling.fan_out(notice.id)
        seconds = time.monotonic() - began
        told = InboxItem.objects.filter(notice=notice).count()
        if told != FOLLOWERS:
            raise RuntimeError(f"{told} of {FOLLOWERS} were told.")
        waiting = Dispatch.objects.filter(notice=notice).count()
    tell(name, seconds, "s", followers=told, waiting=waiting)
