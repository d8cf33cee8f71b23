"""The routes of the whole house: each floor brings its own file."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from veche.config.domains import ENABLED
from veche.portal.api import api

handler400 = "veche.kernel.web.problems.bad_request"
handler404 = "veche.kernel.web.problems.page_not_found"
handler500 = "veche.kernel.web.problems.server_error"


def _of(module: str) -> list[URLPattern | URLResolver]:
    """Routes of an application that has any."""
    if find_spec(f"{module}.urls") is None:
        return []
    import_module(f"{module}.urls")
    return [path("", include(f"{module}.urls"))]


COMMONS_WITH_PAGES = [
    "identity",
    "channels",
    "organisations",
    "places",
    "files",
    "documents",
    "workload",
    "webhooks",
    "moderation",
    "discussion",
    "matching",
    "points",
    "commitments",
    "hall",
    "pages",
    "privacy",
    "notifications",
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    *_of("veche.portal"),
    *(route for name in COMMONS_WITH_PAGES for route in _of(f"veche.commons.{name}")),
    *(route for module in ENABLED for route in _of(module)),
]
