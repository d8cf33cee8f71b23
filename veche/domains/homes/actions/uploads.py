"""A table that is looked at before it is written: kept, tried and taken by jobs, or left."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.homes import policies
from veche.domains.homes.actions import importing
from veche.domains.homes.actions.importing import ERRORS_SHOWN, Outcome
from veche.domains.homes.models import Upload
from veche.domains.homes.queries import fields
from veche.domains.homes.queries import outages as reading
from veche.domains.homes.queries.tables import read_table
from veche.kernel import clock, crypto, jobs
from veche.kernel.errors import Conflict, Invalid, Problem

SEAL = "homes.table"


class _Undo(Exception):
    """Takes everything back."""


@transaction.atomic
def keep_upload(person: PersonRef, *, kind: str, data: bytes, source: str) -> None:
    """Keep a table that can be read; an earlier one of that kind gives way. It is tried at once
    when its headings say enough."""
    policies.may_keep_homes(person).or_refuse()
    table = read_table(data)
    mapping = fields.guessed(kind, table.header)
    Upload.objects.update_or_create(
        owner_id=person.known_id,
        kind=kind,
        defaults={
            "token": uuid4(),
            "state": Upload.NEW,
            "packed": crypto.wrap(zlib.compress(data, 6), SEAL),
            "header": list(table.header),
            "rows": len(table.rows),
            "mapping": mapping,
            "source": source,
            "outcome": None,
            "uploaded_at": clock.now(),
        },
    )
    if not fields.missing(kind, mapping):
        try_upload(person, kind=kind, mapping=mapping, source=source)


@transaction.atomic
def try_upload(person: PersonRef, *, kind: str, mapping: Mapping[str, int], source: str) -> None:
    """Have found what the table would change; nothing is written yet."""
    policies.may_keep_homes(person).or_refuse()
    row = _locked(person, kind)
    if row.state not in (Upload.NEW, Upload.TRIED):
        raise _busy()
    if lacking := fields.missing(kind, mapping):
        names = ", ".join(str(one.title) for one in lacking)
        raise Invalid(_("Покажите столбцы: %(names)s") % {"names": names}, code="columns")
    row.state, row.mapping, row.source, row.outcome = Upload.TRYING, dict(mapping), source, None
    row.save()
    jobs.defer("homes.try_table", token=str(row.token))


@transaction.atomic
def take_upload(person: PersonRef, *, kind: str, token: str) -> None:
    """Have the table written as it was tried; pressed twice, it is written once."""
    policies.may_keep_homes(person).or_refuse()
    row = _locked(person, kind)
    if str(row.token) != token:
        raise Conflict(
            _("После проверки загрузили другой файл"),
            advice=_("Посмотрите его и запишите ещё раз."),
            code="stale-preview",
        )
    if row.state in (Upload.TAKING, Upload.DONE):
        return
    if row.state != Upload.TRIED:
        raise _busy()
    row.state = Upload.TAKING
    row.save(update_fields=["state"])
    jobs.defer("homes.take_table", token=token)


@transaction.atomic
def leave_upload(person: PersonRef, *, kind: str) -> None:
    """Forget a table that was tried."""
    policies.may_keep_homes(person).or_refuse()
    Upload.objects.filter(owner_id=person.known_id, kind=kind).delete()


def forget_uploads(*, before: datetime) -> int:
    """Drop tables that nobody has written; how many."""
    return Upload.objects.filter(uploaded_at__lt=before).delete()[0]


@transaction.atomic
def run_try(token: UUID) -> None:
    """Find what a table would change by changing it and taking everything back; a job's work."""
    row = _at_work(token, Upload.TRYING)
    if row is None:
        return
    done = Outcome()
    try:
        with transaction.atomic():
            done = _import(row)
            raise _Undo
    except _Undo:
        _note(row, Upload.TRIED, done)
    except Problem as problem:
        _fail(row, problem)


@transaction.atomic
def run_take(token: UUID) -> None:
    """Write a table; a job's work."""
    row = _at_work(token, Upload.TAKING)
    if row is None:
        return
    try:
        with transaction.atomic():
            done = _import(row)
    except Problem as problem:
        _fail(row, problem)
        return
    row.packed = None
    _note(row, Upload.DONE, done)


def _fail(row: Upload, problem: Problem) -> None:
    """What would fail at each attempt is told, and the table waits for its owner again."""
    row.state = Upload.NEW
    row.outcome = {"failed": [str(problem.message), str(problem.advice)]}
    row.save()


def _note(row: Upload, state: str, done: Outcome) -> None:
    told = asdict(done)
    row.state = state
    row.outcome = {**told, "errors": told["errors"][:ERRORS_SHOWN], "wrong": len(done.errors)}
    row.save()


def _locked(person: PersonRef, kind: str) -> Upload:
    row = reading.upload(person.known_id, kind)
    return Upload.objects.select_for_update().get(pk=row.pk)


def _at_work(token: UUID, state: str) -> Upload | None:
    """The table for its job; None when it is done or gone."""
    return Upload.objects.select_for_update().filter(token=token, state=state).first()


def _busy() -> Conflict:
    return Conflict(
        _("С этим файлом уже работают"),
        advice=_("Подождите немного и обновите страницу."),
        code="at-work",
    )


def _import(row: Upload) -> Outcome:
    person = identity.person_by_id(row.owner_id) or identity.ANONYMOUS
    assert row.packed is not None  # what is written has none, and is at work no more
    table = read_table(zlib.decompress(crypto.unwrap(bytes(row.packed), SEAL)))
    if row.kind == Upload.SERVINGS:
        return importing.import_servings(
            person, table=table, mapping=row.mapping, source=row.source
        )
    return importing.import_outages(person, table=table, mapping=row.mapping)
