"""Projects on the map: what a page's list says, as GeoJSON; the ground that an official draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.actions import siting
from veche.domains.budgeting.forms.siting import AreaForm
from veche.domains.budgeting.models import Project
from veche.domains.budgeting.queries import cycles, projects, wording
from veche.domains.budgeting.views.office_projects import version_of
from veche.kernel import clock
from veche.kernel.access import access
from veche.kernel.errors import Conflict
from veche.kernel.web import render

GEOJSON = "application/geo+json"


@require_safe
@access(policies.may_read_cycle)
def map_cycle(request: HttpRequest, slug: str) -> HttpResponse:
    """Projects of a cycle that have a place, of one fund where it is named."""
    cycle = cycles.cycle_for(identity.person_of(request), slug)
    return _answer(projects.placed(cycle, request.GET.get("fund", "")))


@require_safe
@access(policies.may_read_project)
def map_project(request: HttpRequest, slug: str) -> HttpResponse:
    """One project with its ground."""
    return _answer([projects.project_for(identity.person_of(request), slug)])


def _answer(rows: Iterable[Project]) -> HttpResponse:
    features = [feature for row in rows for feature in _features(row)]
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type=GEOJSON)


def _features(row: Project) -> Iterator[dict[str, Any]]:
    """The ground first, so that the pin lies over it; both by the number of the project."""
    told = {
        "id": str(row.number or ""),
        "title": row.title,
        "number": str(row.number or ""),
        "text": wording.cost_and_state(row),
        "url": reverse("budgeting:read-project", args=[row.slug]),
        "tone": "bell" if row.state in rules.FUNDED else "",
    }
    if row.area:
        yield {"type": "Feature", "properties": told, "geometry": row.area}
    if row.latitude is not None and row.longitude is not None:
        point = {"type": "Point", "coordinates": [row.longitude, row.latitude]}
        yield {"type": "Feature", "properties": told, "geometry": point}


@identity.behind(policies.may_work_on_projects)
@require_http_methods(["GET", "HEAD", "POST"])
def draw_area(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The ground of a project on a map; without scripts as text or a file."""
    row = projects.case_for(person, slug)
    spans = cycles.spans_of(row.cycle)
    policies.may_draw_area(person, row, spans, clock.now()).or_refuse()
    status = 422 if request.method == "POST" else 200
    form = AreaForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial=AreaForm.values(row.area),
    )
    if request.method == "POST" and form.is_valid():
        try:
            siting.draw_area(person, slug=slug, site=form.site(), version=version_of(request))
            return redirect(f"{reverse('budgeting:open-case', args=[slug])}?done=area")
        except Conflict as problem:
            form.add_error(None, problem.words)
            status = 409
    context = {"row": row, "form": form, "cycle": row.cycle}
    return render(request, "budgeting/office/area.html", context, status=status)
