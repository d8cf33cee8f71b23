"""After the close: the rows everyone may see, and their recount."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import rules
from veche.commons.ballots.breakdown import break_down
from veche.commons.ballots.counting import known_box, results
from veche.commons.ballots.draws import write_marks
from veche.commons.ballots.models import Box, Mode, PublishedBallot
from veche.commons.ballots.rules import Question
from veche.commons.ballots.series import fold_hours
from veche.commons.ballots.standing import last_of_each
from veche.kernel import clock, locks
from veche.kernel.errors import Conflict

_STANDING = last_of_each("choice")


def publish(box_id: UUID) -> int:
    """Write the rows everyone may see, shuffled; harmless to repeat. Returns how many there are.

    Refuses to publish rows whose recount differs from the count that was kept.
    """
    with transaction.atomic():
        box = _closed_box(box_id)
        if box.takes_paper and box.papers_done_at is None:
            raise Conflict(
                _("Бумажные бюллетени ещё вводят"),
                advice=_("Итог откроется, когда введут последний."),
                code="papers-waiting",
            )
        if box.published_at is None:
            _require_counted_here(box)
            paper = rules.paper_from_json(box.paper)
            _require_equal(box_id, paper)
            _write_published(box_id, paper)
            break_down(box)
            fold_hours(box)
            write_marks(box)
            Box.objects.filter(id=box_id).update(published_at=clock.now())
    return count_published(box_id)


def settle(box_id: UUID) -> None:
    """Check the kept count against the ballots and be done with the box; harmless to repeat.

    For a vote whose rows are shown to nobody: in a class of twenty what somebody answered to
    several questions together is as good as a name. No rows, no breakdown, no marks are written.
    """
    with transaction.atomic():
        box = _closed_box(box_id)
        if box.published_at is None:
            _require_counted_here(box)
            _require_equal(box_id, rules.paper_from_json(box.paper))
            fold_hours(box)
            Box.objects.filter(id=box_id).update(published_at=clock.now())


def _require_counted_here(box: Box) -> None:
    """Conflict for a secret box: its rows come with its count, out of the box's log."""
    if box.mode == Mode.SECRET:
        raise Conflict(
            _("Журнал урны ещё не прочитан"),
            advice=_("Итог появится, когда урна закроет журнал и мы его пересчитаем."),
            code="log-waiting",
        )


def _closed_box(box_id: UUID) -> Box:
    """The box under its lock, held alone; Conflict while it takes ballots."""
    locks.take(exclusive=[f"box:{box_id}"])
    box = known_box(box_id)
    if box.closed_at is None:
        raise Conflict(
            _("Голосование ещё идёт"),
            advice=_("Дождитесь окончания: оно указано на странице голосования."),
            code="still-open",
        )
    return box


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
    """The published choices in their shuffled order, read by keyset, `batch` rows a query.

    Each is {question's id: answer} in the canonical form of `rules.check`, with its marks as they
    were made: whoever counts otherwise than by adding votes up (budgeting) counts these rows and
    nothing else, so that anyone who took the file can do the same.

    - `several`: list of option ids in the paper's order; `ranking`: best first; `points`:
      {option id: whole number > 0}. `costs`, `budget` and `rivals` stand in the paper and were
      kept when the ballot was dropped, so no row breaks them.
    - A question's id is absent where it was left out or not reached. [] or {} is a blank answer
      to it: that voter took part, and where voters share the money has a share. An `exclusive`
      option («ни один») stands alone and is no project.
    - The order is drawn once: a row's place, counted from 1, is the voter's only name. Read as
      often as needed, in as many passes: rows are never changed or added.

    Empty until `is_published`; whoever must know, asks that first. As a `.pb` file:
    `pabulib.write(heading, projects, lambda: (row.get(id) for row in published_rows(box_id)))`.
    """
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
    return rules.recount(rules.paper_from_json(known_box(box_id).paper), published_rows(box_id))


def own_words(box_id: UUID, question: str) -> Iterator[str]:
    """What people wrote to a question of a closed box, in random order; for officials' eyes only.

    Words alone: nothing of the ballot they stood in comes with them. Conflict while it is open.
    """
    if known_box(box_id).closed_at is None:
        raise Conflict(
            _("Голосование ещё идёт"),
            advice=_("Дождитесь окончания: оно указано на странице голосования."),
            code="still-open",
        )
    for choice in _standing_choices(box_id):
        words = choice.get(question)
        if isinstance(words, str):
            yield words


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
