"""A file of the budget: kept, its columns matched, read whole or not at all."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.transparency import events, policies
from veche.domains.transparency.models import FILE_NAME_MAX, SHEET_MAX, Line, Node, Source
from veche.domains.transparency.queries import office, wording
from veche.domains.transparency.rules import amounts, axes, codes, mapping, stages, totals
from veche.domains.transparency.rules.lines import NO_OFFICE, Fault, Reader
from veche.domains.transparency.rules.lines import Line as Told
from veche.kernel import jobs, locks, outbox, sheets
from veche.kernel.database.copying import copy_rows
from veche.kernel.errors import Invalid
from veche.kernel.logs import place_of
from veche.kernel.text import clean_line

log = logging.getLogger("veche.transparency")
KIND = "transparency.source"
# Rows read and written at once; between two of them the page learns how far it has come.
BATCH = 20_000
KEPT_MAX, FAULTS_MAX = 200, 2000
_MATCHED = (
    "sheet", "sheet_title", "mapping", "unit", "headings", "first_row", "state", "done", "attempt",
    "faults", "faults_number", "doubts", "doubts_number", "repeats", "repeats_number",
)  # fmt: skip
_COLUMNS = (
    "source_id",
    "row",
    "is_total",
    "office",
    "part",
    "target",
    "kind",
    "code",
    "name",
    "plan",
    "revised",
    "executed",
)


@dataclass(frozen=True)
class About:
    """What a file is said to be: year, side, stage, the day it speaks of, the council's act."""

    year: int
    side: str
    stage: str
    as_of: date
    act_title: str = ""
    act_number: str = ""
    act_on: date | None = None


def upload_source(
    person: PersonRef, *, data: bytes | UploadedFile[bytes], name: str, about: About
) -> str:
    """Keep a file until its columns are matched, and return its slug; Invalid."""
    policies.may_upload_budget(person).or_refuse()
    whole = data if isinstance(data, bytes) else data.read(files.BYTES_MAX + 1)
    _check_about(about)
    # The bytes go first: what hangs on nothing for a day is removed.
    kept = files.save_table(whole, owner=person.known_id, purpose=KIND, name=name)
    tops = office.tops_of(sheets.open_book(whole))
    for one in tops:
        # A quote opened in the headings swallows them: no column could be chosen. Further down
        # it is told with the other faults, when the whole is read.
        if one.broken is not None and mapping.recognise(one.rows) is None:
            raise one.broken
    return _keep_source(person, kept.id, kept.name, len(whole), about, tops)


def _check_about(about: About) -> None:
    if about.stage in stages.DECIDED and not (about.act_title and about.act_on):
        words = _("Назовите решение, которым бюджет утверждён: название и дату")
        raise Invalid(words, fields={"act_title": words})


@transaction.atomic
def _keep_source(
    person: PersonRef,
    file_id: UUID,
    name: str,
    size: int,
    about: About,
    tops: Sequence[sheets.Top],
) -> str:
    row: Source = Source.objects.create(
        **asdict(about),
        file_id=file_id,
        file_name=name[:FILE_NAME_MAX],
        sha256=files.sha256_of(file_id),
        size_bytes=size,
        tops=[(one.title, one.rows) for one in tops],
        uploader_id=person.known_id,
    )
    files.attach(person.known_id, file_ids=[file_id], subject_kind=KIND, subject_id=str(row.id))
    audit.record("transparency.source_uploaded", person.id, row.id, year=row.year)
    outbox.put(events.SourceUploaded(source_id=row.id))
    return row.slug


@transaction.atomic
def match_columns(
    person: PersonRef,
    *,
    slug: str,
    sheet: int,
    columns: Mapping[str, int],
    unit: int,
    first_row: int = 0,
) -> None:
    """Say which column is what and in what it counts, and read the file; nothing is public yet.

    The table begins where it seems to, or on `first_row` of the file.
    """
    row = office.source_for(person, slug, is_locked=True)
    policies.may_map_budget(person, row).or_refuse()
    top, head = office.head_of(row, sheet, first_row)
    _check_columns(row, columns, unit, len(head.headings))
    row.sheet, row.sheet_title = sheet, top.title[:SHEET_MAX]
    row.mapping, row.unit = dict(columns), unit
    row.headings, row.first_row = list(head.headings), head.first_row
    row.state, row.done, row.attempt = stages.CHECKING, 0, row.attempt + 1
    row.faults, row.faults_number, row.doubts, row.doubts_number = [], 0, [], 0
    row.repeats, row.repeats_number = [], 0
    row.save(update_fields=_MATCHED)
    audit.record("transparency.columns_matched", person.id, row.id)
    outbox.put(events.ColumnsMatched(source_id=row.id))
    jobs.defer("transparency.read_source", source_id=str(row.id), attempt=row.attempt)


