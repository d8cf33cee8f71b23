"""Serving one person: the paper on the clerk's screen, or a sheet of the pack."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.forms import paper
from veche.domains.polls.models import Poll
from veche.domains.polls.views.counter_desk import crumbs, desk_page, head_of
from veche.domains.polls.views.office_door import counter
from veche.domains.polls.views.voting import problems_of
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid, Refused
from veche.kernel.text import in_fours
from veche.kernel.web import render


@counter(policies.may_run_counter)
@require_http_methods(["GET", "HEAD", "POST"])
def assist_vote(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The empty paper, large: what somebody chose before is never shown to the clerk."""
    poll = queries.poll_at_counter(person, slug)
    policies.may_run_counter(person, poll, queries.phase_of(poll)).or_refuse()
    visitor = identity.person_at_counter(request)
    if visitor is None:
        return redirect(identity.check_in_url(request.path))
    try:
        if request.method != "POST":
            queries.require_may_vote(visitor, poll)
            return _paper(request, poll)
        choice = paper.read(poll, request.POST)
        receipt = actions.assist_vote(person, visitor=visitor, poll=poll, choice=choice)
    except Invalid as problem:
        errors = paper.told(poll, choice, problem)
        return _paper(request, poll, choice, errors, status=422)
    except (Conflict, Refused) as refusal:
        return desk_page(request, person, poll, status=refusal.status, refusal=refusal)
    identity.end_counter_visit(request)
    if isinstance(receipt, ballots.AssistedReceipt):
        # The promise leads to the choice, and this is the clerk's screen.
        context = {"poll": poll, "promise": "", "crumbs": crumbs(poll)}
        return render(request, "polls/secret/assisted.html", context)
    return _receipt(request, poll, receipt)


def _paper(
    request: HttpRequest, poll: Poll, given: Any = None, errors: Any = None, *, status: int = 200
) -> HttpResponse:
    context = {
        **head_of(poll),
        "paper": paper.show(poll, given, errors),
        "problems": problems_of(poll, errors or {}),
        "crumbs": crumbs(poll),
    }
    return render(request, "polls/counter/vote.html", context, status=status)


def _receipt(request: HttpRequest, poll: Poll, receipt: ballots.Receipt) -> HttpResponse:
    """The number for the person to take along. The answer to a POST: reloading asks first."""
    context = {**head_of(poll), "number": in_fours(receipt.number), "crumbs": crumbs(poll)}
    return render(request, "portal/counter/receipt.html", context)


@counter(policies.may_run_counter)
@post_only
def hand_out_paper(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The roll learns that this person votes on paper; the visit is over."""
    poll = queries.poll_at_counter(person, slug)
    here = reverse("polls:counter-poll", args=[slug])
    visitor = identity.person_at_counter(request)
    if visitor is None:
        policies.may_run_counter(person, poll, queries.phase_of(poll)).or_refuse()
        return redirect(identity.check_in_url(here))
    is_seen = request.POST.get("seen") == "yes"
    try:
        actions.hand_out_paper(person, visitor=visitor, poll=poll, is_seen=is_seen)
    except (Conflict, Refused) as refusal:
        return desk_page(request, person, poll, status=refusal.status, refusal=refusal)
    identity.end_counter_visit(request)
    return redirect(f"{here}?done=handed")


@counter(policies.may_run_counter)
@post_only
def spoil_paper(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A spoiled sheet loses its worth."""
    return _void(request, person, slug, ballots.SpoilForm(request.POST), "spoil_form", "spoiled")


@counter(policies.may_run_counter)
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
    poll = queries.poll_at_counter(person, slug)
    if form.is_valid():
        try:
            actions.spoil_paper(person, poll=poll, number=form.cleaned_data["number"])
            return redirect(f"{reverse('polls:counter-poll', args=[slug])}?done={done}")
        except Invalid as problem:
            form.add_error("number", str(problem.fields["number"]))
    return desk_page(request, person, poll, status=422, **{name: form})
