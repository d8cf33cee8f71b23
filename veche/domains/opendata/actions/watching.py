"""Services' own tables are looked at each day: when they changed, and as they were once a month."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from veche.commons.datasets import public as datasets
from veche.commons.datasets.public import Known
from veche.commons.towns import public as towns
from veche.domains.opendata.actions.uploading import keep_rows
from veche.domains.opendata.models import Row, Version, Watched
from veche.domains.opendata.queries import catalogue
from veche.domains.opendata.rules import fields, stages
from veche.domains.opendata.rules.fields import Field
from veche.kernel import clock
from veche.kernel.errors import NotFound
from veche.kernel.web.origin import origin_of_town

EVERY = timedelta(hours=20)


@dataclass
class _Look:
    """What was seen of a table: its digest, how many rows, the rows themselves while they are few
    and wanted."""

    digest: Any = field(default_factory=hashlib.sha256)
    number: int = 0
    kept: list[tuple[int, list[str]]] = field(default_factory=list)


def due() -> list[str]:
    """Codes of tables that were not looked at today."""
    since = clock.now() - EVERY
    fresh = set(Watched.objects.filter(looked_at__gt=since).values_list("code", flat=True))
    return [one.told.code for one in datasets.all_sets() if one.told.code not in fresh]


@transaction.atomic
def look_at(*, code: str) -> None:
    """Note whether a table has changed; keep it as it is now, if it was not kept this month."""
    known = datasets.open_set(code)
    if known is None:
        raise NotFound()
    told = [catalogue.field_of(column) for column in known.told.columns]
    lasting = [place for place, one in enumerate(told) if not one.is_written]
    now = clock.now()
    seen = _looked(known, told, lasting if _is_month_open(code, now) else None)
    structure = _digest(fields.structure(told))
    row = Watched.objects.select_for_update().filter(code=code).first()
    if row is None:
        row = Watched(code=code, first_at=now, changed_at=now, structured_at=now)
    if row.sha256 != seen.digest.hexdigest():
        row.sha256, row.changed_at = seen.digest.hexdigest(), now
    if row.fields_sha256 != structure:
        row.fields_sha256, row.structured_at = structure, now
    row.looked_at, row.rows_number = now, seen.number
    row.save()
    if seen.kept and seen.number <= stages.ROWS_MAX:
        _keep_edition(code, [told[place] for place in lasting], seen, now)


def _looked(known: Known, told: Sequence[Field], lasting: Sequence[int] | None) -> _Look:
    seen = _Look()
    # What is otherwise on each day is no change: a table would be new daily with nothing in it new.
    steady = [place for place, one in enumerate(told) if one.use != fields.TODAY]
    for number, cells in enumerate(_cells(known, told), start=1):
        seen.number = number
        words = [cells[place] for place in steady]
        seen.digest.update(json.dumps(words, ensure_ascii=False).encode())
        if lasting is not None and number <= stages.ROWS_MAX:
            seen.kept.append((number, [cells[place] for place in lasting]))
    return seen


def _cells(known: Known, told: Sequence[Field]) -> Iterator[list[str]]:
    rows = datasets.rows(known.told.columns, known.told.rows)
    # A copy stands by itself: its addresses are whole, under the name the town has by then.
    for row in fields.linked(told, rows, origin_of_town(towns.current().hosts)):
        yield [fields.to_text(value) for value in row]


def _digest(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _keep_edition(code: str, told: Sequence[Field], seen: _Look, now: datetime) -> None:
    kept = Version.objects.filter(code=code, own__isnull=True)
    last = kept.order_by("-number").first()
    steady = [place for place, one in enumerate(told) if one.use != fields.TODAY]
    source = _digest([[cells[place] for place in steady] for _n, cells in seen.kept])
    if last is not None and last.upload_sha256 == source:
        return
    _number, digest = catalogue.measured(told, (fields.typed(told, one) for _n, one in seen.kept))
    row: Version = Version.objects.create(
        code=code,
        number=_next_number(code),
        state=stages.PUBLISHED,
        fields=fields.kept(told),
        rows_number=seen.number,
        sha256=digest,
        upload_sha256=source,
        made_at=now,
        published_at=now,
    )
    keep_rows(row.id, rows=seen.kept)
    newest = kept.order_by("-number").values_list("id", flat=True)[: stages.EDITIONS_KEPT]
    old = kept.exclude(id__in=list(newest))
    Row.objects.filter(version__in=old).delete()
    # That one was taken back, and why, stays before everyone.
    old.exclude(state=stages.WITHDRAWN).delete()


def _is_month_open(code: str, now: datetime) -> bool:
    """Whether nothing is kept of this month: else no row needs to be held."""
    made = Version.objects.filter(code=code, own__isnull=True).order_by("-number")
    last = made.values_list("made_at", flat=True).first()
    return last is None or _month(last) != _month(now)


def _next_number(code: str) -> int:
    """After all of that code: an office may have given it before the service came."""
    last = Version.objects.filter(code=code).order_by("-number").first()
    return last.number + 1 if last is not None else 1


def _month(moment: datetime) -> tuple[int, int]:
    here = timezone.localtime(moment)
    return here.year, here.month
