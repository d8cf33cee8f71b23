"""How kinds of entries are called: each app names its own, config tells at start."""

from __future__ import annotations

from collections.abc import Mapping

from veche.kernel.manifest import Act

_acts: dict[str, Act] = {}


def use_acts(named: Mapping[str, Act]) -> None:
    """Every kind of entry this installation writes."""
    _acts.clear()
    _acts.update(named)


def act(kind: str) -> Act:
    """A kind in words; one of a service that is gone stays as it was written."""
    return _acts.get(kind) or Act(kind)
