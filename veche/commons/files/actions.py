"""Keeping, attaching and removing files. All join the caller's transaction.

Bytes go first and the row second, the row goes first and the bytes second: after a crash at any
moment there may be bytes without a row (swept later), never a row without its bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from veche.commons.files import documents, images, queries, rules, storage, tables
from veche.commons.files.models import StoredFile
from veche.commons.files.rules import FileRef
from veche.kernel import limits
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.ids import new_id

UPLOADS_PER_HOUR = 120


class Stream(Protocol):
    """Anything that gives bytes: an upload, an open file."""

    def read(self, size: int = -1, /) -> bytes: ...


def save_photo(
    upload: Stream | bytes, *, owner: UUID | None, purpose: str, alt: str = ""
) -> FileRef:
    """Draw a photo anew, keep it privately and unattached; Invalid says what is wrong with it."""
    data = _bytes_of(upload, owner)
    drawn = images.redraw(data)
    file_id = new_id()
    parts = {f"{slot}.webp": body for slot, body in drawn.sizes.items()}
    _keep(file_id, parts, "image/webp")
    largest = drawn.sizes[max(drawn.sizes)]
    row = StoredFile.objects.create(
        id=file_id,
        owner_id=owner,
        purpose=purpose,
        kind=rules.PHOTO,
        content_type="image/webp",
        size_bytes=sum(len(body) for body in drawn.sizes.values()),
        sha256=hashlib.sha256(largest).digest(),
        width=drawn.width,
        height=drawn.height,
        widths=sorted(drawn.sizes),
        alt=alt.strip()[:300],
    )
    return queries.as_ref(row)


def save_document(
    upload: Stream | bytes, *, owner: UUID | None, purpose: str, name: str = ""
) -> FileRef:
    """Keep a PDF privately and unattached; Invalid when it is none."""
    data = _bytes_of(upload, owner)
    documents.check_pdf(data)
    file_id = new_id()
    _keep(file_id, {"pdf": data}, "application/pdf")
    row = StoredFile.objects.create(
        id=file_id,
        owner_id=owner,
        purpose=purpose,
        kind=rules.DOCUMENT,
        content_type="application/pdf",
        size_bytes=len(data),
        sha256=hashlib.sha256(data).digest(),
        name=documents.tidy_name(name or getattr(upload, "name", "") or ""),
    )
    return queries.as_ref(row)


def save_table(
    upload: Stream | bytes, *, owner: UUID | None, purpose: str, name: str = ""
) -> FileRef:
    """Keep a workbook or CSV as it came, privately and unattached; Invalid when it is none."""
    data = _bytes_of(upload, owner)
    form = tables.form_of(data)
    file_id = new_id()
    _keep(file_id, {"table": data}, tables.TYPES[form])
    row = StoredFile.objects.create(
        id=file_id,
        owner_id=owner,
        purpose=purpose,
        kind=rules.TABLE,
        content_type=tables.TYPES[form],
        size_bytes=len(data),
        sha256=hashlib.sha256(data).digest(),
        name=tables.tidy_name(name or getattr(upload, "name", "") or "", form),
    )
    return queries.as_ref(row)


@transaction.atomic
def hang_photo(
    data: bytes, *, subject_kind: str, subject_id: str, alt: str = "", is_public: bool = False
) -> UUID:
    """Keep a photo of the house's own making, as a covered copy, on a subject; its id."""
    made = save_photo(data, owner=None, purpose=subject_kind, alt=alt)
    attach(
        None,
        file_ids=[made.id],
        subject_kind=subject_kind,
        subject_id=subject_id,
        is_public=is_public,
    )
    return made.id


