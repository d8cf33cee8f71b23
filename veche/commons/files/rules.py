"""What a stored file is to everyone else, and the sizes a photo is kept in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

WIDTHS = (320, 800, 1600)
BYTES_MAX = 20 * 1024 * 1024
PHOTO = "photo"
DOCUMENT = "document"
TABLE = "table"


class Reader(Protocol):
    """Whoever asks for a file: `id` is None for a visitor without an account; `earlier_ids` are
    accounts that have become this one."""

    @property
    def id(self) -> UUID | None: ...

    @property
    def earlier_ids(self) -> tuple[UUID, ...]: ...


@dataclass(frozen=True)
class FileRef:
    """A stored file as pages and other services may know it."""

    id: UUID
    kind: str
    width: int
    height: int
    alt: str
    name: str
    size_bytes: int
    widths: tuple[int, ...]
    is_public: bool
    purpose: str

    @property
    def is_photo(self) -> bool:
        return self.kind == PHOTO

    @property
    def src(self) -> str:
        """Address of the middle size of a photo, or of the document or the table."""
        if self.kind == TABLE:
            return f"/files/{self.id}.{self.name.rpartition('.')[2]}"
        return address(self.id, 800) if self.is_photo else f"/files/{self.id}.pdf"

    @property
    def src_small(self) -> str:
        return address(self.id, 320)

    @property
    def srcset(self) -> str:
        """All kept sizes with their true widths in pixels."""
        return ", ".join(
            f"{address(self.id, slot)} {min(slot, self.width)}w" for slot in self.widths
        )


def address(file_id: UUID, size: int) -> str:
    """Where a photo of that size is served."""
    return f"/files/{file_id}/{size}.webp"


def kept_widths(width: int) -> tuple[int, ...]:
    """Sizes to keep of a photo `width` pixels wide: never larger than it, and at least one."""
    smaller = (0, *WIDTHS)
    return tuple(slot for slot, below in zip(WIDTHS, smaller, strict=False) if below < width)


def served_width(wanted: int, kept: tuple[int, ...]) -> int:
    """The kept size that answers for a wanted one: itself, else the largest there is."""
    return wanted if wanted in kept else max(kept)


def storage_key(file_id: UUID, part: str) -> str:
    """Where the bytes lie: a path made of the random id alone, spread over 256 folders."""
    return f"{file_id.hex[:2]}/{file_id.hex}.{part}"


def id_in(key: str) -> UUID | None:
    """Whose bytes lie under a key; None for a draft."""
    match = re.fullmatch(r"[0-9a-f]{2}/([0-9a-f]{32})\.[a-z0-9.]+", key)
    return UUID(match[1]) if match else None


def parts_of(kind: str, widths: tuple[int, ...]) -> tuple[str, ...]:
    """The pieces a file is stored in."""
    if kind == PHOTO:
        return tuple(f"{slot}.webp" for slot in widths)
    return ("table",) if kind == TABLE else ("pdf",)
