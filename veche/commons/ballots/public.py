"""Ballot boxes for polls, budgeting and initiatives, so that they never count differently.

Everything here takes and returns plain values, and `cast` opens a durable transaction of its own:
another process may stand behind the same functions. Opening, extending and closing join the
caller's transaction.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import casting, rules
from veche.commons.ballots.bulk import FilledPaper, fill
from veche.commons.ballots.casting import Pass, Receipt
from veche.commons.ballots.models import Ballot, Box, Count, PaperPack, PublishedBallot
from veche.commons.ballots.paper_entry import (
    Disagreement,
    Share,
    Stack,
    check_sheet,
    disagreements,
    drop_entry,
    enter_sheet,
    hand_over,
    numbers_in,
    retype_sheet,
    stack_of,
    stacks,
    waiting_numbers,
)
from veche.commons.ballots.paper_roll import (
    WAITING,
    DayLine,
    Pack,
    PaperFigures,
    add_tally,
    awaiting_papers,
    days_of_counter,
    finish_papers,
    hand_out,
    numbers_of_pack,
    packs,
    paper_figures,
    print_pack,
    spoil_sheet,
    took_paper,
)
from veche.commons.ballots.rules import Question, clean_text
from veche.kernel import clock, crypto, locks
from veche.kernel.errors import Conflict, NotFound

__all__ = [
    "DayLine",
    "Disagreement",
    "FilledPaper",
    "Line",
    "OwnBallot",
    "Pack",
    "PaperFigures",
    "Pass",
    "Question",
    "Receipt",
    "Results",
    "Share",
    "Stack",
    "add_tally",
    "awaiting_papers",
    "cast",
    "check_sheet",
    "clean_text",
    "close_box",
    "count_published",
    "days_of_counter",
    "destroy_secret",
    "disagreements",
    "drop_entry",
    "enter_sheet",
    "extend_box",
    "fill",
    "finish_papers",
    "hand_out",
    "hand_over",
    "has_ballots",
    "has_receipt",
    "is_published",
    "issue_pass",
    "numbers_in",
    "numbers_of_pack",
    "open_box",
    "own_ballots",
    "own_words",
    "packs",
    "paper_figures",
    "print_pack",
    "publish",
    "published_rows",
    "recount",
    "remove_box",
    "results",
    "retype_sheet",
    "spoil_sheet",
    "stack_of",
    "stacks",
    "took_paper",
    "turnouts",
    "unpublished",
    "waiting_numbers",
    "with_secrets",
]

_STANDING = (
    "SELECT DISTINCT ON (pseudonym) choice FROM ballots_ballot"
    " WHERE box_id = %s ORDER BY pseudonym, seq DESC"
)


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

    def line(self, question: str, key: str) -> Line:
        """Votes and points of an option ("" is how many answered the question)."""
        return self.lines.get((question, key), Line())


def open_box(
    box_id: UUID,
    *,
    paper: Sequence[Question],
    opens_at: datetime,
    closes_at: datetime,
    is_revisable: bool,
) -> None:
    """Make a box; harmless to repeat. ValueError for a paper that could not be counted.

    Conflict when a box of that id stands there with another paper: its ballots answer others.
    """
    rules.require_countable(paper)
    box, is_new = Box.objects.get_or_create(
        id=box_id,
        defaults={
            "paper": rules.paper_to_json(paper),
            "opens_at": opens_at,
            "closes_at": closes_at,
            "is_revisable": is_revisable,
            "wrapped_secret": crypto.wrap(secrets.token_bytes(32), casting.SECRET),
        },
    )
    if not is_new and rules.paper_from_json(box.paper) != tuple(paper):
        raise Conflict(_("Урна этого опроса уже открыта с другими вопросами"), code="other-paper")


def remove_box(box_id: UUID) -> None:
    """Take an unused box away; Conflict once a ballot lies in it."""
    locks.take(exclusive=[f"box:{box_id}"])
    if has_ballots(box_id):
        raise Conflict(
            _("Первый голос уже подан, вопросы и варианты менять нельзя"),
            advice=_("Можно только продлить голосование, указав причину."),
            code="has-ballots",
        )
    if PaperPack.objects.filter(box_id=box_id).exists():
        raise Conflict(
            _("Для этого опроса уже напечатаны бумажные бюллетени"),
            advice=_("Менять вопросы поздно: листы на руках спросили бы другое."),
            code="has-papers",
        )
    Box.objects.filter(id=box_id).delete()


def extend_box(box_id: UUID, closes_at: datetime) -> None:
    """Move the close later; Conflict for a closed box or an earlier close."""
    locks.take(exclusive=[f"box:{box_id}"])
    box = _box(box_id)
    moment = clock.database_now()
    if box.closed_at is not None or box.closes_at <= moment:
        raise Conflict(_("Голосование уже закончилось, продлить его нельзя"), code="closed")
    if closes_at <= box.closes_at:
        raise Conflict(_("Новый срок должен быть позже прежнего"), code="not-later")
    Box.objects.filter(id=box_id).update(closes_at=closes_at)


def close_box(box_id: UUID) -> datetime:
    """Stop accepting ballots; waits for those being dropped. Returns the moment of the close."""
    locks.take(exclusive=[f"box:{box_id}"])
    box = _box(box_id)
    if box.closed_at is not None:
        return box.closed_at
    moment = min(clock.database_now(), box.closes_at)
    Box.objects.filter(id=box_id, closed_at=None).update(closed_at=moment)
    return moment


def has_ballots(box_id: UUID) -> bool:
    """Whether anyone has voted."""
    return Ballot.objects.filter(box_id=box_id).exists()


def issue_pass(box_id: UUID, *, person_id: UUID, stratum: str, level: int, channel: str) -> Pass:
    """Leave to drop a ballot, for a person whose right to vote the caller has checked."""
    return casting.issue_pass(
        box_id, person_id=person_id, stratum=stratum, level=level, channel=channel
    )


def cast(leave: Pass, choice: Mapping[str, Any]) -> Receipt:
    """Drop a ballot, durably; the same pass and choice again give the same receipt."""
    return casting.cast(leave, dict(choice))


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


def results(box_id: UUID) -> Results:
    """The count as it stands; the caller decides who may see it. Never scans ballots."""
    rows = (
        Count.objects.filter(box_id=box_id)
        .values("question", "key", "box__takes_paper", "box__papers_done_at")
        .annotate(all_votes=Sum("votes"), all_points=Sum("points"))
    )
    lines = {
        (row["question"], row["key"]): Line(int(row["all_votes"]), int(row["all_points"]))
        for row in rows
    }
    channels = {
        key.removeprefix("channel:"): line.votes
        for (question, key), line in lines.items()
        if not question and key.startswith("channel:") and line.votes
    }
    awaits = any(row["box__takes_paper"] and not row["box__papers_done_at"] for row in rows)
    takes = any(row["box__takes_paper"] for row in rows)
    return Results(lines.get(("", "ballots"), Line()).votes, channels, lines, takes, awaits)


def own_ballots(box_ids: Sequence[UUID], person_id: UUID) -> dict[UUID, OwnBallot]:
    """A person's own standing ballots in these boxes, while their secrets exist."""
    boxes = (
        Box.objects.filter(id__in=box_ids)
        .exclude(wrapped_secret=None)
        .values_list("id", "wrapped_secret")
    )
    names = {
        box_id: casting.pseudonym(casting.open_secret(wrapped), person_id)
        for box_id, wrapped in boxes
    }
    if not names:
        return {}
    rows = (
        Ballot.objects.filter(box_id__in=names, pseudonym__in=names.values())
        .order_by("box_id", "pseudonym", "-seq")
        .distinct("box_id", "pseudonym")
    )
    return {row.box_id: OwnBallot(row.choice, row.receipt, row.seq > 0) for row in rows}


