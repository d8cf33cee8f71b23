"""Projects at work: checks, admission, the town's own, the ballot."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.actions import balloting, counting, judging
from veche.domains.budgeting.forms.judging import AdmitForm, CheckForm, RefuseForm, initial_of
from veche.domains.budgeting.forms.proposing import CostForm, MatterForm, PlanForm
from veche.domains.budgeting.models import Project
from veche.domains.budgeting.queries import cycles, projects, shares, timelines, voting, wording
from veche.domains.budgeting.rules import phases, templates
from veche.domains.budgeting.views.reading import cards_of, plates_of
from veche.kernel import clock
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_work_on_projects)
@require_safe
def list_projects(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A cycle at work: what waits for checks, what is let in, what comes next."""
    return _list(request, person, slug)


def _list(
    request: HttpRequest,
    person: PersonRef,
    slug: str,
    problem: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    cycle = cycles.cycle_to_manage(person, slug)
    tab = request.GET.get("show", projects.WAITING)
    tab = tab if tab in projects.TABS else projects.WAITING
    # Before anything is shown: what changes in between was not seen.
    seen = projects.seal_of(cycle)
    page = projects.work_page(cycle, tab, after=request.GET.get("after", ""))
    here = reverse("budgeting:list-projects", args=[slug])
    following = {"show": tab, "after": page.next_token}
    context = {
        "cycle": cycle,
        "seen": seen,
        "now": wording.now_of(cycle),
        "steps": wording.course(cycle),
        "cards": [{**card, "checks": _marks(card["row"])} for card in cards_of(page.items)],
        "tabs": _tabs(here, tab, projects.counts_of(cycle)),
        "may_settle": policies.may_settle_ballot(
            person, cycle, cycles.spans_of(cycle), clock.now()
        ),
        "may_add": cycles.is_open(cycle, phases.JUDGE) and cycle.settled_at is None,
        "is_scored": cycle.rule == templates.SCORES and cycle.settled_at is not None,
        "may_take": policies.may_take_state_vote(person, cycle),
        "turnout": voting.turnout(cycle),
        "has_results": cycle.state in rules.RESULTS,
        "problem": problem,
        "done": request.GET.get("done", ""),
        "next_url": f"{here}?{urlencode(following)}" if page.next_token else "",
    }
    return render(request, "budgeting/office/projects.html", context, status=status)


def _marks(row: Project) -> list[dict[str, Any]]:
    found = {one.kind: one for one in row.checks.all()}
    return [
        {
            "title": wording.CHECKS[kind],
            "tone": "grey" if kind not in found else "good" if found[kind].is_passed else "warn",
            "icon": "" if kind not in found else "check" if found[kind].is_passed else "close",
        }
        for kind in rules.CHECKS
    ]


def _tabs(here: str, now: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    titles = {
        projects.WAITING: _("Ждут решения"),
        projects.ADMITTED: _("Допущены"),
        projects.REFUSED: _("Не допущены"),
    }
    return [
        {
            "title": title,
            "url": f"{here}?{urlencode({'show': tab})}",
            "count": counts[tab],
            "current": tab == now,
        }
        for tab, title in titles.items()
    ]


@identity.behind(policies.may_work_on_projects)
@post_only
def settle_ballot(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Fix the list of projects; what is missing is said on the page of the cycle."""
    try:
        balloting.settle_ballot(person, slug=slug, seen=request.POST.get("seen"))
    except Conflict as problem:
        return _list(request, person, slug, problem, 409)
    url = reverse("budgeting:list-projects", args=[slug])
    return redirect(f"{url}?done=settled&show={projects.ADMITTED}")


@identity.behind(policies.may_work_on_projects)
@require_http_methods(PAGE)
def add_project(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A project in the town's name."""
    cycle = cycles.cycle_to_manage(person, slug)
    given = request.POST if request.method == "POST" else None
    has_partners = templates.TEMPLATES[cycle.template].has_partners
    forms = (
        MatterForm(given, cycle=cycle),
        PlanForm(given),
        CostForm(given, has_partners=has_partners),
    )
    matter, plan, cost = forms
    # All of them, so that every mistake is told at once.
    are_valid = [one.is_valid() for one in forms]
    if given is not None and all(are_valid):
        try:
            made = judging.enter_project(
                person,
                cycle_slug=slug,
                matter=matter.part(),
                plan=plan.part(),
                lines=cost.part(),
                key=matter.cleaned_data["form_key"],
            )
            return redirect("budgeting:open-case", slug=made)
        except Invalid as problem:
            tell(matter, problem)
    errors = [f"{field.label}: {e}" for one in forms for field in one for e in field.errors]
    context = {
        "cycle": cycle,
        "form": matter,
        "plan": plan,
        "cost": cost,
        "errors": [*errors, *matter.non_field_errors()] if given is not None else [],
    }
    return render(
        request, "budgeting/office/add.html", context, status=422 if context["errors"] else 200
    )


@identity.behind(policies.may_work_on_projects)
@require_safe
def open_case(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """One project: three checks, then admission or a refusal with a reason."""
    return _case(request, person, projects.case_for(person, slug))


def _case(
    request: HttpRequest,
    person: PersonRef,
    row: Project,
    *,
    bound: dict[str, Any] | None = None,
    problem: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    cycle = cycles.cycle_for(person, row.cycle.slug)
    found, bound = projects.checks_of(row), bound or {}
    has_partners = templates.TEMPLATES[cycle.template].has_partners
    lines = projects.lines_of(row)
    may = policies.may_judge_project(person, row, cycles.spans_of(cycle), clock.now())
    context = {
        "row": row,
        "cycle": cycle,
        "tag": wording.tag(row),
        "where": wording.where(row, cycles.names_of_places()),
        "lines": lines,
        "land": wording.LANDS[row.land],
        "checks": [
            {
                "kind": kind,
                "title": wording.CHECKS[kind],
                "asked": wording.ASKED[kind],
                "check": found.get(kind),
                "form": bound.get(kind)
                or CheckForm(initial=initial_of(found.get(kind)), prefix=kind),
            }
            for kind in rules.CHECKS
        ],
        "cost": bound.get("lines")
        or CostForm(initial=CostForm.values_of(lines), has_partners=has_partners),
        "admit": bound.get("admit") or AdmitForm(initial={"rivals": row.rivals}),
        "refuse": bound.get("refuse") or RefuseForm(),
        "may": may if cycle.settled_at is None else None,
        "may_describe": cycle.settled_at is None
        and policies.may_describe_case(person, row, cycles.spans_of(cycle), clock.now()),
        "may_draw": policies.may_draw_area(person, row, cycles.spans_of(cycle), clock.now()),
        "may_move": policies.may_move_works(person, row),
        "may_tell": policies.may_tell_works(person, row),
        "may_take_gift": policies.may_take_gift(person, row, shares.needed_of(row)),
        "may_override": row.state in counting.OUTCOMES
        and policies.may_override_outcome(person, row),
        "is_admissible": rules.is_admissible({k: one.is_passed for k, one in found.items()}),
        "problem": problem,
        "steps": timelines.timeline(row),
        **plates_of(person, row),
        "done": request.GET.get("done", ""),
    }
    return render(request, "budgeting/office/case.html", context, status=status)


def version_of(request: HttpRequest) -> int | None:
    """Which state of the project the page showed; None where the form does not say it."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() else None


def _back(row: Project, done: str) -> HttpResponse:
    return redirect(f"{reverse('budgeting:open-case', args=[row.slug])}?done={done}")


@identity.behind(policies.may_work_on_projects)
@post_only
def check_project(request: HttpRequest, person: PersonRef, slug: str, kind: str) -> HttpResponse:
    """Keep the verdict of one check."""
    row = projects.case_for(person, slug)
    form = CheckForm(request.POST, prefix=kind)
    if form.is_valid():
        try:
            version = version_of(request)
            judging.check_project(person, slug=slug, kind=kind, found=form.part(), version=version)
            return _back(row, "checked")
        except Invalid as problem:
            tell(form, problem)
        except Conflict as problem:
            return _case(request, person, row, bound={kind: form}, problem=problem, status=409)
    return _case(request, person, row, bound={kind: form}, status=422)


@identity.behind(policies.may_work_on_projects)
@post_only
def correct_cost(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The town's own lines of the cost."""
    row = projects.case_for(person, slug)
    has_partners = templates.TEMPLATES[row.cycle.template].has_partners
    form = CostForm(request.POST, has_partners=has_partners)
    if form.is_valid():
        try:
            judging.correct_cost(person, slug=slug, lines=form.part(), version=version_of(request))
            return _back(row, "cost")
        except Invalid as problem:
            tell(form, problem)
        except Conflict as problem:
            return _case(request, person, row, bound={"lines": form}, problem=problem, status=409)
    return _case(request, person, row, bound={"lines": form}, status=422)


@identity.behind(policies.may_work_on_projects)
@post_only
def admit_project(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Let it stand on the ballot."""
    row = projects.case_for(person, slug)
    form = AdmitForm(request.POST)
    if form.is_valid():
        try:
            rivals, version = form.cleaned_data["rivals"], version_of(request)
            judging.admit_project(person, slug=slug, rivals=rivals, version=version)
            return _back(row, "admitted")
        except Invalid as problem:
            tell(form, problem)
        except Conflict as problem:
            return _case(request, person, row, bound={"admit": form}, problem=problem, status=409)
    return _case(request, person, row, bound={"admit": form}, status=422)


@identity.behind(policies.may_work_on_projects)
@post_only
def refuse_project(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Keep it off the ballot, with a reason before everyone."""
    row = projects.case_for(person, slug)
    form = RefuseForm(request.POST)
    if form.is_valid():
        try:
            reason, version = form.cleaned_data["reason"], version_of(request)
            judging.refuse_project(person, slug=slug, reason=reason, version=version)
            return _back(row, "refused")
        except Invalid as problem:
            tell(form, problem)
        except Conflict as problem:
            return _case(request, person, row, bound={"refuse": form}, problem=problem, status=409)
    return _case(request, person, row, bound={"refuse": form}, status=422)


@identity.behind(policies.may_work_on_projects)
@require_http_methods(PAGE)
def describe_case(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The words, the place and the money of a project of the town."""
    row = projects.case_for(person, slug)
    cycle = cycles.cycle_for(person, row.cycle.slug)
    policies.may_describe_case(person, row, cycles.spans_of(cycle), clock.now()).or_refuse()
    given = request.POST if request.method == "POST" else None
    matter = MatterForm(given, cycle=cycle, initial=MatterForm.values(row))
    plan = PlanForm(given, initial=PlanForm.values(row))
    are_valid, status = (
        [one.is_valid() for one in (matter, plan)],
        422 if given is not None else 200,
    )
    if given is not None and all(are_valid):
        try:
            judging.describe_case(
                person,
                slug=slug,
                matter=matter.part(),
                plan=plan.part(),
                version=version_of(request),
            )
            return _back(row, "described")
        except Invalid as problem:
            tell(matter, problem)
        except Conflict as problem:
            matter.add_error(None, problem.words)
            status = 409
    errors = [
        f"{field.label}: {e}" for one in (matter, plan) for field in one for e in field.errors
    ]
    context = {
        "row": row,
        "cycle": cycle,
        "form": matter,
        "plan": plan,
        "errors": [*errors, *matter.non_field_errors()] if given is not None else [],
    }
    return render(request, "budgeting/office/describe.html", context, status=status)
