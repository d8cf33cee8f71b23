"""A table of an office: read whole, its columns looked over, wrong cells told by their address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from veche.commons.audit import public as audit
from veche.commons.datasets import public as datasets
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.opendata import policies
from veche.domains.opendata.models import FILE_NAME_MAX, OwnSet, Publisher, Row, Version
from veche.domains.opendata.queries import office, wording
from veche.domains.opendata.rules import fields, stages
from veche.domains.opendata.rules.fields import Fault, Field
from veche.kernel import clock, sheets
from veche.kernel.database.copying import copy_rows
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.sheets import Sheet

_ROW = ("version_id", "position", "line", "cells")
# Shorter words are nobody's telephone; letters alone are looked at for an address of mail only.
_DIGITS_MIN = 6


@dataclass(frozen=True)
class About:
    """The passport of a set."""

    title: str
    text: str
    theme: str
    period: str
    licence: str
    source: str = ""
    valid_until: date | None = None


@dataclass(frozen=True)
class _Sent:
    """A file that was read."""

    name: str
    sha256: str
    sheet: Sheet


def _read(data: bytes | UploadedFile[bytes], name: str) -> _Sent:
    whole = data if isinstance(data, bytes) else data.read(sheets.BYTES_MAX + 1)
    sheet = sheets.read(whole, stages.ROWS_MAX)
    if sheet.is_cut:
        words = _("В таблице больше %(most)s строк") % {"most": stages.ROWS_MAX}
        raise Invalid(words, advice=_("Разделите её на части, например по годам."))
    if not sheet.rows:
        raise Invalid(
            _("В таблице нет ни одной строки"), advice=_("Под заголовками должны стоять данные.")
        )
    return _Sent(name[-FILE_NAME_MAX:], hashlib.sha256(whole).hexdigest(), sheet)


def upload_set(
    person: PersonRef,
    *,
    code: str,
    about: About,
    data: bytes | UploadedFile[bytes],
    name: str,
) -> Version:
    """A new set with its first version, public to nobody yet; Invalid, Conflict."""
    policies.may_upload_set(person).or_refuse()
    sent = _read(data, name)
    return _begin_set(person, code, about, sent)


@transaction.atomic
def _begin_set(person: PersonRef, code: str, about: About, sent: _Sent) -> Version:
    if datasets.known(code) is not None or OwnSet.objects.filter(code=code).exists():
        words = _("Такой код уже есть")
        raise Conflict(words, advice=_("Выберите другой."), fields={"code": words})
    own: OwnSet = OwnSet.objects.create(code=code, author_id=person.known_id, **asdict(about))
    return _begin_version(person, own, sent, "")


def upload_version(
    person: PersonRef, *, code: str, data: bytes | UploadedFile[bytes], name: str, note: str
) -> Version:
    """The next version of a set; columns are as they were where the headings are the same."""
    policies.may_upload_set(person).or_refuse()
    sent = _read(data, name)
    with transaction.atomic():
        own = office.own_set(person, code, is_locked=True)
        return _begin_version(person, own, sent, note)


def _begin_version(person: PersonRef, own: OwnSet, sent: _Sent, note: str) -> Version:
    last = own.versions.order_by("-number").first()
    if last is not None and last.upload_sha256 == sent.sha256 and last.state != stages.WITHDRAWN:
        raise Conflict(
            _("Этот же файл уже загружен последним"),
            advice=_("Откройте его версию и продолжите с ней."),
            code="same-file",
        )
    sheet = sent.sheet
    told = office.earlier_fields(own, sheet.headings) or tuple(
        fields.proposed(sheet.headings, [cells for _line, cells in sheet.rows])
    )
    row: Version = Version.objects.create(
        code=own.code,
        own=own,
        number=last.number + 1 if last is not None else 1,
        fields=fields.kept(told),
        rows_number=len(sheet.rows),
        upload_sha256=sent.sha256,
        note=note,
        file_name=sent.name,
        uploader_id=person.known_id,
        made_at=clock.now(),
    )
    keep_rows(row.id, rows=sheet.rows)
    _check(row, told, sheet.rows)
    row.state = stages.DRAFT
    row.save()
    audit.record("opendata.set_uploaded", person.id, row.id, code=own.code, number=row.number)
    return row


def keep_rows(version_id: UUID, *, rows: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Write rows of a version: the line of the file, its cells as words."""
    return copy_rows(
        Row,
        _ROW,
        ((version_id, n, line, Jsonb(list(cells))) for n, (line, cells) in enumerate(rows)),
    )


