"""Every address of the house, read from its routes, with ids put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from tests.attacks.made import Furnished
from veche.kernel.ids import slug_id

PART = re.compile(r"<(?:(\w+):)?(\w+)>|{(\w+)}")


def templates(patterns: list[Any] | None = None, above: str = "/") -> Iterator[str]:
    """Every route as it is written: `/polls/<slug:slug>/vote/`."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from templates(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here


def with_ids() -> list[str]:
    """Routes that name something of a town's; a year of the calendar is everybody's."""
    return [route for route in templates() if PART.search(route.replace("<year>", ""))]


def fill(route: str, ids: Mapping[str, str]) -> str:
    """The address of a route; KeyError when a part of it has no id, so that none is forgotten."""
    return PART.sub(lambda part: ids[part[2] or part[3]], route)


def everything() -> list[str]:
    """Every address with ids that nobody has."""
    return [fill(route, nothing(route)) for route in templates()]


def nothing(route: str) -> dict[str, str]:
    """Ids of the right shape that nobody has."""
    return {**_rest(str(uuid4())), "slug": slug_id()}


def _rest(file_id: str) -> dict[str, str]:
    return {
        "code": "q1",
        "step": "passport",
        "material_id": str(uuid4()),
        "pack_id": str(uuid4()),
        "stack_id": str(uuid4()),
        "serial": "1",
        "stage_id": str(uuid4()),
        "place_id": str(uuid4()),
        "year": "2026",
        "told_id": str(uuid4()),
        "kind": "outlines",
        "number": "1",
        "passkey_id": str(uuid4()),
        "sign_in_id": str(uuid4()),
        "token_id": str(uuid4()),
        "endpoint_id": str(uuid4()),
        "delivery_id": str(uuid4()),
        "file_id": file_id,
        "size": "320",
        "service": "polls",
        "key": slug_id(),
        "call_id": str(uuid4()),
        "on": "2026-01-01",
        "ground": "term",
        "campaign_id": str(uuid4()),
        "request_id": str(uuid4()),
        "batch_id": str(uuid4()),
        "membership_id": str(uuid4()),
        "form": "pdf",
    }


def of(made: Furnished) -> list[tuple[str, str]]:
    """Pairs of addresses: of something in that town, and the same with ids that nobody has."""
    found = []
    for route in with_ids():
        for slug in _slugs(route, made):
            theirs = {**_rest(str(made.photo)), "slug": slug, "material_id": str(made.material)}
            found.append((fill(route, theirs), fill(route, nothing(route))))
    return found


def _slugs(route: str, made: Furnished) -> list[str]:
    if "/decisions/" in route or "/commitments/" in route:
        return [made.decision]
    return [made.open.slug, made.closed.slug, made.draft.slug]


def answer_of(ask: Callable[..., Any], address: str, *args: Any, **more: Any) -> tuple[int, str]:
    """Status and text; a stream is read to its end, inside its own town."""
    response = ask(address, *args, **more)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, body.decode("utf-8", "replace")
