"""«Отключения» for everyone: the list, one of them, a feed."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.domains.homes import policies
from veche.domains.homes.adapters import told
from veche.domains.homes.models import Outage, OutageSpot, OutageStep
from veche.domains.homes.queries import outages as reading
from veche.domains.homes.queries import wording
from veche.domains.homes.queries.outages import Filters
from veche.domains.homes.rules import outages
from veche.kernel.access import access
from veche.kernel.web import feeds, render

TOLD_MOST, FOLLOWS_MOST = 100, 5
ALL_TOPIC = "homes.outages:all"


def _filters(request: HttpRequest) -> Filters:
    """What is asked for; words of no known list are let go."""
    shown, trouble, place = (request.GET.get(name, "") for name in ("show", "what", "place"))
    place_id = None
    with suppress(ValueError):
        place_id = UUID(place)
    return Filters(
        shown=shown if shown in reading.SHOWN else "now",
        trouble=trouble if trouble in wording.TROUBLES else "",
        place_id=place_id,
    )


@require_safe
@access("public")
def list_outages(request: HttpRequest) -> HttpResponse:
    """What is off now, what will be, what was."""
    filters = _filters(request)
    page = reading.page(filters, after=request.GET.get("after", ""))
    kept = {"what": filters.trouble, "place": str(filters.place_id or "")}
    context = {
        "rows": [wording.shown(row) for row in page.items],
        "tabs": _tabs(filters, kept),
        "troubles": list(wording.TROUBLES.items()),
        "places": [one for one in places.places() if one.kind != "town"],
        "filters": filters,
        "place": kept["place"],
        "topic": ALL_TOPIC,
        "next_url": _address(kept, show=filters.shown, after=page.next_token)
        if page.next_token
        else "",
    }
    return render(request, "homes/outages.html", context, fragment="homes/_rows.html")


def _address(kept: dict[str, str], **more: str) -> str:
    asked = {name: value for name, value in {**kept, **more}.items() if value}
    return f"{reverse('homes:list-outages')}?{urlencode(asked)}"


def _tabs(filters: Filters, kept: dict[str, str]) -> list[dict[str, Any]]:
    titles = {"now": _("Сейчас"), "planned": _("Впереди"), "past": _("Прошли")}
    return [
        {
            "title": title,
            "url": _address(kept, show=shown),
            "current": shown == filters.shown,
        }
        for shown, title in titles.items()
    ]


@require_safe
@access("public")
def read_outage(request: HttpRequest, number: str) -> HttpResponse:
    """One of them: until when, why, who answers, where, what was said of it."""
    row = reading.one(number)
    spots = reading.spots_of(row)
    person = identity.person_of(request)
    context = {
        "one": wording.shown(row),
        "nature": wording.NATURES[row.nature],
        "spots": spots,
        "follows": _follows(spots),
        "steps": timeline(row, reading.steps_of(row)),
        "may_keep": policies.may_announce_outage(person),
    }
    return render(request, "homes/outage.html", context)


def _follows(spots: list[OutageSpot]) -> list[dict[str, str]]:
    """The first of the places, streets and houses, each to be followed."""
    return [{"title": one.text, "topic": _topic(one)} for one in spots[:FOLLOWS_MOST]]


def _topic(spot: OutageSpot) -> str:
    if spot.address_id is not None:
        return told.house_topic(spot.address_id)
    if spot.street_id is not None:
        return places.street_topic(spot.street_id)
    assert spot.place_id is not None
    return organisations.territory_topic(spot.place_id)


def timeline(row: Outage, steps: list[OutageStep]) -> list[dict[str, Any]]:
    """What was said, in turn, and what is to come."""
    said = [
        {
            "title": wording.STEPS[one.verb],
            "text": " · ".join(part for part in (wording.moment(one.at), _words(one)) if part),
            "state": "done",
        }
        for one in steps
    ]
    state = wording.state_of(row)
    if state in (outages.PLANNED, outages.RUNNING):
        title = _("Начало") if state == outages.PLANNED else _("Обещают закончить")
        at = row.starts_at if state == outages.PLANNED else row.ends_at
        said.append({"title": title, "text": wording.moment(at), "state": "now"})
    return said


def _words(step: OutageStep) -> str:
    if step.verb in (outages.EXTENDED, outages.SHORTENED):
        return f"{wording.until(step.ends_at)}. {step.reason}"
    return " ".join(part for part in (step.reason, wording.left(step)) if part)


@require_safe
@access("public")
def read_atom(request: HttpRequest) -> HttpResponse:
    """The newest changes as Atom."""
    entries = [
        feeds.Entry(
            title=f"{one.title}: {one.row.where[:120]}",
            path=reverse("homes:read-outage", args=[one.row.number]),
            text=f"{one.tag}. {one.when}. {one.row.why}. {one.row.answers}",
            published_at=one.row.made_at,
            updated_at=one.row.changed_at,
        )
        for one in (wording.shown(row) for row in reading.changed(TOLD_MOST))
    ]
    return feeds.atom(request, _("Отключения"), reverse("homes:list-outages"), entries)
