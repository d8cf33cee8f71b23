"""The clerk's desk: which polls run, what is due for one of them, the journal of its days."""

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
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.adapters import shown
from veche.domains.polls.models import Poll
from veche.domains.polls.views.office_door import counter
from veche.kernel.access import post_only
from veche.kernel.ids import new_id
from veche.kernel.web import render


@counter(policies.may_serve_counter)
@require_safe
def list_polls(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Polls a clerk may help with now."""
    polls = queries.polls_at_counter(person)
    figures = ballots.turnouts([poll.id for poll in polls])
    context = {
        "rows": [
            {
                "title": poll.title,
                "opens_at": poll.opens_at,
                "closes_at": poll.closes_at,
                "phase": queries.phase_of(poll),
                "turnout": figures[poll.id],
                "url": reverse("polls:counter-poll", args=[poll.slug]),
            }
            for poll in polls
        ],
        "is_serving": identity.person_at_counter(request) is not None,
    }
    return render(request, "portal/counter/list.html", context)


@counter(policies.may_serve_counter)
@require_safe
def open_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """One poll at the counter."""
    return desk_page(request, person, queries.poll_at_counter(person, slug))


def desk_page(
    request: HttpRequest, person: PersonRef, poll: Poll, *, status: int = 200, **given: Any
) -> HttpResponse:
    """The page with whatever form has to be shown again."""
    phase = queries.phase_of(poll)
    visitor = identity.person_at_counter(request)
    context: dict[str, Any] = {
        **head_of(poll),
        "phase": phase,
        "opens_at": poll.opens_at,
        "crumbs": crumbs(),
        "visitor": visitor,
        **(_standing(visitor, poll) if visitor else {}),
        **ballots.desk.paper_context(
            poll.id,
            person.known_id,
            check_url=lambda stack_id: _to("check-papers", poll, stack_id),
            pdf_url=lambda pack_id: _to("pack-pdf", poll, pack_id),
        ),
        "due": queries.papers_due_on(poll),
        "key": str(new_id()),
        "pack_form": ballots.PackForm(),
        "spoil_form": ballots.SpoilForm(),
        "surplus_form": ballots.SurplusForm(auto_id="surplus_%s"),
        "happened": ballots.desk.happened(request.GET.get("done", "")),
        **given,
    }
    return render(request, "polls/counter/poll.html", context, status=status)


def head_of(poll: Poll) -> dict[str, Any]:
    """What each page of the counter needs of a poll: its name and where its buttons lead."""
    here = _to("counter-poll", poll)
    ways = {
        "here": here,
        "check_in": identity.check_in_url(here),
        "vote": _to("assist-vote", poll),
        "hand_out": _to("hand-out-paper", poll),
        "spoil": _to("spoil-paper", poll),
        "surplus": _to("return-surplus", poll),
        "print": _to("print-papers", poll),
        "enter": _to("enter-papers", poll),
        "hand_over": _to("hand-over-stack", poll),
        "finish": _to("finish-papers", poll),
        "register": _to("read-register", poll),
    }
    return {"poll": poll, "vote_title": poll.title, "ways": ways}


def _to(name: str, poll: Poll, *more: Any) -> str:
    return reverse(f"polls:{name}", args=[poll.slug, *more])


def crumbs(*more: Poll) -> list[dict[str, Any]]:
    """The way here."""
    found: list[dict[str, Any]] = [{"title": _("Приём"), "url": reverse("polls:counter")}]
    for poll in more:
        url = reverse("polls:counter-poll", args=[poll.slug])
        found.append({"title": poll.title, "url": url, "is_written": True})
    return found


def _standing(visitor: PersonRef, poll: Poll) -> dict[str, Any]:
    """Whether the visitor may vote, and what the clerk has to look for in the document."""
    terms, phase = queries.terms_of(poll), queries.phase_of(poll)
    return ballots.desk.standing(
        poll.id,
        visitor,
        terms,
        lambda voter: policies.may_vote(terms, voter, phase),
        shown.territory_names(poll),
    )


@counter(policies.may_serve_counter)
@require_safe
def read_register(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The journal of the counter by days and clerks; for printing, without residents' names."""
    poll = queries.poll_at_counter(person, slug)
    context = {**head_of(poll), **ballots.desk.register(poll.id), "crumbs": crumbs(poll)}
    return render(request, "portal/counter/register.html", context)


@counter(policies.may_enter_papers)
@post_only
def finish_papers(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """No more sheets will come; a second press finds it so."""
    poll = queries.poll_at_counter(person, slug)
    actions.finish_papers(person, poll=poll)
    return redirect(f"{reverse('polls:counter-poll', args=[slug])}?done=finished")
