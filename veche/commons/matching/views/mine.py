"""«Могу помочь»: three small steps, a rest, and where one helps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.matching import actions, forms, policies, public, wording
from veche.commons.matching.models import Solver
from veche.commons.matching.queries import matches, needs, solvers
from veche.commons.matching.queries.standing import own_of
from veche.commons.matching.rules import states
from veche.commons.matching.views.crumbs import helping_crumbs
from veche.commons.matching.views.reading import need_card, solver_card, talk
from veche.kernel.access import post_only
from veche.kernel.errors import NotFound
from veche.kernel.web import render
from veche.kernel.web.answering import PAGE, answer


@behind(policies.may_open_helping)
@require_safe
def own_helping(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Who one is here, what waits, what goes on, what one asked for."""
    own = own_of(person)
    rows = matches.own_matches(own)
    mine = solvers.own_solvers(own)
    told = {row.organisation_id for row in mine}
    talks = []
    for row in rows:
        parties = own.parties(row.need, row.solver)
        talks.append({**talk(row), "is_turn": public.is_turn_of(row, parties)})
    context = {
        "cards": [own_card(row) for row in mine],
        "has_own": any(row.organisation_id is None for row in mine),
        "others": [one for one in own.organisations if one.id not in told],
        "talks": sorted(talks, key=lambda one: not one["is_turn"]),
        "raised": [need_card(row) for row in needs.raised_by(sorted(own.person_ids))],
        "happened": _happened(request.GET.get("done", "")),
        "crumbs": helping_crumbs()[:1],
    }
    return render(request, "matching/own.html", context)


def _happened(done: str) -> str:
    return {
        "open": _("Готово. Когда рядом понадобится помощь, мы вас предложим и сразу скажем вам."),
        "closed": _("Вас больше не предлагаем. Договорённости остались в силе."),
    }.get(done, "")


def own_card(row: Solver) -> dict[str, Any]:
    """One's own description, with what nobody else sees."""
    skills = list(row.skills.all())
    return {
        **solver_card(row),
        "is_ready": bool(row.weekdays or row.dates),
        "days": wording.days_text(row.weekdays),
        "licences": [
            {
                "title": one.work_kind.title,
                "state": wording.LICENCES[one.licence_state],
                "reason": one.reason,
            }
            for one in skills
            if one.licence_state != states.NONE
        ],
    }


@behind(policies.may_describe_solver)
@require_http_methods(PAGE)
def describe_skills(
    request: HttpRequest, person: PersonRef, organisation_id: UUID | None = None
) -> HttpResponse:
    """The first step: who and what."""
    own = own_of(person)
    if organisation_id is not None and organisation_id not in own.organisation_ids:
        raise NotFound()
    row = next(
        (one for one in solvers.own_solvers(own) if one.organisation_id == organisation_id), None
    )
    form = forms.SkillsForm(
        [
            one
            for one in solvers.work_kinds()
            if organisation_id is not None or not one.is_dangerous
        ],
        request.POST if request.method == "POST" else None,
        initial=forms.skills_of(row) if row else {},
        is_organisation=organisation_id is not None,
    )

    def act() -> str:
        slug = actions.describe_skills(person, given=form.given, organisation_id=organisation_id)
        return reverse("matching:describe-territory", args=[slug])

    name = next((one.name for one in own.organisations if one.id == organisation_id), "")
    context = step_context(1, _("Что вы умеете"), name)
    return answer(request, form, act, "matching/step.html", context)


def step_context(number: int, title: str, name: str) -> dict[str, Any]:
    """Where one is among the three steps."""
    return {
        "title": title,
        "name": name,
        "number": number,
        "is_last": number == 3,
        "crumbs": helping_crumbs(),
    }


@behind(policies.may_describe_solver)
@require_http_methods(PAGE)
def describe_territory(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The second step: where."""
    row = solvers.own_solver(own_of(person), slug)
    way = forms.BY_CIRCLE
    if row.place_ids:
        way = forms.BY_PLACES
    elif row.is_open and row.latitude is None:
        way = forms.BY_TOWN
    form = forms.TerritoryForm(
        request.POST if request.method == "POST" else None,
        initial={
            "way": way,
            "places": [str(one) for one in row.place_ids],
            "radius": row.radius_m or forms.DEFAULT_M,
        },
    )

    def act() -> str:
        actions.describe_territory(person, slug=slug, given=form.given)
        return reverse("matching:describe-time", args=[slug])

    context = step_context(2, _("Где поможете"), row.name)
    return answer(request, form, act, "matching/step.html", context)


@behind(policies.may_describe_solver)
@require_http_methods(PAGE)
def describe_time(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The third step: when; after it one may be found."""
    row = solvers.own_solver(own_of(person), slug)
    form = forms.TimeForm(
        request.POST if request.method == "POST" else None,
        initial={
            "weekdays": [str(day) for day in range(7) if row.weekdays >> day & 1],
            "dates": ", ".join(day.strftime("%d.%m.%Y") for day in row.dates),
            "away_until": row.away_until,
        },
    )

    def act() -> str:
        actions.describe_time(person, slug=slug, given=form.given)
        return f"{reverse('matching:own-helping')}?done=open"

    context = step_context(3, _("Когда вы свободны"), row.name)
    return answer(request, form, act, "matching/step.html", context)


@behind(policies.may_close_solver)
@post_only
def close_solver(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Not now."""
    actions.close_solver(person, slug=slug)
    return redirect(f"{reverse('matching:own-helping')}?done=closed")


@behind(policies.may_open_solver)
@post_only
def open_solver(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Again."""
    actions.open_solver(person, slug=slug)
    return redirect(f"{reverse('matching:own-helping')}?done=open")
