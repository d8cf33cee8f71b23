"""The desk of whoever answers for personal data."""

from __future__ import annotations

from datetime import date

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
from veche.commons.privacy.forms import AnswerForm
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import render


@access(policies.may_read_privacy_desk)
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What residents ask, by terms, and what was destroyed."""
    person = identity.person_of(request)
    page = queries.waiting(person, after=request.GET.get("after", ""))
    time_zone = towns.current().time_zone
    today = clock.today(time_zone)
    address = reverse("privacy:desk")
    context = {
        "requests": [
            (one, wording.KINDS[one.kind], one.due_on < today, one.person_id != person.id)
            for one in page.items
        ],
        "leaks": queries.leaks(person),
        "keep_years": norms.value("personal_data.proof_storage_years", today).value,
        "next_url": f"{address}?after={page.next_token}" if page.next_token else "",
        "acts": [
            (one, wording.GROUNDS[one.ground], wording.DESTROYED[one.ground])
            for one in queries.acts(person, time_zone)
        ],
    }
    return render(request, "privacy/desk.html", context)


@access(policies.may_answer_request)
@never_cache
@require_http_methods(["GET", "POST"])
def answer_request(request: HttpRequest, number: str) -> HttpResponse:
    """End one request."""
    person = identity.person_of(request)
    one = queries.request_to_answer(person, number)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.answer_request(person, number=number, outcome=form.cleaned_data["outcome"])
        return redirect("privacy:desk")
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
