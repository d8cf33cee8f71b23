"""What lies in a box: the count as it is kept, a person's own ballot, a receipt's number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from veche.commons.ballots import casting
from veche.commons.ballots.models import Ballot, Box, Count, Strike
from veche.commons.ballots.standing import not_struck
from veche.kernel.errors import NotFound


@dataclass(frozen=True)
class OwnBallot:
    """A person's own standing ballot."""

    choice: dict[str, Any]
    receipt: str
    is_changed: bool


@dataclass(frozen=True)
class Line:
    """One line of a result."""

    votes: int = 0
    points: int = 0


@dataclass(frozen=True)
class Results:
    """The count of a box: ballots, how they came, and the lines of each question."""

    ballots: int
    channels: dict[str, int] = field(default_factory=dict)
    lines: dict[tuple[str, str], Line] = field(default_factory=dict)
    takes_paper: bool = False
    awaits_papers: bool = False
    is_published: bool = False
    # A secret box whose log has not been read yet: there is nothing to show but who took part.
    awaits_log: bool = False

    @property
    def struck(self) -> int:
        """Ballots taken off the count because their person had another one in the box."""
        return self.line("", "struck").votes

    def line(self, question: str, key: str) -> Line:
        """Votes and points of an option ("" is how many answered the question)."""
        return self.lines.get((question, key), Line())


@dataclass(frozen=True)
class Turnout:
    """How many ballots count, and how many were taken off the count."""

    ballots: int
    struck: int


def turnouts(box_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many ballots lie in each box; never scans ballots."""
    rows = (
        Count.objects.filter(box_id__in=box_ids, question="", key="ballots")
        .values("box_id")
        .annotate(ballots=Sum("votes"))
    )
    # PostgreSQL sums bigints as numeric, which arrives as Decimal.
    found = {row["box_id"]: int(row["ballots"]) for row in rows}
    return {box_id: found.get(box_id, 0) for box_id in box_ids}


def turnout(box_id: UUID) -> Turnout:
    """Both of one box; never scans ballots."""
    rows = (
        Count.objects.filter(box_id=box_id, question="", key__in=["ballots", "struck"])
        .values("key")
        .annotate(all_votes=Sum("votes"))
    )
    found = {row["key"]: int(row["all_votes"]) for row in rows}
    return Turnout(found.get("ballots", 0), found.get("struck", 0))


# By hand: every page of a poll asks it, and building it anew cost as much as asking it.
_RESULTS = """
    SELECT b.id, c.question, c.key, c.votes, c.points,
           b.takes_paper, b.takes_paper AND b.papers_done_at IS NULL,
           b.published_at IS NOT NULL, b.mode = 'secret' AND b.published_at IS NULL
      FROM (SELECT box_id, question, key,
                   sum(votes)::bigint AS votes, sum(points)::bigint AS points
              FROM ballots_count WHERE box_id = ANY(%s) GROUP BY box_id, question, key) AS c
      JOIN ballots_box AS b ON b.id = c.box_id
"""


def results(box_id: UUID) -> Results:
    """The count as it stands; the caller decides who may see it. Never scans ballots."""
    return results_of([box_id])[box_id]


def results_of(box_ids: Sequence[UUID]) -> dict[UUID, Results]:
    """The same of many boxes; one query."""
    found: dict[UUID, list[tuple[Any, ...]]] = {one: [] for one in box_ids}
    with connection.cursor() as cursor:
        cursor.execute(_RESULTS, [list(box_ids)])
        for box_id, *row in cursor.fetchall():
            found[box_id].append(tuple(row))
    return {box_id: _told(rows) for box_id, rows in found.items()}


def _told(rows: Sequence[tuple[Any, ...]]) -> Results:
    lines = {(question, key): Line(votes, points) for question, key, votes, points, *_ in rows}
    channels = {
        key.removeprefix("channel:"): line.votes
        for (question, key), line in lines.items()
        if not question and key.startswith("channel:") and line.votes
    }
    flags = rows[0][4:] if rows else (False, False, False, False)
    total = lines.get(("", "ballots"), Line()).votes
    return Results(total, channels, lines, *flags)


def own_ballots(
    box_ids: Sequence[UUID], person_id: UUID, earlier_ids: Sequence[UUID] = ()
) -> dict[UUID, OwnBallot]:
    """A person's own standing ballots in these boxes, while their secrets exist."""
    boxes = (
        Box.objects.filter(id__in=box_ids)
        .exclude(wrapped_secret=None)
        .values_list("id", "wrapped_secret")
    )
    names = [
        casting.pseudonym(casting.open_secret(wrapped), one)
        for _box_id, wrapped in boxes
        for one in (person_id, *earlier_ids)
    ]
    if not names:
        return {}
    rows = (
        Ballot.objects.filter(not_struck(), box_id__in=box_ids, pseudonym__in=names)
        .order_by("box_id", "pseudonym", "-seq")
        .distinct("box_id", "pseudonym")
    )
    return {row.box_id: _own(row) for row in rows}


def ballot_cast(box_id: UUID, person_ids: Sequence[UUID], seq: int) -> OwnBallot | None:
    """What a person cast as the account they are now, at one time, whatever they cast later.

    The person is given by all ids their account has had. None once it is struck or the secret gone.
    """
    box = known_box(box_id)
    if box.wrapped_secret is None:
        return None
    name = casting.live_pseudonym(box_id, casting.open_secret(box.wrapped_secret), person_ids)
    row = Ballot.objects.filter(not_struck(), box_id=box_id, pseudonym=name, seq=seq).first()
    return None if row is None else _own(row)


def _own(row: Ballot) -> OwnBallot:
    return OwnBallot(row.choice, row.receipt, row.seq > 0)


def has_receipt(box_id: UUID, number: str) -> bool:
    """Whether a ballot with this receipt lies in the box."""
    return Ballot.objects.filter(box_id=box_id, receipt=number).exists()


def is_struck_receipt(box_id: UUID, number: str) -> bool:
    """Whether the ballot of this receipt has been taken off the count."""
    names = Ballot.objects.filter(box_id=box_id, receipt=number).values("pseudonym")
    return Strike.objects.filter(box_id=box_id, pseudonym__in=names).exists()


def known_box(box_id: UUID) -> Box:
    box = Box.objects.filter(id=box_id).first()
    if box is None:
        raise NotFound()
    return box
