"""Hours of reception: for residents who book, and for the desk of the day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.appeals import policies
from veche.domains.appeals.actions import receiving
from veche.domains.appeals.forms.reception import BookForm, CancelForm, HoursForm
from veche.domains.appeals.queries import dates, receptions, wording
from veche.domains.appeals.views.cases import told
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render, to_sign_in

PAGE = ["GET", "HEAD", "POST"]
desk = identity.behind(policies.may_publish_reception)


@never_cache
@require_safe
@access("public")
def list_receptions(request: HttpRequest) -> HttpResponse:
    """Who receives, where and when, and whether there is room."""
    return render(request, "appeals/receptions.html", {"receptions": receptions.coming()})


@never_cache
@require_http_methods(PAGE)
@access("public")
def read_reception(request: HttpRequest, slug: str) -> HttpResponse:
    """One reception: choose a time, or see one's own. Anyone reads; booking asks to sign in."""
    person = identity.person_of(request)
    if request.method == "POST" and not person.is_known:
        return to_sign_in(request)
    hours = receptions.hours(person, slug)
    slots = [(one.id, wording.clock_time(one.starts_at)) for one in hours.free]
    form = BookForm(request.POST if request.method == "POST" else None, slots=slots)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            receiving.book_slot(person, slug=slug, slot_id=data["slot"], topic=data["topic"])
            return redirect(f"{reverse('appeals:read-reception', args=[slug])}?done=booked")
        except Invalid as problem:
            told(form, problem)
    context = {
        "row": hours.row,
        "form": form,
        "own": hours.own,
        "own_time": wording.moment(hours.own.slot.starts_at) if hours.own else "",
        "is_free": bool(slots),
        "done": request.GET.get("done", ""),
    }
    return render(request, "appeals/reception.html", context, status=422 if form.is_bound else 200)


@identity.behind(policies.may_book_slot)
@post_only
def cancel_booking(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Give the time up."""
    receiving.cancel_booking(person, slug=slug)
    return redirect(f"{reverse('appeals:read-reception', args=[slug])}?done=cancelled")


@desk
@require_safe
def list_hours(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """All that is published, with how many come."""
    return render(request, "appeals/office/hours.html", {"receptions": receptions.of_office()})


@desk
@require_http_methods(PAGE)
def publish_reception(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Open hours for booking."""
    form = HoursForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            slug = receiving.publish_reception(
                person, key=form.cleaned_data["form_key"], text=form.text
            )
            return redirect("appeals:open-reception", slug=slug)
        except Invalid as problem:
            told(form, problem)
    status = 422 if form.is_bound else 200
    return render(request, "appeals/office/publish.html", {"form": form}, status=status)


@desk
@require_safe
def open_reception(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The list of the day: who comes when, by their codes."""
    return _day(request, person, slug)


def _day(
    request: HttpRequest, person: PersonRef, slug: str, bound: CancelForm | None = None
) -> HttpResponse:
    hours = receptions.hours(person, slug)
    rows: list[dict[str, Any]] = [
        {
            "time": wording.clock_time(one.starts_at),
            "booking": getattr(one, "booking", None),
        }
        for one in hours.slots
    ]
    context = {
        "row": hours.row,
        "rows": rows,
        "booked": sum(one["booking"] is not None for one in rows),
        "may_enter": policies.may_enter_appeal(person),
        "has_come": hours.row.on <= dates.today(),
        "cancel": bound if bound is not None else CancelForm(),
        "is_bound": bound is not None,
    }
    status = 422 if bound is not None else 200
    return render(request, "appeals/office/reception.html", context, status=status)


@desk
@post_only
def cancel_reception(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Call it off, and say why."""
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _day(request, person, slug, form)
    receiving.cancel_reception(person, slug=slug, why=form.cleaned_data["why"])
    return redirect("appeals:open-reception", slug=slug)
