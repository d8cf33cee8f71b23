"""Open311 GeoReport v2: what programs of other towns already speak, over our queries and actions.

The specification's own words are kept, so a client written for another town works here unchanged.
Ours beside them: `extensions=true` tells more of a request, `servicerequestupdates` what happened
to it, and a photo may come with the request itself (`media`), as FixMyStreet sends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from veche.commons.hall import public as hall
from veche.commons.identity import public as identity
from veche.commons.towns import public as towns
from veche.domains.reports import policies
from veche.domains.reports.actions import filing
from veche.domains.reports.adapters import open311 as told
from veche.domains.reports.forms import open311 as given
from veche.domains.reports.models import Category
from veche.domains.reports.queries import catalogue, open311
from veche.domains.reports.queries.open311 import Told
from veche.domains.reports.rules import geo_report
from veche.kernel import clock, limits
from veche.kernel.access import access
from veche.kernel.errors import NotFound, Problem, TooMany
from veche.kernel.web import problems
from veche.kernel.web.origin import absolute

api = NinjaAPI(
    title="Open311 GeoReport v2",
    version="2",
    urls_namespace="open311",
    docs_url=None,
    openapi_url=None,
)
TOKENS_MAX, TOKENS_SECONDS = 120, 600


def _zone() -> ZoneInfo:
    """The town's own time."""
    return ZoneInfo(towns.current().time_zone)


def _form_of(request: HttpRequest) -> str:
    return geo_report.XML if request.path.endswith(".xml") else geo_report.JSON


def answer(request: HttpRequest, root: str, tree: Any, status: int = 200) -> HttpResponse:
    """The tree in the form of the address."""
    form = _form_of(request)
    kind = "text/xml" if form == geo_report.XML else "application/json"
    return HttpResponse(
        geo_report.written(form, root, tree),
        status=status,
        content_type=f"{kind}; charset=utf-8",
    )


def _enter(request: HttpRequest, asked: Mapping[str, str]) -> None:
    """Whether the service is there, in this form and for this jurisdiction."""
    if not hall.is_open(request, "reports"):
        raise NotFound()
    if not request.path.endswith((".xml", ".json")):
        raise NotFound(_("Форматы: xml и json"))
    if asked.get("jurisdiction_id") not in (None, "", towns.current().slug):
        raise NotFound(_("jurisdiction_id: такого города здесь нет"))


@api.get("/discovery.{form}", url_name="discover-services")
@access("public")
def discover_services(request: HttpRequest, form: str) -> HttpResponse:
    """Where the service is, in which forms, whom to ask for a key."""
    _enter(request, request.GET)
    here = absolute(request, request.path).rpartition("/")[0]
    return answer(request, "discovery", told.discovery(here, absolute(request, "/me/tokens/")))


@api.get("/services.{form}", url_name="list-services")
@access("public")
def list_services(request: HttpRequest, form: str) -> HttpResponse:
    """Categories one may report of today."""
    _enter(request, request.GET)
    tree = [told.service(one) for one in catalogue.fileable()]
    return answer(request, "services", tree)


@api.get("/services/{named}", url_name="define-service")
@access("public")
def define_service(request: HttpRequest, named: str) -> HttpResponse:
    """What a category asks for besides words and a place; `named` is its code and the form."""
    _enter(request, request.GET)
    row = _service(named.rpartition(".")[0])
    return answer(request, "service_definition", told.definition(row))


def _service(code: str) -> Category:
    try:
        found = catalogue.category(code)
    except NotFound:
        found = None
    if found is None or not found.is_open:
        raise NotFound(_("service_code: такой категории нет"))
    return found


@api.get("/requests.{form}", url_name="list-requests")
@access("public")
def list_requests(request: HttpRequest, form: str) -> HttpResponse:
    """Public requests: of these numbers, or of a span of at most 90 days, the newest 1000."""
    _enter(request, request.GET)
    asked = given.read_query(request.GET, _zone(), clock.now())
    found = open311.numbered(asked) if isinstance(asked, list) else open311.requests(asked)
    return answer(request, "service_requests", _requests(request, found))


@api.get("/requests/{slug:number}.{form}", url_name="read-request")
@access("public")
def read_request(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """One public request."""
    _enter(request, request.GET)
    found = open311.numbered([number])
    if not found.rows:
        raise NotFound(_("service_request_id: такого обращения нет или его ещё не опубликовали"))
    return answer(request, "service_requests", _requests(request, found))


def _requests(request: HttpRequest, found: Told) -> list[dict[str, Any]]:
    shape = told.Shape(
        zone=_zone(),
        today=clock.today(towns.current().time_zone),
        origin=absolute(request, ""),
        is_extended=request.GET.get("extensions") == "true",
    )
    return [told.request(row, found, shape) for row in found.rows]


@api.post("/requests.{form}", url_name="file-request")
@access(policies.may_file_report)
def file_request(request: HttpRequest, form: str) -> HttpResponse:
    """Take a request for whoever the key belongs to; a moderator looks at it next.

    With `Prefer: respond-async` (RFC 7240) the answer is a token instead of the number.
    """
    _enter(request, request.POST)
    person = identity.person_by_key(request, given.key_of(request), identity.REPORT)
    asked = given.read_request(request.POST)
    number = filing.receive_report(
        person,
        key=given.retry_key(request),
        request=given.fingerprint(request.POST),
        prepare=lambda: given.message(asked, request.FILES.getlist("media"), person),
    )
    row: dict[str, Any] = {"service_request_id": number}
    if "respond-async" in request.headers.get("Prefer", ""):
        row = {"token": open311.token_of(number)}
    row |= {"service_notice": str(told.notice(asked.has_address_of_photo)), "account_id": None}
    return answer(request, "service_requests", [row], status=201)


@api.get("/tokens/{slug:token}.{form}", url_name="read-token")
@access("public")
def read_token(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """The number that belongs to a token."""
    _enter(request, request.GET)
    limits.hit(f"open311:{limits.client_of(request)}", limit=TOKENS_MAX, seconds=TOKENS_SECONDS)
    try:
        number = open311.number_of(UUID(token))
    except ValueError:
        number = None
    if number is None:
        raise NotFound(_("token: такого нет"))
    return answer(request, "service_requests", [{"service_request_id": number, "token": token}])


@api.get("/servicerequestupdates.{form}", url_name="list-updates")
@access("public")
def list_updates(request: HttpRequest, form: str) -> HttpResponse:
    """What happened to public requests, the oldest first: a program asks on from the last."""
    _enter(request, request.GET)
    first, last = given.read_span(request.GET, _zone(), clock.now())
    rows = open311.updates(first, last, request.GET.get("service_request_id", ""))
    return answer(request, "service_requests_updates", [told.update(row, _zone()) for row in rows])


# The specification knows 400, 403 and 404; what else we say keeps its own number.
_STATUS = {401: 403, 422: 400}


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    problem = problems.as_problem(error)
    status = _STATUS.get(problem.status, problem.status)
    said = [f"{name}: {text}" for name, text in problem.fields.items()]
    advice = "" if status == NotFound.status else problem.advice
    words = said or [". ".join(str(one) for one in (problem.message, advice) if str(one))]
    tree = [{"code": status, "description": one} for one in words]
    response = answer(request, "errors", tree, status=status)
    if isinstance(problem, TooMany):
        response["Retry-After"] = str(problem.retry_after)
    response["Cache-Control"] = "no-store"
    return response


api.add_exception_handler(Exception, _refused)
api.add_exception_handler(Problem, _refused)
