"""The town's borders, the map's ground and the address suggestions. All public, all read-only."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from veche.commons.places import public, queries
from veche.commons.towns import public as towns
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import render
from veche.kernel.web.problems import wants_json

SUGGESTIONS = 8
FOUND_ON_PAGE = 30
LONGEST_QUERY = 100
# Typing one address asks some eight times; a household behind one address must not be shut out.
TRIES_A_MINUTE = 240


def _etag(request: HttpRequest) -> str | None:
    stamp = queries.stamp()
    return f'"{towns.current().slug}-{stamp}"' if stamp else None


def _geojson(make: Callable[[], bytes]) -> HttpResponse:
    response = HttpResponse(make(), content_type="application/geo+json")
    # Borders change once in years; a changed stamp is asked for after ten minutes.
    response["Cache-Control"] = "public, max-age=600"
    return response


@access("public")
@require_safe
@condition(etag_func=_etag)
def outlines(request: HttpRequest) -> HttpResponse:
    """Borders of the town, its districts and settlements, simplified for a map."""
    return _geojson(queries.outlines_json)


@access("public")
@require_safe
@condition(etag_func=_etag)
def ground(request: HttpRequest) -> HttpResponse:
    """River, woods, parks, streets: the map's own ground, which needs no tile server."""
    return _geojson(queries.ground_json)


@access("public")
@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    """Addresses that begin as typed: a listbox for htmx, a page without it, JSON when asked."""
    as_json = request.path.endswith(".json") or wants_json(request)
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    if query.strip():
        client = limits.client_of(request)
        limits.hit(f"places.addresses:{client}", limit=TRIES_A_MINUTE, seconds=60)
    most = SUGGESTIONS if as_json or request.headers.get("HX-Request") else FOUND_ON_PAGE
    found = public.addresses(query, most) if query.strip() else []
    if as_json:
        response: HttpResponse = JsonResponse({"items": [_plain(address) for address in found]})
    else:
        context = {"query": query, "addresses": found}
        response = render(
            request, "places/addresses.html", context, fragment="places/_addresses.html"
        )
    response["Cache-Control"] = "private, max-age=60"
    patch_vary_headers(response, ["Accept", "HX-Request"])
    return response


@access("public")
@require_safe
def read_street(request: HttpRequest, street_id: int) -> HttpResponse:
    """A street: what is known of it now, its houses, and a way to follow it."""
    street = public.street(street_id)
    if street is None:
        raise NotFound()
    houses = public.addresses_of_street(street_id)
    lines = {line for one in houses for line in public.lineage(one.place_id)}
    context = {
        "street": street,
        "topic": public.street_topic(street_id),
        "houses": houses,
        "districts": [one for one in public.places() if one.id in lines and one.kind != "town"],
        "foreseen": public.foreseen(public.Spot((), None, street_id)),
    }
    return render(request, "places/street.html", context)


def _plain(address: public.Address) -> dict[str, object]:
    return {
        "id": str(address.id),
        "text": address.text,
        "latitude": address.latitude,
        "longitude": address.longitude,
        "place_id": str(address.place_id),
    }
