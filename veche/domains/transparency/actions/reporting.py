"""A report becomes everyone's, and is corrected by new versions; its words are read for search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeAlias
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.files.public import FileRef
from veche.commons.identity.public import PersonRef
from veche.domains.transparency import events, policies
from veche.domains.transparency.models import FILE_NAME_MAX, Attachment, Due, Report, Version
from veche.domains.transparency.queries import published
from veche.domains.transparency.rules import publication as rules
from veche.kernel import clock, jobs, outbox, sheets
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.sheets import Sheet

KIND = "transparency.report"
# A search vector holds a megabyte at most.
WORDS_MAX, CELL_SHOWN = 150_000, 300
Sent: TypeAlias = "bytes | UploadedFile[bytes]"


@dataclass(frozen=True)
class About:
    """Whose report of which kind it is and for which period; `due_id` where the plan knows it."""

    body: str
    kind: str
    title: str
    starts_on: date
    ends_on: date
    due_id: UUID | None = None


@dataclass(frozen=True)
class Content:
    """What a version says: a PDF or a link, tables, and the gist in words for everyone."""

    summary: str
    file: Sent | None = None
    link: str = ""
    tables: Sequence[Sent] = ()


@dataclass(frozen=True)
class _Kept:
    file: FileRef | None
    size: int
    tables: list[tuple[FileRef, int, Sheet]]


def publish_report(
    person: PersonRef, *, about: About, content: Content, at: datetime | None = None
) -> Report:
    """Publish the first version; what the plan waits for is done by it. Invalid, Conflict.

    `at` is the instant of what was public elsewhere before.
    """
    policies.may_publish_report(person).or_refuse()
    _check_about(about)
    _check_content(content)
    # The bytes go first: what hangs on nothing for a day is removed.
    return _publish(person, about, content, _keep(person, content), at or clock.database_now())


def correct_report(
    person: PersonRef, *, slug: str, number: int, reason: str, content: Content
) -> Report:
    """Publish a version after `number`, which the official has seen; the earlier ones stay."""
    policies.may_publish_report(person).or_refuse()
    if not reason.strip():
        words = _("Скажите, что исправлено: это прочитают жители")
        raise Invalid(words, fields={"reason": words})
    published.report(slug)
    _check_content(content)
    return _correct(person, slug, number, reason.strip(), content, _keep(person, content))


def _check_about(about: About) -> None:
    if about.kind not in rules.KINDS:
        raise Invalid(_("Выберите вид отчёта"), fields={"kind": _("Выберите вид отчёта")})
    if not about.starts_on <= about.ends_on:
        words = _("Период кончается раньше, чем начался")
        raise Invalid(words, fields={"ends_on": words})


def _check_content(content: Content) -> None:
    if content.file is None and not content.link:
        words = _("Приложите PDF или дайте ссылку на отчёт")
        raise Invalid(words, fields={"file": words})
    if len(content.summary) < rules.SUMMARY_MIN:
        words = _("Напишите подробнее: нужно не меньше %(least)s знаков, сейчас их %(n)s") % {
            "least": rules.SUMMARY_MIN,
            "n": len(content.summary),
        }
        raise Invalid(words, fields={"summary": words})
    if rules.sentences(content.summary) < rules.SENTENCES_MIN:
        words = _("Нужны хотя бы три предложения: что сделано, что не вышло, что дальше")
        raise Invalid(words, fields={"summary": words})


def _keep(person: PersonRef, content: Content) -> _Kept:
    owner = person.known_id
    tables = [_of_field("tables", partial(_keep_table, owner, one)) for one in content.tables]
    if content.file is None:
        return _Kept(None, 0, tables)
    whole = _bytes(content.file)
    name = _name(content.file, "report.pdf")
    document = _of_field(
        "file", lambda: files.save_document(whole, owner=owner, purpose=KIND, name=name)
    )
    return _Kept(document, len(whole), tables)


def _keep_table(owner: UUID, sent: Sent) -> tuple[FileRef, int, Sheet]:
    data = _bytes(sent)
    read = sheets.read(data)
    kept = files.save_table(data, owner=owner, purpose=KIND, name=_name(sent, "table"))
    return kept, len(data), read


def _of_field(field: str, act: Callable[[], Any]) -> Any:
    """What is wrong with a file is told beside its field."""
    try:
        return act()
    except Invalid as problem:
        raise Invalid(problem.words, fields={field: problem.words}) from None


def _bytes(sent: Sent) -> bytes:
    return sent if isinstance(sent, bytes) else sent.read(files.BYTES_MAX + 1)


def _name(sent: Sent, otherwise: str) -> str:
    return otherwise if isinstance(sent, bytes) else sent.name or otherwise


@transaction.atomic
def _publish(
    person: PersonRef, about: About, content: Content, kept: _Kept, now: datetime
) -> Report:
    body = published.body(about.body)
    due = _due(about, body.id)
    row: Report = Report.objects.create(
        body=body,
        kind=about.kind,
        title=about.title,
        starts_on=about.starts_on,
        ends_on=about.ends_on,
        year=about.ends_on.year,
        due=due,
        summary=content.summary,
        published_at=now,
        changed_at=now,
        words=first_words(about.title, body.name, content.summary),
    )
    _add_version(person, row, content, kept, now, "")
    if due is not None:
        due.is_done = True
        due.save(update_fields=["is_done"])
    audit.record("transparency.report_published", person.id, row.id, report=row.kind)
    outbox.put(events.ReportPublished(report_id=row.id))
    return row


def _due(about: About, body_id: UUID) -> Due | None:
    if about.due_id is None:
        return None
    rows = Due.objects.select_for_update(of=("self",)).select_related("line")
    row = rows.filter(id=about.due_id, line__body_id=body_id, line__kind=about.kind).first()
    if row is None or (row.starts_on, row.ends_on) != (about.starts_on, about.ends_on):
        raise NotFound()
    if row.is_done:
        raise Conflict(
            _("Этот отчёт уже опубликован"),
            advice=_("Откройте его и опубликуйте исправление."),
            code="published-already",
        )
    return row


@transaction.atomic
def _correct(
    person: PersonRef, slug: str, number: int, reason: str, content: Content, kept: _Kept
) -> Report:
    row = Report.objects.select_for_update(of=("self",)).select_related("body").get(slug=slug)
    if row.number != number:
        raise Conflict(
            _("Пока вы писали, вышла другая версия"),
            advice=_("Прочитайте её и опубликуйте исправление ещё раз."),
            code="changed-meanwhile",
        )
    now = clock.database_now()
    row.number, row.summary, row.changed_at = number + 1, content.summary, now
    row.words = first_words(row.title, row.body.name, content.summary)
    row.text_state = rules.READING
    row.save()
    _add_version(person, row, content, kept, now, reason)
    audit.record(
        "transparency.report_corrected", person.id, row.id, report=row.kind, version=row.number
    )
    outbox.put(events.ReportCorrected(report_id=row.id))
    return row


def first_words(*parts: str) -> str:
    """What a report is found by before its file is read, and where it has none to read."""
    return published.folded("\n".join(parts))


def _add_version(
    person: PersonRef, row: Report, content: Content, kept: _Kept, now: datetime, reason: str
) -> None:
    version: Version = Version.objects.create(
        report=row,
        number=row.number,
        summary=content.summary,
        reason=reason,
        file_id=kept.file.id if kept.file else None,
        file_name=kept.file.name[:FILE_NAME_MAX] if kept.file else "",
        sha256=files.sha256_of(kept.file.id) if kept.file else "",
        size_bytes=kept.size,
        link=content.link,
        publisher_id=person.known_id,
        published_at=now,
    )
    Attachment.objects.bulk_create(
        [
            Attachment(
                version=version,
                position=position,
                file_id=one.id,
                file_name=one.name[:FILE_NAME_MAX],
                size_bytes=size,
                headings=_shown(read.headings, len(read.headings)),
                rows=[
                    _shown(cells, len(read.headings))
                    for _line, cells in read.rows[: rules.ROWS_SHOWN]
                ],
                rows_number=len(read.rows),
                is_cut=read.is_cut,
            )
            for position, (one, size, read) in enumerate(kept.tables)
        ]
    )
    ids = [one.id for one, _size, _read in kept.tables] + ([kept.file.id] if kept.file else [])
    files.attach(
        person.known_id,
        file_ids=ids,
        subject_kind=KIND,
        subject_id=str(version.id),
        is_public=True,
    )
    jobs.defer("transparency.read_report", report_id=str(row.id), number=row.number)


def _shown(cells: Sequence[str], width: int) -> list[str]:
    """A row as wide as its headings: a workbook gives many empty cells, a CSV may give too few."""
    cut = [one[:CELL_SHOWN] for one in cells[:width]]
    return [*cut, *[""] * (width - len(cut))]


def read_words(*, report_id: UUID, number: int) -> None:
    """Have the words of a version found: of its file and of its tables. A newer one comes first."""
    row = Report.objects.filter(id=report_id, number=number).select_related("body").first()
    if row is None or row.text_state != rules.READING:
        return
    version = row.versions.select_related("hiding").prefetch_related("tables").get(number=number)
    if version.is_hidden:
        return
    text = files.document_text(version.file_id, WORDS_MAX) if version.file_id else ""
    parts = [first_words(row.title, row.body.name, row.summary), text]
    parts += [_table_words(one) for one in version.tables.all()]
    # What was hidden meanwhile stays mute.
    Report.objects.filter(id=row.id, number=number, text_state=rules.READING).update(
        words=published.folded("\n".join(filter(None, parts)))[:WORDS_MAX],
        text_state=rules.READ if any(parts[1:]) else rules.MUTE,
    )


def _table_words(one: Attachment) -> str:
    data = files.table_bytes(one.file_id)
    if data is None:
        return ""
    try:
        read = sheets.read(data)
    except Invalid:
        return ""
    return "\n".join(" ".join(filter(None, cells)) for _line, cells in read.rows)[:WORDS_MAX]
