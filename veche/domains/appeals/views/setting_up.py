"""Departments, and whose electronic appeals the town takes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.appeals import policies
from veche.domains.appeals.actions import setting_up
from veche.domains.appeals.forms.office import DepartmentForm, RuleForm
from veche.domains.appeals.queries import dates, reading, wording
from veche.domains.appeals.views.cases import told
from veche.kernel.errors import Invalid
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]
setting = identity.behind(policies.may_set_up_appeals)


@setting
@require_safe
def list_departments(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Who prepares answers."""
    rows = reading.departments(with_closed=True)
    return render(request, "appeals/office/departments.html", {"departments": rows})


@setting
@require_http_methods(PAGE)
def save_department(request: HttpRequest, person: PersonRef, slug: str = "") -> HttpResponse:
    """A new one, or a change."""
    row = reading.department_by_slug(slug) if slug else None
    initial = {"name": row.name, "is_open": row.is_open} if row else {}
    form = DepartmentForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            setting_up.save_department(person, slug=slug, **form.cleaned_data)
            return redirect("appeals:list-departments")
        except Invalid as problem:
            told(form, problem)
    status = 422 if form.is_bound else 200
    return render(request, "appeals/office/department.html", {"form": form}, status=status)


@identity.behind(policies.may_set_identity_rule)
@require_http_methods(PAGE)
def set_identity_rule(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What is in force, and the decision of the town's lawyer for what comes."""
    known = dates.law(dates.today())["identity_level"]
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        initial={"level": known.value, "starts_on": dates.today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            setting_up.set_identity_rule(person, **form.cleaned_data)
            return redirect(f"{reverse('appeals:set-identity-rule')}?done=1")
        except Invalid as problem:
            told(form, problem)
    context = {
        "form": form,
        "norm": known,
        "level": wording.LEVELS[known.value],
        "done": request.GET.get("done", ""),
    }
    status = 422 if form.is_bound else 200
    return render(request, "appeals/office/rule.html", context, status=status)
