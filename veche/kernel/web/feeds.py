"""What other programs follow: feeds (Atom, RFC 4287; RSS 2.0) and a calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.translation import get_language

from veche.kernel.web.origin import absolute

KEPT_SECONDS = 600
_LINE_BYTES = 73  # with the space of a continued line and its end, within the 75 of the standard


@dataclass(frozen=True)
class Entry:
    """One thing of a feed; `path` is its page here."""

    title: str
    path: str
    text: str
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Event:
    """Something with a beginning and an end; `path` is its page here, and its name for ever."""

    title: str
    path: str
    text: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime


def atom(request: HttpRequest, title: str, page: str, entries: Iterable[Entry]) -> HttpResponse:
    """The feed of a page, with addresses as the town is reached."""
    feed = Atom1Feed(
        title=title,
        link=absolute(request, page),
        description=None,
        feed_url=absolute(request, request.path),
        language=get_language(),
    )
    return _kept(_filled(request, feed, entries), "application/atom+xml; charset=utf-8")


def rss(request: HttpRequest, title: str, page: str, entries: Iterable[Entry]) -> HttpResponse:
    """The same for readers that know RSS alone."""
    feed = Rss201rev2Feed(
        title=title,
        link=absolute(request, page),
        description=title,
        feed_url=absolute(request, request.path),
        language=get_language(),
    )
    return _kept(_filled(request, feed, entries), "application/rss+xml; charset=utf-8")


def _filled(request: HttpRequest, feed: SyndicationFeed, entries: Iterable[Entry]) -> str:
    for entry in entries:
        link = absolute(request, entry.path)
        feed.add_item(
            title=entry.title,
            link=link,
            # The summary says that it is HTML: plain words are made so.
            description=escape(entry.text),
            unique_id=link,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
        )
    return str(feed.writeString("utf-8"))


def calendar(request: HttpRequest, name: str, events: Iterable[Event]) -> HttpResponse:
    """A calendar to subscribe to, or one event to add."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Veche//Calendar//RU", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    for event in events:
        link = absolute(request, event.path)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{link}",
            f"DTSTAMP:{_moment(event.changed_at)}",
            f"DTSTART:{_moment(event.starts_at)}",
            f"DTEND:{_moment(event.ends_at)}",
            f"SUMMARY:{_escaped(event.title)}",
            f"DESCRIPTION:{_escaped(event.text)}",
            f"URL:{link}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    text = "".join(f"{_folded(line)}\r\n" for line in lines)
    return _kept(text, "text/calendar; charset=utf-8")


def _kept(body: str, kind: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """Long lines are continued after a space; a letter of several bytes is never cut."""
    parts, part = [], b""
    for letter in line:
        written = letter.encode()
        if len(part) + len(written) > _LINE_BYTES:
            parts.append(part)
            part = b""
        part += written
    return b"\r\n ".join([*parts, part]).decode()