def _check_columns(row: Source, columns: Mapping[str, int], unit: int, width: int) -> None:
    lacks = mapping.missing(row.side, columns, row.stage)
    wrong: dict[str, Any] = {one: _("Выберите столбец") for one in lacks}
    taken: dict[int, str] = {}
    for one, place in columns.items():
        if one not in mapping.FIELDS[row.side] or place not in range(width):
            wrong[one] = _("Такого столбца в таблице нет")
        elif place in taken:
            wrong[one] = _("Этот столбец уже выбран")
        taken[place] = one
    if unit not in amounts.UNITS:
        wrong["unit"] = _("Скажите, в чём считает файл")
    if wrong:
        raise Invalid(_("Проверьте столбцы"), fields=wrong)


@transaction.atomic
def drop_source(person: PersonRef, *, slug: str) -> None:
    """Forget a file that was never published."""
    row = office.source_for(person, slug, is_locked=True)
    policies.may_drop_budget(person, row).or_refuse()
    audit.record("transparency.source_dropped", person.id, row.id, year=row.year)
    outbox.put(events.SourceDropped(source_id=row.id))
    _clear(row.id)
    files.remove([row.file_id])
    row.delete()


def _clear(source_id: UUID) -> None:
    Line.objects.filter(source_id=source_id).delete()
    Node.objects.filter(source_id=source_id).delete()


@dataclass
class _Read:
    """What is known of a file while it is read."""

    seen: dict[codes.Key, totals.Seen] = field(default_factory=dict)
    more_rows: dict[codes.Key, list[int]] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    faults_number: int = 0
    totals: totals.Totals = field(default_factory=totals.Totals)
    # The smallest sum the table can write, in kopecks.
    step: int = 1

    def add(self, *told: Fault) -> None:
        """Count faults, and keep the first of them."""
        self.faults_number += len(told)
        self.faults.extend(told[: FAULTS_MAX - len(self.faults)])


def read_source(*, source_id: UUID, attempt: int) -> None:
    """Read a file whole: lines, totals, sums. With one fault nothing of it stays but the list.

    Part of a job that may come twice: it begins anew, but never beside the one that still runs (it
    is told to come again: TooMany). A check begun later makes it stop.
    """
    asked = ("SELECT 1", ())
    with locks.held(f"transparency.source:{source_id}", asked):
        row = Source.objects.defer(*office.FIRST_ROWS).filter(id=source_id).first()
        if row is None or row.state != stages.CHECKING or row.attempt != attempt:
            return
        try:
            _read_whole(row)
        except (OperationalError, InterfaceError):
            # The database was away, not the file bad: the job is tried again.
            raise
        except Exception as error:
            # Whatever a file has done, its office hears of it. The text may quote a cell.
            log.error("stumbled: %s at %s", type(error).__name__, place_of(error.__traceback__))
            _finish(row, _Read(faults=[Fault(0, 0, wording.UNREADABLE, "")], faults_number=1))


def _read_whole(row: Source) -> None:
    _clear(row.id)
    found = _Read()
    reader = Reader(row.side, row.mapping, row.unit, clean_line)
    try:
        for part in _batches(_rows(row)):
            kept = _told(row, reader, found, part)
            if not _keep_part(row, part[-1][0], [] if found.faults_number else kept):
                return
    except sheets.Unclosed as problem:
        found.add(Fault(problem.line, 0, wording.UNCLOSED, ""))
    except Invalid:
        found.add(Fault(0, 0, wording.UNREADABLE, ""))
    if not found.seen and not found.faults_number:
        found.add(Fault(row.first_row, 0, wording.NO_LINES, ""))
    found.totals = totals.find(found.seen, partial(codes.without_element, row.side))
    if row.side == codes.SPENDING:
        _check_offices(row, found)
    found.step = amounts.step(row.unit, reader.decimals)
    _finish(row, found)


def _check_offices(row: Source, found: _Read) -> None:
    place = row.mapping.get(mapping.OFFICE, row.mapping.get(mapping.CODE, 0))
    for key in codes.without_office(key for key in found.seen if key not in found.totals.keys):
        for number in (found.seen[key].row, *found.more_rows.get(key, ())):
            found.add(Fault(number, place, NO_OFFICE, ""))


def _rows(row: Source) -> Iterator[sheets.Row]:
    data = files.table_bytes(row.file_id)
    if data is None:
        raise Invalid(str(wording.FAULTS[wording.UNREADABLE]))
    for number, cells in sheets.lines(sheets.open_book(data), row.sheet):
        if number >= row.first_row:
            yield number, cells


def _batches(rows: Iterator[sheets.Row]) -> Iterator[list[sheets.Row]]:
    while part := list(islice(rows, BATCH)):
        yield part


