"""Photos of proposals: who sees which of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.initiatives import policies
from veche.domains.initiatives.models import Photo, Proposal

PHOTO = "initiatives.photo"
SENT_FILES, SHOWN_FILES = "initiatives.sent", "initiatives.shown"


def photos_of(person: PersonRef, row: Proposal) -> list[dict[str, Any]]:
    """Those that everyone sees; to its author what waits too, with a word beside it."""
    rows = Photo.objects.filter(proposal=row).exclude(state=Photo.HIDDEN)
    if not policies.may_add_photos(person, row):
        rows = rows.filter(state=Photo.SHOWN)
    found = {one.blurred_id or one.id: one for one in rows}
    refs = files.refs(list(found)) if found else {}
    return [
        {"ref": refs[key], "waits": one.state != Photo.SHOWN}
        for key, one in found.items()
        if key in refs
    ]


def by_ids(photo_ids: Sequence[UUID]) -> dict[UUID, Photo]:
    """Photos with their proposals; one query."""
    rows = Photo.objects.filter(id__in=photo_ids).select_related("proposal")
    return {row.id: row for row in rows}


def may_read_sent(person: PersonRef, proposal_id: str) -> bool:
    """Photos as they were sent wait for the covering: their sender sees them."""
    row = Proposal.objects.filter(id=proposal_id).first()
    return row is not None and bool(policies.may_add_photos(person, row))


def may_read_shown(person: PersonRef, photo_id: str) -> bool:
    """Covered photos that nobody has let through: for the author, and moderators."""
    row = by_ids([UUID(photo_id)]).get(UUID(photo_id))
    if row is None:
        return False
    is_author = bool(policies.may_add_photos(person, row.proposal))
    return is_author or bool(moderation.may_moderate(person))


def shown_ids(row: Proposal) -> list[str]:
    """Photos that a moderator has let through; one query."""
    rows = Photo.objects.filter(proposal=row, state=Photo.SHOWN)
    return [str(one) for one in rows.values_list("id", flat=True)]
