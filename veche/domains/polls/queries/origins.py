"""What polls have grown from: bridges say how a thing of another service is called and found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from veche.domains.polls.models import Poll


@dataclass(frozen=True)
class Origin:
    """A kind of things that polls grow from.

    `find` gives title and address of what everyone may read of one; `crowd` gives so many of those
    who stand behind it, after one of them: they are told of the poll.
    """

    find: Callable[[UUID], tuple[str, str] | None]
    crowd: Callable[[str, UUID, int], Sequence[UUID]]


_origins: dict[str, Origin] = {}


def use_origins(found: Mapping[str, Origin]) -> None:
    """Replace the kinds of things that polls grow from."""
    _origins.clear()
    _origins.update(found)


def origin_of(poll: Poll) -> tuple[str, str] | None:
    """Title and address of what everyone may read of it; None for a poll that stands alone."""
    origin = _origins.get(poll.origin_kind)
    return origin.find(poll.origin_id) if origin is not None and poll.origin_id else None


def key_of(poll: Poll) -> str:
    """`<kind>:<id>` of what a poll has grown from, as it is followed; "" for none in sight."""
    return f"{poll.origin_kind}:{poll.origin_id}" if origin_of(poll) is not None else ""


def crowd_after(key: str, last: UUID, size: int) -> Sequence[UUID]:
    """Who stands behind a thing of that key, so many after one."""
    kind, _colon, origin_id = key.partition(":")
    origin = _origins.get(kind)
    return origin.crowd(origin_id, last, size) if origin is not None else ()


def polls_by_ids(poll_ids: Sequence[UUID]) -> list[Poll]:
    """Polls of these ids, the lost ones left out; one query."""
    return list(Poll.objects.filter(id__in=poll_ids))
