"""A resident's vote: the paper, the act, the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.adapters import shown, told
from veche.domains.polls.forms import paper
from veche.domains.polls.models import Poll
from veche.domains.polls.views import secret
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.errors import Invalid
from veche.kernel.text import in_fours
from veche.kernel.web import render


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(policies.may_vote)
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot paper; whoever may not take part yet is led to the one step that is missing."""
    person = identity.person_of(request)
    poll = queries.poll_for(person, slug)
    stand = shown.standing(person, poll)
    if not stand.decision:
        if stand.is_mendable:
            return redirect(stand.next_url)
        if request.method != "POST":
            return redirect("polls:poll", slug=slug)  # there stand the reason and a way on
        stand.decision.or_refuse()
    if poll.is_secret:
        return secret.vote(request, person, poll)
    queries.require_no_paper(person, poll)
    own = queries.voted_in(person, [poll]).get(poll.id)
    if own is not None and not poll.is_revisable:
        return redirect("polls:receipt", slug=slug)
    if request.method == "POST":
        return _cast(request, person, poll)
    return _paper(request, poll, own.choice if own else None, seed=str(person.id), own=own)


def _cast(request: HttpRequest, person: identity.PersonRef, poll: Poll) -> HttpResponse:
    limits.hit(f"vote:{person.id}", limit=60, seconds=600)
    choice = paper.read(poll, request.POST)
    try:
        actions.cast_ballot(person, poll=poll, choice=choice)
    except Invalid as problem:
        errors = paper.told(poll, choice, problem)
        return _paper(request, poll, choice, errors, seed=str(person.id), status=422)
    return redirect("polls:receipt", slug=poll.slug)


def _paper(
    request: HttpRequest,
    poll: Poll,
    given: dict[str, Any] | None,
    errors: Any = None,
    *,
    seed: str,
    own: ballots.OwnBallot | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "poll": poll,
        "paper": paper.show(poll, given, errors, seed),
        "problems": problems_of(poll, errors or {}),
        "own": own,
        "draft_key": seed[:8],
    }
    return render(request, "polls/vote.html", context, status=status)


def problems_of(poll: Poll, errors: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Links of the summary; with several questions each names its own."""
    questions = list(poll.questions.all())
    return [
        (f"q-{question.code}", f"{question.text} {text}" if len(questions) > 1 else str(text))
        for question in questions
        if (text := errors.get(question.code))
    ]


@never_cache
@require_safe
@access(policies.may_vote)
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """«Корешок»: what was cast, what comes next, by when, who answers."""
    person = identity.person_of(request)
    poll = queries.poll_for(person, slug)
    own = queries.voted_in(person, [poll]).get(poll.id)
    if own is None:
        # The receipt of a secret ballot lies with its voter alone.
        return redirect("polls:secret-receipt" if poll.is_secret else "polls:poll", slug=slug)
    phase = queries.phase_of(poll)
    allowed = queries.sight(poll, phase, has_voted=True)
    count = ballots.results(poll.id) if allowed else None
    context = {
        "poll": poll,
        "topic": told.topic_of(poll.id),
        "phase": phase,
        "own": own,
        "draft_key": str(person.id)[:8],
        "number": in_fours(own.receipt),
        "said": paper.spoken(poll, own.choice),
        "allowed": allowed,
        "tallies": shown.tallies(poll, count, own.choice) if count else [],
        "turnout": count.ballots if count else ballots.turnouts([poll.id])[poll.id],
        "may_change": poll.is_revisable and phase == "open",
        "decide_by": poll.decide_by or shown.decision_term(poll)["decide_by"],
    }
    return render(request, "polls/receipt.html", context)
