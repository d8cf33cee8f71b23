"""What can be told and what can be followed: the services say it, config hands it over at start."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veche.kernel.errors import Text
from veche.kernel.manifest import NoticeKind, Topic


@dataclass(frozen=True)
class Group:
    """The kinds of notices of one service."""

    title: Text
    kinds: tuple[NoticeKind, ...]


_FORM = re.compile(r"[a-z][a-z_.]*:[A-Za-z0-9._-]{1,64}")
_groups: list[Group] = []
_topics: dict[str, Topic] = {}


def use_notices(groups: Sequence[tuple[Text, Sequence[NoticeKind]]]) -> None:
    """Replace the list; in the order in which settings show it."""
    _groups[:] = [Group(title, tuple(kinds)) for title, kinds in groups if kinds]


def groups() -> tuple[Group, ...]:
    """Services with the kinds they tell."""
    return tuple(_groups)


def kinds() -> Mapping[str, NoticeKind]:
    """Every kind by its event."""
    return {kind.event: kind for group in _groups for kind in group.kinds}


def group_title(event: str) -> Text:
    """The service that tells an event."""
    found = (one.title for one in _groups if any(kind.event == event for kind in one.kinds))
    return next(found, "")


def use_topics(topics: Sequence[Topic]) -> None:
    """Replace the list of what can be followed."""
    _topics.clear()
    _topics.update({one.prefix: one for one in topics})


def found_topic(topic: str) -> tuple[str, str] | None:
    """Title and address of `<prefix>:<id>`; None for what nobody may follow."""
    prefix, _colon, key = topic.partition(":")
    known = _topics.get(prefix)
    return known.find(key) if known is not None and is_topic(topic) else None


def is_topic(topic: str) -> bool:
    """Whether it is written as topics are, known or not."""
    return len(topic) <= 120 and _FORM.fullmatch(topic) is not None
