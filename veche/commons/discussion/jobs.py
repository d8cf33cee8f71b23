"""The order of arguments follows the marks."""

from __future__ import annotations

from veche.commons.discussion import actions
from veche.kernel.jobs import periodic


@periodic("discussion.rescore", every_minutes=5)
def rescore() -> None:
    """Threads in which somebody has marked since the last time."""
    actions.rescore_stale()
