"""Points by criteria: set with the cycle, given by the commission, before everyone after."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies
from veche.domains.budgeting.actions import scoring as acts
from veche.domains.budgeting.forms.scoring import CriteriaForm, marks_of
from veche.domains.budgeting.models import Cycle
from veche.domains.budgeting.queries import cycles, projects, scores, wording
from veche.domains.budgeting.rules import templates
from veche.domains.budgeting.views.office_cycle import stepper
from veche.domains.budgeting.views.results import counted
from veche.kernel.access import access, post_only
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_set_cycle_up)
@require_http_methods(PAGE)
def set_criteria(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """What points are given for, by the local act."""
    cycle = cycles.cycle_to_manage(person, slug)
    policies.may_change_cycle(person, cycle).or_refuse()
    given = request.POST if request.method == "POST" else None
    form = CriteriaForm(given, initial=CriteriaForm.values(scores.rows_of(cycle)))
    if given is not None and form.is_valid():
        try:
            acts.set_criteria(person, slug=slug, criteria=form.part())
            return redirect("budgeting:publish-cycle", slug=slug)
        except Invalid as problem:
            tell(form, problem)
    context = {"cycle": cycle, "form": form, "stepper": stepper("rule", cycle)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "budgeting/office/criteria.html", context, status=status)


@identity.behind(policies.may_work_on_projects)
@require_http_methods(PAGE)
def give_marks(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The marks of one member; nobody sees those of another before the end."""
    cycle = _scored(person, slug)
    if request.method != "POST":
        return _marks_page(request, person, cycle, {})
    policies.may_score(person, cycle).or_refuse()
    marks, wrong = marks_of(request.POST, projects.on_ballot(cycle), scores.of_commission(cycle))
    try:
        if not wrong:
            acts.give_marks(person, slug=slug, marks=marks)
            return redirect(f"{reverse('budgeting:give-marks', args=[slug])}?done=kept")
    except Invalid as problem:
        wrong = {name: str(words) for name, words in problem.fields.items()}
    return _marks_page(request, person, cycle, wrong, status=422)


@identity.behind(policies.may_work_on_projects)
@post_only
def close_scores(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """End the marking; who is lacking is said on the page."""
    cycle = _scored(person, slug)
    try:
        acts.close_scores(person, slug=slug)
    except Conflict as problem:
        return _marks_page(request, person, cycle, {}, problem=problem, status=409)
    return redirect(f"{reverse('budgeting:give-marks', args=[slug])}?done=closed")


def _scored(person: PersonRef, slug: str) -> Cycle:
    cycle = cycles.cycle_to_manage(person, slug)
    if cycle.rule != templates.SCORES or cycle.settled_at is None:
        raise NotFound()
    return cycle


def _marks_page(
    request: HttpRequest,
    person: PersonRef,
    cycle: Cycle,
    wrong: dict[str, str],
    *,
    problem: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    criteria, kept = scores.of_commission(cycle), scores.marks_by(cycle, person.known_id)
    rows: list[dict[str, Any]] = []
    for row in projects.on_ballot(cycle):
        cells = []
        for one in criteria:
            name = f"m-{row.number}-{one.pk}"
            value: Any = kept.get((row.id, one.pk), "")
            if request.method == "POST":
                value = request.POST.get(name, value)
            cells.append({"name": name, "of": one, "value": value, "error": wrong.get(name, "")})
        is_own = row.is_of(person.id, person.earlier_ids)
        rows.append({"row": row, "cells": cells, "is_own": is_own})
    context = {
        "cycle": cycle,
        "criteria": criteria,
        "rows": rows,
        "may": policies.may_score(person, cycle),
        "may_close": policies.may_close_scores(person, cycle),
        "lacking": scores.unmarked(cycle),
        "least": scores.members_min(),
        "problems": [
            (cell["name"], f"№ {line['row'].number}, {cell['of'].title}: {cell['error']}")
            for line in rows
            for cell in line["cells"]
            if cell["error"]
        ],
        "problem": problem,
        "done": request.GET.get("done", ""),
    }
    return render(request, "budgeting/office/marks.html", context, status=status)


@require_safe
@access(policies.may_see_results)
def read_scores(request: HttpRequest, slug: str) -> HttpResponse:
    """The public sheet: the points of each project by each criterion, and what they follow from."""
    cycle = counted(request, slug)
    if cycle.rule != templates.SCORES:
        raise NotFound()
    context = {
        "cycle": cycle,
        "criteria": scores.rows_of(cycle),
        "kinds": wording.CRITERIA,
        "funds": [
            {
                "name": fund["name"],
                "lines": [
                    {
                        "row": line["row"],
                        "tag": wording.tag(line["row"]),
                        "cells": [
                            {**cell, "shown": wording.points(cell["points"])}
                            for cell in line["said"]["sheet"]
                        ],
                        "total": wording.points(line["said"]["score"]),
                    }
                    for line in fund["lines"]
                ],
            }
            for fund in scores.sheet_of(cycle)
        ],
    }
    return render(request, "budgeting/scores.html", context)
