"""A table that is looked at before it is written: kept, tried, taken or left."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import PersonRef
from veche.domains.homes import policies
from veche.domains.homes.actions import importing
from veche.domains.homes.actions.importing import Outcome
from veche.domains.homes.models import Upload
from veche.domains.homes.queries import fields
from veche.domains.homes.queries import outages as reading
from veche.domains.homes.rules.table import BadTable, Table, read_table
from veche.kernel import clock, idempotency
from veche.kernel.errors import Conflict, Invalid, Text

_BAD: dict[str, Text] = {
    "big": _("Файл больше 5 МБ: разделите его на части"),
    "binary": _("Это не текстовый файл. Сохраните таблицу как CSV"),
    "header": _("В первой строке нет названий столбцов"),
    "long": _("Строк больше пяти тысяч: разделите файл на части"),
    "row": _("В одной из строк столбцов больше, чем в заголовке, или слишком длинный текст"),
    "quotes": _("Файл не читается как CSV: проверьте кавычки"),
    "empty": _("В файле нет ни одной строки, кроме заголовка"),
}


class _Undo(Exception):
    """Takes everything back."""


@transaction.atomic
def keep_upload(person: PersonRef, *, kind: str, data: bytes) -> None:
    """Keep a table that can be read; an earlier one of that kind gives way."""
    policies.may_keep_homes(person).or_refuse()
    try:
        read_table(data)
    except BadTable as bad:
        words = _BAD[bad.code]
        raise Invalid(words, fields={"file": words}) from None
    Upload.objects.update_or_create(
        owner_id=person.known_id,
        kind=kind,
        defaults={
            "token": uuid4(),
            "packed": zlib.compress(data, 6),
            "uploaded_at": clock.now(),
        },
    )


def table_of(person: PersonRef, *, kind: str) -> tuple[Upload, Table]:
    """The table that waits for this person; NotFound."""
    policies.may_keep_homes(person).or_refuse()
    row = reading.upload(person.known_id, kind)
    return row, read_table(zlib.decompress(bytes(row.packed)))


def try_upload(
    person: PersonRef, *, kind: str, table: Table, mapping: Mapping[str, int], source: str
) -> Outcome:
    """What the table would change, found by changing it and taking everything back."""
    done = Outcome()
    try:
        with transaction.atomic():
            done = _import(person, kind, table, mapping, source)
            raise _Undo
    except _Undo:
        return done


def take_upload(
    person: PersonRef, *, kind: str, token: str, mapping: Mapping[str, int], source: str
) -> tuple[int, int]:
    """Write the table that was tried; taken again, it gives the first answer."""
    policies.may_keep_homes(person).or_refuse()

    def make() -> list[int]:
        row, table = table_of(person, kind=kind)
        if str(row.token) != token:
            raise Conflict(
                _("После проверки загрузили другой файл"),
                advice=_("Посмотрите его и запишите ещё раз."),
                code="stale-preview",
            )
        done = _import(person, kind, table, mapping, source)
        row.delete()
        return [done.made, done.changed]

    told = repr((kind, sorted(mapping.items()), source)).encode()
    made, changed = idempotency.answer_once(f"person:{person.id}", f"table:{token}", told, make)
    return made, changed


@transaction.atomic
def leave_upload(person: PersonRef, *, kind: str) -> None:
    """Forget a table that was tried."""
    policies.may_keep_homes(person).or_refuse()
    Upload.objects.filter(owner_id=person.known_id, kind=kind).delete()


def forget_uploads(*, before: datetime) -> int:
    """Drop tables that nobody has written; how many."""
    return Upload.objects.filter(uploaded_at__lt=before).delete()[0]


def _import(
    person: PersonRef, kind: str, table: Table, mapping: Mapping[str, int], source: str
) -> Outcome:
    if lacking := fields.missing(kind, mapping):
        names = ", ".join(str(one.title) for one in lacking)
        raise Invalid(_("Покажите столбцы: %(names)s") % {"names": names}, code="columns")
    if kind == Upload.SERVINGS:
        return importing.import_servings(person, table=table, mapping=mapping, source=source)
    return importing.import_outages(person, table=table, mapping=mapping)
