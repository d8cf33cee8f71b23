"""Consents of parents, as the school's folder has them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.organisations.public import Organisation
from veche.domains.schools import policies, queries
from veche.domains.schools.actions import consenting
from veche.domains.schools.forms import ConsentsForm
from veche.domains.schools.views.preparing import crumbs
from veche.kernel import limits
from veche.kernel.errors import NotFound
from veche.kernel.web import render
from veche.kernel.web.answering import PAGE, answer


def _own_school(person: PersonRef, slug: str) -> Organisation:
    for one in queries.schools_of(person):
        if one.slug == slug:
            return one
    raise NotFound()


def _url(school: Organisation, done: str) -> str:
    return f"{reverse('schools:list-consents', args=[school.slug])}?done={done}"


@identity.behind(policies.may_open_school_office)
@require_http_methods(PAGE)
def list_consents(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Those that hold, and the form for more."""
    own = _own_school(person, slug)
    form = ConsentsForm(request.POST if request.method == "POST" else None)
    page = queries.consents(own.id, after=request.GET.get("after", ""))
    least, most = queries.ages()

    def act() -> str:
        limits.hit(f"school-consents:{person.id}", limit=100, seconds=600)
        consenting.record_consents(
            person,
            organisation_id=own.id,
            class_name=form.cleaned_data["class_name"],
            lines=form.cleaned_data["read"],
            until=form.cleaned_data["until"],
        )
        return _url(own, "recorded")

    context = {
        "school": own,
        "crumbs": crumbs(),
        "classes": queries.consents_by_class(own.id),
        "rows": page.items,
        "next_token": page.next_token,
        "age_least": least,
        "age_most": most,
        "done": request.GET.get("done", ""),
    }
    return answer(request, form, act, "schools/consents.html", context)


@identity.behind(policies.may_open_school_office)
@require_http_methods(PAGE)
def withdraw_consent(request: HttpRequest, person: PersonRef, consent_id: UUID) -> HttpResponse:
    """A parent has thought better of it: what follows is said first."""
    row = queries.consent_for(person, consent_id)
    school = next(one for one in queries.schools_of(person) if one.id == row.organisation_id)
    if request.method == "POST":
        consenting.withdraw_consent(person, consent_id=consent_id)
        return redirect(_url(school, "withdrawn"))
    context = {
        "row": row,
        "cancel_url": reverse("schools:list-consents", args=[school.slug]),
        "action": request.path,
        "crumbs": crumbs(),
    }
    return render(request, "schools/withdraw.html", context)
