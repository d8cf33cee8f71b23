"""What polls have grown from: bridges say how a thing of another service is called and found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from veche.domains.polls.models import Poll

Find = Callable[[UUID], tuple[str, str] | None]
_finds: dict[str, Find] = {}


def use_origins(finds: Mapping[str, Find]) -> None:
    """Replace the kinds of things that polls grow from."""
    _finds.clear()
    _finds.update(finds)


def origin_of(poll: Poll) -> tuple[str, str] | None:
    """Title and address of what everyone may read of it; None for a poll that stands alone."""
    find = _finds.get(poll.origin_kind)
    return find(poll.origin_id) if find is not None and poll.origin_id is not None else None


def polls_by_ids(poll_ids: Sequence[UUID]) -> list[Poll]:
    """Polls of these ids, the lost ones left out; one query."""
    return list(Poll.objects.filter(id__in=poll_ids))
