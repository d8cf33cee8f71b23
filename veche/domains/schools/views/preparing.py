"""What a school does: writes a poll, opens it, prints slips, takes some back, stops it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.schools import policies, queries, rules
from veche.domains.schools.actions import preparing
from veche.domains.schools.adapters import slips, told
from veche.domains.schools.forms import CodeForm, PollForm, ReasonForm
from veche.domains.schools.models import SchoolPoll
from veche.kernel import clock, limits
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render
from veche.kernel.web.answering import PAGE, answer
from veche.kernel.web.form_errors import tell
from veche.kernel.web.origin import absolute


def crumbs(poll: SchoolPoll | None = None) -> list[dict[str, Any]]:
    """The way here."""
    found: list[dict[str, Any]] = [
        {"title": _("Опросы моей школы"), "url": reverse("schools:list-own")}
    ]
    if poll is not None:
        found.append({"title": poll.title, "url": manage_url(poll.slug), "is_written": True})
    return found


def manage_url(slug: str, done: str = "") -> str:
    """The school's own page of a poll; `done` says what has just happened."""
    url = reverse("schools:manage-poll", args=[slug])
    return f"{url}?done={done}" if done else url


@identity.behind(policies.may_open_school_office)
@require_safe
def list_own(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Polls of the person's schools, and how many consents each school has."""
    schools = queries.schools_of(person)
    page = queries.own_polls([one.id for one in schools], after=request.GET.get("after", ""))
    names = {one.id: one.name for one in schools}
    consents = queries.consents_of_schools(list(names))
    context = {
        "rows": [
            {
                "poll": poll,
                "url": manage_url(poll.slug),
                "school": names[poll.organisation_id] if len(names) > 1 else "",
                "who": queries.who(poll),
            }
            for poll in page.items
        ],
        "next_token": page.next_token,
        "schools": [
            {
                "school": one,
                "consents": consents.get(one.id, 0),
                "url": reverse("schools:list-consents", args=[one.slug]),
            }
            for one in schools
        ],
        "done": request.GET.get("done", ""),
    }
    return render(request, "schools/own.html", context)


@identity.behind(policies.may_open_school_office)
@require_http_methods(PAGE)
def write_poll(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A new poll in one form."""
    form = PollForm(
        request.POST if request.method == "POST" else None, schools=queries.schools_of(person)
    )

    def act() -> str:
        slug = preparing.write_poll(
            person, organisation_id=form.organisation_id, matter=form.matter
        )
        return manage_url(slug, "written")

    return answer(request, form, act, "schools/write.html", {"crumbs": crumbs(), "poll": None})


@identity.behind(policies.may_open_school_office)
@require_http_methods(PAGE)
def change_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A draft, written anew."""
    poll = queries.own_poll_for(person, slug)
    policies.may_change_poll(person, poll).or_refuse()
    form = PollForm(
        request.POST if request.method == "POST" else None,
        schools=queries.schools_of(person),
        poll=poll,
    )

    def act() -> str:
        preparing.change_poll(person, slug=slug, matter=form.matter)
        return manage_url(slug, "written")

    context = {"crumbs": crumbs(poll), "poll": poll}
    return answer(request, form, act, "schools/write.html", context)


@identity.behind(policies.may_open_school_office)
@require_safe
def manage_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """How it stands, and what comes next."""
    poll = queries.own_poll_for(person, slug)
    return _managed(request, poll, CodeForm(auto_id="slip_%s"))


def _managed(
    request: HttpRequest, poll: SchoolPoll, form: CodeForm, status: int = 200
) -> HttpResponse:
    piles, least = queries.piles(poll), queries.norm("answers_min")
    number, is_running = sum(one.consents for one in piles), not poll.is_over(clock.now())
    context = {
        "poll": poll,
        "crumbs": crumbs(),
        "school": queries.school_names([poll]).get(poll.organisation_id, ""),
        "who": queries.who(poll),
        "asked": rules.from_json(poll.questions),
        "url": told.url_of(poll),
        "address": absolute(request, told.url_of(poll)),
        "piles": piles,
        "to_void": [f"{one.name}: {one.to_void}" for one in piles if one.to_void],
        "is_running": is_running,
        "is_printable": is_running and queries.printable(poll).exists(),
        "consents": number,
        "least": least,
        "lacks": max(0, least - number),
        "missing": queries.ungranted(poll).count() if is_running else 0,
        "turnout": queries.shown_turnout(poll),
        "form": form,
        "done": request.GET.get("done", ""),
    }
    return render(request, "schools/manage.html", context, status=status)


@identity.behind(policies.may_open_school_office)
@post_only
def open_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The poll begins, and its slips are made."""
    preparing.open_poll(person, slug=slug)
    return redirect(manage_url(slug, "opened"))


@identity.behind(policies.may_open_school_office)
@post_only
def discard_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A draft is thrown away."""
    preparing.discard_poll(person, slug=slug)
    return redirect(f"{reverse('schools:list-own')}?done=discarded")


@identity.behind(policies.may_open_school_office)
@post_only
def add_slips(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Slips for consents that came since."""
    preparing.add_slips(person, slug=slug)
    return redirect(manage_url(slug, "added"))


@identity.behind(policies.may_open_school_office)
@require_http_methods(PAGE)
def void_slip(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A slip that was handed back."""
    poll = queries.own_poll_for(person, slug)
    if request.method != "POST":
        return redirect(manage_url(slug))
    limits.hit(f"school-void:{person.id}", limit=60, seconds=600)
    form = CodeForm(request.POST, auto_id="slip_%s")
    if form.is_valid():
        try:
            preparing.void_slip(person, slug=slug, code=form.cleaned_data["code"])
            return redirect(manage_url(slug, "voided"))
        except Invalid as problem:
            tell(form, problem)
    return _managed(request, poll, form, 422)


@identity.behind(policies.may_open_school_office)
@post_only
def print_slips(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The slips that may be printed, a pile a class; the journal says so."""
    poll = queries.own_poll_for(person, slug)
    limits.hit(f"school-slips:{person.id}", limit=20, seconds=600)
    made = slips.slips_pdf(
        poll.title,
        queries.school_names([poll]).get(poll.organisation_id, ""),
        date_format(localtime(poll.last_at), "j E"),
        preparing.print_slips(person, slug=slug),
        absolute(request, reverse("schools:answer-poll")),
    )
    answered = HttpResponse(made, content_type="application/pdf")
    answered["Content-Disposition"] = f'inline; filename="slips-{slug}.pdf"'
    answered["X-Content-Type-Options"] = "nosniff"
    return answered


@identity.behind(policies.may_stop_polls)
@require_http_methods(PAGE)
def stop_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """End it without a result, saying why."""
    poll = queries.poll_for(person, slug)
    if request.method != "POST":
        policies.may_stop_poll(person, poll).or_refuse()
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        preparing.stop_poll(person, slug=slug, reason=form.cleaned_data["reason"])
        return told.url_of(poll)

    return answer(request, form, act, "schools/stop.html", {"poll": poll, "url": told.url_of(poll)})
