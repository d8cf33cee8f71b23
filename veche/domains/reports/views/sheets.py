"""The head's page: as of now on any day, and the sheets of past Mondays."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.reports import policies
from veche.domains.reports.adapters import sheet as paper
from veche.domains.reports.queries import monday, reading
from veche.domains.reports.queries.monday import Facts
from veche.kernel.errors import NotFound
from veche.kernel.web import render


@identity.behind(policies.may_read_sheet)
@require_safe
def list_sheets(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The archive, the newest first."""
    page = monday.sheets(person, after=request.GET.get("after", ""))
    next_url = f"{reverse('reports:list-sheets')}?after={page.next_token}"
    context = {"sheets": page.items, "next_url": next_url if page.next_token else ""}
    return render(request, "reports/office/sheets.html", context)


@identity.behind(policies.may_read_sheet)
@require_safe
def read_now(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The same page as of today."""
    return _page(request, monday.facts(reading.today()), is_now=True)


@identity.behind(policies.may_read_sheet)
@require_safe
def read_sheet(request: HttpRequest, person: PersonRef, on: str) -> HttpResponse:
    """The sheet of a Monday, as it was then."""
    return _page(request, monday.sheet(person, _day(on)).facts)


@identity.behind(policies.may_read_sheet)
@require_safe
def print_now(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """As of today, on paper."""
    return _pdf(monday.facts(reading.today()))


@identity.behind(policies.may_read_sheet)
@require_safe
def print_sheet(request: HttpRequest, person: PersonRef, on: str) -> HttpResponse:
    """The sheet of a Monday, on paper."""
    return _pdf(monday.sheet(person, _day(on)).facts)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound() from None


def _page(request: HttpRequest, facts: Facts, *, is_now: bool = False) -> HttpResponse:
    on = date.fromisoformat(facts["on"])
    context = {
        "on": on,
        "is_now": is_now,
        "parts": paper.parts(facts),
        "pdf_url": reverse("reports:print-now")
        if is_now
        else reverse("reports:print-sheet", args=[facts["on"]]),
    }
    return render(request, "reports/office/sheet.html", context)


def _pdf(facts: Facts) -> HttpResponse:
    answer = HttpResponse(paper.pdf(facts), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="week-{facts["on"]}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
