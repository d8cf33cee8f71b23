"""What deeds services declare; config tells at start."""

from __future__ import annotations

from collections.abc import Sequence

from veche.kernel.manifest import Deed

_deeds: dict[str, Deed] = {}


def use_deeds(deeds: Sequence[Deed]) -> None:
    """Replace the list of deeds."""
    _deeds.clear()
    _deeds.update({one.code: one for one in deeds})


def all_deeds() -> tuple[Deed, ...]:
    """All of them, in the order of the installation."""
    return tuple(_deeds.values())


def deed(code: str) -> Deed | None:
    """One of them, or None once its service is gone."""
    return _deeds.get(code)
