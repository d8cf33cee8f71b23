"""Filling a box with made-up ballots: for the demo town and for measuring, not for people's votes.

The papers are checked, named by pseudonyms and counted as a cast ballot is; only the locks, the
hours and the passes of single voters are passed over.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import casting, rules, series_rules
from veche.commons.ballots.models import Box
from veche.kernel import ids, locks
from veche.kernel.errors import Conflict, NotFound, Refused

_BALLOTS = (
    "COPY ballots_ballot"
    " (box_id, pseudonym, seq, is_revisable, choice, channel, level, stratum, receipt, age_band)"
    " FROM STDIN"
)
_COUNT = f"""
    INSERT INTO ballots_count AS kept (box_id, question, key, shard, votes, points)
    SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::smallint[], %s::bigint[], %s::bigint[])
    {casting.LINES_ADD}
"""
_HOURS = f"""
    INSERT INTO ballots_hourcount AS kept (box_id, hour, shard, votes)
    SELECT %s, hour, 0, votes FROM unnest(%s::timestamptz[], %s::bigint[]) AS came (hour, votes)
    {casting.HOURS_ADD}
"""
Tally = dict[tuple[str, str, int], list[int]]


class FilledPaper(NamedTuple):
    """A made-up ballot; a person stands for one ballot of a box. Without a moment it came at the
    opening."""

    person_id: UUID
    choice: dict[str, Any]
    channel: str = "web"
    level: int = 1
    stratum: str = ""
    age_band: str = ""
    at: datetime | None = None


def fill(box_id: UUID, papers: Iterable[FilledPaper]) -> int:
    """Put many ballots into a box that is not closed, all or none; returns how many.

    Refused outside the demo mode. ChoiceError for a paper that may not be so filled in.
    """
    if not settings.DEMO:
        raise Refused(_("Вымышленные голоса бывают только в демо-городе"), code="not-demo")
    with transaction.atomic():
        locks.take(exclusive=[f"box:{box_id}"])
        box = Box.objects.filter(id=box_id).first()
        if box is None:
            raise NotFound()
        if box.closed_at is not None:
            raise Conflict(
                _("Голосование уже закончилось"),
                advice=_("Итоги и решение — на странице голосования."),
                code="closed",
            )
        tally: Tally = defaultdict(lambda: [0, 0])
        hours: Counter[datetime] = Counter()
        copied = _copy(_rows(box, _timed(box, papers, hours), tally))
        _add_tally(box_id, tally)
        _add_hours(box_id, hours)
    return copied


def _rows(box: Box, papers: Iterable[FilledPaper], tally: Tally) -> Iterator[tuple[object, ...]]:
    """Rows of ballots; what they add up to is gathered on the way."""
    secret = casting.open_secret(box.wrapped_secret)
    questions = rules.paper_from_json(box.paper)
    numbers = _receipts()
    for paper in papers:
        choice = casting.check_paper(questions, paper.choice)
        name = casting.pseudonym(secret, paper.person_id)
        shard = casting.shard_of(name)
        lines = casting.lines_of(questions, choice, paper.channel)
        for (question, key), (votes, points) in lines.items():
            line = tally[question, key, shard]
            line[0] += votes
            line[1] += points
        yield (
            box.id, name, 0, box.is_revisable, json.dumps(choice, ensure_ascii=False),
            paper.channel, paper.level, paper.stratum, next(numbers), paper.age_band,
        )  # fmt: skip


def _timed(
    box: Box, papers: Iterable[FilledPaper], hours: Counter[datetime]
) -> Iterator[FilledPaper]:
    """The papers as they are; the hours in which they came are gathered on the way."""
    for paper in papers:
        hours[series_rules.hour_of(paper.at or box.opens_at)] += 1
        yield paper


def _receipts() -> Iterator[str]:
    """Different numbers; one that was in the box before stops the whole filling."""
    given: set[str] = set()
    while True:
        number = ids.digits(casting.RECEIPT_DIGITS)
        if number not in given:
            given.add(number)
            yield number


def _copy(rows: Iterator[tuple[object, ...]]) -> int:
    copied = 0
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(_BALLOTS) as copy,
    ):
        for row in rows:
            copy.write_row(row)
            copied += 1
    return copied


def _add_hours(box_id: UUID, hours: Counter[datetime]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_HOURS, (box_id, list(hours), list(hours.values())))


def _add_tally(box_id: UUID, tally: Tally) -> None:
    names = sorted(tally)
    columns = [list(part) for part in zip(*names, strict=True)] or [[], [], []]
    votes, points = ([tally[name][at] for name in names] for at in (0, 1))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, (box_id, *columns, votes, points))
