"""Photos that residents sent of projects: who sees which of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.budgeting.models import Photo, Project
from veche.domains.budgeting.queries import projects

PHOTO = "budgeting.photo"
SENT_FILES, SHOWN_FILES = "budgeting.sent", "budgeting.shown"


def photos_of(person: PersonRef, row: Project) -> list[dict[str, Any]]:
    """Those that everyone sees; to its author what waits too, with a word beside it.

    None where a moderator hides the words of what stood on a ballot.
    """
    if row.is_masked:
        return []
    rows = Photo.objects.filter(project=row).exclude(state=Photo.HIDDEN)
    if not row.is_of(person.id, person.earlier_ids):
        rows = rows.filter(state=Photo.SHOWN)
    found = {one.covered_id or one.id: one for one in rows}
    refs = files.refs(list(found)) if found else {}
    return [
        {
            "id": one.id,
            "ref": refs[key],
            "waits": one.state != Photo.SHOWN,
            "is_cover": key == row.picture_id,
        }
        for key, one in found.items()
        if key in refs
    ]


def own_part(rows: Sequence[Project]) -> dict[UUID, list[dict[str, str]]]:
    """All photos of these projects for a copy of data, by project: `url`, `state`; two queries."""
    found = list(Photo.objects.filter(project__in=rows).order_by("project_id", "position"))
    refs = files.refs([one.covered_id or one.id for one in found]) if found else {}
    told: dict[UUID, list[dict[str, str]]] = {}
    for one in found:
        ref = refs.get(one.covered_id or one.id)
        if ref is not None:
            told.setdefault(one.project_id, []).append({"url": ref.src, "state": one.state})
    return told


def by_ids(photo_ids: Sequence[UUID]) -> dict[UUID, Photo]:
    """Photos with their projects; one query."""
    rows = Photo.objects.filter(id__in=photo_ids).select_related("project")
    return {row.id: row for row in rows}


def may_read_sent(person: PersonRef, project_id: str) -> bool:
    """Photos as they were sent wait for the covering: their sender sees them."""
    row = projects.by_id(project_id)
    return row is not None and row.is_of(person.id, person.earlier_ids)


def may_read_shown(person: PersonRef, photo_id: str) -> bool:
    """Covered photos that nobody has let through: for the author; for moderators once asked."""
    row = by_ids([UUID(photo_id)]).get(UUID(photo_id))
    if row is None:
        return False
    is_author = row.project.is_of(person.id, person.earlier_ids)
    return is_author or (row.state != Photo.COVERED and bool(moderation.may_moderate(person)))
