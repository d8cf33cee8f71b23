"""The open API, version 1: the same queries and policies as the pages, one shape of refusal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from veche.kernel.errors import Invalid, Problem
from veche.kernel.web import problems
from veche.portal import context


def build() -> NinjaAPI:
    """One API with a router of each service that brings one."""
    api = NinjaAPI(
        title="Veche",
        version="1",
        description=str(
            _(
                "Открытые данные портала. Читать можно без ключа, даты — ISO 8601, деньги"
                " — в копейках."
            )
        ),
        urls_namespace="api-1",
        docs_url=None,
    )
    for manifest in context.manifests():
        if manifest.api is not None:
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
    return problems.answer(request, Invalid(_("Запрос заполнен неверно"), fields=fields))


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    problem = Problem(_("Запрос не удалось разобрать"), status=error.status_code)
    return problems.answer(request, problem)


api = build()
