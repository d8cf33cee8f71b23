"""What is kept for a while and dropped by a job: each service names its own at start."""

from __future__ import annotations

from collections.abc import Sequence

from veche.kernel.manifest import Retained

_rules: list[Retained] = []


def use_retained(found: Sequence[Retained]) -> None:
    """Replace the list; config tells at start."""
    _rules[:] = found


def rules() -> tuple[Retained, ...]:
    """What each service keeps for a while."""
    return tuple(_rules)
