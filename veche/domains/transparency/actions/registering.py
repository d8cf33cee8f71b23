"""Tables beside the budget come in whole or not at all: other towns, indicators, payments."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.transparency import events, policies
from veche.domains.transparency.models import Indicator, Paid, Payment, Peer, PeerSum, Register
from veche.domains.transparency.rules import payments, registers
from veche.domains.transparency.rules.registers import Record, Told
from veche.kernel import locks, outbox, sheets
from veche.kernel.database.copying import copy_rows
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.ids import new_id

LOCK = "transparency.registers"
FILE_NAME_MAX = 120
_BATCH = 2000
_PEER = ("population", "source_title", "source_url", "as_of")
_INDICATOR = ("unit", "plan", "fact", "source_title", "source_url")
_LINE = ("year", "office", "part", "target", "kind", "contract")
_PAYMENT = (
    "register_id", "row", "paid_on", "year", "document", "contract", "amount", "office", "part",
    "target", "kind", "purpose", "recipient", "inn",
)  # fmt: skip


def import_register(
    person: PersonRef, *, kind: str, data: bytes | UploadedFile[bytes], name: str
) -> Told:
    """Take a table in: with one fault nothing of it is kept, and the faults say where. Everyone
    sees it at once. Invalid where there is no table; Conflict for a register that is here already.
    """
    policies.may_import_register(person).or_refuse()
    if kind == registers.PAYMENTS and payments.names_person(name):
        raise Invalid(
            _("Имя файла похоже на имя человека"), advice=_("Переименуйте файл и загрузите снова.")
        )
    whole = data if isinstance(data, bytes) else data.read(files.BYTES_MAX + 1)
    if len(whole) > files.BYTES_MAX:
        raise Invalid(_("Файл слишком большой"), advice=_("Разделите его на части."))
    told = _read(kind, sheets.lines(sheets.open_book(whole)))
    if told is None:
        raise Invalid(
            _("В файле нет нужных столбцов"), advice=_("Скачайте образец: заголовки — как в нём.")
        )
    _CHECKS[kind](told)
    if not told.records and not told.wrong_number:
        raise Invalid(_("Под заголовками нет ни одной строки"))
    _keep(person, kind, told, hashlib.sha256(whole).hexdigest(), name[:FILE_NAME_MAX])
    return told


def _read(kind: str, rows: Iterable[sheets.Row]) -> Told | None:
    if kind == registers.PAYMENTS:
        return payments.read(rows)
    columns = {
        registers.TOWNS: registers.TOWN_COLUMNS,
        registers.INDICATORS: registers.INDICATOR_COLUMNS,
    }
    return registers.read(columns[kind], rows)


@transaction.atomic
def _keep(person: PersonRef, kind: str, told: Told, digest: str, name: str) -> None:
    locks.take(exclusive=[LOCK])
    if kind == registers.PAYMENTS:
        _check_known(told, digest)
    if told.wrong_number:
        return
    import_id = new_id()
    if kind == registers.TOWNS:
        _keep_towns(person, told)
    elif kind == registers.INDICATORS:
        _keep_indicators(person, told)
    else:
        _keep_payments(person, told, import_id, digest, name)
    audit.record("transparency.register_imported", person.id, import_id, register=kind)
    outbox.put(events.RegisterImported(import_id=import_id, register=kind))


def _check_towns(told: Told) -> None:
    """A town has one number of people and one source a year; a section once."""
    heads: dict[tuple[Any, ...], Record] = {}
    seen: set[tuple[Any, ...]] = set()
    for row, one in told.records:
        key = (one["name"], one["year"], one["basis"])
        head = heads.setdefault(key, one)
        for field in _PEER:
            if head[field] != one[field]:
                told.add(row, field, "differs", str(one[field]))
        if (*key, one["section"]) in seen:
            told.add(row, "section", "twice", one["section"])
        seen.add((*key, one["section"]))


def _check_indicators(told: Told) -> None:
    seen: set[tuple[Any, ...]] = set()
    for row, one in told.records:
        key = (one["programme"], one["name"], one["year"])
        if key in seen:
            told.add(row, "name", "twice", one["name"])
        seen.add(key)
        if one["plan"] is None and one["fact"] is None:
            told.add(row, "plan", "blank", "")


def _check_nothing(told: Told) -> None:
    """Payments are checked as they are read."""


_CHECKS: dict[str, Callable[[Told], None]] = {
    registers.TOWNS: _check_towns,
    registers.INDICATORS: _check_indicators,
    registers.PAYMENTS: _check_nothing,
}


def _keep_towns(person: PersonRef, told: Told) -> None:
    """A town's year is replaced whole by what a file says of it."""
    towns: dict[tuple[Any, ...], list[Record]] = {}
    for _row, one in told.records:
        towns.setdefault((one["name"], one["year"], one["basis"]), []).append(one)
    for (name, year, basis), ones in towns.items():
        Peer.objects.filter(name=name, year=year, basis=basis).delete()
        peer = Peer.objects.create(
            name=name,
            year=year,
            basis=basis,
            importer_id=person.known_id,
            **{field: ones[0][field] for field in _PEER},
        )
        PeerSum.objects.bulk_create(
            [PeerSum(peer=peer, section=one["section"], amount=one["amount"]) for one in ones]
        )


