"""Where absolute links of a town begin: feeds, calendars, pictures for other sites."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port


def origin_of(request: HttpRequest) -> str:
    """`https://town.example`; "" when the request names no host.

    The name has led to a town, so it is the town's own. A port is believed only where we serve on
    it: any other would be a stranger's word in a page that caches may keep.
    """
    name, port = _host(request)
    is_served = bool(port) and port == str(request.META.get("SERVER_PORT", ""))
    return _joined(request, name, port if is_served else "")


def browser_origin_of(request: HttpRequest) -> str:
    """The same as the browser itself says it, whatever its port: for an answer to it alone."""
    return _joined(request, *_host(request))


def origin_of_town(hosts: Sequence[str]) -> str:
    """The same without a request, for letters: by the first name that a town answers under."""
    if settings.HTTPS:
        return f"https://{hosts[0]}"
    return f"http://{hosts[0]}:{settings.SERVED_PORT}"


def _host(request: HttpRequest) -> tuple[str, str]:
    try:
        return split_domain_port(request.get_host())
    except DisallowedHost:
        return "", ""


def _joined(request: HttpRequest, name: str, port: str) -> str:
    if not name:
        return ""
    scheme = "https" if settings.HTTPS else request.scheme
    return f"{scheme}://{name}:{port}" if port else f"{scheme}://{name}"


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path of this town."""
    return origin_of(request) + path
