"""Reports for programs: feeds, GeoJSON, a table of everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.domains.reports import exports
from veche.domains.reports.models import Report
from veche.domains.reports.queries import open_data, public_terms, reading, wording
from veche.domains.reports.queries.cells import Frame
from veche.domains.reports.queries.open_data import Area
from veche.domains.reports.rules import states
from veche.domains.reports.views.reading import filters_of
from veche.kernel.access import access
from veche.kernel.errors import Invalid
from veche.kernel.web import feeds
from veche.kernel.web.origin import absolute

KEPT_SECONDS = 300


def read_area(request: HttpRequest) -> Area:
    """What is asked for, as of the list; words of no known list are let go, a bad frame is told."""
    stage = request.GET.get("stage", "")
    shown = stage if stage in states.STAGES and stage != states.UNSEEN else "all"
    filters = replace(filters_of(request), shown=shown, body_id=None, is_nobodys=False)
    return Area(filters, frame=_frame(request.GET.get("bbox", "")))


def _frame(text: str) -> Frame | None:
    if not text:
        return None
    try:
        west, south, east, north = (float(one) for one in text.split(","))
    except ValueError:
        raise Invalid(_("Часть карты указана неверно"), code="bad-frame") from None
    if not (-85 <= south < north <= 85 and -180 <= west < east <= 180):
        raise Invalid(_("Часть карты указана неверно"), code="bad-frame")
    return Frame(south, west, north, east)


def _entries(request: HttpRequest) -> list[feeds.Entry]:
    return [
        feeds.Entry(
            title=wording.title_of(row),
            path=reverse("reports:read-report", args=[row.number]),
            text=f"{wording.STATES[row.state]}. {row.text}",
            published_at=row.filed_at,
            updated_at=row.changed_at,
        )
        for row in open_data.newest(read_area(request), open_data.TOLD_MOST)
    ]


@require_safe
@access("public")
def read_atom(request: HttpRequest) -> HttpResponse:
    """Changes of public reports as Atom, by theme, category, district or frame."""
    title = _("Сообщения жителей")
    return feeds.atom(request, title, reverse("reports:list-reports"), _entries(request))


@require_safe
@access("public")
def read_rss(request: HttpRequest) -> HttpResponse:
    """The same as RSS 2.0."""
    title = _("Сообщения жителей")
    return feeds.rss(request, title, reverse("reports:list-reports"), _entries(request))


@require_safe
@access("public")
def read_geojson(request: HttpRequest) -> HttpResponse:
    """The newest public reports of an area as GeoJSON (RFC 7946)."""
    rows = open_data.newest(read_area(request), open_data.DRAWN_MOST)
    today = reading.today()
    answer = JsonResponse(
        {"type": "FeatureCollection", "features": [_feature(request, row, today) for row in rows]},
        json_dumps_params={"ensure_ascii": False},
        content_type="application/geo+json",
    )
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer


def _feature(request: HttpRequest, row: Report, today: date) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": row.number,
        "geometry": {"type": "Point", "coordinates": [row.longitude, row.latitude]},
        "properties": {
            "number": row.number,
            "category": row.category_id,
            "title": row.category.title,
            "text": row.text,
            "address": row.address,
            "state": row.state,
            "stage": row.stage,
            "body": row.body.name if row.body else row.forwarded_to,
            "filed_at": row.filed_at.isoformat(),
            "changed_at": row.changed_at.isoformat(),
            "due_on": public_terms.due_of(row, today),
            "supporters": row.supporters,
            "url": absolute(request, reverse("reports:read-report", args=[row.number])),
        },
    }


@require_safe
@access("public")
def export_reports(request: HttpRequest) -> StreamingHttpResponse:
    """All public reports of an area as CSV, read while they are sent."""
    return exports.open_csv(open_data.everything(read_area(request)), reading.today())
