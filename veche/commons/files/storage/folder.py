"""Files in a folder that its owner alone may read."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

_KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}\.[a-z0-9.]{3,12}")
_PIECE = 256 * 1024


class Folder:
    """A file is written beside its place, synced and renamed: it is there whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, data: bytes, content_type: str) -> None:
        path = self._path(key)
        self._make(path.parent)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(draft, path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)

    def read(self, key: str) -> bytes | None:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None

    def chunks(self, key: str) -> Iterator[bytes] | None:
        try:
            stream = self._path(key).open("rb")
        except FileNotFoundError:
            return None

        def pieces() -> Iterator[bytes]:
            with stream:
                while piece := stream.read(_PIECE):
                    yield piece

        return pieces()

    def has(self, key: str) -> bool:
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def listing(self) -> Iterator[tuple[str, datetime]]:
        for path in sorted(self.root.glob("??/*")):
            written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            # An unfinished draft counts under its own name, so that it is swept like the rest.
            yield f"{path.parent.name}/{path.name}", written_at

    def delete_draft(self, key: str) -> None:
        """Remove what a crash left half-written; its name is not a key."""
        folder, _, name = key.partition("/")
        if re.fullmatch(r"[0-9a-f]{2}", folder) and name.startswith(".") and "/" not in name:
            (self.root / folder / name).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError("A storage key is made of a random id alone.")
        return self.root / key

    def _make(self, folder: Path) -> None:
        if folder.is_dir():
            return
        for path in (*reversed(folder.relative_to(self.root).parents), folder):
            made = self.root / path
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(self.root)


def _sync_folder(folder: Path) -> None:
    """A rename lasts only once its folder is on the disk too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
