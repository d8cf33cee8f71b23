"""The caller's desk: one drawn voter at a time, one question, «did you vote?», never how."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.adapters import calls
from veche.domains.polls.models import Outcome
from veche.domains.polls.views.office_door import office
from veche.kernel.access import post_only
from veche.kernel.web import render

calling = office(policies.may_call_voters, policies.may_call_voters)


@calling
@require_safe
def list_calls(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Polls to draw from; then those drawn from, with how many are still to be called."""
    undrawn = [
        {
            "poll": poll,
            "until": calls.draw_until(poll),
            "url": reverse("polls:calls-desk", args=[poll.slug]),
        }
        for poll in queries.polls_to_draw(person)
    ]
    rows = [
        {"poll": poll, "left": left, "url": reverse("polls:calls-desk", args=[poll.slug])}
        for poll, left in queries.polls_with_calls(person)
    ]
    return render(request, "polls/office/calls_list.html", {"undrawn": undrawn, "rows": rows})


@calling
@require_safe
def calls_desk(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Before the draw: what it will do. After it: whom to call next."""
    poll = queries.poll_to_call(person, slug)
    call = queries.next_call(person, poll)
    context = {
        "poll": poll,
        "control": calls.control(poll),
        "call": call,
        "masked": identity.masked_contact(call.person_id) if call and call.person_id else "",
        "outcomes": _outcomes(),
    }
    return render(request, "polls/office/calls.html", context)


@calling
@post_only
def begin_calls(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Reveal the seed and draw."""
    actions.begin_calls(person, slug=slug)
    return redirect("polls:calls-desk", slug=slug)


@calling
@post_only
def show_contact(request: HttpRequest, person: PersonRef, slug: str, call_id: UUID) -> HttpResponse:
    """The number, in the answer to this very press and nowhere else."""
    contact = actions.show_contact(person, slug=slug, call_id=call_id)
    context = {
        "poll": queries.poll_to_call(person, slug),
        "control": None,
        "call": queries.call_for(person, slug, call_id),
        "contact": contact,
        "outcomes": _outcomes(),
    }
    return render(request, "polls/office/calls.html", context)


@calling
@post_only
def record_call(request: HttpRequest, person: PersonRef, slug: str, call_id: UUID) -> HttpResponse:
    """What the voter said."""
    outcome = request.POST.get("outcome", "")
    actions.record_call(person, slug=slug, call_id=call_id, outcome=outcome)
    return redirect("polls:calls-desk", slug=slug)


def _outcomes() -> list[tuple[str, str]]:
    return [(code.value, str(Outcome(code).label)) for code in actions.TOLD]
