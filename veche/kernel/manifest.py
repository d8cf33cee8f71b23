"""What a service tells the shell about itself: real objects, no class-name strings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from veche.kernel.datasets import DataSet
from veche.kernel.errors import Text
from veche.kernel.outbox import Consumer


@dataclass(frozen=True)
class NavItem:
    """A way in: `bar` is the bar of five, whose one prominent item stands out; `footer` stands
    below each page.

    `help` is where the «Не получается?» of each page leads; it is told the page's url name.
    """

    title: Text
    url_name: str
    icon: str
    order: int
    place: Literal["bar", "footer", "help"] = "bar"
    is_prominent: bool = False


@dataclass(frozen=True)
class Offer:
    """Another way, shown by services that know nothing of this one: `place` says where it fits.

    The page hands on what was written so far: it is posted to the address as `text`.
    """

    place: Literal["problem", "quick-word", "terms"]
    title: Text
    text: Text
    url_name: str


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

    `subject` says the thing itself where it is one of a closed list. What tells what a resident
    thinks, wants or follows is nameless: that it was said is recorded, never by whom.
    """

    title: Text
    about: Text = ""
    details: Mapping[str, Detail] = field(default_factory=dict)
    subject: Callable[[str], Text | None] | None = None
    is_nameless: bool = False


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
class Topic:
    """What people may follow, written `<prefix>:<id>`, such as `reports.report:<uuid>`.

    `find` gets the id and gives the title and the address, or None for what a visitor may not see.
    """

    prefix: str
    title: Text
    find: Callable[[str], tuple[str, str] | None]


@dataclass(frozen=True)
class Notice:
    """What is told of one event: to followers of `topics`, to those living near, and to `people`.

    Words are made in the language that is active when `NoticeKind.tell` is called; `url` is a path.
    `point` is latitude and longitude, for those who follow a place and what lies around it.
    `besides` hears nothing: whoever did it knows it already. `crowd` names people too many to be
    listed, whom `NoticeKind.crowd` reads.
    """

    title: str
    text: str
    url: str
    topics: tuple[str, ...] = ()
    people: tuple[UUID, ...] = ()
    point: tuple[float, float] | None = None
    besides: tuple[UUID, ...] = ()
    crowd: str = ""


@dataclass(frozen=True)
class NoticeKind:
    """An event of which people are told: how their settings call it, and what is said.

    `tell` gets the event's payload; None when by now there is nothing to tell. `crowd` gets
    `Notice.crowd`, an id and a number: so many people after that one, in the order of ids.
    What `is_urgent` does not wait for the daily letter: tomorrow it would be too late.
    """

    event: str
    title: Text
    tell: Callable[[Mapping[str, Any]], Notice | None]
    crowd: Callable[[str, UUID, int], Sequence[UUID]] | None = None
    is_urgent: bool = False


@dataclass(frozen=True)
class Judged:
    """A moderator's word on one thing: let through, or removed for a reason; never the text."""

    is_passed: bool
    reason: str = ""
    by: UUID | None = None


@dataclass(frozen=True)
class Exhibit:
    """What a moderator sees of one thing: plain words, pictures by file id, and where it stands."""

    title: str
    text: str
    url: str = ""
    photos: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Moderated:
    """A kind of thing that people write and a moderator may have to read.

    `show` gives what stands behind ids; `judge` tells the owner the word, in its transaction, and
    may be called again with another word (an appeal, a complaint, a word taken back).
    `reasons` are codes and words of refusals of this kind, besides those every kind shares.
    `rewrite` puts a text in which a moderator had more hidden in place of the first. `allows` are
    finds that this kind needs: the plate in a report of an abandoned car.
    """

    kind: str
    title: Text
    show: Callable[[Sequence[UUID]], Mapping[UUID, Exhibit]]
    judge: Callable[[UUID, Judged], None]
    reasons: Mapping[str, Text] = field(default_factory=dict)
    rewrite: Callable[[UUID, str], None] | None = None
    allows: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Spot:
    """Where something is asked about: a point, and what it lies in as far as that is known.

    `place_ids` go from the innermost place outwards.
    """

    place_ids: tuple[UUID, ...] = ()
    address_id: UUID | None = None
    street_id: int | None = None


@dataclass(frozen=True)
class Foreseen:
    """What is known at a spot already: said before anybody tells the town of the same."""

    title: Text
    text: Text
    url: str


@dataclass(frozen=True)
class Foresight:
    """A service that knows beforehand what is wrong where, and until when.

    `find` gets a spot and the words for what is wrong (`water`, `lift`; none for all of them). What
    it gives is public. Whoever takes reports asks it through the geography, never the service.
    """

    find: Callable[[Spot, Sequence[str]], Sequence[Foreseen]]


