"""What every request passes through, and how every answer is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as django_render


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    """A full page, or its fragment when htmx asked for one."""
    htmx = getattr(request, "htmx", None)
    name = fragment if fragment and htmx and not htmx.boosted else template
    response = django_render(request, name, dict(context or {}), status=status)
    if fragment:
        response["Vary"] = "HX-Request"
    return response


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Where a visitor signs in, and then comes back to this page."""
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
