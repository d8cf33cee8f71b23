"""GeoReport v2 on paper: dates, spans, and one tree written as XML or as JSON; pure.

The words of the specification stand here alone: which element holds which list, and by what name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from xml.etree import ElementTree

XML, JSON = "xml", "json"
SPAN = timedelta(days=90)
MOST = 1000
OPEN, CLOSED = "open", "closed"
STATUSES = (OPEN, CLOSED)
# The attribute that holds the question before the form, and its answers.
STOP, EMERGENCY, CALM = "emergency", "yes", "no"
# What an element of a list is called in XML, by the name of the list.
_ITEMS = {
    "services": "service",
    "service_requests": "request",
    "service_requests_updates": "request_update",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
# XML 1.0 has no way to write these.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(form: str, root: str, tree: Any) -> str:
    """The answer in the form that was asked for; `root` is the element of XML around it."""
    if form == JSON:
        return json.dumps(tree, ensure_ascii=False)
    element = _element(root, tree)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(element, "unicode")


def _element(name: str, value: Any) -> ElementTree.Element:
    made = ElementTree.Element(name)
    if isinstance(value, Mapping):
        made.extend(_element(key, one) for key, one in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        made.extend(_element(_ITEMS[name], one) for one in value)
    elif isinstance(value, bool):
        made.text = "true" if value else "false"
    elif value is not None:
        made.text = _UNWRITABLE.sub("", str(value))
    return made


def moment(at: datetime, zone: tzinfo) -> str:
    """A W3C date with the town's offset: 2010-04-14T06:37:38-08:00."""
    return at.astimezone(zone).isoformat(timespec="seconds")


def end_of(day: date, zone: tzinfo) -> str:
    """The last second of the town's day: a term ends with its day."""
    return datetime.combine(day, time(23, 59, 59), zone).isoformat(timespec="seconds")


def read_moment(text: str, zone: tzinfo) -> datetime:
    """A W3C date as somebody sent it; without an offset it is the town's; ValueError.

    A plus that arrives in an address unescaped is a space by then.
    """
    found = datetime.fromisoformat(text.strip().replace(" ", "+"))
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)


def span(
    first: datetime | None, last: datetime | None, now: datetime
) -> tuple[datetime, datetime] | None:
    """From when until when is meant; None when it is longer than the specification lets.

    Without either it is the last 90 days.
    """
    if first is not None and last is not None:
        return (first, last) if timedelta() <= last - first <= SPAN else None
    if first is not None:
        return first, min(first + SPAN, max(now, first))
    end = last or now
    return end - SPAN, end
