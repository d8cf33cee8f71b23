"""Finding files."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from veche.commons.files import rules, storage, texts
from veche.commons.files.models import StoredFile
from veche.commons.files.rules import FileRef
from veche.kernel.errors import NotFound


def file_by_id(file_id: UUID) -> StoredFile:
    """The file of that id; NotFound."""
    found = StoredFile.objects.filter(id=file_id).first()
    if found is None:
        raise NotFound()
    return found


def refs(file_ids: Iterable[UUID]) -> dict[UUID, FileRef]:
    """Files of these ids in one query; unknown ids are left out."""
    wanted = list(file_ids)
    if not wanted:
        return {}
    return {row.id: as_ref(row) for row in StoredFile.objects.filter(id__in=wanted)}


def usable(owner: UUID, file_ids: Collection[UUID], subject_kind: str = "") -> set[UUID]:
    """Those of these files that a form may name: the owner's own that hang nowhere yet.

    Where colleagues edit each other's things, also what hangs on subjects of that kind.
    """
    if not file_ids:
        return set()
    named = Q(owner_id=owner, subject_kind="")
    if subject_kind:
        named |= Q(subject_kind=subject_kind)
    found = StoredFile.objects.filter(named, id__in=file_ids)
    return set(found.values_list("id", flat=True))


def of(subject_kind: str, subject_id: str) -> tuple[FileRef, ...]:
    """Files attached to a subject, oldest first."""
    rows = StoredFile.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return tuple(as_ref(row) for row in rows.order_by("created_at", "id"))


def public_photo(file_id: UUID, size: int) -> bytes | None:
    """The bytes of a photo that everyone may see, as it is served; None when there is none."""
    row = StoredFile.objects.filter(id=file_id, kind=rules.PHOTO, visibility="public").first()
    if row is None:
        return None
    kept = rules.served_width(size, tuple(row.widths))
    return storage.of_town().read(rules.storage_key(row.id, f"{kept}.webp"))


def photo_bytes(file_id: UUID) -> bytes | None:
    """The largest kept form of a photo, public or not, for work that no person asks for."""
    row = StoredFile.objects.filter(id=file_id, kind=rules.PHOTO).first()
    if row is None:
        return None
    return storage.of_town().read(rules.storage_key(row.id, f"{max(row.widths)}.webp"))


def table_bytes(file_id: UUID) -> bytes | None:
    """A kept table, public or not, for work on it; None when there is none."""
    row = StoredFile.objects.filter(id=file_id, kind=rules.TABLE).first()
    return storage.of_town().read(rules.storage_key(row.id, "table")) if row is not None else None


def document_text(file_id: UUID, most: int) -> str:
    """Up to `most` letters of a kept PDF, public or not, for work on it; "" without words."""
    row = StoredFile.objects.filter(id=file_id, kind=rules.DOCUMENT).first()
    data = storage.of_town().read(rules.storage_key(row.id, "pdf")) if row is not None else None
    return texts.text_of_pdf(data, most) if data is not None else ""


def sha256_of(file_id: UUID) -> str:
    """The digest of the stored bytes in hexadecimal; NotFound."""
    return bytes(file_by_id(file_id).sha256).hex()


def orphans(before: datetime, limit: int) -> list[StoredFile]:
    """Files never attached to anything, locked for removal."""
    rows = StoredFile.objects.select_for_update(skip_locked=True)
    return list(rows.filter(subject_kind="", created_at__lt=before).order_by("created_at")[:limit])


def as_ref(row: StoredFile) -> FileRef:
    """The plain value of a row."""
    return FileRef(
        id=row.id,
        kind=row.kind,
        width=row.width,
        height=row.height,
        alt=row.alt,
        name=row.name,
        size_bytes=row.size_bytes,
        widths=tuple(row.widths),
        is_public=row.visibility == "public",
        purpose=row.purpose,
    )
