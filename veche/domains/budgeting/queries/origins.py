"""What projects have grown from: bridges say how a thing of another service is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from veche.domains.budgeting.models import Project

Find = Callable[[UUID], tuple[str, str] | None]
_origins: dict[str, Find] = {}


def use_origins(found: Mapping[str, Find]) -> None:
    """Replace the kinds of things that projects grow from."""
    _origins.clear()
    _origins.update(found)


def origin_of(row: Project) -> tuple[str, str] | None:
    """Title and address of what everyone may read of it; None for a project that stands alone."""
    find = _origins.get(row.origin_kind)
    return find(row.origin_id) if find is not None and row.origin_id else None
