"""An event becomes one notice, and the notice reaches everybody who follows: once, also after a
crash.

Each batch is a transaction of its own that moves the notice's mark (`step`, `last`) on together
with the rows it has written. Whoever is killed leaves either both or neither, and the next goes on
from the mark. Who follows a thing in three ways is told once, by the database's own constraint.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from veche.commons.notifications import cells, rules
from veche.commons.notifications.kinds import kinds
from veche.commons.notifications.models import Notice
from veche.commons.notifications.sending import ways
from veche.commons.towns import public as towns
from veche.kernel import clock, jobs
from veche.kernel import manifest as told

BATCH = 5_000
TITLE_MAX, TEXT_MAX = 200, 600
_NOBODY = "00000000-0000-0000-0000-000000000000"

_FOLLOWERS = """
WITH audience AS (
    SELECT f.person_id, f.person_id::text AS mark
      FROM notifications_following AS f
     WHERE f.topic = %(topic)s AND f.person_id > %(last_id)s::uuid
     ORDER BY f.person_id
     LIMIT %(size)s
)"""
_PEOPLE = """
WITH audience AS (
    SELECT person_id, person_id::text AS mark
      FROM unnest(%(people)s::uuid[]) AS person_id
     WHERE person_id > %(last_id)s::uuid
     ORDER BY person_id
     LIMIT %(size)s
)"""
_AROUND = """
WITH audience AS (
    SELECT a.person_id, a.cell::text || ' ' || a.id::text AS mark
      FROM notifications_area AS a
     WHERE a.cell = ANY(%(cells)s) AND (a.cell, a.id) > (%(last_cell)s, %(last_id)s::uuid)
       AND power((a.latitude - %(lat)s) * %(lat_m)s, 2)
         + power((a.longitude - %(lon)s) * %(lon_m)s, 2) <= power(a.radius_m, 2)
     ORDER BY a.cell, a.id
     LIMIT %(size)s
)"""
# The same as rules.due_at, for many at once; a test holds the two together.
_TOLD = """
, told AS (
    INSERT INTO notifications_inboxitem (notice_id, person_id)
    SELECT %(notice)s, person_id FROM audience WHERE person_id <> ALL(%(besides)s::uuid[])
        ON CONFLICT DO NOTHING
    RETURNING person_id
), ready AS (
    INSERT INTO notifications_dispatch (notice_id, person_id, channel, due_at)
    SELECT %(notice)s, told.person_id, way.channel,
           CASE WHEN way.channel = 'email' AND coalesce(p.is_email_daily, true) AND NOT %(urgent)s
                THEN (%(hours)s::timestamptz[])[%(digest)s + 1]
                WHEN CASE WHEN coalesce(p.quiet_from, %(quiet_from)s)
                               <= coalesce(p.quiet_to, %(quiet_to)s)
                          THEN %(hour)s >= coalesce(p.quiet_from, %(quiet_from)s)
                               AND %(hour)s < coalesce(p.quiet_to, %(quiet_to)s)
                          ELSE %(hour)s >= coalesce(p.quiet_from, %(quiet_from)s)
                               OR %(hour)s < coalesce(p.quiet_to, %(quiet_to)s) END
                THEN (%(hours)s::timestamptz[])[coalesce(p.quiet_to, %(quiet_to)s) + 1]
                ELSE %(now)s::timestamptz END
      FROM told
     CROSS JOIN unnest(%(channels)s::text[], %(defaults)s::boolean[]) AS way(channel, is_on)
      LEFT JOIN notifications_preferences AS p ON p.person_id = told.person_id
      LEFT JOIN notifications_choice AS c
        ON c.person_id = told.person_id AND c.kind = %(kind)s AND c.channel = way.channel
     WHERE NOT coalesce(p.is_silent, false) AND coalesce(c.is_on, way.is_on)
       AND way.channel <> ALL(coalesce(p.closed, '{}'))
       AND (way.channel IN ('email', 'sms')
            OR EXISTS (SELECT 1 FROM notifications_reach AS r
                        WHERE r.person_id = told.person_id AND r.channel = way.channel))
        ON CONFLICT DO NOTHING
)
SELECT count(*), (SELECT mark FROM audience ORDER BY mark COLLATE "C" DESC LIMIT 1) FROM audience
"""
# Two constants each.
_STATEMENTS = {
    "people": _PEOPLE + _TOLD,
    # Cells of one size have as many digits each, so their texts are in the order of numbers.
    "around": _AROUND + _TOLD,
    "topic": _FOLLOWERS + _TOLD,
}


@transaction.atomic
def tell(kind: str, payload: Mapping[str, Any], event_id: UUID) -> None:
    """Make the notice of an event, in every language; heard twice, it is made once."""
    known = kinds().get(kind)
    if known is None:
        return
    said: dict[str, told.Notice] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words = known.tell(payload)
        if words is None:
            return
        said[code] = words
    first = said[settings.LANGUAGE_CODE]
    latitude, longitude = first.point or (None, None)
    row = Notice(
        event_id=event_id,
        kind=kind,
        words={code: [one.title[:TITLE_MAX], one.text[:TEXT_MAX]] for code, one in said.items()},
        url=first.url,
        topics=list(dict.fromkeys(first.topics)),
        people=list(dict.fromkeys(first.people)),
        besides=list(dict.fromkeys(first.besides)),
        crowd=first.crowd,
        latitude=latitude,
        longitude=longitude,
    )
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    kept = Notice.objects.values_list("id", flat=True).get(event_id=event_id, kind=kind)
    _go_on(kept)


def fan_out(notice_id: UUID, *, size: int = BATCH) -> None:
    """Bring a notice to everybody it is for, batch by batch, from where it has got to."""
    while _one_batch(notice_id, size):
        pass
    for channel in ways.open_channels():
        jobs.defer(
            "notifications.send_letters",
            channel=channel,
            once=f"notify:{channel}",
            lock=f"notify:{channel}",
        )


def fan_out_unfinished() -> None:
    """Queue whatever stands half told; the queue itself brings most of them back."""
    for notice_id in Notice.objects.filter(done_at=None).values_list("id", flat=True)[:500]:
        _go_on(notice_id)


def _go_on(notice_id: UUID) -> None:
    jobs.defer("notifications.fan_out", notice_id=str(notice_id), once=f"notice:{notice_id}")


@dataclass(frozen=True)
class _Step:
    """One of the groups a notice goes to."""

    statement: str
    values: dict[str, Any]
    crowd: Callable[[str, UUID, int], Sequence[UUID]] | None = None


def _steps(notice: Notice) -> list[_Step]:
    """Whom it concerns first, then those around, then followers of each topic."""
    found = []
    if notice.people:
        found.append(_Step("people", {"people": sorted(notice.people)}))
    known = kinds().get(notice.kind)
    if notice.crowd and known is not None:
        found.append(_Step("people", {}, known.crowd))
    if notice.latitude is not None and notice.longitude is not None:
        lat, lon = notice.latitude, notice.longitude
        lat_m, lon_m = rules.metres_of_degree(lat)
        near = cells.cells_around(lat, lon)
        around = {"lat": lat, "lon": lon, "lat_m": lat_m, "lon_m": lon_m, "cells": near}
        found.append(_Step("around", around))
    return found + [_Step("topic", {"topic": topic}) for topic in notice.topics]


@transaction.atomic
def _one_batch(notice_id: UUID, size: int) -> bool:
    """Tell the next so many; whether anybody may be left."""
    notice = Notice.objects.select_for_update().filter(id=notice_id, done_at=None).first()
    if notice is None:
        return False
    steps = _steps(notice)
    if notice.step >= len(steps):
        notice.done_at = clock.database_now()
        notice.save(update_fields=["done_at"])
        return False
    step = steps[notice.step]
    last_cell, _space, last_id = notice.last.rpartition(" ")
    values = {
        **step.values,
        **_common(notice),
        "last_cell": int(last_cell or 0),
        "last_id": last_id or _NOBODY,
        "size": size,
    }
    if step.crowd is not None:
        values["people"] = list(step.crowd(notice.crowd, UUID(values["last_id"]), size))
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS[step.statement], values)
        count, mark = cursor.fetchone()
    is_over = count < size
    notice.step, notice.last = (notice.step + 1, "") if is_over else (notice.step, mark)
    notice.save(update_fields=["step", "last"])
    return True


def _common(notice: Notice) -> dict[str, Any]:
    now, zone = clock.database_now(), clock.zone(towns.current().time_zone)
    channels = list(ways.open_channels())
    known = kinds().get(notice.kind)
    return {
        "notice": notice.id,
        "kind": notice.kind,
        "urgent": known is not None and known.is_urgent,
        "besides": notice.besides,
        "channels": channels,
        "defaults": [channel in rules.ON_BY_DEFAULT for channel in channels],
        "now": now,
        "hour": now.astimezone(zone).hour,
        "hours": rules.next_hours(now, zone),
        "digest": rules.DIGEST_HOUR,
        "quiet_from": rules.QUIET_FROM,
        "quiet_to": rules.QUIET_TO,
    }
