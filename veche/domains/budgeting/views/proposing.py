"""A resident's project, step by step: each step is kept, so it may be left and come back to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.actions import proposing
from veche.domains.budgeting.forms.proposing import CostForm, MatterForm, PlanForm
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.queries import cycles, picturing, projects, wording
from veche.domains.budgeting.rules import phases, templates
from veche.domains.budgeting.views.reading import cards_of
from veche.kernel import clock
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid, NotFound, Problem
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]
_PAGES = {
    "what": "budgeting:describe-matter",
    "how": "budgeting:describe-plan",
    "money": "budgeting:describe-cost",
    "send": "budgeting:file-project",
}


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def start_project(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """What is needed, and where: the draft begins."""
    cycle = cycles.cycle_for(person, slug)
    spans = cycles.spans_of(cycle)
    policies.may_begin_project(person, cycle, spans, clock.now()).or_refuse()
    form = MatterForm(request.POST if request.method == "POST" else None, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        try:
            draft_id = proposing.start_project(
                person, cycle_slug=slug, matter=form.part(), key=form.cleaned_data["form_key"]
            )
            return redirect("budgeting:describe-plan", draft_id=draft_id)
        except (Invalid, Conflict) as problem:
            tell(form, problem)
    return _step(request, "what", cycle, None, form)


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def describe_matter(request: HttpRequest, person: PersonRef, draft_id: UUID) -> HttpResponse:
    """The same of a draft that is there already."""
    row = projects.draft_for(person, draft_id)
    form = MatterForm(
        request.POST if request.method == "POST" else None,
        initial=MatterForm.values(row),
        cycle=row.cycle,
    )
    return _described(request, person, row, "what", form)


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def describe_plan(request: HttpRequest, person: PersonRef, draft_id: UUID) -> HttpResponse:
    """What will be done, for whom, who keeps it up."""
    row = projects.draft_for(person, draft_id)
    given = request.POST if request.method == "POST" else None
    return _described(request, person, row, "how", PlanForm(given, initial=PlanForm.values(row)))


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def describe_cost(request: HttpRequest, person: PersonRef, draft_id: UUID) -> HttpResponse:
    """What it costs, line by line."""
    row = projects.draft_for(person, draft_id)
    form = CostForm(
        request.POST if request.method == "POST" else None,
        initial=CostForm.values_of(projects.lines_of(row)),
        has_partners=templates.TEMPLATES[row.cycle.template].has_partners,
    )
    return _described(request, person, row, "money", form)


def _described(
    request: HttpRequest, person: PersonRef, row: Project, step: str, form: Any
) -> HttpResponse:
    """Keep a step and go on; «Сохранить черновик» stays where one is."""
    if request.method == "POST" and form.is_valid():
        try:
            proposing.describe_project(person, draft_id=row.id, part=form.part())
        except Invalid as problem:
            tell(form, problem)
        else:
            if request.POST.get("then") == "stay":
                return redirect(f"{reverse(_PAGES[step], args=[row.id])}?done=saved")
            names = list(_PAGES)
            return redirect(_PAGES[names[names.index(step) + 1]], draft_id=row.id)
    return _step(request, step, row.cycle, row, form)


def _step(
    request: HttpRequest, step: str, cycle: Cycle, row: Project | None, form: Any
) -> HttpResponse:
    span = phases.of(cycles.spans_of(cycle), phases.PROPOSALS)
    context = {
        "cycle": cycle,
        "row": row,
        "form": form,
        "step": step,
        "title": {
            "what": _("Что сделать и где?"),
            "how": _("Что получится?"),
            "money": _("Сколько это стоит?"),
        }[step],
        "stepper": _stepper(step, row),
        "until": wording.last_day(span) if span is not None else None,
        "done": request.GET.get("done", ""),
    }
    status = 422 if form.is_bound and form.errors else 200
    name = "budgeting/cost.html" if step == "money" else "budgeting/step.html"
    return render(request, name, context, status=status)


def _stepper(now: str, row: Project | None) -> dict[str, Any]:
    titles = {
        "what": _("Что и где"),
        "how": _("Что получится"),
        "money": _("Смета"),
        "send": _("Проверка"),
    }
    has = {
        "what": row is not None,
        "how": row is not None and bool(row.works and row.benefits and row.upkeep),
        "money": row is not None and bool(row.cost_kopecks),
        "send": False,
    }
    parts = [
        {
            "title": title,
            "url": reverse(_PAGES[step], args=[row.id]) if row is not None else "",
            "state": "now" if step == now else "done" if has[step] else "",
        }
        for step, title in titles.items()
    ]
    return {"parts": parts, "number": list(titles).index(now) + 1, "count": len(titles)}


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def file_project(request: HttpRequest, person: PersonRef, draft_id: UUID) -> HttpResponse:
    """Look once more, see what is missing, send."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            slug = proposing.file_project(person, draft_id=draft_id)
            return redirect("budgeting:read-sent", slug=slug)
        except Invalid as refused:
            problem = refused
    row = projects.draft_for(person, draft_id)
    spans = cycles.spans_of(row.cycle)
    context = {
        "row": row,
        "cycle": row.cycle,
        "where": wording.where(row, cycles.names_of_places()),
        "lines": projects.lines_of(row),
        "photos": picturing.photos_of(person, row),
        "may_add_photos": policies.may_add_photos(person, row),
        "land": wording.LANDS[row.land],
        "lacks": proposing.lacks(row),
        "problem": problem,
        "may_begin": policies.may_begin_project(person, row.cycle, spans, clock.now()),
        "stepper": _stepper("send", row),
    }
    return render(request, "budgeting/send.html", context, status=422 if problem else 200)


@identity.behind(policies.may_propose)
@post_only
def discard_project(request: HttpRequest, person: PersonRef, draft_id: UUID) -> HttpResponse:
    """Remove a draft for good."""
    proposing.discard_project(person, draft_id=draft_id)
    return redirect(f"{reverse('budgeting:list-own')}?done=discarded")


@identity.behind(policies.may_propose)
@require_safe
def read_sent(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """It is sent: what comes next, by when, who answers."""
    row = projects.project_for(person, slug)
    if not row.is_of(person.id, person.earlier_ids) or row.filed_at is None:
        raise NotFound()
    cycle = cycles.cycle_for(person, row.cycle.slug)
    spans = cycles.spans_of(cycle)
    checks, ballot = phases.of(spans, phases.CHECKS), phases.of(spans, phases.BALLOT)
    context = {
        "row": row,
        "cycle": cycle,
        "is_waiting": row.state == rules.MODERATION,
        "checked_by": wording.last_day(checks) if checks else None,
        "votes_from": cycles.day_of(ballot.starts_at) if ballot else None,
    }
    return render(request, "budgeting/sent.html", context)


@identity.behind(policies.may_propose)
@require_safe
def list_own(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What the person proposes, and a moderator's refusals."""
    page = projects.own_page(person, after=request.GET.get("after", ""))
    here = reverse("budgeting:list-own")
    ids = [row.id for row in page.items if row.state == rules.REJECTED]
    states = moderation.state_of(projects.KIND, ids) if ids else {}
    context = {
        "own": [
            {
                **card,
                "is_draft": card["row"].state in rules.WRITTEN,
                "turned_down": states.get(card["row"].id),
                "argue_url": moderation.own_url(projects.KIND, card["row"].id)
                if card["row"].id in states
                else "",
            }
            for card in cards_of(page.items)
        ],
        "done": request.GET.get("done", ""),
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "budgeting/own.html", context)
