"""The clerk's desk of the people's budget: which cycles run, what is due for one, its journal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.budgeting import policies
from veche.domains.budgeting.actions import counter as acts
from veche.domains.budgeting.models import Cycle
from veche.domains.budgeting.queries import counter, cycles, voting, wording
from veche.kernel import clock
from veche.kernel.access import post_only
from veche.kernel.ids import new_id
from veche.kernel.web import render


@identity.behind(policies.may_serve_counter)
@require_safe
def list_cycles(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Cycles a clerk may help with now."""
    found = counter.cycles_at_counter(person)
    figures = ballots.turnouts([cycle.id for cycle in found])
    context = {
        "rows": [
            {
                "title": cycle.title,
                "opens_at": counter.ballot_of(cycle).starts_at,
                "closes_at": wording.last_day(counter.ballot_of(cycle)),
                "phase": counter.phase_of(cycle),
                "turnout": figures[cycle.id],
                "url": to("counter-cycle", cycle),
            }
            for cycle in found
        ],
        "is_serving": identity.person_at_counter(request) is not None,
    }
    return render(request, "portal/counter/list.html", context)


@identity.behind(policies.may_serve_counter)
@require_safe
def open_cycle(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """One cycle at the counter."""
    return desk_page(request, person, counter.cycle_at_counter(person, slug))


def desk_page(
    request: HttpRequest, person: PersonRef, cycle: Cycle, *, status: int = 200, **given: Any
) -> HttpResponse:
    """The page with whatever form has to be shown again."""
    visitor = identity.person_at_counter(request)
    context: dict[str, Any] = {
        **head_of(cycle),
        "phase": counter.phase_of(cycle),
        "opens_at": counter.ballot_of(cycle).starts_at,
        "crumbs": crumbs(),
        "visitor": visitor,
        **(_standing(visitor, cycle) if visitor else {}),
        **ballots.desk.paper_context(
            cycle.id,
            person.known_id,
            check_url=lambda stack_id: to("check-papers", cycle, stack_id),
            pdf_url=lambda pack_id: to("pack-pdf", cycle, pack_id),
        ),
        "due": counter.papers_due_on(cycle),
        "key": str(new_id()),
        "pack_form": ballots.PackForm(),
        "spoil_form": ballots.SpoilForm(),
        "surplus_form": ballots.SurplusForm(auto_id="surplus_%s"),
        "happened": ballots.desk.happened(request.GET.get("done", "")),
        **given,
    }
    return render(request, "portal/counter/desk.html", context, status=status)


def head_of(cycle: Cycle) -> dict[str, Any]:
    """What each page of the counter needs of a cycle: its name and where its buttons lead."""
    here = to("counter-cycle", cycle)
    ways = {
        "here": here,
        "check_in": identity.check_in_url(here),
        "vote": to("assist-vote", cycle),
        "hand_out": to("hand-out-paper", cycle),
        "spoil": to("spoil-paper", cycle),
        "surplus": to("return-surplus", cycle),
        "print": to("print-papers", cycle),
        "enter": to("enter-papers", cycle),
        "hand_over": to("hand-over-stack", cycle),
        "finish": to("finish-papers", cycle),
        "register": to("read-register", cycle),
    }
    return {"cycle": cycle, "vote_title": cycle.title, "ways": ways}


def to(name: str, cycle: Cycle, *more: Any) -> str:
    """Address of a page of the counter."""
    return reverse(f"budgeting:{name}", args=[cycle.slug, *more])


def crumbs(*more: Cycle) -> list[dict[str, Any]]:
    """The way here."""
    first = {"title": _("Народный бюджет: приём"), "url": reverse("budgeting:counter")}
    found: list[dict[str, Any]] = [first]
    for cycle in more:
        url = to("counter-cycle", cycle)
        found.append({"title": cycle.title, "url": url, "is_written": True})
    return found


def _standing(visitor: PersonRef, cycle: Cycle) -> dict[str, Any]:
    """Whether the visitor may vote, and what the clerk has to look for in the document."""
    terms, spans = voting.terms_of(cycle), cycles.spans_of(cycle)
    names = cycles.names_of_places()
    where = names.get(cycle.place_id, "") if cycle.place_id else towns.current().name
    return ballots.desk.standing(
        cycle.id,
        visitor,
        terms,
        lambda voter: policies.may_vote(cycle, terms, voter, spans, clock.now()),
        [where] if terms.territories else [],
    )


@identity.behind(policies.may_serve_counter)
@require_safe
def read_register(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The journal of the counter by days and clerks; for printing, without residents' names."""
    cycle = counter.cycle_at_counter(person, slug)
    context = {**head_of(cycle), **ballots.desk.register(cycle.id), "crumbs": crumbs(cycle)}
    return render(request, "portal/counter/register.html", context)


@identity.behind(policies.may_serve_counter)
@post_only
def finish_papers(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """No more sheets will come; a second press finds it so."""
    cycle = counter.cycle_at_counter(person, slug)
    acts.finish_papers(person, cycle=cycle)
    return redirect(f"{to('counter-cycle', cycle)}?done=finished")
