"""Rows of a set as CSV, XLSX and JSON, the passport's tables, a set as other catalogues read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from veche.domains.opendata.models import Version
from veche.domains.opendata.queries import catalogue
from veche.domains.opendata.queries.catalogue import Set
from veche.domains.opendata.rules import described, fields, graph, passport, stages
from veche.domains.opendata.rules.described import Portal
from veche.domains.opendata.rules.fields import Field
from veche.domains.opendata.rules.graph import Triple
from veche.domains.opendata.rules.passport import CSV, JSON, XLSX, Edition, Passport, Publisher
from veche.kernel.errors import NotFound
from veche.kernel.web import downloads
from veche.kernel.web.origin import absolute

WIDTH = 18


def table_file(
    name: str,
    columns: Sequence[Field],
    rows: Iterator[Sequence[Any]],
    form: str,
    head: Any,
    *,
    rows_number: int | None = None,
) -> HttpResponseBase:
    """A table in the form asked for, written while it is read; NotFound for another form.

    `rows_number`, where it is known beforehand: too long a workbook is not begun, but Invalid.
    """
    names = [one.name for one in columns]
    if form == CSV:
        return downloads.csv_file(f"{name}.csv", names, map(fields.cells, rows))
    if form == XLSX:
        titles = [one.title for one in columns]
        widths = [WIDTH] * len(columns)
        cells = map(fields.cells, rows)
        most = downloads.WORKBOOK_MAX
        if rows_number is not None and rows_number > most:
            raise downloads.too_long()
        return downloads.xlsx_file(f"{name}.xlsx", "data", titles, cells, widths=widths, most=most)
    if form == JSON:
        told = (dict(zip(names, map(fields.plain, row), strict=True)) for row in rows)
        return downloads.json_file(f"{name}.json", head, "rows", told)
    raise NotFound()


def portal(request: HttpRequest, publisher: Publisher | None = None) -> Portal:
    """The catalogue under the town's own address."""
    who = publisher or catalogue.publisher()
    return Portal(
        url=absolute(request, reverse("opendata:list-sets")),
        home=absolute(request, "/"),
        api=absolute(request, "/api/v1/open-data"),
        title=_("Открытые данные: %(name)s") % {"name": who.name},
        text=_("Наборы данных города: скачайте, проверьте, постройте своё."),
        publisher=who,
        language=get_language() or passport.WRITTEN,
    )


def passport_of(request: HttpRequest, one: Set, versions: Sequence[Version] = ()) -> Passport:
    """A set with whole addresses, for every description of it."""
    here = absolute(request, reverse("opendata:read-set", args=[one.code]))
    public = [row for row in versions if row.state == stages.PUBLISHED]
    structured = catalogue.structured(public)
    return Passport(
        code=one.code,
        title=one.title,
        text=one.text,
        theme=one.theme,
        theme_title=one.theme_title,
        period=one.period,
        licence=one.licence,
        keywords=one.keywords,
        fields=one.fields,
        issued_at=timezone.localtime(one.issued_at),
        changed_at=timezone.localtime(one.changed_at),
        structured_at=timezone.localtime(one.structured_at),
        url=here,
        page=absolute(request, reverse(one.page)) if one.page else "",
        files={form: f"{here}data.{form}" for form in passport.FORMS},
        api=absolute(request, f"/api/v1/open-data/{one.code}"),
        source=one.source,
        valid_until=one.valid_until,
        number=one.number,
        rows_number=one.rows_number,
        note=one.note,
        language=passport.WRITTEN if one.is_own else get_language() or passport.WRITTEN,
        editions=tuple(
            Edition(
                row.number,
                timezone.localtime(catalogue.day_of(row)),
                timezone.localtime(structured[row.number]),
                f"{here}versions/{row.number}.csv",
            )
            for row in public
        ),
    )


def turtle(triples: Iterator[Triple]) -> HttpResponse:
    """A graph as Turtle."""
    return _open(HttpResponse(graph.turtle(triples), content_type="text/turtle; charset=utf-8"))


def json_ld(triples: Iterator[Triple]) -> HttpResponse:
    """The same graph as JSON-LD."""
    return json_file(graph.jsonld(triples), "application/ld+json")


def json_file(told: Any, kind: str = "application/json") -> HttpResponse:
    """An object as a file that programs of any site may read."""
    return _open(
        JsonResponse(
            told, json_dumps_params={"ensure_ascii": False, "indent": 1}, content_type=kind
        )
    )


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    return response


def head_of(request: HttpRequest, one: Set, version: Version | None = None) -> dict[str, Any]:
    """What stands in JSON before the rows: of a version its own columns and its own day."""
    columns, changed_at = one.fields, one.changed_at
    if version is not None:
        columns, changed_at = fields.restored(version.fields), catalogue.day_of(version)
    told: dict[str, Any] = {
        "code": one.code,
        "title": one.title,
        "licence": one.licence,
        "changed_at": timezone.localtime(changed_at).isoformat(),
        "page": absolute(request, reverse("opendata:read-set", args=[one.code])),
        "fields": described.table_schema(columns)["fields"],
    }
    return told | ({"version": version.number} if version is not None else {})
