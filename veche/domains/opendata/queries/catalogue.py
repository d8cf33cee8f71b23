"""Every set of open data: tables of the services that are open, and what offices uploaded.

Rows leave this module guarded: groups of people that are too small are not in them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from veche.commons.datasets import public as datasets
from veche.commons.datasets.public import Known
from veche.commons.towns import public as towns
from veche.domains.opendata.models import Publisher, Row, Version, Watched
from veche.domains.opendata.queries import wording
from veche.domains.opendata.rules import fields, passport, stages
from veche.domains.opendata.rules.fields import Field
from veche.kernel import clock
from veche.kernel.datasets import Column
from veche.kernel.errors import NotFound, Text
from veche.kernel.web import downloads

CHUNK = 2000
HEAVY = ("faults", "doubts")
TOPIC = "opendata.set"


@dataclass(frozen=True)
class Set:
    """One set as everyone may know it. `read` gives its rows, guarded."""

    code: str
    title: str
    text: str
    theme: str
    period: str
    licence: str
    fields: tuple[Field, ...]
    keywords: tuple[str, ...]
    issued_at: datetime
    changed_at: datetime
    structured_at: datetime
    rows_number: int | None
    read: Callable[[], Iterator[Sequence[Any]]]
    service: str = ""
    page: str = ""
    source: str = ""
    valid_until: date | None = None
    number: int = 0
    note: str = ""

    @property
    def is_own(self) -> bool:
        return not self.service

    @property
    def counts_people(self) -> bool:
        return counts_people(self.fields)

    @property
    def theme_title(self) -> str:
        return str(wording.THEMES[self.theme])


def publisher() -> passport.Publisher:
    """Who publishes: as the town has written it, else the town by its name."""
    row = Publisher.objects.filter(id=1).first() or Publisher()
    name = row.name or towns.current().name
    return passport.Publisher(name, row.inn, row.phone, row.email)


def all_sets(words: str = "", theme: str = "") -> list[Set]:
    """All of them, those of the services first; three queries, however many there are."""
    found = [*_declared(datasets.all_sets()), *_own()]
    asked = words.casefold().split()
    return [
        one
        for one in found
        if (not theme or one.theme == theme) and all(word in _said(one) for word in asked)
    ]


def _said(one: Set) -> str:
    titles = " ".join(field.title for field in one.fields)
    return " ".join((one.title, one.text, *one.keywords, titles)).casefold()


def one_set(code: str) -> Set:
    """One by its code; NotFound, also for a table of a service that is not open."""
    known = datasets.open_set(code)
    for one in _declared([known]) if known is not None else _own(code):
        return one
    raise NotFound()


def field_of(column: Column) -> Field:
    """A declared column in the language of whoever reads."""
    return Field(
        column.name,
        str(column.title),
        column.type,
        column.part,
        str(column.note),
        {code: str(words) for code, words in column.words.items()},
        column.is_written,
        column.use,
    )


def _declared(known: Sequence[Known]) -> list[Set]:
    watched = {row.code: row for row in Watched.objects.filter(code__in=[_code(o) for o in known])}
    return [_of_service(one, watched.get(_code(one))) for one in known]


def _code(one: Known) -> str:
    return one.told.code


def _of_service(one: Known, seen: Watched | None) -> Set:
    told = one.told
    # What nobody has looked at yet is as of today: asked twice, it answers the same.
    now = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return Set(
        code=told.code,
        title=str(told.title),
        text=str(told.text),
        theme=told.theme,
        period=told.period,
        licence="CC-BY-4.0",
        fields=tuple(field_of(column) for column in told.columns),
        keywords=(str(one.service_title), *map(str, told.keywords)),
        issued_at=seen.first_at if seen else now,
        changed_at=seen.changed_at if seen else now,
        structured_at=seen.structured_at if seen else now,
        rows_number=seen.rows_number if seen else None,
        read=lambda: datasets.rows(told.columns, told.rows),
        service=one.service,
        page=told.page,
    )


def _own(code: str = "") -> list[Set]:
    rows = (
        Version.objects.filter(state=stages.PUBLISHED, own__isnull=False)
        .select_related("own")
        .defer(*HEAVY)
        .order_by("code", "number")
    )
    by_code: dict[str, list[Version]] = {}
    for row in rows.filter(code=code) if code else rows:
        by_code.setdefault(row.code, []).append(row)
    return sorted((_of_office(found) for found in by_code.values()), key=lambda one: one.title)


def _of_office(versions: Sequence[Version]) -> Set:
    """A set by its published versions, the newest last."""
    newest = versions[-1]
    own = newest.own
    assert own is not None  # asked for so
    assert newest.published_at is not None  # a constraint of the table
    return Set(
        code=own.code,
        title=own.title,
        text=own.text,
        theme=own.theme,
        period=own.period,
        licence=own.licence,
        fields=fields.restored(newest.fields),
        keywords=(),
        issued_at=versions[0].published_at or newest.published_at,
        changed_at=max(newest.published_at, own.changed_at or newest.published_at),
        structured_at=day_of(next(_alike(versions))[-1]),
        rows_number=newest.rows_number,
        read=lambda: rows_of(newest),
        source=own.source,
        valid_until=own.valid_until,
        number=newest.number,
        note=newest.note,
    )


def day_of(row: Version) -> datetime:
    """Since when everyone has had a version."""
    return row.published_at or row.made_at


def structured(versions: Iterable[Version]) -> dict[int, datetime]:
    """By number of a version since when the columns have been those it has."""
    return {row.number: day_of(alike[-1]) for alike in _alike(versions) for row in alike}


def _alike(versions: Iterable[Version]) -> Iterator[list[Version]]:
    """Neighbours of one structure, the newest first; read no further than is asked for."""
    back = sorted(versions, key=lambda one: one.number, reverse=True)
    for _structure, rows in groupby(
        back, key=lambda row: fields.structure(fields.restored(row.fields))
    ):
        yield list(rows)


def rows_of(row: Version) -> Iterator[Sequence[Any]]:
    """Rows of a version as values, guarded, read while they are sent."""
    columns = fields.restored(row.fields)

    def read() -> Iterator[list[Any]]:
        found = Row.objects.filter(version=row).order_by("position").values_list("cells", flat=True)
        for cells in found.iterator(chunk_size=CHUNK):
            yield fields.typed(columns, cells)

    return datasets.rows([column_of(one) for one in columns], read)


def measured(columns: Sequence[Field], rows: Iterable[Sequence[Any]]) -> tuple[int, str]:
    """How many rows, and the SHA-256 of them in CSV as `versions/<n>.csv` gives it."""
    digest, lines = hashlib.sha256(), 0
    names = [one.name for one in columns]
    for line in downloads.csv_lines(names, map(fields.cells, rows)):
        digest.update(line.encode())
        lines += 1
    # The first of them names the columns.
    return lines - 1, digest.hexdigest()


def counts_people(columns: Iterable[Field]) -> bool:
    """Whether a table speaks of people, as the guard knows it."""
    return datasets.counts_people([column_of(one) for one in columns])


def column_of(one: Field) -> Column:
    """A column of an uploaded table, as the guard knows columns."""
    kind: Any = one.type
    part: Any = one.part
    return Column(one.name, one.title, kind, part)


def versions(code: str) -> list[Version]:
    """The public history of a set, the newest first."""
    shown = (stages.PUBLISHED, stages.WITHDRAWN)
    rows = _of_code(code).filter(state__in=shown).order_by("-number")
    return list(rows.select_related("own").defer(*HEAVY))


def _of_code(code: str) -> QuerySet[Version]:
    """A service's own versions while it is open: another service that came later may have taken a
    code that an office had given before."""
    is_service = datasets.open_set(code) is not None
    return Version.objects.filter(code=code, own__isnull=is_service)


def version(code: str, number: int) -> Version:
    """One published version with its rows; NotFound, also where its service is not open now."""
    row = _of_code(code).filter(number=number, state=stages.PUBLISHED).first()
    if row is None:
        raise NotFound()
    return row


def published_by_id(version_id: UUID) -> Version | None:
    """A version that is public now."""
    rows = Version.objects.select_related("own").filter(id=version_id, state=stages.PUBLISHED)
    return rows.first()


def withdrawn_by_id(version_id: UUID) -> Version | None:
    """A version that was public and is not, of a set that a visitor would find."""
    rows = Version.objects.select_related("own").filter(id=version_id, state=stages.WITHDRAWN)
    row = rows.first()
    if row is None or row.own is not None:
        return row
    return row if datasets.open_set(row.code) is not None else None


def title_of(row: Version) -> str:
    """How the set of a version is called."""
    if row.own is not None:
        return row.own.title
    known = datasets.known(row.code)
    return str(known.told.title) if known is not None else row.code


def themes(sets: Iterable[Set]) -> Mapping[str, Text]:
    """Themes that some set has, in their order."""
    there = {one.theme for one in sets}
    return {code: words for code, words in wording.THEMES.items() if code in there}


def topic(code: str) -> str:
    """What whoever follows a set follows."""
    return f"{TOPIC}:{code}"
