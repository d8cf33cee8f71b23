"""The works for officials: the next step, a line of the log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.actions import working
from veche.domains.budgeting.forms.results import StepForm, ToldForm
from veche.domains.budgeting.queries import projects, timelines, wording, works
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_work_on_projects)
@require_http_methods(PAGE)
def move_works(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Go one step on towards the ribbon."""
    row = projects.case_for(person, slug)
    policies.may_move_works(person, row).or_refuse()
    to = rules.next_step(row.state)
    is_sent = request.method == "POST"
    # A page that somebody left open must not take the step after the one that it shows.
    if is_sent and request.POST.get("to", "") != to:
        raise Conflict(
            _("Этот этап уже отметил другой сотрудник"),
            advice=_("Обновите страницу: на ней видно, что с проектом сейчас."),
            code="changed",
        )
    form = StepForm(request.POST if is_sent else None, request.FILES or None, to=to)
    if is_sent and form.is_valid() and form.keep_photos(person):
        try:
            working.move_works(person, slug=slug, to=to, step=form.part())
            return redirect(f"{reverse('budgeting:open-case', args=[slug])}?done=moved")
        except Invalid as problem:
            tell(form, problem)
    context = {
        "row": row,
        "cycle": row.cycle,
        "form": form,
        "to": wording.STAGES[to],
        "step": to,
        "tag": wording.tag(row),
        "steps": timelines.timeline(row),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "budgeting/office/works.html", context, status=status)


@identity.behind(policies.may_work_on_projects)
@require_http_methods(PAGE)
def tell_works(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Add a line to the log, with photos and what was paid."""
    row = projects.case_for(person, slug)
    policies.may_tell_works(person, row).or_refuse()
    is_sent = request.method == "POST"
    form = ToldForm(
        request.POST if is_sent else None,
        request.FILES or None,
        has_contract=row.contract_kopecks is not None,
    )
    if is_sent and form.is_valid() and form.keep_photos(person):
        key = form.cleaned_data["form_key"]
        try:
            working.tell_works(person, slug=slug, told=form.part(), key=key)
            return redirect(f"{reverse('budgeting:open-case', args=[slug])}?done=told")
        except Invalid as problem:
            tell(form, problem)
    context = {
        "row": row,
        "cycle": row.cycle,
        "form": form,
        "log": works.log_of(row),
        "money": works.money_of(row),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "budgeting/office/log.html", context, status=status)
