"""The wizard's plain steps, the preview and the check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.adapters import shown
from veche.domains.polls.forms import uploads
from veche.domains.polls.forms.office_steps import (
    EffectForm,
    HoursForm,
    ModeForm,
    PassportForm,
    VotersForm,
    cards,
    population,
)
from veche.domains.polls.models import Kind, Poll, State
from veche.domains.polls.views import office_words
from veche.domains.polls.views.office_door import next_of, office, phone, step_url, wizard
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.ids import new_id
from veche.kernel.web import form_errors, render

PAGE = ["GET", "HEAD", "POST"]
COVER = (("cover", uploads.PHOTO),)


@office(policies.may_draft_poll)
@require_http_methods(PAGE)
def start_poll(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The first step of a new poll; saving it makes the draft."""
    key = request.POST.get("key", "") or str(new_id())
    form: forms.Form = PassportForm(initial={"kind": Kind.TOWN})
    if request.method == "POST":
        kept = uploads.keep(request, person, COVER)
        form = kept.told(PassportForm(kept.data))
        if isinstance(form, PassportForm) and form.is_valid():
            passport = form.passport()
            age = actions.usual_age(passport.kind)
            try:
                poll = actions.start_poll(person, passport=passport, min_age=age, key=key)
            except Conflict:
                words = _("Этот черновик уже начат. Если нужен ещё один, сохраните снова.")
                form.add_error(None, words)
                key = str(new_id())
            else:
                return next_of(request, "passport", poll.slug)
    draft = Poll(title=str(form["title"].value() or ""), kind=Kind.TOWN)
    context = {
        "form": form,
        "key": key,
        "kind_cards": cards(form, "kind"),
        "cover_ref": uploads.shown(form, "cover"),
    }
    return wizard(
        request, draft, "passport", "polls/office/passport.html", context, status=_status(form)
    )


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def describe_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Step 1: what the poll is."""
    poll = queries.draft_for(person, slug)
    form: forms.Form = PassportForm(initial=PassportForm.of(poll))
    if request.method == "POST":
        kept = uploads.keep(request, person, COVER)
        form = kept.told(PassportForm(kept.data))
        if isinstance(form, PassportForm) and form.is_valid():
            actions.describe_poll(person, slug=slug, passport=form.passport())
            return next_of(request, "passport", slug)
    context = {
        "form": form,
        "kind_cards": cards(form, "kind"),
        "cover_ref": uploads.shown(form, "cover"),
    }
    return wizard(
        request, poll, "passport", "polls/office/passport.html", context, status=_status(form)
    )


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def choose_voters(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Step 4: who takes part."""
    poll = queries.draft_for(person, slug)
    form = VotersForm(initial=VotersForm.of(poll), current_age=poll.min_age)
    if request.method == "POST":
        form = VotersForm(request.POST, current_age=poll.min_age)
        if form.is_valid():
            actions.choose_voters(person, slug=slug, **form.values())
            return next_of(request, "voters", slug)
    context = {
        "form": form,
        "scope_cards": cards(form, "scope"),
        "age_cards": cards(form, "min_age"),
        "level_cards": cards(form, "min_level"),
        **counted(form),
    }
    return wizard(
        request, poll, "voters", "polls/office/voters.html", context, status=_status(form)
    )


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def choose_mode(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Step 5: what a secret vote would hide, and what it could not break down."""
    poll = queries.draft_for(person, slug)
    seen = queries.outlook(poll)
    form = ModeForm(initial={"mode": poll.mode or queries.usual_mode(poll, seen)})
    if request.method == "POST":
        form = ModeForm(request.POST)
        if form.is_valid():
            try:
                actions.choose_mode(person, slug=slug, mode=form.cleaned_data["mode"])
            except Invalid as problem:
                form_errors.tell(form, problem)
            else:
                return next_of(request, "mode", slug)
    context = {
        "form": form,
        "mode_cards": cards(form, "mode"),
        "seen": seen,
        "unasked": [one for one in poll.questions.all() if one.code in seen.unasked],
    }
    return wizard(request, poll, "mode", "polls/office/mode.html", context, status=_status(form))


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def schedule_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Step 6: dates and rules."""
    poll = queries.draft_for(person, slug)
    form = HoursForm(initial=HoursForm.of(poll))
    if request.method == "POST":
        form = HoursForm(request.POST)
        if form.is_valid():
            actions.schedule_poll(person, slug=slug, hours=form.hours())
            return next_of(request, "hours", slug)
    context = {
        "form": form,
        "notice_norm": _notice_norm(poll),
        "zone": towns.current().time_zone,
        "revise_cards": cards(form, "is_revisable"),
        "shown_cards": cards(form, "results_shown"),
    }
    return wizard(request, poll, "hours", "polls/office/hours.html", context, status=_status(form))


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def set_effect(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Step 7: what follows from the result."""
    poll = queries.draft_for(person, slug)
    form = EffectForm(initial=EffectForm.of(poll))
    if request.method == "POST":
        form = EffectForm(request.POST)
        if form.is_valid():
            actions.set_effect(person, slug=slug, effect=form.effect())
            return next_of(request, "effect", slug)
    context = {"form": form, "cards": cards(form, "legal_effect"), **shown.decision_term(poll)}
    return wizard(
        request, poll, "effect", "polls/office/effect.html", context, status=_status(form)
    )


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def submit_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Step 8: what is still missing; then to the approver. A second press does no harm."""
    poll = queries.poll_to_manage(person, slug)
    if request.method == "POST" and poll.state in {State.LEGAL, State.REVIEW}:
        return redirect("polls:manage-poll", slug=slug)
    policies.may_change_poll(person, poll).or_refuse()
    flaws = office_words.flaw_lines(poll)
    if request.method == "POST" and not flaws:
        actions.submit_poll(person, slug=slug)
        return redirect(f"{reverse('polls:manage-poll', args=[slug])}?done=submitted")
    context = {
        "flaws": flaws,
        "advice": office_words.advice_lines(poll),
        "asks_lawyer": queries.asks_lawyer(poll),
        **shown.decision_term(poll),
    }
    status = 422 if request.method == "POST" else 200
    return wizard(request, poll, "check", "polls/office/check.html", context, status=status)


@office(policies.may_change_poll)
@post_only
def preview_poll(request: HttpRequest, person: PersonRef, slug: str, step: str) -> HttpResponse:
    """The phone with what is typed but not saved yet; what is not valid keeps its old value."""
    poll = queries.draft_for(person, slug)
    makers: dict[str, Any] = {
        "passport": PassportForm,
        "hours": HoursForm,
        "effect": EffectForm,
        "voters": VotersForm,
    }
    if step not in makers:
        raise NotFound()
    form = makers[step](request.POST)
    form.is_valid()
    _pretend(poll, step, form.cleaned_data)
    context = phone(poll)
    if step == "voters":
        chosen = set(form.cleaned_data.get("places") or [])
        names = [place.name for place in form.all_places if str(place.id) in chosen]
        context |= {"territories": names, **counted(form)}
    return render(request, "polls/office/_preview.html", context)


_PLAIN = {
    "passport": ("kind", "title", "summary", "initiator", "curator", "audience"),
    "hours": ("opens_at", "closes_at", "results_shown", "min_turnout"),
    "effect": ("legal_effect", "act_title", "act_number", "act_on", "act_url"),
    "voters": (),
}


def _pretend(poll: Poll, step: str, data: dict[str, Any]) -> None:
    for name in _PLAIN[step]:
        if name in data:
            setattr(poll, name, data[name])
    if data.get("is_revisable"):
        poll.is_revisable = data["is_revisable"] == "yes"
    if "min_age" in data:
        poll.min_age = int(data["min_age"]) if data["min_age"] else None
    if data.get("min_level"):
        poll.min_level = int(data["min_level"])


def counted(form: VotersForm) -> dict[str, Any]:
    """How many residents the choice of places covers."""
    is_town = form["scope"].value() != "places"
    chosen = set() if is_town else {str(value) for value in form["places"].value() or []}
    is_open = is_town or bool(chosen)
    rows = [
        {"place": place, "value": str(place.id), "checked": str(place.id) in chosen}
        for place in form.all_places
    ]
    return {"residents": population(chosen) if is_open else 0, "place_rows": rows}


def _notice_norm(poll: Poll) -> norms.Norm | None:
    if poll.kind != Kind.CITIZENS:
        return None
    return actions.notice_of(poll.kind)


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound and form.errors else 200


def to_first_flaw(poll: Poll) -> str:
    """Where work on a draft goes on: the first step that lacks something, else the check."""
    flaws = actions.flaws_of(poll)
    return step_url(office_words.step_of(flaws[0]) if flaws else "check", poll.slug)
