"""Reading discussions; what is not public is its author's alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from veche.commons.discussion import registry, rules
from veche.commons.discussion.models import Argument, Mark, Sway, Thread
from veche.commons.discussion.rules import Side
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.errors import NotFound
from veche.kernel.manifest import Subject
from veche.kernel.pagination import Page, keyset


@dataclass(frozen=True)
class Column:
    """One side: how many in all, those of a page, the token of the next."""

    side: Side
    number: int
    items: list[rules.Argument]
    next_token: str = ""


@dataclass(frozen=True)
class Discussion:
    """A subject with what is said of it."""

    kind: str
    subject_id: UUID
    subject: Subject
    columns: tuple[Column, ...]
    # For which sides this person has argued in public.
    argued: frozenset[str] = frozenset()

    @property
    def number(self) -> int:
        return sum(column.number for column in self.columns)


def thread_of(kind: str, subject_id: UUID) -> Thread | None:
    """The thread, once somebody has argued."""
    return Thread.objects.filter(kind=kind, subject_id=subject_id).first()


def discussion(
    person: PersonRef,
    kind: str,
    subject_id: UUID,
    *,
    subject: Subject | None = None,
    order: str = rules.BEST,
    size: int = 10,
    after: dict[str, str] | None = None,
) -> Discussion:
    """Both columns for a person: thread, one query a side, own words and marks; NotFound."""
    known = subject or registry.subject(kind, subject_id)
    thread = thread_of(kind, subject_id)
    if thread is None:
        empty = tuple(Column(side, 0, []) for side in rules.SIDES)
        return Discussion(kind, subject_id, known, empty)
    pages = {
        side: keyset(
            _public(thread).filter(side=side),
            order=rules.ORDERS[order],
            after=(after or {}).get(side, ""),
            size=size,
        )
        for side in rules.SIDES
    }
    rows = [row for page in pages.values() for row in page.items]
    own = _own(person, rows)
    counts = {rules.FOR: thread.number_for, rules.AGAINST: thread.number_against}
    return Discussion(
        kind,
        subject_id,
        known,
        tuple(
            Column(
                side,
                counts[side],
                [value(row, person, own) for row in page.items],
                page.next_token,
            )
            for side, page in pages.items()
        ),
        argued_by(person, thread.id),
    )


def _public(thread: Thread) -> QuerySet[Argument]:
    return Argument.objects.filter(thread=thread, is_public=True)


@dataclass(frozen=True)
class Own:
    """What a person said of the arguments of a page."""

    marked: frozenset[UUID] = frozenset()
    swayed: frozenset[UUID] = frozenset()


def _own(person: PersonRef, rows: Sequence[Argument]) -> Own:
    if not person.is_known or not rows:
        return Own()
    about = {
        "argument__in": [row.id for row in rows],
        "person_id__in": [person.known_id, *person.earlier_ids],
    }
    marks = Mark.objects.filter(**about).values_list("argument_id", flat=True)
    sways = Sway.objects.filter(**about).values_list("argument_id", flat=True)
    return Own(frozenset(marks), frozenset(sways))


def value(row: Argument, person: PersonRef, own: Own) -> rules.Argument:
    """An argument as pages show it to that person."""
    ids = (person.id, *person.earlier_ids)
    return rules.Argument(
        id=row.id,
        side=row.side,  # type: ignore[arg-type]  # held to rules.SIDES by the database
        text=row.text,
        published_at=row.published_at,
        is_official=row.is_official,
        speaks_for=row.speaks_for,
        useful=row.useful,
        swayed=row.swayed,
        has_changed_mind=row.has_changed_mind,
        is_edited=row.edited_at is not None,
        is_public=row.is_public,
        is_own=person.is_known and row.author_id in ids,
        is_marked=row.id in own.marked,
        is_swayed=row.id in own.swayed,
    )


def argument(argument_id: UUID) -> Argument:
    """A public argument with its thread; NotFound."""
    found = Argument.objects.select_related("thread").filter(id=argument_id, is_public=True).first()
    if found is None:
        raise NotFound()
    return found


def own_argument(person: PersonRef, argument_id: UUID) -> Argument:
    """One's own, public or not; NotFound for anybody else's."""
    ids = [person.id, *person.earlier_ids] if person.is_known else []
    rows = Argument.objects.select_related("thread").filter(author_id__in=ids, is_withdrawn=False)
    found = rows.filter(id=argument_id).first()
    if found is None:
        raise NotFound()
    return found


def plain(argument_id: UUID) -> Argument | None:
    """An argument by its id, for who tells of it."""
    return Argument.objects.select_related("thread").filter(id=argument_id).first()


def many(argument_ids: Iterable[UUID]) -> list[Argument]:
    """Arguments by ids, for the moderator; what was taken away is left out."""
    rows = Argument.objects.select_related("thread").filter(id__in=list(argument_ids))
    return list(rows.filter(is_withdrawn=False))


def written_by(person: PersonRef, thread: Thread | None) -> int:
    """How many arguments a person has in a thread, those that wait included."""
    if thread is None or not person.is_known:
        return 0
    ids = [person.known_id, *person.earlier_ids]
    rows = Argument.objects.filter(thread=thread, author_id__in=ids, is_withdrawn=False)
    return rows.count()


def waiting_of(person: PersonRef, kind: str, subject_id: UUID) -> list[rules.Argument]:
    """One's own arguments that nobody else sees yet."""
    if not person.is_known:
        return []
    ids = [person.known_id, *person.earlier_ids]
    rows = Argument.objects.filter(
        thread__kind=kind,
        thread__subject_id=subject_id,
        author_id__in=ids,
        is_public=False,
        is_withdrawn=False,
    )
    return [value(row, person, Own()) for row in rows.order_by("written_at", "id")]


