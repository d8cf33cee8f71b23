"""The office of public reports: what is owed, bodies with their plans, reports, corrections."""

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
from veche.commons.organisations import public as organisations
from veche.domains.transparency import policies
from veche.domains.transparency.actions import hiding, planning, reporting
from veche.domains.transparency.actions.reporting import About
from veche.domains.transparency.forms.published import (
    BodyForm,
    ContentForm,
    CorrectionForm,
    HidingForm,
    PlanForm,
    ReportForm,
    terms,
)
from veche.domains.transparency.models import SUMMARY_MAX, Body, Due
from veche.domains.transparency.queries import published, report_words
from veche.domains.transparency.rules import publication as rules
from veche.domains.transparency.views.published import planned
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]
ORGANISATIONS_MAX = 500


@identity.behind(policies.may_work_on_reports)
@require_safe
def office_reports(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What is late, what comes, which questions wait."""
    dues = published.open_dues()
    kept = published.kept_terms()
    context = {
        "bodies": [
            planned(one, [due for due in dues if due.line.body_id == one.id], kept.get(one.id))
            for one in published.bodies()
        ],
        "questions": published.unanswered(),
        "may_keep_plan": policies.may_keep_plan(person),
        "is_office": True,
    }
    return render(request, "transparency/reports/office.html", context)


@identity.behind(policies.may_keep_plan)
@require_http_methods(PAGE)
def add_body(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Enter a body."""
    return _body_page(request, person, None)


@identity.behind(policies.may_keep_plan)
@require_http_methods(PAGE)
def edit_body(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Change how a body is called, its site, its organisation."""
    return _body_page(request, person, published.body(slug))


def _body_page(request: HttpRequest, person: PersonRef, row: Body | None) -> HttpResponse:
    initial = (
        {
            "name": row.name,
            "is_outside": row.is_outside,
            "site": row.site,
            "organisation": str(row.organisation_id or ""),
        }
        if row
        else {}
    )
    known = organisations.organisations(size=ORGANISATIONS_MAX).items
    form = BodyForm(
        [(str(one.id), one.name) for one in known],
        request.POST if request.method == "POST" else None,
        initial=initial,
    )
    if form.is_bound and form.is_valid():
        try:
            kept = planning.keep_body(person, given=form.given(), slug=row.slug if row else "")
            return redirect("transparency:plan-body", slug=kept.slug)
        except Invalid as problem:
            tell(form, problem)
    context = {"form": form, "body": row}
    status = 422 if form.is_bound else 200
    return render(request, "transparency/reports/body.html", context, status=status)


@identity.behind(policies.may_keep_plan)
@require_http_methods(PAGE)
def plan_body(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The plan of a body: what it owes, one more kind of report."""
    body, today = published.body(slug), published.today()
    initial = {"since": rules.first_day(rules.YEAR, today), "days_after": 30}
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            planning.plan_report(person, slug=slug, **form.cleaned_data)
            return redirect("transparency:plan-body", slug=slug)
        except (Invalid, Conflict) as problem:
            tell(form, problem)
    context = {
        "body": body,
        "form": form,
        "lines": [
            {
                "row": one,
                "title": report_words.KINDS[one.kind],
                "period": report_words.PERIODS[one.period],
            }
            for one in published.lines(body)
        ],
        "terms": terms([(one, published.term(one, today)) for one in rules.KINDS]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "transparency/reports/body_plan.html", context, status=status)


@identity.behind(policies.may_keep_plan)
@post_only
def end_line(request: HttpRequest, person: PersonRef, line_id: UUID) -> HttpResponse:
    """«Убрать из плана»: what is late already stays late."""
    row = planning.end_line(person, line_id=line_id)
    return redirect("transparency:plan-body", slug=row.body.slug)


@identity.behind(policies.may_publish_report)
@require_http_methods(PAGE)
def publish_report(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A new report: one the plan waits for (`?due=`), or another."""
    due = _due(request.GET.get("due", ""))
    initial: dict[str, Any] = {}
    if due is not None:
        initial["title"] = report_words.title(due.line.kind, due.starts_on, due.ends_on)
    is_sent = request.method == "POST"
    form = ReportForm(
        published.bodies(),
        due is not None,
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial=initial,
    )
    if is_sent and form.is_valid():
        try:
            row = reporting.publish_report(
                person, about=_about(form.cleaned_data, due), content=form.content()
            )
            return redirect("transparency:read-report", slug=row.slug)
        except (Invalid, Conflict) as problem:
            tell(form, problem)
    _ask_for_files_again(form)
    context: dict[str, Any] = {"form": form, "due": due, "limit": SUMMARY_MAX}
    if due is not None:
        context |= {
            "kind": report_words.KINDS[due.line.kind],
            "period": report_words.period(due.starts_on, due.ends_on),
        }
    status = 422 if form.is_bound else 200
    return render(request, "transparency/reports/publish.html", context, status=status)


def _ask_for_files_again(form: ContentForm) -> None:
    """A browser gives no file back: whoever chose one is told before the report goes without."""
    for name in form.files:
        if form.errors and name in form.fields and name not in form.errors:
            form.add_error(name, _("Приложите файлы ещё раз: сами они не вернутся."))


def _due(asked: str) -> Due | None:
    if not asked:
        return None
    try:
        found = published.due_by_id(UUID(asked))
    except ValueError:
        found = None
    if found is None:
        raise NotFound()
    return found


def _about(told: dict[str, Any], due: Due | None) -> About:
    if due is None:
        return About(told["body"], told["kind"], told["title"], told["starts_on"], told["ends_on"])
    line = due.line
    return About(
        line.body.slug, line.kind, told["title"], due.starts_on, due.ends_on, due_id=due.id
    )


@identity.behind(policies.may_publish_report)
@require_http_methods(PAGE)
def correct_report(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A correction: a new version with a reason, beside the ones before."""
    row = published.report(slug)
    is_sent = request.method == "POST"
    form = CorrectionForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"summary": row.summary, "number": row.number},
    )
    if is_sent and form.is_valid():
        told = form.cleaned_data
        try:
            reporting.correct_report(
                person,
                slug=slug,
                number=told["number"],
                reason=told["reason"],
                content=form.content(),
            )
            return redirect("transparency:read-report", slug=slug)
        except Conflict as problem:
            tell(form, problem)
            # Told once: whoever presses again has read the version that came meanwhile.
            form.data = request.POST.copy()
            form.data["number"] = str(published.report(slug).number)
        except Invalid as problem:
            tell(form, problem)
    _ask_for_files_again(form)
    context = {
        "form": form,
        "row": row,
        "limit": SUMMARY_MAX,
        "here": reverse("transparency:read-report", args=[slug]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "transparency/reports/correct.html", context, status=status)


@identity.behind(policies.may_hide_files)
@require_http_methods(PAGE)
def hide_files(request: HttpRequest, person: PersonRef, slug: str, number: int) -> HttpResponse:
    """Personal data in a file: its version stays with the gist and the reason."""
    row = published.version(slug, number)
    here = reverse("transparency:read-report", args=[slug])
    if row.is_hidden:
        return redirect(here)
    form = HidingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        hiding.hide_files(person, slug=slug, number=number, reason=form.cleaned_data["reason"])
        return redirect(here)
    context = {"form": form, "row": row, "here": here}
    status = 422 if form.is_bound else 200
    return render(request, "transparency/reports/hide.html", context, status=status)
