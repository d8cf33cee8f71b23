"""«Мой дом»: found by its address, open to everyone; a resident's own, for them alone."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.domains.homes import policies
from veche.domains.homes.adapters import told
from veche.domains.homes.queries import deputies, serving, wording
from veche.domains.homes.queries import outages as reading
from veche.domains.homes.rules import words
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.text import clean_line
from veche.kernel.web import render

FOUND, QUERY_MAX = 12, 100
# As many as suggestions of addresses may be asked for.
TRIES_A_MINUTE = 240


@require_safe
@access("public")
def find_house(request: HttpRequest) -> HttpResponse:
    """A house by its address, without a map; the very one opens at once."""
    query = clean_line(request.GET.get("q", "")[:QUERY_MAX])
    found: list[places.Address] = []
    with suppress(ValueError):
        chosen = places.address(UUID(request.GET.get("q_id", "")))
        if chosen is not None:
            return redirect("homes:read-house", address_id=chosen.id)
    if query:
        limits.hit(f"homes:{limits.client_of(request)}", limit=TRIES_A_MINUTE, seconds=60)
        found = places.addresses(query, FOUND)
        sure = [one for one in found if one.is_named_by(query)]
        if len(sure) == 1:
            return redirect("homes:read-house", address_id=sure[0].id)
    person = identity.person_of(request)
    context = {
        "query": query,
        "found": found,
        "is_known": person.is_known,
        "has_geography": places.has_geography(),
    }
    return render(request, "homes/find.html", context)


@require_safe
@access("public")
def read_house(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """What is off, who serves it, where its people go."""
    house = places.address(address_id)
    if house is None:
        raise NotFound()
    return render(request, "homes/house.html", page_of(house))


@identity.behind(policies.may_read_own_house)
@require_safe
def read_own(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """One's own house at an address that does not say which it is."""
    house = serving.own_house(person)
    if house is None:
        return render(request, "homes/no_house.html")
    return render(request, "homes/house.html", {**page_of(house), "is_own": True})


def page_of(house: places.Address) -> dict[str, Any]:
    """All of a house's page, in five queries and those of its deputies' orders."""
    served = serving.served(house)
    street = places.street(house.street_id)
    elected, others = deputies.parted(organisations.mandates_at(house))
    # A mandate by an act says more than a line of a table.
    goes_to = [kind for kind in words.GOES_TO if kind != words.DEPUTY or not elected]
    return {
        "house": house,
        "place": places.place(house.place_id),
        "street": street,
        "outages": [wording.shown(row) for row in reading.at(places.spot_of(house))],
        "serves": [served[kind] for kind in words.SERVES if kind in served],
        "goes_to": [served[kind] for kind in goes_to if kind in served],
        "deputies": elected,
        "mandates": others,
        "topic": told.house_topic(house.id),
        "street_topic": places.street_topic(street.id) if street else "",
    }