def has_receipt(box_id: UUID, number: str) -> bool:
    """Whether a ballot with this receipt lies in the box."""
    return Ballot.objects.filter(box_id=box_id, receipt=number).exists()


def publish(box_id: UUID) -> int:
    """Write the rows everyone may see, shuffled; harmless to repeat. Returns how many there are.

    Refuses to publish rows whose recount differs from the count that was kept.
    """
    with transaction.atomic():
        locks.take(exclusive=[f"box:{box_id}"])
        box = _box(box_id)
        if box.closed_at is None:
            raise Conflict(_("Голосование ещё идёт"), code="still-open")
        if box.takes_paper and box.papers_done_at is None:
            raise Conflict(_("Бумажные бюллетени ещё вводят"), code="papers-waiting")
        if box.published_at is None:
            paper = rules.paper_from_json(box.paper)
            _require_equal(box_id, paper)
            _write_published(box_id, paper)
            Box.objects.filter(id=box_id).update(published_at=clock.now())
    return count_published(box_id)


def is_published(box_id: UUID) -> bool:
    """Whether the rows of a closed box are there for everyone."""
    return Box.objects.filter(id=box_id).exclude(published_at=None).exists()


def count_published(box_id: UUID) -> int:
    """How many rows have been published."""
    last = (
        PublishedBallot.objects.filter(box_id=box_id)
        .order_by("-position")
        .values_list("position", flat=True)
        .first()
    )
    return last or 0


