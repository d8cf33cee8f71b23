"""What groups and categories were before, and what changed from one version to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from veche.domains.reports.models import CatalogueVersion, Category, Group

FIELDS = (
    "title",
    "position",
    "is_open",
    "season_from",
    "season_to",
    "photo_required",
    "visibility",
    "min_level",
    "hints",
    "stop_question",
    "stop_advice",
    "duplicate_m",
    "troubles",
    "tells_plate",
    "pos_code",
    "kept_in",
    "outside_url",
)
# What is said on a page of its own, and changes a category as much.
HELPING = ("is_for_neighbours", "work_kind", "is_dangerous")


@dataclass(frozen=True)
class Version:
    """One version: when, and what of it was another before; `is_first` for the oldest kept."""

    number: int
    at: datetime
    is_of_release: bool
    is_first: bool
    changed: tuple[tuple[str, Any, Any], ...]


def whole_of(row: Category) -> dict[str, Any]:
    """A category as its versions keep it."""
    return {**text_of(row), **{name: getattr(row, name) for name in HELPING}}


def text_of(row: Category) -> dict[str, Any]:
    """A category as its form has it."""
    return {"group": row.group_id, **{name: getattr(row, name) for name in FIELDS}}


def count(*, group: Group | None = None, category: Category | None = None) -> int:
    """How many versions of one of them are kept."""
    return CatalogueVersion.objects.filter(group=group, category=category).count()


def of(row: Group | Category) -> list[Version]:
    """All versions, the newest first, each with what it changed; one query."""
    rows = list(row.versions.all())
    befores = [*rows[1:], None][: len(rows)]
    return [
        Version(
            number=one.number,
            at=one.at,
            is_of_release=one.person_id is None,
            is_first=before is None,
            changed=_changes(before.text, one.text) if before is not None else (),
        )
        for one, before in zip(rows, befores, strict=True)
    ]


def _changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    names = [name for name in after if before.get(name) != after[name]]
    return tuple((name, before.get(name), after[name]) for name in names)
