"""Counters of all processes of this machine, for the operator: numbers only, of nobody.

Each process counts in a file of its own in `settings.METRICS_DIR`, mapped into its memory, so that
counting is a write to memory and asks no other process. Who tells the sum reads all files; those of
processes that are gone count on, so a counter never falls.
"""

from __future__ import annotations

import mmap
import os
import struct
import threading
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from django.conf import settings

# A route makes about ten names; the file is sparse, so places that nothing took cost nothing.
SLOT_BYTES, SLOTS = 256, 16384
# What the operator is warned by: these have their places before any route has one.
FIXED = ("veche_ballots_accepted_total",)
_VALUE = struct.Struct("d")
_NAME_BYTES = SLOT_BYTES - _VALUE.size
_lock = threading.Lock()


class Counters:
    """The counters of one process. A name is a line of Prometheus' text form without its value."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.ftruncate(handle, SLOT_BYTES * SLOTS)
            self._memory = mmap.mmap(handle, SLOT_BYTES * SLOTS)
        finally:
            os.close(handle)
        self._slots = {name: number for number, (name, _v) in enumerate(_read(self._memory))}
        for name in FIXED:
            self.add(name, 0.0)

    def add(self, name: str, amount: float) -> None:
        """Count; a name too long, or one too many, is not counted rather than failing a request."""
        number = self._slots.get(name)
        if number is None:
            encoded = name.encode()
            number = len(self._slots)
            if len(encoded) > _NAME_BYTES or number >= SLOTS:
                return
            start = number * SLOT_BYTES + _VALUE.size
            self._memory[start : start + len(encoded)] = encoded
            self._slots[name] = number
        place = number * SLOT_BYTES
        (value,) = _VALUE.unpack_from(self._memory, place)
        _VALUE.pack_into(self._memory, place, value + amount)


_own: dict[int, Counters] = {}


def add(metric: str, amount: float = 1.0, **labels: str) -> None:
    """Count in this process; a full disk is no reason to fail what is counted."""
    name = named(metric, labels)
    with _lock, suppress(OSError):
        process = os.getpid()  # not the one we were forked from
        if process not in _own:
            _own.clear()
            _own[process] = Counters(Path(settings.METRICS_DIR) / f"{process}.counts")
        _own[process].add(name, amount)


def named(metric: str, labels: Mapping[str, str]) -> str:
    """`metric{label="value"}`, escaped as Prometheus reads it."""
    if not labels:
        return metric
    told = ",".join(f'{label}="{_escaped(value)}"' for label, value in labels.items())
    return f"{metric}{{{told}}}"


def total() -> dict[str, float]:
    """Every counter, summed over all processes since the town was started."""
    summed: defaultdict[str, float] = defaultdict(float)
    folder = Path(settings.METRICS_DIR)
    for path in sorted(folder.glob("*.counts")) if folder.is_dir() else []:
        for name, value in _read(path.read_bytes()):
            summed[name] += value
    return dict(summed)


def _read(memory: bytes | mmap.mmap) -> list[tuple[str, float]]:
    found = []
    for place in range(0, len(memory) - SLOT_BYTES + 1, SLOT_BYTES):
        encoded = bytes(memory[place + _VALUE.size : place + SLOT_BYTES]).rstrip(b"\0")
        if not encoded:
            break
        found.append((encoded.decode("utf-8", "replace"), _VALUE.unpack_from(memory, place)[0]))
    return found


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
