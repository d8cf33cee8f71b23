"""What a service tells the shell about itself: real objects, no class-name strings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from veche.kernel.errors import Text
from veche.kernel.outbox import Consumer


@dataclass(frozen=True)
class NavItem:
    """A way in: `bar` is the bar of five, `desk` the officials' desk, `me` the page «Я»."""

    title: Text
    url_name: str
    icon: str
    order: int
    place: Literal["bar", "desk", "me", "footer"] = "bar"
    role: str = ""


@dataclass(frozen=True)
class SearchHit:
    """One found thing, ready to show."""

    title: str
    url: str
    kind: Text
    text: str = ""
    rank: float = 0.0


@dataclass(frozen=True)
class MapPin:
    """A thing with a place on the common map."""

    title: str
    url: str
    latitude: float
    longitude: float
    kind: Text
    icon: str
    text: str = ""


@dataclass(frozen=True)
class Manifest:
    """Everything the shell needs of one service. Callables take a PersonRef first."""

    slug: str
    title: Text
    icon: str
    navigation: Sequence[NavItem] = ()
    listens: Mapping[str, tuple[str, Consumer]] = field(default_factory=dict)
    home: Callable[[Any], Any] | None = None
    home_template: str = ""
    home_aside_template: str = ""
    search: Callable[[Any, str], Sequence[SearchHit]] | None = None
    pins: Callable[[Any], Sequence[MapPin]] | None = None
    me: Callable[[Any], Any] | None = None
    me_template: str = ""
    export: Callable[[UUID], Any] | None = None
    join: Callable[[Sequence[UUID], Sequence[UUID]], object] | None = None
    api: Any = None
    jobs: Sequence[str] = ()
    events: Sequence[type] = ()
    policies: Sequence[Callable[..., Any]] = ()
    exports: Sequence[str] = ()
    load_demo: Callable[[Any, Callable[[str], None]], None] | None = None
