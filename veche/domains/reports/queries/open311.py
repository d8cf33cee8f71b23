"""Reports as programs of the Open311 family read them: public ones, plain rows, few queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from veche.commons.files import public as files
from veche.domains.reports.models import Photo, Report, Step
from veche.domains.reports.queries import kept
from veche.domains.reports.rules import geo_report, states

_FIELDS = (
    "id",
    "number",
    "category_id",
    "body_id",
    "text",
    "state",
    "stage",
    "forwarded_to",
    "address",
    "latitude",
    "longitude",
    "filed_at",
    "changed_at",
    "due_on",
    "supporters",
)
_STAGES = {geo_report.OPEN: (states.OPEN,), geo_report.CLOSED: (states.DONE, states.DECLINED)}


@dataclass(frozen=True)
class Asked:
    """Which requests are asked for: between two moments, of some services, in some status."""

    first: datetime
    last: datetime
    services: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """Rows with what stands beside them."""

    rows: list[dict[str, Any]]
    titles: dict[str, str]
    bodies: dict[UUID, str]
    photos: dict[UUID, str]


def _public() -> QuerySet[Report]:
    return Report.objects.exclude(stage=states.UNSEEN)


def requests(asked: Asked) -> Told:
    """The newest of them, as many as the specification lets; few queries however many."""
    rows = _public().filter(filed_at__range=(asked.first, asked.last))
    if asked.services:
        rows = rows.filter(category__in=asked.services)
    if asked.statuses and set(asked.statuses) != set(_STAGES):
        stages = [stage for one in asked.statuses for stage in _STAGES[one]]
        rows = rows.filter(stage__in=stages)
    newest = rows.order_by("-filed_at", "id")
    return _beside(list(newest.values(*_FIELDS)[: geo_report.MOST]))


def numbered(numbers: Collection[str]) -> Told:
    """Those of these numbers that everyone may see."""
    rows = _public().filter(number__in=numbers).order_by("-filed_at", "id")
    return _beside(list(rows.values(*_FIELDS)[: geo_report.MOST]))


def _beside(rows: list[dict[str, Any]]) -> Told:
    if not rows:
        return Told([], {}, {}, {})
    known = kept.of_all((row["category_id"] for row in rows), (row["body_id"] for row in rows))
    return Told(
        rows,
        {one.code: one.title for one in known.categories.values()},
        {one.id: one.name for one in known.bodies.values()},
        _photos([row["id"] for row in rows]),
    )


def _photos(report_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The address of the first photo of each that everyone may see."""
    shown = Photo.objects.filter(
        report__in=report_ids, state=Photo.SHOWN, kind=Photo.BEFORE
    ).order_by("-added_at", "-position")
    of_report = dict(shown.values_list("report_id", "blurred_id"))
    refs = files.refs(one for one in of_report.values() if one is not None)
    return {
        report_id: refs[file_id].src
        for report_id, file_id in of_report.items()
        if file_id is not None and file_id in refs
    }


def token_of(number: str) -> str:
    """What stands for a number until it is asked for: nobody guesses it."""
    return str(Report.objects.values_list("id", flat=True).get(number=number))


def number_of(report_id: UUID) -> str | None:
    """The number that belongs to a token."""
    return Report.objects.filter(id=report_id).values_list("number", flat=True).first()


# A step that says in public what stood in another: the approved answer.
_UNTOLD = ("answer",)
# not shown: names of columns
_STEP_FIELDS = ("id", "verb", "state", "text", "at", "on", "body_name", "report_id")


def updates(first: datetime, last: datetime, number: str = "") -> list[dict[str, Any]]:
    """What happened to public reports between two moments, the oldest first; two queries."""
    steps = Step.objects.filter(is_inner=False, at__range=(first, last))
    steps = steps.exclude(verb__in=_UNTOLD).exclude(report__stage=states.UNSEEN)
    if number:
        steps = steps.filter(report__number=number)
    found = steps.order_by("at", "id").values(*_STEP_FIELDS, "report__number")
    rows = list(found[: geo_report.MOST])
    answers = _answers([row["report_id"] for row in rows if row["verb"] in states.ANSWERS])
    for row in rows:
        if row["verb"] in states.ANSWERS:
            said = [text for at, text in answers.get(row["report_id"], []) if at <= row["at"]]
            row["text"] = said[-1] if said else ""
    return rows


def _answers(report_ids: Sequence[UUID]) -> dict[UUID, list[tuple[datetime, str]]]:
    if not report_ids:
        return {}
    rows = Step.objects.filter(report__in=report_ids, verb="answer").order_by("at", "id")
    found: dict[UUID, list[tuple[datetime, str]]] = {}
    for report_id, at, text in rows.values_list("report_id", "at", "text"):
        found.setdefault(report_id, []).append((at, text))
    return found