def argued_by(person: PersonRef, thread_id: UUID) -> frozenset[str]:
    """For which sides a person has public arguments; one query, none for a visitor."""
    if not person.is_known:
        return frozenset()
    ids = [person.known_id, *person.earlier_ids]
    rows = Argument.objects.filter(thread_id=thread_id, author_id__in=ids, is_public=True)
    return frozenset(rows.order_by().values_list("side", flat=True).distinct())


def age_of(person: PersonRef) -> int | None:
    """How old a person is, if they have told; one query."""
    return identity.particulars(person, clock.today(towns.current().time_zone)).age


def limit() -> int:
    """How many arguments one person may have in one discussion; one query."""
    today = clock.today(towns.current().time_zone)
    return norms.value("discussion.arguments_per_person", today).value


def page_of_side(
    kind: str, subject_id: UUID, side: str, *, order: str, after: str, size: int
) -> Page[Argument]:
    """Public arguments of one side, or of both for "", for programs."""
    thread = thread_of(kind, subject_id)
    if thread is None:
        return Page([])
    rows = _public(thread)
    if side:
        rows = rows.filter(side=side)
    return keyset(rows, order=rules.ORDERS[order], after=after, size=size)


def newest(kind: str, subject_id: UUID, size: int) -> list[Argument]:
    """The newest public arguments, for a feed."""
    thread = thread_of(kind, subject_id)
    if thread is None:
        return []
    return list(_public(thread).order_by("-published_at", "id")[:size])


def every(kind: str, subject_id: UUID) -> Iterable[Argument]:
    """All public arguments, the best first, for a file."""
    thread = thread_of(kind, subject_id)
    return _public(thread).order_by("side", "-score", "id").iterator() if thread else ()


def own_words(person_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """What accounts argued and marked, for a copy of their data."""
    rows = Argument.objects.filter(author_id__in=person_ids).select_related("thread")
    marks = Mark.objects.filter(person_id__in=person_ids)
    swayed = Sway.objects.filter(person_id__in=person_ids)
    return [
        *(
            {
                "argument": str(row.id),
                "about": f"{row.thread.kind}:{row.thread.subject_id}",
                "side": row.side,
                "text": row.text,
                "is_public": row.is_public,
                "written_at": row.written_at.isoformat(),
            }
            for row in rows.order_by("written_at", "id")
        ),
        *({"marked": str(one)} for one in marks.values_list("argument_id", flat=True)),
        *({"changed_mind": str(one)} for one in swayed.values_list("argument_id", flat=True)),
    ]
