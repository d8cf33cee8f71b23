"""The search and the common map: what the services bring, for pages and for the API alike."""

from __future__ import annotations

from django.http import HttpRequest

from veche.commons.identity import public as identity
from veche.kernel import limits
from veche.kernel.manifest import MapPin, SearchHit
from veche.kernel.text import clean_line
from veche.portal import services

QUERY_MAX = 200
SHOWN_MAX = 50


def hits(request: HttpRequest, words: str) -> list[SearchHit]:
    """Everything the services find, best first."""
    person = identity.person_of(request)
    wanted = clean_line(words[:QUERY_MAX])
    if not wanted:
        return []
    limits.hit(f"search:{limits.client_of(request)}", limit=120, seconds=60)
    found = [
        hit
        for manifest in services.open_manifests(request)
        if manifest.search is not None
        for hit in manifest.search(person, wanted)
    ]
    return sorted(found, key=lambda hit: -hit.rank)[:SHOWN_MAX]


def pins(request: HttpRequest) -> list[MapPin]:
    """What is asked about, where."""
    person = identity.person_of(request)
    return [
        pin
        for manifest in services.open_manifests(request)
        if manifest.pins is not None
        for pin in manifest.pins(person)
    ]