@transaction.atomic
def settle_columns(
    person: PersonRef, *, code: str, number: int, columns: Sequence[Field]
) -> Version:
    """Say what each column is, and look every cell over; with no wrong cell the version is ready.

    Invalid when names are wrong or come twice."""
    row = office.version_for(person, code, number, is_locked=True)
    policies.may_change_version(person, row).or_refuse()
    _check_columns(row, columns)
    row.fields = fields.kept(columns)
    _check(row, columns, office.all_rows(row))
    row.state = stages.DRAFT if row.faults_number else stages.READY
    row.save()
    audit.record("opendata.columns_settled", person.id, row.id, code=code, number=number)
    return row


def _check_columns(row: Version, columns: Sequence[Field]) -> None:
    wrong: dict[str, str] = {}
    taken: set[str] = set()
    for place, one in enumerate(columns):
        if not fields.NAME.match(one.name):
            wrong[f"name_{place}"] = _("Маленькие латинские буквы, цифры и _, первой — буква")
        elif one.name in taken:
            wrong[f"name_{place}"] = _("Такое имя уже есть у другого столбца")
        if not one.title:
            wrong[f"title_{place}"] = _("Назовите столбец")
        if one.part == fields.PERSONS and one.type != fields.INTEGER:
            wrong[f"type_{place}"] = _("Людей считают целыми числами")
        taken.add(one.name)
    if len(columns) != len(row.fields):
        raise Conflict(_("Столбцы изменились, пока вы смотрели"), advice=_("Откройте их заново."))
    if wrong:
        raise Invalid(_("Проверьте столбцы"), fields=wrong)


def _check(
    row: Version, columns: Sequence[Field], rows: Iterable[tuple[int, Sequence[str]]]
) -> None:
    """Count wrong cells, keep the first of them; somebody's own numbers are wrong cells too."""
    found: list[Fault] = []
    doubts: dict[tuple[int, str], int] = {}
    number = 0
    for line, cells in rows:
        for fault in _faults_of(columns, line, cells, doubts):
            number += 1
            if len(found) < stages.FAULTS_KEPT:
                found.append(fault)
    row.faults, row.faults_number = [asdict(one) for one in found], number
    row.doubts = [
        {"title": columns[place].title, "what": what, "line": line}
        for (place, what), line in doubts.items()
    ]


def _faults_of(
    columns: Sequence[Field],
    line: int,
    cells: Sequence[str],
    doubts: dict[tuple[int, str], int],
) -> Iterator[Fault]:
    for fault in fields.faults(columns, line, cells):
        words = wording.fault_words(fault.what, {})
        told = _veiled(fault.words) if fault.what == fields.PERSON else fault.words
        yield Fault(fault.line, fault.column, words, told)
    for place, words in enumerate(cells[: len(columns)]):
        if not _may_be_somebodys(words):
            continue
        for kind, title in moderation.own_numbers(words).items():
            if wording.is_refused(kind, columns[place].part):
                what = wording.fault_words(kind, {kind: title})
                yield Fault(line, place, what, _veiled(words))
            elif columns[place].part != fields.CONTACT:
                doubts.setdefault((place, str(title)), line)


def _may_be_somebodys(words: str) -> bool:
    if "@" in words or "собака" in words or "кв" in words:  # not shown: how mail is spelled
        return True
    return sum(sign.isdigit() for sign in words) >= _DIGITS_MIN


def _veiled(words: str) -> str:
    """A cell as the list of faults shows it: found again by its address, told to nobody."""
    return f"{words[:2]}…"


@transaction.atomic
def drop_version(person: PersonRef, *, code: str, number: int) -> None:
    """Forget a version that was never published, and its set when nothing else is of it."""
    row = office.version_for(person, code, number, is_locked=True)
    policies.may_change_version(person, row).or_refuse()
    audit.record("opendata.version_dropped", person.id, row.id, code=code, number=number)
    own = row.own
    row.delete()
    if own is not None and not own.versions.exists():
        own.delete()


@transaction.atomic
def change_set(person: PersonRef, *, code: str, about: About) -> None:
    """Mend the passport of a set; once something of it was public, its day tells so."""
    own = office.own_set(person, code, is_locked=True)
    policies.may_change_set(person, own).or_refuse()
    for name, value in asdict(about).items():
        setattr(own, name, value)
    own.changed_at = clock.now()
    own.save()
    audit.record("opendata.set_changed", person.id, own.id, code=code)


@transaction.atomic
def name_publisher(person: PersonRef, *, name: str, inn: str, phone: str, email: str) -> None:
    """Say who publishes, as passports name them."""
    policies.may_name_publisher(person).or_refuse()
    told = {"name": name, "inn": inn, "phone": phone, "email": email}
    Publisher.objects.update_or_create(id=1, defaults=told)
    audit.record("opendata.publisher_named", person.id, "publisher")
