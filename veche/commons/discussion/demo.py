"""Arguments of the demo town: services hand the words over, here they are said and marked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from veche.commons.discussion import actions
from veche.commons.discussion.models import Argument, Mark, Marker, Thread
from veche.commons.moderation import public as moderation
from veche.commons.moderation.demo import load_passed
from veche.kernel import clock

NAMESPACE = UUID("5c1f7b60-0b0e-4d07-8f6a-0d9d3c8a8f11")


@dataclass(frozen=True)
class Said:
    """An argument of the demo: `liking` is the share of readers who mark it."""

    side: str
    text: str
    liking: float
    speaks_for: str = ""


@transaction.atomic
def load(
    kind: str,
    subject_id: UUID,
    said: Sequence[Said],
    waiting: Sequence[Said],
    people: Sequence[UUID],
    begins_at: datetime,
) -> None:
    """Say and mark once; a second load finds the thread there and leaves it."""
    thread, is_new = Thread.objects.get_or_create(kind=kind, subject_id=subject_id)
    if not is_new:
        return
    draw = random.Random(subject_id.int)  # noqa: S311  a demo, not a secret
    authors, readers = people[: len(said) + len(waiting)], people[len(said) + len(waiting) :]
    rows = [
        _row(thread, one, author, begins_at + timedelta(hours=5 * number))
        for number, (one, author) in enumerate(zip(said, authors, strict=False))
    ]
    Argument.objects.bulk_create(rows)
    load_passed(actions.KIND, [(row.id, row.author_id, row.written_at) for row in rows])
    marks = [
        Mark(argument=row, thread=thread, person_id=reader)
        for reader in readers
        for row, one in zip(rows, said, strict=True)
        if draw.random() < one.liking
    ]
    Mark.objects.bulk_create(marks)
    markers = {mark.person_id for mark in marks}
    Marker.objects.bulk_create(Marker(thread=thread, person_id=one) for one in sorted(markers))
    for row in rows:
        useful = sum(mark.argument_id == row.id for mark in marks)
        Argument.objects.filter(id=row.id).update(useful=useful)
    Thread.objects.filter(id=thread.id).update(
        markers=len(markers),
        number_for=sum(one.side == "for" for one in said),
        number_against=sum(one.side == "against" for one in said),
    )
    actions.rescore(thread.id)
    for one, author in zip(waiting, authors[len(said) :], strict=False):
        _wait(thread, one, author)


def _row(thread: Thread, one: Said, author: UUID, at: datetime) -> Argument:
    return Argument(
        id=uuid5(NAMESPACE, f"{thread.subject_id} {one.text}"),
        thread=thread,
        side=one.side,
        text=one.text,
        author_id=author,
        is_official=bool(one.speaks_for),
        speaks_for=one.speaks_for,
        is_public=True,
        written_at=at,
        published_at=at + timedelta(hours=1),
    )


def _wait(thread: Thread, one: Said, author: UUID) -> None:
    """Handed over as people do, so that moderators of the demo have something to read."""
    row = _row(thread, one, author, clock.database_now())
    row.is_public, row.published_at = False, None
    standing = moderation.submit(
        kind=actions.KIND, subject_id=row.id, author_id=author, text=one.text
    )
    row.text = standing.text
    row.save()