@dataclass(frozen=True)
class Late:
    """How much of a service is late, whose it is ("" while it is nobody's), since which day."""

    whose: str
    number: int
    oldest: date


@dataclass(frozen=True)
class Promised:
    """What is promised to everyone for a day."""

    title: str
    url: str
    on: date


@dataclass(frozen=True)
class Owed:
    """What people wait for by a day: for whoever answers for the whole town.

    `late` gets the day. `promised` gets the first and the last day and how many at most; it says
    how many there are in all, and tells the nearest: promises alone, no terms of the law. Nobody
    who waits is named.
    """

    late: Callable[[date], Sequence[Late]]
    promised: Callable[[date, date, int], tuple[int, Sequence[Promised]]] | None = None


@dataclass(frozen=True)
class Gathering:
    """A day on which people come together to work: what, when, how it stands, as everyone sees."""

    title: str
    url: str
    text: str


@dataclass(frozen=True)
class Source:
    """Something of a service because of which neighbours may be called, as everyone sees it."""

    title: str
    url: str
    address: str = ""
    text: str = ""


@dataclass(frozen=True)
class Gatherings:
    """A service that calls people together: told beside where help is wanted and what was done.

    `coming` and `done` get how many at most, the nearest and the newest first. `grown` gets a
    source, `<kind>:<id>`, and gives what people were called to because of it; `begin_url` is where
    they are called.
    """

    title: Text
    url_name: str
    coming: Callable[[int], Sequence[Gathering]]
    done: Callable[[int], Sequence[Gathering]]
    grown: Callable[[str], Sequence[Gathering]]
    begin_url: Callable[[str], str]


@dataclass(frozen=True)
class Doer:
    """Who took part, in what (`cause`, an id that never comes again), for how long if known."""

    person_id: UUID
    cause: str
    minutes: int = 0


@dataclass(frozen=True)
class Deed:
    """A way of taking part for which a town may give points: for the act, never for its words.

    Any of `events` may tell of it: where one of two answers is given by one event and the other by
    another, both are one deed at one price. `who` gets the payload of the event and names those who
    took part; nothing else is told.
    `points` are proposed, the town sets its own, and with 0 the deed is not counted at all. Of a
    roll (all who voted) the whole is remembered as told, and nothing of each person.
    """

    code: str
    events: tuple[str, ...]
    title: Text
    points: int
    who: Callable[[Mapping[str, Any]], Sequence[Doer]]
    is_roll: bool = False


@dataclass(frozen=True)
class Subject:
    """What is discussed: its title, its page, whether arguments are taken now.

    `note` says its term in a sentence; who argues is as old as `min_age`, if that is asked.
    """

    title: str
    url: str
    is_open: bool
    note: str = ""
    min_age: int = 0


@dataclass(frozen=True)
class Discussed:
    """A kind of thing that people argue about.

    `find` gets an id and gives what a visitor may know, or None for what is not discussed.
    `people` are those who have brought it up: they hear of each argument.
    """

    kind: str
    title: Text
    find: Callable[[UUID], Subject | None]
    people: Callable[[UUID], Sequence[UUID]] | None = None


@dataclass(frozen=True)
class Manifest:
    """Everything the shell needs of one service. Callables take a PersonRef first.

    `acts` names every kind that the service writes into the journal.

    `asks` is told the address of a page that sent a person to say something of themselves, and
    says in a sentence what for; "" for an address it does not know. A service that `starts_off` is
    there once the town has opened it; in a demo town it is there at once.
    """

    slug: str
    title: Text
    icon: str
    starts_off: bool = False
    navigation: Sequence[NavItem] = ()
    offers: Sequence[Offer] = ()
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
    datasets: Sequence[DataSet] = ()
    documents: Sequence[Any] = ()
    topics: Sequence[Topic] = ()
    notices: Sequence[NoticeKind] = ()
    moderated: Sequence[Moderated] = ()
    # Themes of its texts by which a ban of the law may hold them: code and title, asked each time.
    themes: Callable[[], Sequence[tuple[str, Text]]] | None = None
    discussed: Sequence[Discussed] = ()
    foresight: Foresight | None = None
    owed: Owed | None = None
    gatherings: Gatherings | None = None
    # By kind: what neighbours may be called for; None for what is over or the town's own duty.
    sources: Mapping[str, Callable[[Any, str], Source | None]] = field(default_factory=dict)
    deeds: Sequence[Deed] = ()
    retained: Sequence[Retained] = ()
    acts: Mapping[str, Act] = field(default_factory=dict)
    duties: Mapping[str, Duty] = field(default_factory=dict)
    load_demo: Callable[[Any, Callable[[str], None]], None] | None = None
    # What the journal tells of the demo's past: `DemoAct`s of the journal, in any order.
    demo_acts: Callable[[], Iterable[Any]] | None = None
