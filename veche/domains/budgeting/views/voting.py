"""A resident's vote: the cart, the act, the receipt."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies
from veche.domains.budgeting.actions import balloting
from veche.domains.budgeting.adapters import told
from veche.domains.budgeting.forms import cart
from veche.domains.budgeting.models import Cycle
from veche.domains.budgeting.queries import cycles, projects, voting, wording
from veche.domains.budgeting.rules import phases
from veche.domains.budgeting.views.reading import map_of
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.errors import Invalid
from veche.kernel.text import in_fours
from veche.kernel.web import render


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(policies.may_vote)
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot; whoever may not take part yet is led to the one step that is missing."""
    person = identity.person_of(request)
    cycle = cycles.cycle_for(person, slug)
    decision = voting.decision(person, cycle)
    if not decision:
        if decision.code in voting.UNTOLD:
            return redirect(voting.next_url(cycle, decision.code))
        if request.method != "POST":
            return redirect("budgeting:read-cycle", slug=slug)
        decision.or_refuse()
    own = voting.own_of(person, cycle)
    if own is not None and not cycle.is_revisable:
        return redirect("budgeting:read-receipt", slug=slug)
    if request.method == "POST":
        return _cast(request, person, cycle, is_changing=own is not None)
    return _paper(request, person, cycle, own.choice if own else {}, is_changing=own is not None)


def _cast(
    request: HttpRequest, person: PersonRef, cycle: Cycle, *, is_changing: bool
) -> HttpResponse:
    limits.hit(f"vote:{person.id}", limit=60, seconds=600)
    rows = projects.on_ballot(cycle)
    choice = cart.read(cycle, rows, request.POST)
    # Without scripts this button reckons the sum and casts nothing.
    if request.POST.get("then") == "count":
        return _paper(request, person, cycle, choice, is_changing=is_changing)
    try:
        balloting.cast_ballot(person, cycle=cycle, choice=choice)
    except Invalid as problem:
        errors = cart.told(choice, problem.fields)
        return _paper(request, person, cycle, choice, errors, is_changing=is_changing, status=422)
    return redirect("budgeting:read-receipt", slug=cycle.slug)


def _paper(
    request: HttpRequest,
    person: PersonRef,
    cycle: Cycle,
    given: dict[str, Any],
    errors: dict[str, str] | None = None,
    *,
    is_changing: bool = False,
    status: int = 200,
) -> HttpResponse:
    funds = cart.show(person, cycle, projects.on_ballot(cycle), given, errors or {})
    span = phases.of(cycles.spans_of(cycle), phases.BALLOT)
    context = {
        "cycle": cycle,
        "funds": funds,
        "head": cart.total(cycle),
        "problems": cart.problems(funds, errors or {}),
        "is_changing": is_changing,
        "until": wording.last_day(span) if span else None,
        "draft_key": str(person.id)[:8],
        **map_of(cycle),
    }
    return render(request, "budgeting/vote.html", context, status=status)


@never_cache
@require_safe
@access(policies.may_vote)
def read_receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """«Корешок»: what was cast, what comes next, by when, who answers."""
    person = identity.person_of(request)
    cycle = cycles.cycle_for(person, slug)
    own = voting.own_of(person, cycle)
    if own is None:
        return redirect("budgeting:read-cycle", slug=slug)
    spans = cycles.spans_of(cycle)
    is_open = cycles.is_open(cycle, phases.VOTE)
    ballot, count = phases.of(spans, phases.BALLOT), phases.of(spans, phases.COUNT)
    context = {
        "cycle": cycle,
        "own": own,
        "number": in_fours(own.receipt),
        "said": voting.said(cycle, own.choice),
        "is_open": is_open,
        "may_change": is_open and cycle.is_revisable,
        "until": wording.last_day(ballot) if ballot else None,
        "counted_by": wording.last_day(count) if count else None,
        "topic": told.topic_of(cycle),
        "draft_key": str(person.id)[:8],
    }
    return render(request, "budgeting/receipt.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access("public")
def check_receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether the ballot of a receipt lies in the box; says nothing of the choice.

    The number is posted, so that it lies in no address: those stay in histories and in logs.
    """
    cycle = cycles.cycle_for(identity.person_of(request), slug)
    typed = request.POST.get("number", "")[:40]
    number = "".join(one for one in typed if one in "0123456789")
    answer = None
    if typed:
        limits.hit(f"receipt:{limits.client_of(request)}", limit=30, seconds=600)
        answer = _answer(cycle, number)
    context = {"cycle": cycle, "typed": typed, "answer": answer}
    return render(request, "budgeting/check.html", context)


def _answer(cycle: Cycle, number: str) -> dict[str, str]:
    if len(number) != 12:
        return {"tone": "warn", "title": _("В номере корешка двенадцать цифр")}
    if cycle.settled_at is None or not ballots.has_receipt(cycle.id, number):
        return {"tone": "warn", "title": _("Такого корешка в урне нет. Проверьте цифры.")}
    if ballots.is_struck_receipt(cycle.id, number):
        return {
            "tone": "warn",
            "title": _("Бюллетень есть, но снят с подсчёта: у человека засчитан другой."),
        }
    return {"tone": "good", "title": _("Бюллетень с этим корешком лежит в урне")}
