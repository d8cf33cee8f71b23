"""What each run walks of the house's many pages, and what only a long one (`make soak`)."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import pytest

# One in so many; of all in a long run.
SHARES = pytest.mark.parametrize("share", [12, pytest.param(1, marks=pytest.mark.soak)])


def is_due(name: str, share: int) -> bool:
    """Whether it falls to this run: always the same ones, spread over all."""
    return zlib.crc32(name.encode()) % share == 0


def due(name: str, all_of_it: Sequence[Any], share: int) -> list[Any]:
    """As many of them as fall to this run, others for each name."""
    first = zlib.crc32(name.encode()) % share
    return list(all_of_it[first::share])


def turn_about(names: Sequence[str], share: int) -> list[Any]:
    """Names to parametrize by: those of other shares are asked in the long run alone."""
    return [
        pytest.param(one, marks=() if is_due(one, share) else pytest.mark.soak) for one in names
    ]
