"""Which acts are whose work: each service names its own at start."""

from __future__ import annotations

from collections.abc import Iterable

_roles: dict[str, str] = {}


def use_duties(pairs: Iterable[tuple[str, str]]) -> None:
    """Audit kinds with the role whose work they are; config tells at start."""
    _roles.clear()
    _roles.update(pairs)


def roles() -> dict[str, str]:
    """The role of each kind of act."""
    return dict(_roles)
