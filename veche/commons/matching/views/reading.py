"""What everyone reads: where help is wanted, who can help, what was done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.matching import gatherings, public, wording
from veche.commons.matching.models import Match, Need, Solver
from veche.commons.matching.queries import matches, needs, solvers
from veche.commons.matching.queries.standing import own_of
from veche.commons.matching.rules import states
from veche.commons.matching.views.crumbs import needs_crumbs
from veche.commons.places import public as places
from veche.kernel.access import access
from veche.kernel.text import plain_line
from veche.kernel.web import render

# More than that is for the list by kinds.
OFFERS_SHOWN = 10
# Of days on which neighbours come together; the rest is in their own list.
GATHERINGS_SHOWN = 3


@require_safe
@access("public")
def list_needs(request: HttpRequest) -> HttpResponse:
    """Where hands are wanted: near one's home, or everywhere, by kind."""
    person = identity.person_of(request)
    kind = chosen_kind(request)
    home = places.place(person.home_place_id) if person.home_place_id else None
    is_near = home is not None and request.GET.get("near") == "1"
    page = needs.open_needs(
        kind=kind,
        place_id=home.id if home is not None and is_near else None,
        after=request.GET.get("after", ""),
    )
    here = reverse("matching:list-needs")
    given = {"kind": kind, "near": "1" if is_near else ""}
    is_first = not request.GET.get("after", "")
    context = {
        "cards": [need_card(row) for row in page.items],
        "gatherings": gatherings.coming(GATHERINGS_SHOWN) if is_first else [],
        "kinds": solvers.work_kinds(),
        "kind": kind,
        "is_near": is_near,
        "tabs": near_tabs(here, home, kind, is_near=is_near),
        "next_url": next_url(here, given, page.next_token),
    }
    return render(request, "matching/needs.html", context)


def near_tabs(
    here: str, home: places.Place | None, kind: str, *, is_near: bool
) -> list[dict[str, Any]]:
    """«Везде» and one's own place; none for who has not said where they live."""
    if home is None:
        return []
    query = {"kind": kind} if kind else {}
    return [
        {
            "title": _("Везде"),
            "url": f"{here}?{urlencode(query)}" if query else here,
            "current": not is_near,
        },
        {
            "title": home.name,
            "url": f"{here}?{urlencode({**query, 'near': '1'})}",
            "current": is_near,
        },
    ]


def next_url(here: str, given: dict[str, str], token: str) -> str:
    """The address of the next page, with what was chosen; "" after the last."""
    if not token:
        return ""
    kept = {name: value for name, value in given.items() if value}
    return f"{here}?{urlencode({**kept, 'after': token})}"


def chosen_kind(request: HttpRequest) -> str:
    """A kind of work of the address, if the town has it."""
    code = plain_line(request.GET.get("kind", ""))[:40]
    return code if code and solvers.is_shown_kind(code) else ""


def need_card(row: Need) -> dict[str, Any]:
    """A need for a list."""
    text, tone = wording.NEEDS[row.state]
    return {
        "row": row,
        "url": reverse("matching:read-need", args=[row.slug]),
        "state": text,
        "tone": tone,
        "when": wording.when_text(row.starts_on, row.ends_on),
    }


@require_safe
@access("public")
def read_need(request: HttpRequest, slug: str) -> HttpResponse:
    """One need: what, where, when; who can help for who asked; a way to offer for the rest."""
    row = needs.need_by_slug(slug)
    person = identity.person_of(request)
    own = own_of(person)
    parties = own.parties(row)
    found = matches.of_need(row.id, (*states.LIVE, states.DONE))
    is_asker = states.ASKER in parties
    is_open = row.state == states.OPEN
    context = {
        **need_card(row),
        "crumbs": needs_crumbs(),
        "is_asker": is_asker,
        "is_raiser": row.raised_by is not None and states.RAISER in parties,
        "offers": public.offers_for(row.id, OFFERS_SHOWN) if is_asker and is_open else [],
        "talks": [talk(one) for one in found if own.parties(row, one.solver)],
        "deed": next((deed_card(one) for one in found if one.state == states.DONE), None),
        "may_offer": is_open and row.raised_by not in own.person_ids,
        "may_close": is_asker and row.closed_at is None,
        "is_known": person.is_known,
        "refusal": matches.last_refusal(row) if is_asker and is_open else "",
        "may_name_owner": needs.may_name_owner(person, row),
    }
    if context["deed"]:
        fill_photos([context["deed"]])
    return render(request, "matching/need.html", context)


