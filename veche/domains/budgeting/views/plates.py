"""The plate of a finished object: to print, and where its second code leads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.domains.budgeting import policies
from veche.domains.budgeting.adapters import plates
from veche.domains.budgeting.queries import mending, projects
from veche.domains.budgeting.views.results import limit_files
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web.origin import absolute


@require_safe
@access(policies.may_print_plate)
def print_plate(request: HttpRequest, slug: str, sheet: str) -> HttpResponse:
    """One sheet, A4 or A5."""
    person = identity.person_of(request)
    row = projects.project_for(person, slug)
    policies.may_print_plate(person, row).or_refuse()
    if sheet not in plates.SHEETS:
        raise NotFound()
    limit_files(request)
    made = plates.plate_pdf(
        row,
        sheet,
        page_url=absolute(request, reverse("budgeting:read-project", args=[slug])),
        broken_url=absolute(request, reverse("budgeting:report-broken", args=[slug])),
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="plate-{slug}-{sheet}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
@access(policies.may_read_project)
def report_broken(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the form of a report. A plate hangs for years, so its code names our own address."""
    row = projects.project_for(identity.person_of(request), slug)
    return redirect(
        mending.address_of(row) or reverse("budgeting:read-project", args=[slug]),
    )
