"""The search and the common map by API."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from veche.kernel.access import access
from veche.kernel.web.described import example
from veche.portal import found

router = Router()


class HitOut(Schema):
    """A found thing."""

    kind: str
    title: str
    text: str
    url: str


class PinOut(HitOut):
    """A thing with a place."""

    latitude: float
    longitude: float


# not shown: an example for programmers
_HIT = {"kind": "Опрос", "title": "Какой быть площади?", "text": "", "url": "/polls/newyear/"}


@router.get("/search", response=list[HitOut], url_name="search", openapi_extra=example([_HIT]))
@access("public")
def search(
    request: HttpRequest, q: Annotated[str, Query(min_length=1, max_length=found.QUERY_MAX)]
) -> list[dict[str, object]]:
    """What has these words: polls, decisions, pages, news; the best first."""
    return [
        {"kind": str(hit.kind), "title": hit.title, "text": hit.text, "url": hit.url}
        for hit in found.hits(request, q)
    ]


@router.get(
    "/map",
    response=list[PinOut],
    url_name="map",
    openapi_extra=example([{**_HIT, "latitude": 54.51, "longitude": 36.26}]),
)
@access("public")
def read_map(request: HttpRequest) -> list[dict[str, object]]:
    """What is asked about, where."""
    return [
        {
            "kind": str(pin.kind),
            "title": pin.title,
            "text": pin.text,
            "url": pin.url,
            "latitude": pin.latitude,
            "longitude": pin.longitude,
        }
        for pin in found.pins(request)
    ]