def talk(row: Match) -> dict[str, Any]:
    """A match for a list."""
    text, tone = wording.state_of(row)
    return {
        "row": row,
        "url": reverse("matching:read-match", args=[row.slug]),
        "state": text,
        "tone": tone,
        "solver": wording.name_of(row.solver),
    }


@require_safe
@access("public")
def list_solvers(request: HttpRequest) -> HttpResponse:
    """Who can help, by kind; what stands here they chose themselves."""
    kind = chosen_kind(request)
    page = solvers.shown_solvers(kind=kind, after=request.GET.get("after", ""))
    here = reverse("matching:list-solvers")
    context = {
        "cards": [solver_card(row) for row in page.items],
        "kinds": solvers.work_kinds(),
        "kind": kind,
        "next_url": next_url(here, {"kind": kind}, page.next_token),
    }
    return render(request, "matching/solvers.html", context)


def solver_card(row: Solver) -> dict[str, Any]:
    """Somebody able to help, for a list and for their page."""
    skills = list(row.skills.all())
    return {
        "row": row,
        "url": reverse("matching:read-solver", args=[row.slug]),
        "icon": wording.SOLVER_ICONS[row.kind],
        "kind": wording.SOLVER_KINDS[row.kind],
        "skills": [one.work_kind.title for one in skills],
        "licensed": [one.work_kind.title for one in skills if one.licence_state == states.VERIFIED],
        "gifts": [wording.GIFTS[one] for one in row.gifts],
    }


@require_safe
@access("public")
def read_solver(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them, with their deeds."""
    row = solvers.shown_solver(slug)
    page = matches.deeds(solver_id=row.id, after=request.GET.get("after", ""))
    here = reverse("matching:read-solver", args=[slug])
    cards = fill_photos([deed_card(one) for one in page.items])
    context = {
        **solver_card(row),
        "crumbs": [{"title": _("Кто может помочь"), "url": reverse("matching:list-solvers")}],
        "deeds": cards,
        "next_url": next_url(here, {}, page.next_token),
    }
    return render(request, "matching/solver.html", context)


@require_safe
@access("public")
def list_deeds(request: HttpRequest) -> HttpResponse:
    """What neighbours and firms did together."""
    page = matches.deeds(after=request.GET.get("after", ""))
    is_first = not request.GET.get("after", "")
    context = {
        "deeds": fill_photos([deed_card(one) for one in page.items]),
        "gatherings": gatherings.done(GATHERINGS_SHOWN) if is_first else [],
        "next_url": next_url(reverse("matching:list-deeds"), {}, page.next_token),
    }
    return render(request, "matching/deeds.html", context)


def deed_card(row: Match) -> dict[str, Any]:
    """A deed for a list; photos are put in for all of the list at once."""
    return {
        "row": row,
        "url": reverse("matching:read-need", args=[row.need.slug]),
        "solver": row.solver.name if row.solver.is_shown else "",
        "solver_url": public.solver_url(row.solver),
        "thanks": [wording.THANKS[one] for one in row.thanks],
        "is_by_silence": row.ended_by == states.SILENCE,
        "proof": row.proof if row.is_proof_shown else "",
        "photo_ids": row.photo_ids if row.is_proof_shown else [],
        "photos": [],
    }


def fill_photos(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Photos of deeds, in one query."""
    ids: list[UUID] = [photo for one in cards for photo in one["photo_ids"]]
    refs = files.refs(ids)
    for one in cards:
        one["photos"] = [refs[photo] for photo in one["photo_ids"] if photo in refs]
    return cards
