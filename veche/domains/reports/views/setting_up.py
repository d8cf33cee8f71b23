"""Who answers for what: pages of the administrator and of coordinators."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.domains.reports import policies
from veche.domains.reports.actions import setting_up
from veche.domains.reports.actions.setting_up import BodyText
from veche.domains.reports.forms.setting_up import BodyForm, CategoriesForm
from veche.domains.reports.models import Body
from veche.domains.reports.queries import catalogue
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_set_up_reports)
@require_safe
def list_bodies(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """All bodies, and categories that nobody answers for yet."""
    context = {"bodies": catalogue.all_bodies(), "uncovered": catalogue.uncovered()}
    return render(request, "reports/office/bodies.html", context)


@identity.behind(policies.may_set_up_reports)
@require_http_methods(PAGE)
def add_body(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A new body."""
    form = BodyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (slug := _saved(person, form)):
        return redirect("reports:change-body", slug=slug)
    status = 422 if form.errors else 200
    return render(request, "reports/office/body.html", {"form": form}, status=status)


@identity.behind(policies.may_set_up_reports)
@require_http_methods(PAGE)
def change_body(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A body and its categories in one place."""
    body = catalogue.body_by_slug(slug)
    initial = {
        "name": body.name,
        "contact": body.contact,
        "organisation": str(body.organisation_id or ""),
        "is_open": body.is_open,
    }
    form = BodyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and _saved(person, form, slug):
        return redirect(f"{reverse('reports:change-body', args=[slug])}?done=saved")
    context = {"form": form, "body": body, **_categories(request, body)}
    status = 422 if form.errors else 200
    return render(request, "reports/office/body.html", context, status=status)


def _saved(person: PersonRef, form: BodyForm, slug: str = "") -> str:
    """The slug of the saved body; "" when the form has something to mend."""
    if not form.is_valid():
        return ""
    data = form.cleaned_data
    text = BodyText(data["name"], data["contact"], data["organisation"], data["is_open"])
    try:
        return setting_up.save_body(person, text=text, slug=slug)
    except Invalid as problem:
        for name, words in problem.fields.items():
            form.add_error(name, str(words))
        return ""


def _categories(request: HttpRequest, body: Body) -> dict[str, Any]:
    """Groups of categories with those of the body marked, in the place that was asked for."""
    place_id = None
    with suppress(ValueError):
        place_id = UUID(request.GET.get("place", ""))
    own = catalogue.categories_of_body(body, place_id)
    groups: dict[str, dict[str, Any]] = {}
    for one in catalogue.open_categories():
        group = groups.setdefault(one.group_id, {"group": one.group, "rows": [], "number": 0})
        group["rows"].append({"row": one, "is_own": one.code in own})
        group["number"] += one.code in own
    return {
        "groups": list(groups.values()),
        "places": [one for one in places.places() if one.kind != "town"],
        "place": str(place_id or ""),
        "done": request.GET.get("done", ""),
    }


@identity.behind(policies.may_set_up_reports)
@post_only
def set_responsible(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """For what the body answers in that place."""
    codes = [one.code for one in catalogue.open_categories()]
    form = CategoriesForm(codes, request.POST)
    if form.is_valid():
        place_id = form.cleaned_data["place"]
        setting_up.set_responsible(
            person, slug=slug, categories=form.cleaned_data["categories"], place_id=place_id
        )
    back = reverse("reports:change-body", args=[slug])
    place = form.cleaned_data.get("place")
    return redirect(f"{back}?done=set{f'&place={place}' if place else ''}")