def published_rows(box_id: UUID, batch: int = 2000) -> Iterator[dict[str, Any]]:
    """The published choices in their shuffled order, read by keyset."""
    position = 0
    while True:
        rows = list(
            PublishedBallot.objects.filter(box_id=box_id, position__gt=position)
            .order_by("position")
            .values_list("position", "choice")[:batch]
        )
        if not rows:
            return
        yield from (choice for _position, choice in rows)
        position = rows[-1][0]


def recount(box_id: UUID) -> tuple[int, dict[tuple[str, str], tuple[int, int]]]:
    """Count the published rows again, from nothing: ballots and (votes, points) of each line."""
    return rules.recount(rules.paper_from_json(_box(box_id).paper), published_rows(box_id))


def with_secrets() -> list[UUID]:
    """Closed boxes whose ballots can still be tied to persons."""
    held = Box.objects.exclude(closed_at=None).exclude(wrapped_secret=None).exclude(WAITING)
    return list(held.values_list("id", flat=True))


def unpublished() -> list[UUID]:
    """Closed boxes whose rows are not there for everyone yet."""
    waiting = Box.objects.exclude(closed_at=None).filter(published_at=None).exclude(WAITING)
    return list(waiting.values_list("id", flat=True))


def destroy_secret(box_id: UUID) -> None:
    """Forget whose ballot is whose, for good; harmless to repeat."""
    kept = Box.objects.filter(id=box_id).exclude(closed_at=None).exclude(wrapped_secret=None)
    kept.update(wrapped_secret=None)


def _box(box_id: UUID) -> Box:
    box = Box.objects.filter(id=box_id).first()
    if box is None:
        raise NotFound()
    return box


def _standing_choices(box_id: UUID) -> Iterator[rules.Choice]:
    """The choices that count, in random order, read through a cursor of the server."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(  # noqa: S608 -- a constant of this module
            f"SELECT choice::text FROM ({_STANDING}) AS standing ORDER BY gen_random_uuid()",
            (box_id,),
        )
        while rows := cursor.fetchmany(2000):
            for (choice,) in rows:
                yield json.loads(choice)


def own_words(box_id: UUID, question: str) -> Iterator[str]:
    """What people wrote to a question of a closed box, in random order; for officials' eyes only.

    Words alone: nothing of the ballot they stood in comes with them. Conflict while it is open.
    """
    if _box(box_id).closed_at is None:
        raise Conflict(_("Голосование ещё идёт"), code="still-open")
    for choice in _standing_choices(box_id):
        words = choice.get(question)
        if isinstance(words, str):
            yield words


def _require_equal(box_id: UUID, paper: tuple[Question, ...]) -> None:
    ballots, counted = rules.recount(paper, _standing_choices(box_id))
    kept = results(box_id)
    lines = {
        name: (line.votes, line.points)
        for name, line in kept.lines.items()
        if name[0] and (line.votes or line.points)
    }
    counted = {name: line for name, line in counted.items() if line != (0, 0)}
    if ballots != kept.ballots or sum(kept.channels.values()) != ballots or counted != lines:
        raise RuntimeError("The kept count differs from the ballots; nothing was published.")


def _write_published(box_id: UUID, paper: tuple[Question, ...]) -> None:
    """In random order: neither place nor transaction tells who came when."""
    if any(question.kind in rules.VEILED for question in paper):
        _write_veiled(box_id, paper)
        return
    with connection.cursor() as cursor:
        cursor.execute(  # noqa: S608 -- a constant of this module
            "INSERT INTO ballots_publishedballot (box_id, position, choice)"
            " SELECT %s, row_number() OVER (ORDER BY gen_random_uuid()), choice"
            f" FROM ({_STANDING}) AS standing",
            (box_id, box_id),
        )


def _write_veiled(box_id: UUID, paper: tuple[Question, ...]) -> None:
    """The same for papers with own words or places, which are not told as they stand."""
    rows = (
        PublishedBallot(box_id=box_id, position=position, choice=rules.published(paper, choice))
        for position, choice in enumerate(_standing_choices(box_id), start=1)
    )
    while batch := list(islice(rows, 2000)):
        PublishedBallot.objects.bulk_create(batch)
