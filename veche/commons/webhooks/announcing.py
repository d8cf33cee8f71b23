"""Which events the services tell everyone; config tells at start."""

from __future__ import annotations

from collections.abc import Sequence

from veche.kernel.manifest import Announcement

_known: dict[str, Announcement] = {}


def use_announcements(announcements: Sequence[Announcement]) -> None:
    """Replace the list; in the order they are shown."""
    _known.clear()
    _known.update({one.kind: one for one in announcements})


def announcements() -> tuple[Announcement, ...]:
    """All of them."""
    return tuple(_known.values())


def announcement(kind: str) -> Announcement | None:
    """That of a kind."""
    return _known.get(kind)
