"""Tables beside the budget come in whole or not at all: other towns, indicators, payments."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

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
from veche.kernel import locks, names, outbox, sheets
from veche.kernel.database.copying import copy_rows
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.ids import new_id

LOCK = "transparency.registers"
FILE_NAME_MAX = 120
_BATCH, YEAR_DIGITS = 2000, 4
_PEER = ("population", "source_title", "source_url", "as_of")
_INDICATOR = ("unit", "plan", "fact", "source_title", "source_url")
_LINE = ("year", "office", "part", "target", "kind", "contract")
_PAYMENT = (
    "register_id", "row", "paid_on", "year", "document", "contract", "amount", "office", "part",
    "target", "kind", "purpose", "recipient", "inn",
)  # fmt: skip


@dataclass(frozen=True)
class _Kind:
    """What is done with a kind of table: read into records, checked in itself and against what is
    kept (by the digest of its file), kept under the ids by which each part is dropped again, and
    dropped by its key. `shows_name`: whether everyone reads the file's name."""

    read: Callable[[Iterable[sheets.Row]], Told | None]
    check: Callable[[Told], None]
    check_known: Callable[[Told, str], None]
    keep: Callable[[PersonRef, Told, UUID, str, str], list[UUID]]
    drop: Callable[[str], UUID | None]
    shows_name: bool = False


def import_register(
    person: PersonRef, *, kind: str, data: bytes | UploadedFile[bytes], name: str
) -> Told:
    """Take a table in: with one fault nothing of it is kept, and the faults say where. Everyone
    sees it at once. Invalid where there is no table; Conflict for a register that is here already.

    It is read while its sender waits: a file that may hold names is not kept for a job.
    """
    policies.may_import_register(person).or_refuse()
    if _KINDS[kind].shows_name and names.names_person(name):
        raise Invalid(
            _("Имя файла похоже на имя человека"), advice=_("Переименуйте файл и загрузите снова.")
        )
    whole = data if isinstance(data, bytes) else data.read(files.BYTES_MAX + 1)
    if len(whole) > files.BYTES_MAX:
        raise Invalid(_("Файл слишком большой"), advice=_("Разделите его на части."))
    told = _KINDS[kind].read(sheets.lines(sheets.open_book(whole)))
    if told is None:
        raise Invalid(
            _("В файле нет нужных столбцов"), advice=_("Скачайте образец: заголовки — как в нём.")
        )
    _KINDS[kind].check(told)
    if not told.records and not told.wrong_number:
        raise Invalid(_("Под заголовками нет ни одной строки"))
    _keep(person, kind, told, hashlib.sha256(whole).hexdigest(), name[:FILE_NAME_MAX])
    return told


@transaction.atomic
def _keep(person: PersonRef, kind: str, told: Told, digest: str, name: str) -> None:
    locks.take(exclusive=[LOCK])
    _KINDS[kind].check_known(told, digest)
    if told.wrong_number:
        return
    import_id = new_id()
    # In the journal each part stands under the id by which it is dropped again.
    for part_id in _KINDS[kind].keep(person, told, import_id, digest, name):
        audit.record("transparency.register_imported", person.id, part_id, register=kind)
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


def _keep_towns(person: PersonRef, told: Told, *_file: object) -> list[UUID]:
    """A town's year is replaced whole by what a file says of it, and keeps its id."""
    kept = []
    towns: dict[tuple[Any, ...], list[Record]] = {}
    for _row, one in told.records:
        towns.setdefault((one["name"], one["year"], one["basis"]), []).append(one)
    for (name, year, basis), ones in towns.items():
        known = Peer.objects.filter(name=name, year=year, basis=basis)
        peer_id = known.values_list("id", flat=True).first() or new_id()
        known.delete()
        peer = Peer.objects.create(
            id=peer_id,
            name=name,
            year=year,
            basis=basis,
            importer_id=person.known_id,
            **{field: ones[0][field] for field in _PEER},
        )
        PeerSum.objects.bulk_create(
            [PeerSum(peer=peer, section=one["section"], amount=one["amount"]) for one in ones]
        )
        kept.append(peer.id)
    return kept


def _keep_indicators(person: PersonRef, told: Told, *_file: object) -> list[UUID]:
    """What is told anew of an indicator and a year takes the place of what was told before."""
    keys = ("programme", "name", "year")
    Indicator.objects.bulk_create(
        [Indicator(**one, importer_id=person.known_id) for _row, one in told.records],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=keys,
        update_fields=(*_INDICATOR, "importer_id"),
    )
    years = {(one["programme"], one["year"]) for _row, one in told.records}
    return [_indicators_id(*one) for one in sorted(years)]


def _indicators_id(programme: str, year: int) -> UUID:
    """Indicators of a programme and a year come and go together, under one id."""
    return uuid5(NAMESPACE_OID, f"transparency.indicators:{programme}-{year}")


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


def _keep_payments(
    person: PersonRef, told: Told, import_id: UUID, digest: str, name: str
) -> list[UUID]:
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
    return [import_id]


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
    gone_id = _KINDS[kind].drop(key)
    if gone_id is None:
        raise NotFound()
    audit.record("transparency.register_dropped", person.id, gone_id, register=kind)
    outbox.put(events.RegisterDropped(import_id=gone_id, register=kind))


def _drop_indicators(key: str) -> UUID | None:
    programme, _joint, told = key.partition("-")
    year = int(told) if told.isdecimal() and len(told) == YEAR_DIGITS else 0
    rows = Indicator.objects.filter(programme=programme, year=year)
    return _indicators_id(programme, year) if rows.delete()[0] else None


def _drop_town(key: str) -> UUID | None:
    row_id = _id_of(key)
    return row_id if Peer.objects.filter(id=row_id).delete()[0] else None


def _drop_payments(key: str) -> UUID | None:
    row = Register.objects.filter(id=_id_of(key)).first()
    if row is None:
        return None
    row_id: UUID = row.id
    years = set(Payment.objects.filter(register=row).values_list("year", flat=True).distinct())
    row.delete()
    _roll_up(years)
    return row_id


def _id_of(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError as error:
        raise NotFound() from error


def _nothing(told: Told, digest: str = "") -> None:
    """What is checked as it is read, or replaces what is kept."""


_KINDS: Mapping[str, _Kind] = {
    registers.TOWNS: _Kind(
        partial(registers.read, registers.TOWN_COLUMNS),
        _check_towns,
        _nothing,
        _keep_towns,
        _drop_town,
    ),
    registers.INDICATORS: _Kind(
        partial(registers.read, registers.INDICATOR_COLUMNS),
        _check_indicators,
        _nothing,
        _keep_indicators,
        _drop_indicators,
    ),
    registers.PAYMENTS: _Kind(
        payments.read, _nothing, _check_known, _keep_payments, _drop_payments, shows_name=True
    ),
}
