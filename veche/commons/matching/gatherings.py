"""Services that call people together to work, and because of what: set once at start."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from veche.commons.identity.public import PersonRef
from veche.kernel.errors import Text
from veche.kernel.manifest import Gathering, Gatherings, Source

ID_MAX = 64
_found: list[Gatherings] = []
_sources: dict[str, Callable[[Any, str], Source | None]] = {}


@dataclass(frozen=True)
class Called:
    """What one service tells: how it is called, where all of it stands, the first of it."""

    title: Text
    url: str
    rows: Sequence[Gathering]


def use_gatherings(found: Sequence[Gatherings]) -> None:
    """Replace the list of services."""
    _found[:] = found


def use_sources(found: Mapping[str, Callable[[Any, str], Source | None]]) -> None:
    """Replace the kinds of things because of which people may be called."""
    _sources.clear()
    _sources.update(found)


def source(person: PersonRef, written: str) -> Source | None:
    """What `<kind>:<id>` means; None for what is not known, over, or the town's own duty."""
    kind, _mark, one = written.partition(":")
    find = _sources.get(kind)
    return find(person, one) if find is not None and 0 < len(one) <= ID_MAX else None


def coming(most: int) -> list[Called]:
    """Where people are called to now; services that have nothing are left out."""
    return _told([(one, one.coming(most)) for one in _found])


def done(most: int) -> list[Called]:
    """What people have done together lately."""
    return _told([(one, one.done(most)) for one in _found])


def grown(written: str) -> list[Called]:
    """What people were called to because of a source."""
    return _told([(one, one.grown(written)) for one in _found])


def begin_urls(person: PersonRef, written: str) -> list[str]:
    """Where people may be called because of it; none for what is not theirs to do."""
    urls = [url for one in _found if (url := one.begin_url(written))]
    return urls if urls and source(person, written) is not None else []


def _told(asked: Sequence[tuple[Gatherings, Sequence[Gathering]]]) -> list[Called]:
    return [Called(one.title, reverse(one.url_name), rows) for one, rows in asked if rows]
