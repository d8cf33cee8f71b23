"""Every request is served inside the town whose host name it came to, and by its clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render

from veche.commons.towns import public


class TownMiddleware:
    """Enters the town of the host; a streamed answer stays in it until its last byte."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        town = public.by_host(split_domain_port(request.get_host())[0])
        if town is None:
            return _no_town(request)
        with public.enter(town):
            request.town = town  # type: ignore[attr-defined]
            response = self.get_response(request)
        if response.streaming:
            stream = cast(StreamingHttpResponse, response)
            stream.streaming_content = _inside(town, iter(stream))
        return response


def _no_town(request: HttpRequest) -> HttpResponse:
    """What a name nobody's town has is told; where there is no town at all, how to add one."""
    towns = public.all_towns()
    has_demo = any(town.is_demo for town in towns)
    context = {
        "has_towns": bool(towns),
        "command": settings.ADD_TOWN,
        "demo_command": "" if has_demo else settings.LOAD_DEMO,
    }
    response = render(request, settings.NO_TOWN_TEMPLATE, context, status=404)
    response["Cache-Control"] = "no-store"
    return response


def _inside(town: public.Town, parts: Iterator[bytes]) -> Iterator[bytes]:
    with public.enter(town):
        yield from parts