@transaction.atomic
def attach(
    owner: UUID | None,
    *,
    file_ids: Sequence[UUID],
    subject_kind: str,
    subject_id: str,
    is_public: bool = False,
) -> None:
    """Hang one's own unattached files on a subject; NotFound for anyone else's.

    Files that already hang there are let be, so a repeated form does no harm.
    """
    wanted = set(file_ids)
    free = StoredFile.objects.filter(id__in=wanted, owner_id=owner, subject_kind="")
    free.update(subject_kind=subject_kind, subject_id=subject_id)
    ours = StoredFile.objects.filter(
        id__in=wanted, subject_kind=subject_kind, subject_id=subject_id
    )
    if ours.count() != len(wanted):
        raise NotFound(_("Такого файла нет"), advice=_("Приложите его ещё раз."))
    if is_public:
        ours.update(visibility="public")


def detach(subject_kind: str, subject_id: str) -> set[UUID]:
    """Let go the files of a subject: they hang on nothing, and go unless they are hung anew."""
    rows = _of(subject_kind, subject_id)
    found = set(rows.values_list("id", flat=True))
    rows.update(subject_kind="", subject_id="", visibility="private")
    return found


def rehang(
    owner: UUID, *, file_ids: Sequence[UUID], subject_kind: str, subject_id: str
) -> list[UUID]:
    """Hang these files on a subject and let go the others; those that hang, in their order.

    For drafts: what is another's, or gone, is left out.
    """
    detach(subject_kind, subject_id)
    free = StoredFile.objects.filter(id__in=file_ids, owner_id=owner, subject_kind="")
    own = set(free.values_list("id", flat=True))
    free.update(subject_kind=subject_kind, subject_id=subject_id)
    return [one for one in dict.fromkeys(file_ids) if one in own]


def publish(subject_kind: str, subject_id: str, only: Collection[UUID] | None = None) -> None:
    """Let everyone see the files of a subject, or only some of them."""
    rows = _of(subject_kind, subject_id)
    (rows if only is None else rows.filter(id__in=only)).update(visibility="public")


def hide(subject_kind: str, subject_id: str, only: Collection[UUID] | None = None) -> None:
    """Close the files of a subject again, or only some of them; copies in browsers' caches cannot
    be called back."""
    rows = _of(subject_kind, subject_id)
    (rows if only is None else rows.filter(id__in=only)).update(visibility="private")


def remove(file_ids: Iterable[UUID]) -> None:
    """Remove files for good; their bytes go after the caller's transaction has ended."""
    rows = list(StoredFile.objects.filter(id__in=list(file_ids)))
    StoredFile.objects.filter(id__in=[row.id for row in rows]).delete()
    keys = [key for row in rows for key in keys_of(row)]
    store = storage.of_town()

    def drop() -> None:
        for key in keys:
            store.delete(key)

    transaction.on_commit(drop)


def disown(owner: UUID) -> None:
    """Forget who uploaded these files, and remove those that hang on nothing."""
    own = StoredFile.objects.filter(owner_id=owner)
    remove(own.filter(subject_kind="").values_list("id", flat=True))
    own.update(owner_id=None)


def keys_of(row: StoredFile) -> list[str]:
    """Where the bytes of a file lie."""
    parts = rules.parts_of(row.kind, tuple(row.widths))
    return [rules.storage_key(row.id, part) for part in parts]


def _of(subject_kind: str, subject_id: str) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(subject_kind=subject_kind, subject_id=subject_id)


def _keep(file_id: UUID, parts: dict[str, bytes], content_type: str) -> None:
    store = storage.of_town()
    for part, body in parts.items():
        store.put(rules.storage_key(file_id, part), body, content_type)


def _bytes_of(upload: Stream | bytes, owner: UUID | None) -> bytes:
    """All bytes, at most one past the limit, so that the size is known before any work."""
    if owner is not None:
        limits.hit(f"files:{owner}", limit=UPLOADS_PER_HOUR, seconds=3600)
    data = upload if isinstance(upload, bytes) else upload.read(rules.BYTES_MAX + 1)
    if len(data) > rules.BYTES_MAX:
        raise Invalid(
            _("Файл больше 20 МБ"),
            advice=_(
                "Остальное, что вы написали, осталось в форме: уменьшите файл и приложите ещё раз."
            ),
            code="file-too-large",
        )
    if not data:
        raise Invalid(_("Файл пустой"), advice=_("Приложите его ещё раз."), code="file-empty")
    return data
