"""What a service tells the shell about itself: real objects, no class-name strings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from veche.kernel.errors import Text
from veche.kernel.outbox import Consumer


@dataclass(frozen=True)
class NavItem:
    """A way in: `bar` is the bar of five; `footer` stands below each page.

    `help` is where the «Не получается?» of each page leads; it is told the page's url name.
    """

    title: Text
    url_name: str
    icon: str
    order: int
    place: Literal["bar", "footer", "help"] = "bar"


@dataclass(frozen=True)
class Matter:
    """One thing that waits for an official: what it is, what to do, until when."""

    title: str
    url: str
    note: Text = ""
    due_on: date | None = None
    # The title is of somebody's own words, not of the interface.
    is_written: bool = False


@dataclass(frozen=True)
class DeskSection:
    """A section of the officials' desk: its address begins with /office/, pages below belong to it.

    Its policy `may` says who sees it in the menu of all office pages. `waits` gets the person and
    how many at most, and returns what waits for them, the most urgent first, in a query or two
    however much there is: that stands on the desk's first page.
    """

    title: Text
    url_name: str
    icon: str
    order: int
    may: Callable[[Any], Any]
    group: Literal["work", "town", "records"] = "work"
    waits: Callable[[Any, int], Sequence[Matter]] | None = None


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
class SitePage:
    """A page that search engines may find."""

    path: str
    changed_at: datetime | None = None


@dataclass(frozen=True)
class ShareCard:
    """What the picture beside a link says: plain words, for everyone."""

    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Retained:
    """Data that a job drops when its term is over: what, how long, why so long, by which job.

    A `norm` (a code of the dated norms) says the term and its source; else the words do.
    """

    job: str
    what: Text
    term: Text = ""
    source: Text = ""
    norm: str = ""


@dataclass(frozen=True)
class Detail:
    """How a detail of an entry is called; `words` says a value of a closed list.

    `is_written`: somebody wrote those words, they are not of the interface.
    """

    title: Text
    words: Callable[[str], Text | None] | None = None
    is_written: bool = False


@dataclass(frozen=True)
class Act:
    """A kind of entry in the journal as people read it: what was done, to what, its details.

    `subject` says the thing itself where it is one of a closed list.
    """

    title: Text
    about: Text = ""
    details: Mapping[str, Detail] = field(default_factory=dict)
    subject: Callable[[str], Text | None] | None = None


@dataclass(frozen=True)
class Duty:
    """An act that is somebody's work: whose, and how the work is called."""

    role: str
    title: Text


@dataclass(frozen=True)
class Announcement:
    """An event that anybody may know of: how it is called, and what is public of it.

    `tell` gets the event's payload and gives plain values, or None when by now it is nobody's
    business: a poll that went back into a draft.
    """

    kind: str
    title: Text
    tell: Callable[[Mapping[str, Any]], Mapping[str, Any] | None]
    example: Mapping[str, Any]


@dataclass(frozen=True)
class Manifest:
    """Everything the shell needs of one service. Callables take a PersonRef first.

    `acts` names every kind that the service writes into the journal.

    `asks` is told the address of a page that sent a person to say something of themselves, and
    says in a sentence what for; "" for an address it does not know.
    """

    slug: str
    title: Text
    icon: str
    navigation: Sequence[NavItem] = ()
    desk: Sequence[DeskSection] = ()
    listens: Mapping[str, tuple[str, Consumer]] = field(default_factory=dict)
    home: Callable[[Any], Any] | None = None
    home_template: str = ""
    home_aside_template: str = ""
    search: Callable[[Any, str], Sequence[SearchHit]] | None = None
    pins: Callable[[Any], Sequence[MapPin]] | None = None
    site_pages: Callable[[], Sequence[SitePage]] | None = None
    share_card: Callable[[str], ShareCard | None] | None = None
    me: Callable[[Any], Any] | None = None
    me_template: str = ""
    export: Callable[[UUID], Any] | None = None
    asks: Callable[[Any, str], str] | None = None
    join: Callable[[Sequence[UUID], Sequence[UUID]], object] | None = None
    api: Any = None
    jobs: Sequence[str] = ()
    events: Sequence[type] = ()
    announces: Sequence[Announcement] = ()
    policies: Sequence[Callable[..., Any]] = ()
    exports: Sequence[str] = ()
    documents: Sequence[Any] = ()
    retained: Sequence[Retained] = ()
    acts: Mapping[str, Act] = field(default_factory=dict)
    duties: Mapping[str, Duty] = field(default_factory=dict)
    load_demo: Callable[[Any, Callable[[str], None]], None] | None = None
