"""Kinds of things that moderators read; config tells at start what manifests declare."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from veche.kernel.errors import Text
from veche.kernel.manifest import Moderated

_kinds: dict[str, Moderated] = {}
_themes: list[Callable[[], Sequence[tuple[str, Text]]]] = []


def use_moderated(kinds: Sequence[Moderated]) -> None:
    """Replace the list of kinds."""
    _kinds.clear()
    _kinds.update({one.kind: one for one in kinds})


def use_themes(askers: Sequence[Callable[[], Sequence[tuple[str, Text]]]]) -> None:
    """Replace what is asked for the themes of texts."""
    _themes[:] = askers


def topics() -> list[tuple[str, Text]]:
    """Themes by which a ban may hold texts: code and title."""
    return [theme for ask in _themes for theme in ask()]


def moderated(kind: str) -> Moderated:
    """One kind; KeyError for what no manifest declares."""
    return _kinds[kind]


def known(kind: str) -> Moderated | None:
    """The same, or None for a service that is not installed any more."""
    return _kinds.get(kind)


def all_kinds() -> tuple[Moderated, ...]:
    """All of them, in the order of the installation."""
    return tuple(_kinds.values())
