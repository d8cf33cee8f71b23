"""Serving one person: the cart on the clerk's screen, or a sheet of the pack."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies
from veche.domains.budgeting.actions import counter as acts
from veche.domains.budgeting.forms import cart
from veche.domains.budgeting.models import Cycle
from veche.domains.budgeting.queries import counter, cycles, projects, voting
from veche.domains.budgeting.views.counter_desk import crumbs, desk_page, head_of, to
from veche.kernel import clock
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid, Refused
from veche.kernel.text import in_fours
from veche.kernel.web import render


@identity.behind(policies.may_serve_counter)
@require_http_methods(["GET", "HEAD", "POST"])
def assist_vote(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The empty cart, large: what somebody chose before is never shown to the clerk."""
    cycle = counter.cycle_at_counter(person, slug)
    policies.may_run_counter(person, cycle, cycles.spans_of(cycle), clock.now()).or_refuse()
    visitor = identity.person_at_counter(request)
    if visitor is None:
        return redirect(identity.check_in_url(request.path))
    choice: dict[str, Any] = {}
    try:
        if request.method != "POST":
            voting.decision(visitor, cycle).or_refuse()
            return _cart(request, visitor, cycle)
        choice = cart.read(cycle, projects.on_ballot(cycle), request.POST)
        if request.POST.get("then") == "count":
            return _cart(request, visitor, cycle, choice)
        receipt = acts.assist_vote(person, visitor=visitor, cycle=cycle, choice=choice)
    except Invalid as problem:
        errors = cart.told(choice, problem.fields)
        return _cart(request, visitor, cycle, choice, errors, status=422)
    except (Conflict, Refused) as refusal:
        return desk_page(request, person, cycle, status=refusal.status, refusal=refusal)
    identity.end_counter_visit(request)
    context = {**head_of(cycle), "number": in_fours(receipt.number), "crumbs": crumbs(cycle)}
    # The answer to a POST: reloading asks first.
    return render(request, "portal/counter/receipt.html", context)


def _cart(
    request: HttpRequest,
    visitor: PersonRef,
    cycle: Cycle,
    given: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    funds = cart.show(visitor, cycle, projects.on_ballot(cycle), given or {}, errors or {})
    context = {
        **head_of(cycle),
        "funds": funds,
        "head": cart.total(cycle),
        "problems": cart.problems(funds, errors or {}),
        "crumbs": crumbs(cycle),
    }
    return render(request, "budgeting/counter/vote.html", context, status=status)


@identity.behind(policies.may_serve_counter)
@post_only
def hand_out_paper(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The roll learns that this person votes on paper; the visit is over."""
    cycle = counter.cycle_at_counter(person, slug)
    here = to("counter-cycle", cycle)
    visitor = identity.person_at_counter(request)
    if visitor is None:
        return redirect(identity.check_in_url(here))
    is_seen = request.POST.get("seen") == "yes"
    try:
        acts.hand_out_paper(person, visitor=visitor, cycle=cycle, is_seen=is_seen)
    except (Conflict, Refused) as refusal:
        return desk_page(request, person, cycle, status=refusal.status, refusal=refusal)
    identity.end_counter_visit(request)
    return redirect(f"{here}?done=handed")


@identity.behind(policies.may_serve_counter)
@post_only
def spoil_paper(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A spoiled sheet loses its worth."""
    return _void(request, person, slug, ballots.SpoilForm(request.POST), "spoil_form", "spoiled")


@identity.behind(policies.may_serve_counter)
@post_only
def return_surplus(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The second sheet of one person loses its worth, and no other is given for it."""
    form = ballots.SurplusForm(request.POST, auto_id="surplus_%s")
    return _void(request, person, slug, form, "surplus_form", "returned")


def _void(
    request: HttpRequest,
    person: PersonRef,
    slug: str,
    form: ballots.SpoilForm | ballots.SurplusForm,
    name: str,
    done: str,
) -> HttpResponse:
    cycle = counter.cycle_at_counter(person, slug)
    if form.is_valid():
        try:
            acts.spoil_paper(person, cycle=cycle, number=form.cleaned_data["number"])
            return redirect(f"{to('counter-cycle', cycle)}?done={done}")
        except Invalid as problem:
            form.add_error("number", str(problem.fields["number"]))
    return desk_page(request, person, cycle, status=422, **{name: form})