def _told(
    row: Source, reader: Reader, found: _Read, part: Sequence[sheets.Row]
) -> list[tuple[object, ...]]:
    """The lines of a part as rows to be kept; faults are counted, the first of them kept."""
    kept: list[tuple[object, ...]] = []
    for number, cells in part:
        told = reader.read(number, cells)
        if isinstance(told, Told):
            said = told.codes
            _note(row.side, found, told)
            is_total = told.is_grand or told.is_noted
            kept.append(
                (row.id, number, is_total, said.office, said.part, said.target, said.kind)
                + (said.code, told.name, *told.sums)
            )
        elif told:
            found.add(*told)
    return kept


def _note(side: str, found: _Read, told: Told) -> None:
    """Sums by key, and what the file calls offices, sections and programmes."""
    if told.is_noted:
        return
    key = codes.key_of(side, told.codes)
    known = found.seen.get(key)
    if known is None:
        found.seen[key] = totals.Seen(list(told.sums), told.row)
    else:
        known.number += 1
        if not told.is_grand:
            known.told += 1
            known.sums = [
                old if new is None else (old or 0) + new
                for old, new in zip(known.sums, told.sums, strict=True)
            ]
        elif _size(told.sums) > _size(known.sums):
            # «Итого налоговых» and «ВСЕГО» name no code: the largest is the whole of the table.
            known.sums, known.row, told = list(told.sums), told.row, told._replace(row=known.row)
        found.more_rows.setdefault(key, []).append(told.row)
    if told.name and (named := codes.named(side, key)) is not None:
        found.names.setdefault(named, told.name)


def _size(sums: Sequence[int | None]) -> int:
    return sum(abs(one or 0) for one in sums)


@transaction.atomic
def _keep_part(row: Source, last: int, kept: list[tuple[object, ...]]) -> bool:
    """Write lines of a part; False when another check has begun meanwhile."""
    ours = Source.objects.filter(id=row.id, state=stages.CHECKING, attempt=row.attempt)
    if not ours.update(done=last):
        return False
    if kept:
        copy_rows(Line, _COLUMNS, kept)
    return True


@transaction.atomic
def _finish(row: Source, found: _Read) -> None:
    locked = Source.objects.defer(*office.FIRST_ROWS).select_for_update()
    ours = locked.filter(id=row.id, attempt=row.attempt)
    fresh = ours.filter(state=stages.CHECKING).first()
    if fresh is None:
        return
    fresh.faults_number = found.faults_number
    fresh.faults = [{**asdict(one), "words": clean_line(one.words)} for one in found.faults]
    if found.faults_number:
        _clear(fresh.id)
        fresh.state = stages.FAULTY
        fresh.save()
        return
    judged = found.totals
    rows = [found.seen[key].row for key in judged.keys]
    rows += [one for key in judged.keys for one in found.more_rows.get(key, ())]
    for start in range(0, len(rows), BATCH):
        Line.objects.filter(source=fresh, row__in=rows[start : start + BATCH]).update(is_total=True)
    found_doubts = totals.disagreements(found.seen, judged, found.step)
    doubts = sorted(found_doubts, key=lambda one: one.row)
    fresh.doubts_number = len(doubts)
    fresh.doubts = [_doubt(fresh, one) for one in doubts[:KEPT_MAX]]
    repeats = _repeats(fresh, found)
    fresh.repeats, fresh.repeats_number = repeats[:KEPT_MAX], len(repeats)
    sums, has = totals.counted(found.seen, judged)
    fresh.plan, fresh.revised, fresh.executed = (
        value if is_there else None for value, is_there in zip(sums, has, strict=True)
    )
    fresh.totals_number = len(rows)
    fresh.lines_number = sum(one.number for one in found.seen.values()) - len(rows)
    _roll_up(fresh, found.names)
    fresh.state = stages.READY
    fresh.save()


def _doubt(row: Source, one: totals.Disagreement) -> dict[str, Any]:
    return {**asdict(one), "column": row.mapping[mapping.SUMS[one.column]]}


def _repeats(row: Source, found: _Read) -> list[dict[str, Any]]:
    """Lines under the very codes of an earlier one. Codes that do not go down to the office and the
    kind stand under several lines by right."""
    column = next(row.mapping[one] for one in mapping.SUMS if one in row.mapping)
    again = [
        {"row": number, "column": column, "of": found.seen[key].row}
        for key, rows in found.more_rows.items()
        if key[0] and key[-1] and key not in found.totals.keys
        for number in rows
    ]
    return sorted(again, key=lambda one: one["row"])


def _roll_up(row: Source, names: Mapping[tuple[str, str], str]) -> None:
    """Sums of every node of every axis: what views show."""
    nodes = axes.rolled_up(row.side, office.groups_of(row))
    Node.objects.bulk_create(
        [
            Node(
                source=row,
                axis=one.axis,
                key=one.key,
                parent=one.parent,
                code=one.code,
                name=names.get((one.kind, one.code), ""),
                lines_number=one.number,
                has_below=one.has_below,
                plan=one.sums[0],
                revised=one.sums[1],
                executed=one.sums[2],
            )
            for one in nodes
        ],
        batch_size=2000,
    )
