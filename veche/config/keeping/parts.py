"""A copy as it lies on a disk: folders that are whole or not there, each with its checksums.

veche-20270201T030000Z             the database without the keys of persons, and the uploads
veche-20270201T030000Z-datakeys    the keys of persons alone, kept apart and for a shorter time
veche-20270201T030000Z-vault       the keys of the state folder, only when asked for
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from veche.config.running.trouble import Trouble

FORMAT = 1
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
DATABASE_FILE, DATAKEYS_FILE, FILES_FOLDER = "database.dump", "datakeys.dump", "files"
DATAKEYS, VAULT = "-datakeys", "-vault"
NAME = re.compile(r"veche-(\d{8}T\d{6}Z)(-datakeys|-vault)?")
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class CopiedTown:
    """A town in a copy: how many rows each of its tables has, which migrations it has had."""

    slug: str
    name: str
    rows: dict[str, int]
    migrations: list[str]


@dataclass(frozen=True)
class Manifest:
    """What the copy is a copy of."""

    made_at: str
    version: str
    server: str
    migrations_digest: str
    files: int
    files_store: str
    towns: list[CopiedTown]
    datakeys: str
    vault: str = ""
    format: int = FORMAT
    shared_rows: dict[str, int] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / MANIFEST).write_text(f"{text}\n", "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        values = json.loads((folder / MANIFEST).read_text("utf-8"))
        if values.get("format") != FORMAT:
            raise Trouble(f"Копия {folder.name} сделана в другом виде: возьмите veche её версии.")
        values["towns"] = [CopiedTown(**town) for town in values["towns"]]
        return cls(**values)


def new_name(moment: datetime) -> str:
    return f"veche-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def moment_of(name: str) -> datetime:
    """When the copy of that name was begun."""
    named = NAME.fullmatch(name)
    if named is None:
        raise ValueError(name)
    return datetime.strptime(named[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


@contextmanager
def whole_or_nothing(place: Path, name: str) -> Iterator[Path]:
    """A folder to fill: it gets its name when it is whole and on the disk, else it is removed."""
    place.mkdir(parents=True, exist_ok=True)
    final, half = place / name, place / f".{name}.half"
    if final.exists():
        raise Trouble(f"Копия {final} уже есть.")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    try:
        yield half
        seal(half)
        half.rename(final)
        _sync(place)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


def verify(folder: Path) -> None:
    """Refuse a copy that is half-written, altered or spoilt."""
    if not folder.is_dir():
        raise Trouble(f"Копии {folder} нет.")
    listed = folder / SUMS
    if folder.name.endswith(".half") or not listed.is_file():
        raise Trouble(f"Копия {folder} не закончена (нет {SUMS}): возьмите другую.")
    expected = {}
    for line in listed.read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        expected[name] = digest
    present = {str(path.relative_to(folder)) for path in _files(folder)}
    if missing := expected.keys() - present:
        raise Trouble(f"В копии {folder} нет файла {min(missing)}: возьмите другую.")
    if unknown := present - expected.keys():
        raise Trouble(f"В копии {folder} лишний файл {min(unknown)}: её кто-то менял.")
    for name, digest in expected.items():
        if digest_of(folder / name) != digest:
            raise Trouble(f"Файл {name} в копии {folder} испорчен: возьмите другую.")


def remove_old(place: Path, suffixes: Sequence[str], days: int, now: datetime) -> list[str]:
    """Remove parts of copies older than so many days, and nothing else; their names."""
    removed = []
    for folder in sorted(place.iterdir()) if place.is_dir() else []:
        named = NAME.fullmatch(folder.name)
        if named is None or (named[2] or "") not in suffixes or not folder.is_dir():
            continue
        if now - moment_of(folder.name) > timedelta(days=days):
            shutil.rmtree(folder)
            removed.append(folder.name)
    return removed


def digest_of(path: Path) -> str:
    summed = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            summed.update(piece)
    return summed.hexdigest()


def seal(folder: Path) -> None:
    """Write the checksums, and everything to the disk."""
    lines = []
    for path in _files(folder):
        path.chmod(0o600)
        lines.append(f"{digest_of(path)}  {path.relative_to(folder)}\n")
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
    sums = folder / SUMS
    with sums.open("w", encoding="utf-8") as stream_of_sums:
        stream_of_sums.writelines(lines)
        stream_of_sums.flush()
        os.fsync(stream_of_sums.fileno())
    _sync(folder)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
