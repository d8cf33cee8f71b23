"""Where bytes lie: one interface, a folder or an S3 store behind it, chosen by a setting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from django.conf import settings

from veche.commons.files.storage.folder import Folder
from veche.commons.files.storage.s3 import Bucket, SigningKey
from veche.commons.towns import public as towns


class Storage(Protocol):
    """Keys are paths such as `3f/3f0c….800.webp`; each town sees only its own."""

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Keep the bytes; they are durable when this returns."""

    def read(self, key: str) -> bytes | None:
        """The bytes, or None when there are none under this key."""

    def chunks(self, key: str) -> Iterator[bytes] | None:
        """The bytes in pieces of moderate size, or None."""

    def has(self, key: str) -> bool:
        """Whether anything lies under this key."""

    def delete(self, key: str) -> None:
        """Remove; nothing there is no error."""

    def listing(self) -> Iterator[tuple[str, datetime]]:
        """Every key with the instant it was written."""


def of_town() -> Storage:
    """The storage of the town being served."""
    slug = towns.current().slug
    if settings.FILES_STORE == "s3":
        key = SigningKey(settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY, settings.S3_REGION)
        return Bucket(settings.S3_ENDPOINT, settings.S3_BUCKET, key, prefix=slug)
    return Folder(settings.MEDIA_ROOT / slug)
