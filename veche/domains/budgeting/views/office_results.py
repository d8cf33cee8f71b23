"""After the count: the list approved by an act, departures from the count."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies
from veche.domains.budgeting.actions import building, counting
from veche.domains.budgeting.forms.results import OverrideForm, SignedForm
from veche.domains.budgeting.queries import cycles, projects, results, wording
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_work_on_projects)
@require_http_methods(PAGE)
def approve_list(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The result for officials: look, depart with a reason, approve by an act."""
    cycle = cycles.cycle_to_manage(person, slug)
    policies.may_see_results(person, cycle).or_refuse()
    may = policies.may_approve_list(person, cycle)
    form = SignedForm(request.POST if request.method == "POST" else None)
    is_changed = False
    if request.method == "POST":
        may.or_refuse()
        if form.is_valid():
            try:
                building.approve_list(
                    person, slug=slug, signed=form.part(), seen=request.POST.get("seen")
                )
                url = reverse("budgeting:approve-list", args=[slug])
                return redirect(f"{url}?done=approved")
            except Invalid as problem:
                tell(form, problem)
            except Conflict as problem:
                form.add_error(None, problem.words)
                is_changed = True
    context = {
        "cycle": cycle,
        # Before the result is read: what changes in between was not seen.
        "seen": projects.seal_of(cycle),
        "funds": results.funds_of(cycle),
        "overrides": projects.overrides_of(cycle),
        "states": wording.STATES,
        "has_score": wording.has_score(cycle),
        "form": form,
        "may": may,
        "signed": cycles.protocol_of(cycle),
        "done": request.GET.get("done", ""),
    }
    status = 409 if is_changed else 422 if form.is_bound and form.errors else 200
    return render(request, "budgeting/office/results.html", context, status=status)


@identity.behind(policies.may_work_on_projects)
@require_http_methods(PAGE)
def override_outcome(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Depart from the count for one project."""
    row = projects.case_for(person, slug)
    policies.may_override_outcome(person, row).or_refuse()
    form = OverrideForm(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            counting.override_outcome(person, slug=slug, **form.cleaned_data)
            url = reverse("budgeting:approve-list", args=[row.cycle.slug])
            return redirect(f"{url}?done=overridden")
        except (Invalid, Conflict) as problem:
            tell(form, problem)
    context = {"row": row, "cycle": row.cycle, "form": form, "tag": wording.tag(row)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "budgeting/office/override.html", context, status=status)
