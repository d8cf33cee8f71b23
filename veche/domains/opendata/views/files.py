"""Files for programs: the catalogue for harvesters, the passport, rows in three forms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from veche.domains.opendata import exports
from veche.domains.opendata.forms import asking
from veche.domains.opendata.queries import catalogue
from veche.domains.opendata.rules import choosing, described, fields, passport
from veche.kernel.access import access
from veche.kernel.web import downloads
from veche.kernel.web.origin import origin_of


@access("public")
@require_safe
def catalog_jsonld(request: HttpRequest) -> HttpResponse:
    """The catalogue as DCAT-AP 3 in JSON-LD."""
    sets = [exports.passport_of(request, one) for one in catalogue.all_sets()]
    return exports.json_ld(described.catalogue(exports.portal(request), sets))


@access("public")
@require_safe
def catalog_turtle(request: HttpRequest) -> HttpResponse:
    """The same in Turtle."""
    sets = [exports.passport_of(request, one) for one in catalogue.all_sets()]
    return exports.turtle(described.catalogue(exports.portal(request), sets))


@access("public")
@require_safe
def list_csv(request: HttpRequest) -> HttpResponseBase:
    """The list of the Russian passport."""
    sets = [exports.passport_of(request, one) for one in catalogue.all_sets()]
    header = ("property", "title", "value", "format")
    return downloads.csv_file("list.csv", header, passport.list_rows(catalogue.publisher(), sets))


@access("public")
@require_safe
def meta_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The passport of a set."""
    one = catalogue.one_set(slug)
    told = exports.passport_of(request, one, catalogue.versions(slug))
    rows = passport.meta_rows(catalogue.publisher(), told)
    return downloads.csv_file("meta.csv", ("property", "value"), rows)


@access("public")
@require_safe
def structure_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The columns of a set."""
    told = exports.passport_of(request, catalogue.one_set(slug))
    header = ("field name", "english description", "russian description", "format")
    name = f"structure-{passport.stamp(told.structured_at)}.csv"
    return downloads.csv_file(name, header, passport.structure_rows(told))


@access("public")
@require_safe
def data_package(request: HttpRequest, slug: str) -> HttpResponse:
    """`datapackage.json` with Table Schema."""
    told = exports.passport_of(request, catalogue.one_set(slug))
    return exports.json_file(described.data_package(exports.portal(request), told))


@access("public")
@require_safe
def schema_org(request: HttpRequest, slug: str) -> HttpResponse:
    """schema.org/Dataset as a file that the page names."""
    told = exports.passport_of(request, catalogue.one_set(slug))
    return exports.json_file(
        described.schema_org(exports.portal(request), told), "application/ld+json"
    )


@access("public")
@require_safe
def set_turtle(request: HttpRequest, slug: str) -> HttpResponse:
    """One set as DCAT-AP 3 in Turtle."""
    told = exports.passport_of(request, catalogue.one_set(slug))
    return exports.turtle(described.one_set(exports.portal(request), told))


@access("public")
@require_safe
def export_set(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """Rows of a set as it is now, those asked for."""
    one = catalogue.one_set(slug)
    asked = asking.choice_of(request.GET)
    try:
        rows = choosing.chosen(one.fields, one.read(), asked.choice)
    except choosing.BadCondition:
        raise asking.bad_condition() from None
    changed, structured = map(timezone.localtime, (one.changed_at, one.structured_at))
    name = f"{one.code}-data-{passport.stamp(changed)}-structure-{passport.stamp(structured)}"
    whole = fields.linked(one.fields, rows, origin_of(request))
    head = exports.head_of(request, one)
    number = one.rows_number if asked.choice.is_empty else None
    return exports.table_file(name, one.fields, whole, form, head, rows_number=number)


@access("public")
@require_safe
def export_version(request: HttpRequest, slug: str, number: int, form: str) -> HttpResponseBase:
    """Rows of a version that is kept."""
    one = catalogue.one_set(slug)
    row = catalogue.version(slug, number)
    columns = fields.restored(row.fields)
    head = exports.head_of(request, one, row)
    name = f"{slug}-{number}"
    rows = catalogue.rows_of(row)
    return exports.table_file(name, columns, rows, form, head, rows_number=row.rows_number)
