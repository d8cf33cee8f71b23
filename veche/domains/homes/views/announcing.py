"""Outages as officials announce them, extend, finish and call off."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.homes import policies
from veche.domains.homes.actions import outages as acting
from veche.domains.homes.forms.outages import CancelForm, ExtendForm, OutageForm, VersionForm
from veche.domains.homes.queries import outages as reading
from veche.domains.homes.queries import wording
from veche.domains.homes.queries.outages import Filters
from veche.domains.homes.rules import outages
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]
LISTED = 50


@identity.behind(policies.may_announce_outage)
@require_safe
def manage_outages(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What is off, what will be, and what to do about it."""
    context = {
        "now": [wording.shown(row) for row in reading.page(Filters("now"), size=LISTED).items],
        "ahead": [
            wording.shown(row) for row in reading.page(Filters("planned"), size=LISTED).items
        ],
        "may_feed": policies.may_set_feeds(person),
        "done": request.GET.get("done", ""),
    }
    return render(request, "homes/office/outages.html", context)


@identity.behind(policies.may_announce_outage)
@require_http_methods(PAGE)
def announce_outage(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A new one: everyone who follows what it touches is told."""
    form = OutageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            number = acting.announce_outage(
                person, text=form.text, where=form.cleaned_data["where"]
            )
            return redirect(f"{reverse('homes:manage-outage', args=[number])}?done=announced")
        except Invalid as problem:
            _told(form, problem)
    context = {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "homes/office/announce.html", context, status=status)


@identity.behind(policies.may_announce_outage)
@require_safe
def manage_outage(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """One of them, with what may be done."""
    return _page(request, number)


@identity.behind(policies.may_announce_outage)
@post_only
def extend_outage(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """It takes longer, and why."""
    form = ExtendForm(request.POST)
    if form.is_valid():
        try:
            acting.extend_outage(person, number=number, **form.cleaned_data)
            return _done(number, "extended")
        except Invalid as problem:
            _told(form, problem)
    return _page(request, number, extend=form)


@identity.behind(policies.may_announce_outage)
@post_only
def finish_outage(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """It is on again."""
    acting.finish_outage(person, number=number, version=_version(request))
    return _done(number, "finished")


@identity.behind(policies.may_announce_outage)
@post_only
def cancel_outage(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """It will not be."""
    form = CancelForm(request.POST)
    if form.is_valid():
        acting.cancel_outage(person, number=number, **form.cleaned_data)
        return _done(number, "cancelled")
    return _page(request, number, cancel=form)


def _version(request: HttpRequest) -> int:
    """The version somebody saw; one that never is when the form names none."""
    form = VersionForm(request.POST)
    return int(form.cleaned_data["version"]) if form.is_valid() else -1


def _done(number: str, what: str) -> HttpResponse:
    return redirect(f"{reverse('homes:manage-outage', args=[number])}?done={what}")


def _page(
    request: HttpRequest,
    number: str,
    *,
    extend: ExtendForm | None = None,
    cancel: CancelForm | None = None,
) -> HttpResponse:
    row = reading.one(number)
    seen = {"version": row.version}
    one = wording.shown(row)
    context = {
        "one": one,
        "steps": reading.steps_of(row),
        "extend": extend or ExtendForm(initial={**seen, "ends_at": row.ends_at}),
        "cancel": cancel or CancelForm(initial=seen),
        "is_planned": one.state == outages.PLANNED,
        "is_running": one.state == outages.RUNNING,
        "may_extend": one.state != outages.CANCELLED,
        "done": request.GET.get("done", ""),
    }
    status = 422 if extend or cancel else 200
    return render(request, "homes/office/outage.html", context, status=status)


def _told(form: forms.Form, problem: Invalid) -> None:
    for name, words in problem.fields.items():
        form.add_error(name, str(words))
