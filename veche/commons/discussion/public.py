"""Discussions for the services whose things are discussed.

A service declares `discussed` in its manifest, and puts `part(request, kind, id, subject)` into
its page: the best arguments of both sides and the way to all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from veche.commons.discussion import queries, registry
from veche.commons.discussion.actions import forget_person, join_words, judge, rewrite
from veche.commons.discussion.part import render_part as part
from veche.commons.discussion.registry import use_discussed
from veche.commons.discussion.wording import SIDES
from veche.commons.identity import public as identity
from veche.kernel.manifest import Exhibit

__all__ = [
    "discussion_url",
    "exhibits",
    "find_thread",
    "forget_person",
    "join_words",
    "judge",
    "own_export",
    "part",
    "rewrite",
    "use_discussed",
]


def discussion_url(kind: str, subject_id: UUID) -> str:
    """The page of all arguments."""
    return reverse("discussion:read-discussion", args=[kind, subject_id])


def exhibits(argument_ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    """Arguments as a moderator sees them; one question for each subject of a page."""
    rows = queries.many(argument_ids)
    titles = _titles({(row.thread.kind, row.thread.subject_id) for row in rows})
    return {
        row.id: Exhibit(
            title=f"{SIDES[row.side]}: {titles[row.thread.kind, row.thread.subject_id]}",
            text=row.text,
            url=discussion_url(row.thread.kind, row.thread.subject_id),
        )
        for row in rows
    }


def _titles(subjects: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], str]:
    found = {}
    for kind, subject_id in subjects:
        known = registry.known_subject(kind, subject_id)
        found[kind, subject_id] = known.title if known is not None else ""
    return found


def find_thread(thread: str) -> tuple[str, str] | None:
    """What a follower of a thread follows, `<kind>/<id>`: its title and its address."""
    kind, _slash, given = thread.partition("/")
    try:
        subject_id = UUID(given)
    except ValueError:
        return None
    known = registry.known_subject(kind, subject_id)
    return (known.title, discussion_url(kind, subject_id)) if known is not None else None


def own_export(person_id: UUID) -> list[dict[str, Any]]:
    """What a person argued and marked, for a copy of their data."""
    return queries.own_words([person_id, *identity.earlier_ids(person_id)])
