"""Every address of the house, read from its routes, with ids put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from tests.attacks import (
    furnishing_appeals,
    furnishing_homes,
    furnishing_reports,
    furnishing_transparency,
    furnishing_workdays,
)
from tests.attacks.furnishing import BRAND, Furnished, Thing
from veche.commons.hall import colours
from veche.kernel import clock
from veche.kernel.ids import slug_id

PART = re.compile(r"<(?:(\w+):)?(\w+)>|{(\w+)}")
# What is called the same in every town: what lies there is each town's own.
EVERYBODYS: Mapping[str, Sequence[Thing]] = {
    **furnishing_reports.FORMS,
    **furnishing_homes.FORMS,
    **furnishing_appeals.FORMS,
    **furnishing_workdays.FORMS,
    **furnishing_transparency.FORMS,
    "/icons/": [{"size": "192"}],
    "/sign-in/with/": [{"slug": "esia"}],
    "/office/places/check/": [{"kind": "outlines"}],
    "/office/work-kinds/": [{"code": "welding"}],
    "/office/workdays/works/": [{"code": "bench"}],
    "/workdays/new/": [{"code": "bench"}, {"code": "roads"}],
    "/office/documents/": [{"kind": "protocol", "form": "pdf"}],
    "/town/colours-": [{"code": colours.digest(BRAND)}],
    "/pilot/": [{"slug": "polls"}],
    "/office/town/services/": [{"slug": "polls"}],
    "/office/town/steps/": [{"step": "face"}],
    "/api/v1/notifications/bots/": [{"messenger": "vk", "secret": "nobodys"}],
    "/office/privacy/acts/": [{"on": clock.now().date().isoformat(), "ground": "term"}],
}
# Parts that are no ids: they choose a page or a form of what the others name.
CHOICES = {
    "code": "q1", "step": "passport", "form": "pdf", "size": "320", "service": "polls",
    "version": "1", "sheet": "a4",
}  # fmt: skip


def templates(patterns: list[Any] | None = None, above: str = "/") -> Iterator[str]:
    """Every route as it is written: `/polls/<slug:slug>/vote/`."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from templates(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here


def with_ids() -> list[str]:
    """Routes that name something; a year of the calendar is everybody's."""
    return [route for route in templates() if PART.search(route.replace("<year>", ""))]


def plain() -> list[str]:
    """Routes that name nothing, and the calendar of one year."""
    named = set(with_ids())
    return [fill(route, {"year": "2026"}) for route in templates() if route not in named]


def fill(route: str, ids: Mapping[str, str]) -> str:
    """The address of a route; KeyError when a part of it has no id, so that none is forgotten."""
    return PART.sub(lambda part: ids[part[2] or part[3]], route)


def parts(route: str) -> set[str]:
    """Names of what a route asks for."""
    return {part[2] or part[3] for part in PART.finditer(route)}


def everything() -> list[str]:
    """Every address with ids that nobody has."""
    return [*plain(), *(fill(route, nothing(route)) for route in with_ids())]


def nothing(route: str) -> dict[str, str]:
    """Ids of the right shape that nobody has."""
    same = _under(route, EVERYBODYS)
    if same:
        return dict(same[0])
    found = {name: _nobodys(name) for name in parts(route)}
    is_long = re.match(r"/api/v1/(?!reports/|advice/|outages/)", route) and "number" in found
    is_long = bool(is_long) and "versions" not in route
    return {**found, "number": "100000000000"} if is_long else found


def _nobodys(part: str) -> str:
    if part in CHOICES:
        return CHOICES[part]
    if part.endswith("_id"):
        return str(uuid4())
    return {
        "slug": slug_id(),
        "solver_slug": slug_id(),
        "token": str(uuid4()),
        "key": slug_id(),
        "mark": slug_id(),
        "kind": "tests.none",
        "number": "10000000",
        "serial": "1",
        "position": "1",
        "group": "roads",
    }[part]


def of(made: Furnished) -> list[tuple[str, str]]:
    """Pairs of addresses: of something in that town, and the same with ids that nobody has."""
    found = []
    for route in with_ids():
        if _under(route, EVERYBODYS):
            continue
        nowhere = fill(route, nothing(route))
        found += [(fill(route, thing), nowhere) for thing in named(route, made.things)]
    return found


def everybodys() -> list[str]:
    """Addresses that are the same in every town, and name something."""
    return [
        fill(route, thing)
        for route in with_ids()
        if _under(route, EVERYBODYS)
        for thing in named(route, EVERYBODYS)
    ]


def named(route: str, things: Mapping[str, Sequence[Thing]]) -> list[Thing]:
    """What that address can name; LookupError when the town was furnished without it."""
    found = [thing for thing in _under(route, things) if parts(route) <= thing.keys()]
    if not found:
        raise LookupError(f"nothing is furnished for {route}: see tests/attacks/furnishing.py")
    return found


def _under(route: str, things: Mapping[str, Sequence[Thing]]) -> Sequence[Thing]:
    """What lies under the longest of the paths that the route begins with."""
    fits = [path for path in things if route.startswith(path)]
    return things[max(fits, key=len)] if fits else []


def answer_of(ask: Callable[..., Any], address: str, *args: Any, **more: Any) -> tuple[int, str]:
    """Status and text; a stream is read to its end, inside its own town."""
    return read(ask(address, *args, **more))


def read(response: Any) -> tuple[int, str]:
    """The same of an answer."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, body.decode("utf-8", "replace")