def _keep_indicators(person: PersonRef, told: Told) -> None:
    """What is told anew of an indicator and a year takes the place of what was told before."""
    keys = ("programme", "name", "year")
    Indicator.objects.bulk_create(
        [Indicator(**one, importer_id=person.known_id) for _row, one in told.records],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=keys,
        update_fields=(*_INDICATOR, "importer_id"),
    )


def _check_known(told: Told, digest: str) -> None:
    if Register.objects.filter(sha256=digest).exists():
        raise Conflict(
            _("Этот файл уже загружен"),
            advice=_("Если в нём ошибка, уберите реестр и загрузите исправленный."),
            code="here-already",
        )
    days = [one["paid_on"] for _row, one in told.records]
    if not days:
        return
    known = {
        tuple(one)
        for one in Payment.objects.filter(paid_on__range=(min(days), max(days))).values_list(
            "paid_on", "document", "contract", "office", "part", "target", "kind"
        )
    }
    for row, one in told.records:
        if payments.key_of(one) in known:
            told.add(row, "document", "known", one["document"])


def _keep_payments(person: PersonRef, told: Told, import_id: UUID, digest: str, name: str) -> None:
    days = [one["paid_on"] for _row, one in told.records]
    Register.objects.create(
        id=import_id,
        file_name=name,
        sha256=digest,
        rows_number=len(told.records),
        amount=sum(one["amount"] for _row, one in told.records),
        first_on=min(days),
        last_on=max(days),
        importer_id=person.known_id,
    )
    copy_rows(Payment, _PAYMENT, (_payment(import_id, row, one) for row, one in told.records))
    _roll_up({one.year for one in days})


def _payment(register_id: UUID, row: int, one: Mapping[str, Any]) -> tuple[object, ...]:
    told = one["codes"]
    return (
        register_id, row, one["paid_on"], one["paid_on"].year, one["document"], one["contract"],
        one["amount"], told.office, told.part, told.target, told.kind, one["purpose"],
        one["recipient"], one["inn"],
    )  # fmt: skip


def _roll_up(years: Iterable[int]) -> None:
    for year in years:
        Paid.objects.filter(year=year).delete()
        found = (
            Payment.objects.filter(year=year)
            .values(*_LINE)
            .annotate(number=Count("id"), total=Sum("amount"), last_on=Max("paid_on"))
            .order_by(*_LINE)
        )
        names = (*_LINE, "number", "amount", "last_on")
        rows = [
            (*(one[name] for name in _LINE), one["number"], int(one["total"]), one["last_on"])
            for one in found
        ]
        copy_rows(Paid, names, rows)


@transaction.atomic
def drop_register(person: PersonRef, *, kind: str, key: str) -> None:
    """Take away another town's year, a programme's indicators of a year, a register of payments.

    `key` is an id, or `05-2026` of indicators; NotFound."""
    policies.may_drop_register(person).or_refuse()
    locks.take(exclusive=[LOCK])
    gone_id = _drop_indicators(key) if kind == registers.INDICATORS else _drop(kind, key)
    audit.record("transparency.register_dropped", person.id, gone_id, register=kind)
    outbox.put(events.RegisterDropped(import_id=gone_id, register=kind))


def _drop_indicators(key: str) -> UUID:
    programme, _joint, year = key.partition("-")
    rows = Indicator.objects.filter(programme=programme, year=int(year) if year.isdecimal() else 0)
    if not rows.delete()[0]:
        raise NotFound()
    return new_id()


def _drop(kind: str, key: str) -> UUID:
    try:
        row_id = UUID(key)
    except ValueError as error:
        raise NotFound() from error
    if kind == registers.TOWNS:
        if not Peer.objects.filter(id=row_id).delete()[0]:
            raise NotFound()
        return row_id
    row = Register.objects.filter(id=row_id).first()
    if row is None:
        raise NotFound()
    years = set(Payment.objects.filter(register=row).values_list("year", flat=True).distinct())
    row.delete()
    _roll_up(years)
    return row_id
