"""Every refusal in one shape: a page for people, problem+json (RFC 9457) for programs."""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException as WrongBody
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext as _

from veche.kernel.access import takes_only_posts
from veche.kernel.errors import NotFound, Problem, TooMany, Unauthorized
from veche.kernel.logs import place_of

log = logging.getLogger("veche.problems")


class ProblemMiddleware:
    """Turns exceptions of views into answers; what nobody foresaw becomes a 500 with a number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if holds_zero_byte(request):
            return answer(request, as_problem(BadRequest()))
        response = self.get_response(request)
        is_refused = isinstance(response, HttpResponseNotAllowed)
        return wrong_method(request, response) if is_refused else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse:
        return answer(request, as_problem(error))


def holds_zero_byte(request: HttpRequest) -> bool:
    """Whether an address carries what no text of the database can hold, and no honest link does."""
    return "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")


def as_problem(error: Exception) -> Problem:
    """Whatever went wrong, as a Problem; the unforeseen is logged by number without its data."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404):
        return NotFound()
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return Problem(
            _("Слишком большой запрос"),
            advice=_("Уменьшите фотографию или текст и отправьте ещё раз."),
            status=413,
            code="too-large",
        )
    if isinstance(error, SuspiciousOperation | MultiPartParserError | BadRequest | WrongBody):
        return Problem(
            _("Запрос не удалось разобрать"),
            advice=_("Вернитесь назад, обновите страницу и отправьте ещё раз."),
            status=400,
            code="bad-request",
        )
    number = secrets.token_hex(4)
    # Never the message: a database error quotes the row it failed on.
    place = place_of(error.__traceback__)
    log.error("unforeseen %s %s at %s", number, type(error).__name__, place)
    return Problem(
        _("Что-то сломалось на нашей стороне"),
        advice=_("Мы уже записали это под номером %(number)s. Попробуйте ещё раз через минуту.")
        % {"number": number},
        status=500,
        code="internal",
    )


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The answer to show for a problem."""
    if wants_json(request):
        response: HttpResponse = JsonResponse(
            as_json(problem), status=problem.status, content_type="application/problem+json"
        )
    else:
        context = {"problem": problem, **_way_back(request, problem), **problem.context}
        response = render(request, settings.PROBLEM_TEMPLATE, context, status=problem.status)
    if isinstance(problem, TooMany):
        response["Retry-After"] = str(problem.retry_after)
    if isinstance(problem, Unauthorized):
        response["WWW-Authenticate"] = problem.challenge
    response["Cache-Control"] = "no-store"
    return response


def wrong_method(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """Instead of an empty page: what is here, and the way to where its button stands."""
    context: dict[str, Any] = {}
    if wants_json(request):
        message, advice = _("Здесь нужен другой метод"), _("Подходят: %(methods)s.")
        advice %= {"methods": refused["Allow"]}
    elif request.method in ("GET", "HEAD"):
        message = _("Этот адрес открывается кнопкой")
        advice = _(
            "Так бывает, если обновить страницу или вписать её адрес. Сейчас ничего не отправлено. "
            "Вернитесь: там видно, что сделано, и стоит нужная кнопка."
        )
        context = {"step_url": page_above(request.path), "step_title": _("Вернуться")}
    else:
        message, advice = _("Сюда ничего не отправляют"), _("Откройте страницу ещё раз.")
        context = {"step_title": _("Открыть страницу")}
    problem = Problem(message, advice=advice, status=405, code="wrong-method", context=context)
    response = answer(request, problem)
    response["Allow"] = refused["Allow"]
    return response


def _way_back(request: HttpRequest, problem: Problem) -> dict[str, Any]:
    """Who has pressed a button goes back to the page where it stands."""
    if request.method in ("GET", "HEAD") or problem.status == NotFound.status:
        return {}
    return {"step_url": page_of(request.path), "step_title": _("Вернуться")}


def page_of(path: str) -> str:
    """Where the button of an address stands: on its own page, or on the nearest above."""
    return path if _is_page(path) else page_above(path)


def page_above(path: str) -> str:
    """The nearest page that stands above an address, by the address itself; at last the first."""
    above = path.rstrip("/")
    while above := above.rpartition("/")[0]:
        if _is_page(f"{above}/"):
            return f"{above}/"
    return "/"


def _is_page(path: str) -> bool:
    """Whether an address is one of ours and can be opened."""
    try:
        return not takes_only_posts(resolve(path).func)
    except Http404:
        return False


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or (
        "json" in request.headers.get("Accept", "") and "html" not in request.headers["Accept"]
    )


def as_json(problem: Problem) -> dict[str, Any]:
    """RFC 9457 problem details; `type` is a relative reference that names the code."""
    return {
        "type": f"/api/problems/{problem.code}",
        "title": str(problem.message),
        "detail": str(problem.advice or problem.message),
        "status": problem.status,
        "code": problem.code,
        "fields": {name: str(text) for name, text in problem.fields.items()},
    }


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is stale or came from elsewhere."""
    return answer(
        request,
        Problem(
            _("Страница устарела, ничего не отправлено"),
            advice=_("Вернитесь назад, обновите страницу и отправьте ещё раз."),
            status=403,
            code="csrf",
        ),
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """What broke outside of any view, told and logged like what breaks inside one."""
    error = sys.exc_info()[1]
    known = error if isinstance(error, Exception) else RuntimeError("no exception at hand")
    return answer(request, as_problem(known))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What could not be read before any view saw it: too large, torn, or forged."""
    return answer(request, as_problem(exception))
