"""The one place that decides which services are there for whoever asks."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from veche.commons.hall import public as hall
from veche.kernel import stamps
from veche.kernel.errors import NotFound
from veche.kernel.manifest import Manifest
from veche.kernel.web import problems
from veche.portal import context


class ServiceMiddleware:
    """Answers 404 for a page of a service that is closed to this person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with stamps.asked_once():
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        slug = hall.service_of(getattr(view, "__module__", ""))
        setattr(request, context.SERVICE, slug)
        if not slug or hall.is_open(request, slug):
            return None
        return problems.answer(request, NotFound())


def behind_switch(slug: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The same for an operation of the API, whose view is not the service's own function."""

    def declare(operation: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(operation)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not hall.is_open(request, slug):
                raise NotFound()
            return operation(request, *args, **kwargs)

        return guarded

    return declare


def open_manifests(request: HttpRequest) -> list[Manifest]:
    """What the shell may show to whoever asks."""
    return [one for one in context.manifests() if hall.is_open(request, one.slug)]


def public_manifests() -> list[Manifest]:
    """What everyone finds: for answers that are kept on the way and shown to whoever comes next."""
    return [one for one in context.manifests() if hall.is_on(one.slug)]
