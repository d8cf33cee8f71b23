"""Two accounts turn out to be one person: in each open box one pseudonym goes on.

Of two ballots the later is struck, and so is a ballot beside a paper sheet that is out: it stays in
the box, its lines come off the count, and the number of such corrections is a public line of the
count. Two sheets of one person cannot be told from others', so the box takes one sheet less: it
counts as many sheets as people hold them. On the roll of a secret box one place is left. A box that
is over is left as it is; one that still waits for its paper is not over.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Q

from veche.commons.ballots import casting, paper_roll
from veche.commons.ballots.models import (
    Box,
    Issuance,
    Mode,
    Retired,
    Roll,
    RollMark,
    Strike,
)
from veche.commons.identity import public as identity
from veche.kernel import clock, locks

BOXES = "ballots.boxes"

# Ballots keep no time, so the order is the one PostgreSQL itself wrote them in: by transaction,
# and by place in the table where a restored copy has brought them all in one.
_STANDING = """
    SELECT first.pseudonym, last.choice::text, last.channel
      FROM ballots_ballot AS first
      JOIN LATERAL (SELECT choice, channel FROM ballots_ballot
                     WHERE box_id = first.box_id AND pseudonym = first.pseudonym
                     ORDER BY seq DESC LIMIT 1) AS last ON true
     WHERE first.box_id = %s AND first.pseudonym = ANY(%s) AND first.seq = 0
     ORDER BY age(first.xmin) DESC, first.ctid
"""
_MOVE = f"""
    INSERT INTO ballots_count AS kept (box_id, question, key, shard, votes, points)
    SELECT %s, question, key, %s, votes, points
      FROM json_to_recordset(%s::json)
           AS line (question text, key text, votes bigint, points bigint)
     ORDER BY question, key
    {casting.LINES_ADD}
"""


def join_voters(surviving: Sequence[UUID], joined: Sequence[UUID]) -> int:
    """Make two persons one in every open box, in the caller's transaction.

    Each is given by all ids that account has had, its own first; the caller holds the locks of
    both persons. Returns how many ballots were struck.
    """
    locks.take(exclusive=[BOXES])
    going_on = Box.objects.filter(Q(closed_at=None) | paper_roll.WAITING)
    for box in Box.objects.filter(closed_at=None, mode=Mode.SECRET).order_by("id"):
        _join_on_roll(box, surviving, joined)
    waiting = going_on.exclude(wrapped_secret=None).order_by("id")
    return sum(_join(box, surviving, joined) for box in waiting)


def retire_joined(box_id: UUID, secret: bytes) -> None:
    """In a fresh box the accounts that have become others vote no more: a request may be late."""
    Retired.objects.bulk_create(
        Retired(box_id=box_id, pseudonym=casting.pseudonym(secret, person_id))
        for person_id in identity.joined_ids()
    )


def _join_on_roll(box: Box, surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Leave one place on the roll of a secret box: the one that took a blank, else the survivor's.

    Two blanks that are out already cannot be taken back: nobody can tell which ballots are theirs.
    """
    ids = [*surviving, *joined]
    locks.take(shared=[f"box:{box.id}"], exclusive=[f"voter:{box.id}:{one}" for one in ids])
    places = Roll.objects.filter(box=box, person_id__in=ids, is_retired=False)
    on_roll = sorted(places.values_list("person_id", flat=True), key=ids.index)
    taken = set(
        Issuance.objects.filter(box=box, person_id__in=ids).values_list("person_id", flat=True)
    )
    kept = taken or set(on_roll[:1])
    places.exclude(person_id__in=kept).update(is_retired=True)


def _join(box: Box, surviving: Sequence[UUID], joined: Sequence[UUID]) -> bool:
    secret = casting.open_secret(box.wrapped_secret)
    goes_on = casting.live_pseudonym(box.id, secret, surviving)
    other = casting.live_pseudonym(box.id, secret, joined)
    locks.take(
        shared=[f"box:{box.id}", f"papers:{box.id}"],
        exclusive=[f"voter:{box.id}:{name.hex()}" for name in (goes_on, other)],
    )
    # Read after the locks: the close may have come, and so may a ballot of either.
    now = Box.objects.get(id=box.id)
    is_shut = now.closed_at is not None or clock.database_now() >= now.closes_at
    if is_shut and not (now.takes_paper and now.papers_done_at is None):
        return False
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, (box.id, [goes_on, other]))
        standing = [(bytes(name), choice, channel) for name, choice, channel in cursor.fetchall()]
    on_paper = _on_paper(box.id, goes_on, other)
    # A sheet that is out cannot be called back, so a ballot beside it is the one to go.
    kept = on_paper or (standing[0][0] if standing else goes_on)
    Retired.objects.create(box_id=box.id, pseudonym=other if kept == goes_on else goes_on)
    surplus = standing if on_paper else standing[1:]
    for ballot in surplus:
        _strike(now, *ballot)
    return bool(surplus)


def _on_paper(box_id: UUID, goes_on: bytes, other: bytes) -> bytes | None:
    """The one of two pseudonyms that has taken a sheet, the first if both have."""
    marks = RollMark.objects.filter(box_id=box_id, pseudonym__in=[goes_on, other])
    taken = {bytes(name) for name in marks.values_list("pseudonym", flat=True)}
    return next((name for name in (goes_on, other) if name in taken), None)


def _strike(box: Box, pseudonym: bytes, choice: str, channel: str) -> None:
    Strike.objects.create(box_id=box.id, pseudonym=pseudonym)
    paper = casting.parsed_paper(json.dumps(box.paper))
    lines = casting.subtract({}, casting.lines_of(paper, json.loads(choice), channel))
    lines["", "struck"] = (1, 0)
    moved = [
        {"question": question, "key": key, "votes": votes, "points": points}
        for (question, key), (votes, points) in lines.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, (box.id, casting.shard_of(pseudonym), json.dumps(moved)))
