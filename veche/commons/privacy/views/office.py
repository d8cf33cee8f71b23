"""The desk of whoever answers for personal data."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.documents import public as documents
from veche.commons.identity import public as identity
from veche.commons.norms import public as norms
from veche.commons.privacy import actions, papers, policies, queries, wording
from veche.commons.privacy.forms import AnswerForm, KeyedForm
from veche.commons.privacy.views.once import act_once
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import render

ACTS_OPEN = 6


@access(policies.may_read_privacy_desk)
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What residents ask, by terms, and what was destroyed."""
    person = identity.person_of(request)
    page = queries.waiting(person, after=request.GET.get("after", ""))
    time_zone, now = towns.current().time_zone, clock.now()
    today = clock.today(time_zone)
    address = reverse("privacy:desk")
    acts = [
        (one, wording.GROUNDS[one.ground], wording.DESTROYED[one.ground])
        for one in queries.acts(person, time_zone)
    ]
    requests = [
        (
            one,
            wording.KINDS[one.kind],
            one.due_on < today,
            bool(policies.may_answer_request(person, asked_by=one.person_id)),
        )
        for one in page.items
    ]
    context = {
        "requests": requests,
        "leaks": queries.leaks(person),
        "troubles": sum(one.state.is_troubled(now) for one in queries.kept(person, today)),
        "keep_years": norms.value("personal_data.proof_storage_years", today).value,
        "next_url": f"{address}?after={page.next_token}" if page.next_token else "",
        "acts": acts[:ACTS_OPEN],
        "older_acts": acts[ACTS_OPEN:],
        "key_form": KeyedForm(),
    }
    return render(request, "privacy/desk.html", context)


@access(policies.may_read_privacy_desk)
@never_cache
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """What is kept for a while: how long and why, when it was dropped last, what went wrong."""
    person, now = identity.person_of(request), clock.now()
    time_zone = towns.current().time_zone
    kept = queries.kept(person, clock.today(time_zone))
    rows = [
        {
            "what": one.rule.what,
            "term": wording.term(one.norm.value, one.norm.unit) if one.norm else one.rule.term,
            "source": one.norm.legal_ref if one.norm else one.rule.source,
            "state": one.state,
            "failure": wording.failure(one.state.failure) if one.state.failure else "",
            "is_missing": one.state.is_missing(now),
        }
        for one in kept
    ]
    context = {
        "rows": rows,
        "troubles": sum(one.state.is_troubled(now) for one in kept),
        "crumbs": [{"title": _("Персональные данные"), "url": reverse("privacy:desk")}],
    }
    return render(request, "privacy/retention.html", context)


@access(policies.may_answer_request)
@never_cache
@require_http_methods(["GET", "POST"])
def answer_request(request: HttpRequest, number: str) -> HttpResponse:
    """End one request."""
    person = identity.person_of(request)
    policies.may_answer_request(person).or_refuse()
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        # Before the request is looked for: to a retry it is answered already.
        outcome = form.cleaned_data["outcome"]
        act = partial(actions.answer_request, person, number=number, outcome=outcome)
        act_once(person, form, f"answer {number} {outcome}", act)
        return redirect("privacy:desk")
    one = queries.request_to_answer(person, number)
    context = {
        "form": form,
        "one": one,
        "kind": wording.KINDS[one.kind],
        "effect": wording.EFFECTS[one.kind],
        "crumbs": [{"title": _("Персональные данные"), "url": reverse("privacy:desk")}],
    }
    return render(request, "privacy/answer.html", context, status=422 if form.is_bound else 200)


@access(policies.may_read_privacy_desk)
@never_cache
@require_safe
def print_act(request: HttpRequest, on: str, ground: str) -> HttpResponse:
    """One act as PDF."""
    person = identity.person_of(request)
    policies.may_read_privacy_desk(person).or_refuse()
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise NotFound() from None
    found = queries.acts(person, towns.current().time_zone, day)
    act = next((one for one in found if one.ground == ground), None)
    if act is None:
        raise NotFound()
    name = f"{act.on:%Y%m%d}-{act.ground}"
    return documents.respond(papers.destruction_act(act), name=name, form="pdf")
