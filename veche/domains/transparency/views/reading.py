"""The open budget as everyone sees it: a year, its parts down to a line, years, one's own share."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.files import public as files
from veche.domains.transparency import exports
from veche.domains.transparency.forms.contribution import ContributionForm
from veche.domains.transparency.models import Node, Source
from veche.domains.transparency.queries import (
    beside,
    classification,
    norms,
    picture,
    published,
    reading,
    wording,
)
from veche.domains.transparency.queries.picture import Year
from veche.domains.transparency.rules import axes, codes, stages
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import downloads, render

NAMED_COLUMNS = 8


@access("public")
@require_safe
def open_budget(request: HttpRequest) -> HttpResponse:
    """The year that runs, if it is published, else the newest; what will be here before that."""
    known = reading.years()
    if not known:
        return render(request, "transparency/empty.html")
    today = published.today().year
    return redirect("transparency:read-year", year=today if today in known else known[0])


@access("public")
@require_safe
def read_year(request: HttpRequest, year: int) -> HttpResponse:
    """What the money of a year goes to and where it comes from."""
    told = picture.public_year(year)
    ways = reading.axes_of(told.spending.main) if told.spending.main is not None else []
    # A table need not tell sections: the whole is shown along the first way that it has.
    way = next(iter(ways), axes.FUNCTION)
    spending = _top(told, way)
    income = _top(told, axes.INCOME)
    context = {
        **_frame(told),
        "told": told,
        "rows": spending,
        "tiles": picture.tiles(spending),
        "income": income,
        "property": picture.property_income(told.revenue, year),
        **_by_months(picture.reports(told.spending)),
        "balances": picture.balances(told),
        "has_towns": bool(beside.bases_of(year)),
        "years": picture.by_years(axes.FUNCTION, ""),
        "order": classification.order_of(year) if way == axes.FUNCTION else "",
        "rows_caption": _("Расходы по разделам") if way == axes.FUNCTION else wording.AXES[way],
        "topic": wording.TOPIC,
        "ways": _axis_tabs(ways, year, way),
    }
    return render(request, "transparency/year.html", context)


def _by_months(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """Plan and what was done by each day of a report, as a picture and as a table. Names of months
    stand beneath the columns of a picture while a phone has room for them."""
    drawn = [one for one in reports if one["percent"] is not None]
    written = "M" if len(drawn) <= NAMED_COLUMNS else "m"
    return {
        "reports": reports,
        "report_bars": [(date_format(one["on"], written), one["percent"]) for one in drawn],
        "last": reports[-1] if reports else None,
    }


def _top(told: Year, axis: str) -> list[dict[str, Any]]:
    side = picture.side_by(told, axis)
    if side.main is None:
        return []
    return picture.rows(side, told.year, reading.parts(side, axis, ""), side.planned)


def _frame(told: Year) -> dict[str, Any]:
    """What every page of a year has: the other years, which version is shown."""
    return {
        "year": told.year,
        "year_tabs": [
            {
                "title": str(one),
                "url": reverse("transparency:read-year", args=[one]),
                "current": one == told.year,
            }
            for one in reading.years()
        ],
        "files_url": reverse("transparency:list-files", args=[told.year]),
    }


@access("public")
@require_safe
def read_axis(request: HttpRequest, year: int, axis: str) -> HttpResponse:
    """The whole along one way down."""
    return _node_page(request, year, axis, axes.ROOTS.get(axis, ""))


@access("public")
@require_safe
def read_node(request: HttpRequest, year: int, axis: str, key: str) -> HttpResponse:
    """One part: what it consists of, or its lines with the cells of the file."""
    return _node_page(request, year, axis, key)


def _node_page(request: HttpRequest, year: int, axis: str, key: str) -> HttpResponse:
    if axis not in wording.AXES:
        raise NotFound()
    told = picture.public_year(year)
    side = picture.side_by(told, axis)
    if side.main is None:
        raise NotFound()
    row, lineage = reading.lineage_in(side, axis, key) if key else (side.main, [])
    node = lineage[-1] if lineage else None
    # What was done without a plan has a page too: nothing was planned of it.
    is_main = row is side.main
    total = reading.figure(row, node or row) if is_main else 0
    parts = reading.parts(side, axis, key) if is_main else reading.below(row, axis, key)
    if not parts and node is None:
        raise NotFound()
    shown = picture.rows(side, year, parts, total)
    own = picture.rows(side, year, [node], side.planned) if node is not None else []
    here = picture.node_url(year, axis, key)
    # Sources come and go: shares of a sum with minuses in it would say nothing.
    is_signed = axis == axes.DEFICIT
    context = {
        "year": year,
        "axis_title": wording.AXES[axis],
        "axis_tabs": _axis_tabs(reading.axes_of(side.main), year, axis),
        "own": own[0] if own else None,
        "total": total,
        "per_resident": total // told.residents if told.residents and not is_signed else None,
        "rows": shown,
        "tiles": [] if is_signed else picture.tiles(shown),
        "is_signed": is_signed,
        "crumbs": [
            {"title": _("Бюджет %(year)s") % {"year": year}, "url": _frame_url(year)},
            # The root of a part of a side is named like its way.
            *([_axis_crumb(year, axis)] if key and axis not in axes.ROOTS else []),
            *picture.crumbs(year, lineage),
        ],
        "indicators": _indicators(node),
        "is_root": key == axes.ROOTS.get(axis, ""),
        **_by_months([] if is_signed else picture.reports(side, axis, key)),
        "main": row,
        "years": picture.by_years(axis, key),
        "years_url": _years_url(axis, key),
        **_lines(row, lineage, here, request.GET.get("after", "")),
    }
    return render(
        request, "transparency/node.html", context, fragment="transparency/_lines_more.html"
    )


def _indicators(node: Node | None) -> list[dict[str, Any]]:
    """What a programme promises, beside its money."""
    if node is None or node.code == axes.NONE or wording.kind_of(node) != "programme":
        return []
    return beside.indicators_of(node.code[:2])


def _axis_crumb(year: int, axis: str) -> dict[str, Any]:
    return {"title": wording.AXES[axis], "url": picture.node_url(year, axis, "")}


def _frame_url(year: int) -> str:
    return reverse("transparency:read-year", args=[year])


def _axis_tabs(ways: list[str], year: int, axis: str) -> list[dict[str, Any]]:
    return [
        {
            "title": wording.AXES[one],
            "url": picture.node_url(year, one, ""),
            "current": one == axis,
        }
        for one in ways
    ]


def _years_url(axis: str, key: str) -> str:
    asked = {"axis": axis, "key": key} if key else {"axis": axis}
    return f"{reverse('transparency:compare-years')}?{urlencode(asked)}"


def _lines(row: Source, lineage: list[Node], here: str, after: str) -> dict[str, Any]:
    """Lines of what nothing lies below, a page at a time, with the file they stand in."""
    if not lineage or lineage[-1].has_below:
        return {"lines": [], "next_url": ""}
    page = reading.lines_page(row, lineage, after=after)
    kept = files.ref(row.file_id)
    paid = beside.paid_by_line(row.year, page.items) if row.side == codes.SPENDING else {}
    return {
        "lines": picture.lines(row, page.items, paid),
        "file_url": kept.src if kept is not None else "",
        "next_url": f"{here}?{urlencode({'after': page.next_token})}" if page.next_token else "",
    }


@access("public")
@require_safe
def compare_years(request: HttpRequest) -> HttpResponse:
    """Plan and execution by years: of the whole, of a section, of a programme."""
    axis = request.GET.get("axis", axes.FUNCTION)
    if axis not in wording.AXES:
        raise NotFound()
    key = request.GET.get("key") or axes.ROOTS.get(axis, "")
    if len(key) > 24:
        raise NotFound()
    found = picture.by_years(axis, key)
    if not found:
        raise NotFound(_("Сравнивать пока нечего"), advice=_("Откройте бюджет с начала."))
    newest = found[-1]
    node = newest["node"]
    title, is_written = (
        wording.node_name(node, newest["year"])
        if node is not None
        else (wording.WHOLES[axis], False)
    )
    highest = max((one[name] or 0 for one in found for name in ("plan", "done")), default=0)
    context = {
        "years": found,
        "highest": highest,
        "is_signed": axis == axes.DEFICIT,
        "key": key,
        "title": title,
        "is_written": is_written,
        # A table need not have each way down: the whole of spending stands on the year's page.
        "back_url": picture.node_url(newest["year"], axis, key)
        if key or axes.SIDE_OF[axis] != codes.SPENDING
        else _frame_url(newest["year"]),
        "choices": _choices(axis),
    }
    return render(request, "transparency/years.html", context)


def _choices(axis: str) -> list[dict[str, Any]]:
    """What else can be compared: the whole, and parts of the newest year."""
    found: list[dict[str, Any]] = []
    told = picture.year_of(reading.years()[0])
    for one in (axes.FUNCTION, axes.PROGRAMME, axes.INCOME, axes.PROPERTY, axes.DEFICIT):
        side = picture.side_by(told, one)
        links = []
        for node in reading.parts(side, one, axes.ROOTS.get(one, "")):
            name, is_written = wording.node_name(node, told.year)
            url = _years_url(one, node.key)
            links.append({"title": name, "is_written": is_written, "key": node.key, "url": url})
        if links:
            found.append({"title": wording.AXES[one], "open": one == axis, "links": links})
    return found


@access("public")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def count_contribution(request: HttpRequest) -> HttpResponse:
    """«Мой вклад»: what one's taxes leave in the town's budget and what that pays for."""
    form = ContributionForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        counted = norms.contribution(
            published.today(),
            salary=given["salary"],
            land=given["land"] or 0,
            property_tax=given["property_tax"] or 0,
        )
        context |= {"counted": counted, **_spent_on(counted.total)}
    status = 422 if form.errors else 200
    return render(request, "transparency/contribution.html", context, status=status)


def _spent_on(total: int) -> dict[str, Any]:
    """The person's sum parted as the newest adopted spending is."""
    known = [one for one in reading.versions(side=codes.SPENDING) if one.stage != stages.DRAFT]
    if not known:
        return {}
    year = max(one.year for one in known)
    side = reading.side_of((one for one in known if one.year == year), codes.SPENDING)
    parts = reading.below(side.main, axes.FUNCTION, "") if side.main is not None else []
    rows = picture.rows(side, year, parts, side.planned)
    return {
        "year": year,
        "rows": [{**one, "own": round(total * one["share"] / 100)} for one in rows],
    }


@access("public")
@require_safe
def list_files(request: HttpRequest, year: int) -> HttpResponse:
    """Every version of a year with its file, and what was withdrawn and why."""
    found = reading.shown_versions(year)
    if not found:
        raise NotFound()
    kept = files.refs([one.file_id for one in found])
    context = {
        "year": year,
        "year_url": _frame_url(year),
        "versions": [
            {
                "row": one,
                "title": wording.title_of(one),
                "is_public": one.state == stages.PUBLISHED,
                "file": kept.get(one.file_id),
                "columns": wording.columns(one),
                "unit": wording.UNITS.get(one.unit, ""),
                "doubts": wording.doubts(one),
                "planned": reading.shown_plan(one),
                "has_workbook": one.lines_number <= downloads.WORKBOOK_MAX,
            }
            for one in found
        ],
    }
    return render(request, "transparency/files.html", context)


@access("public")
@require_safe
def export_lines(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """Lines of a published version as CSV, XLSX or JSON."""
    return exports.lines_file(reading.public_source(slug), form)
