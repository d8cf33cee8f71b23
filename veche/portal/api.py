"""The open API, version 1: the same queries and policies as the pages, one shape of refusal.

Whoever sends a key acts for its owner, within the rights of the key.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from veche.commons.hall import public as hall
from veche.commons.webhooks import public as webhooks
from veche.kernel.errors import Invalid, Problem
from veche.kernel.web import problems
from veche.portal import context, describing, found_api, services


class TownApi(NinjaAPI):
    """Describes what everyone may ask of the town it is served in."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        hidden = {one.slug for one in hall.services() if not hall.is_on(one.slug)}
        for path in list(schema["paths"]):
            operations = schema["paths"][path].values()
            if hidden.intersection(*(operation.get("tags", ()) for operation in operations)):
                del schema["paths"][path]
        describing.add_refusals(schema)
        describing.add_keys(schema)
        describing.add_webhooks(schema, webhooks.announcements())
        return schema


def build() -> NinjaAPI:
    """One API with a router of each service that brings one."""
    api = TownApi(
        title="Veche",
        version="1",
        description=str(
            _(
                "Открытые данные портала. Читать можно без ключа, своё — с ключом. "
                "Даты — ISO 8601, деньги — в копейках."
            )
        ),
        urls_namespace="api-1",
        docs_url=None,
    )
    api.add_router("", found_api.router, tags=["portal"])
    for manifest in context.manifests():
        if manifest.api is not None:
            manifest.api.add_decorator(services.behind_switch(manifest.slug), mode="view")
            api.add_router("", manifest.api, tags=[manifest.slug])
    api.add_exception_handler(Exception, _answer)
    api.add_exception_handler(Problem, _answer)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http_error)
    return api


def _answer(request: HttpRequest, error: Any) -> HttpResponse:
    return problems.answer(request, problems.as_problem(error))


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    fields = {str(item["loc"][-1]): str(item["msg"]) for item in error.errors}
    return problems.answer(
        request,
        Invalid(
            _("Запрос заполнен неверно"),
            advice=_("Исправьте параметры, названные в fields."),
            fields=fields,
        ),
    )


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    problem = Problem(_("Запрос не удалось разобрать"), status=error.status_code)
    return problems.answer(request, problem)


api = build()
