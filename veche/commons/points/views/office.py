"""The administrator's page of points, things of the shop, handing out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.points import actions, policies, queries
from veche.commons.points.forms import TermsForm, ThingForm
from veche.kernel.access import access, post_only
from veche.kernel.web import render

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
@access(policies.may_set_points)
def set_terms(request: HttpRequest) -> HttpResponse:
    """Whether points are given, for what, and the act without which there is no shop."""
    person = identity.person_of(request)
    policies.may_set_points(person).or_refuse()
    terms = queries.terms()
    form = TermsForm(
        request.POST if request.method == "POST" else None,
        prices=queries.prices(),
        initial={
            "is_on": terms.is_on,
            "act_number": terms.act_number,
            "act_on": terms.act_on,
            "act_url": terms.act_url,
            "version": terms.version,
        },
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        actions.set_terms(
            person,
            given=actions.NewTerms(
                is_on=given["is_on"],
                prices=form.prices,
                act_number=given["act_number"],
                act_on=given["act_on"],
                act_url=given["act_url"],
            ),
            version=given["version"],
        )
        return redirect(f"{reverse('points:set-terms')}?done=saved")
    context = {
        "form": form,
        "terms": terms,
        "cap": queries.day_cap(),
        "things": queries.things(is_office=True),
        "wrong": len(queries.wrong_accounts()),
        "note": request.GET.get("done", ""),
    }
    status = 422 if form.is_bound else 200
    return render(request, "points/office/terms.html", context, status=status)


@never_cache
@require_http_methods(FORM)
@access(policies.may_set_points)
def save_thing(request: HttpRequest, slug: str = "") -> HttpResponse:
    """A thing of the shop, new or changed."""
    person = identity.person_of(request)
    policies.may_set_points(person).or_refuse()
    row = queries.thing(slug) if slug else None
    names = ("title", "text", "price", "stock", "per_person", "is_shown")
    known = {name: getattr(row, name) for name in names} if row else {"per_person": 1}
    seen = {"version": row.version, "had": row.stock} if row else {"version": 0, "had": 0}
    form = ThingForm(
        request.POST if request.method == "POST" else None,
        initial={"is_shown": True, **known, **seen},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        version, had = given["version"], given["had"]
        actions.save_thing(person, slug=slug, values=given, version=version, had=had)
        return redirect(f"{reverse('points:set-terms')}?done=thing")
    context = {"form": form, "is_new": row is None}
    status = 422 if form.is_bound else 200
    return render(request, "points/office/thing.html", context, status=status)


@never_cache
@require_safe
@access(policies.may_hand_out)
def list_orders(request: HttpRequest) -> HttpResponse:
    """What waits to be handed out; the resident names the number."""
    page = queries.open_orders(identity.person_of(request), after=request.GET.get("after", ""))
    here = reverse("points:list-orders")
    context = {
        "orders": page.items,
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
        "note": request.GET.get("done", ""),
    }
    return render(request, "points/office/orders.html", context)


@post_only
@access(policies.may_hand_out)
def hand_out(request: HttpRequest, number: str) -> HttpResponse:
    """The thing is in the resident's hands."""
    actions.hand_out(identity.person_of(request), number=number)
    return redirect(f"{reverse('points:list-orders')}?done=handed")
