"""An upload past the limit is cut one byte after it: no disk fills, and the form can say why."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from veche.commons.files.rules import BYTES_MAX


class CappedUploadHandler(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: passes BYTES_MAX + 1 bytes of each file on, drops the rest."""

    chunk_size = 64 * 1024
    _left = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self._left = BYTES_MAX + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        piece = raw_data[: self._left]
        self._left -= len(piece)
        return piece or None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        return None  # the handlers after this one make the file
