"""What everyone reads: organisations, offices of territories, territories and their feeds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.commons.organisations import public, queries, rules, wording
from veche.commons.places import public as places
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.text import clean_line
from veche.kernel.web import feeds, render

WORDS_MAX = 200
FEED_SHOWN = 50


@require_safe
@access("public")
def list_organisations(request: HttpRequest) -> HttpResponse:
    """Checked organisations by name, of one kind, with these words."""
    kind = request.GET.get("show", "")
    kind = kind if kind in rules.KINDS else ""
    words = clean_line(request.GET.get("q", "")[:WORDS_MAX])
    page = public.organisations(kind=kind, words=words, after=request.GET.get("after", ""))
    numbers, here = queries.counts(), reverse("organisations:list-organisations")
    tabs = [_tab(_("Все"), here, "", kind, sum(numbers.values()))]
    tabs += [
        _tab(str(title), here, one, kind, numbers[one])
        for one, title in wording.GROUPS.items()
        if numbers.get(one)
    ]
    context = {
        "rows": page.items,
        "tabs": tabs,
        "words": words,
        "search_url": here,
        "next_url": _next(here, page.next_token, show=kind, q=words),
    }
    return render(request, "organisations/list.html", context)


@require_safe
@access("public")
def read_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation; how many may act in its name, not who."""
    one = public.organisation(slug)
    context = {
        "one": one,
        "may_act": queries.may_act(identity.person_of(request), one.id),
        "words": [public.announcement(row) for row in queries.words_of(one.id)],
        "acting": queries.number_who_act(one.id),
        "territory_url": public.territory_url(one.place_id) if one.place_id else "",
        "crumbs": [{"title": _("Организации"), "url": reverse("organisations:list-organisations")}],
    }
    return render(request, "organisations/organisation.html", context)


@require_safe
@access("public")
def list_mandates(request: HttpRequest) -> HttpResponse:
    """Elders, chairs and seniors of houses in office today."""
    office = request.GET.get("show", "")
    office = office if office in rules.OFFICES else ""
    page = public.mandates(office=office, after=request.GET.get("after", ""))
    here = reverse("organisations:list-mandates")
    tabs = [_tab(_("Все"), here, "", office, None)]
    tabs += [
        _tab(str(title), here, one, office, None) for one, title in wording.OFFICE_GROUPS.items()
    ]
    context = {
        "rows": page.items,
        "tabs": tabs,
        "next_url": _next(here, page.next_token, show=office),
    }
    return render(request, "organisations/mandates.html", context)


@require_safe
@access("public")
def read_territory(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """A territory: who answers for it, who serves it, what they tell."""
    place = _place(place_id)
    page = public.announcements(place_id, after=request.GET.get("after", ""))
    here = public.territory_url(place_id)
    context = {
        "place": place,
        "topic": public.territory_topic(place_id),
        "mandates": [public.mandate(one) for one in queries.mandates_of_place(place_id)],
        "ended": [public.mandate(one) for one in queries.ended_early(place_id)],
        "organisations": [public.shown(one) for one in queries.organisations_of_place(place_id)],
        "words": page.items,
        "is_home": place_id in places.lineage(home) if (home := _home(request)) else False,
        "feed_url": reverse("organisations:territory-feed", args=[place_id]),
        "next_url": _next(here, page.next_token),
        "crumbs": [
            {"title": _("Представители жителей"), "url": reverse("organisations:list-mandates")}
        ],
    }
    return render(request, "organisations/territory.html", context)


def _home(request: HttpRequest) -> UUID | None:
    return identity.person_of(request).home_place_id


@require_safe
@access("public")
def territory_feed(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """The words to a territory as Atom."""
    place = _place(place_id)
    rows = [
        public.announcement(row) for row in queries.standing_announcements(place_id, FEED_SHOWN)
    ]
    entries = [
        feeds.Entry(
            title=row.title,
            path=row.url,
            text=f"{row.text}\n\n{row.signed}",
            published_at=row.written_at,
            updated_at=row.written_at,
        )
        for row in rows
    ]
    title = _("%(place)s: объявления") % {"place": place.name}
    return feeds.atom(request, title, public.territory_url(place_id), entries)


def _place(place_id: UUID) -> places.Place:
    found = places.place(place_id)
    if found is None:
        raise NotFound()
    return found


def _tab(title: str, here: str, value: str, current: str, count: int | None) -> dict[str, Any]:
    return {
        "title": title,
        "url": f"{here}?show={value}" if value else here,
        "count": count,
        "current": value == current,
    }


def _next(here: str, token: str, **kept: str) -> str:
    if not token:
        return ""
    query = {name: value for name, value in kept.items() if value}
    return f"{here}?{urlencode({**query, 'after': token})}"
