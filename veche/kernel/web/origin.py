"""Where absolute links of a town begin: feeds, calendars, pictures for other sites."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port


def origin_of(request: HttpRequest) -> str:
    """`https://town.example`; "" when the request names no host.

    The name has led to a town, so it is the town's own. A port is believed only where we serve on
    it: any other would be a stranger's word in a page that caches may keep.
    """
    try:
        name, port = split_domain_port(request.get_host())
    except DisallowedHost:
        return ""
    scheme = "https" if settings.HTTPS else request.scheme
    is_served = bool(port) and port == str(request.META.get("SERVER_PORT", ""))
    return f"{scheme}://{name}:{port}" if is_served else f"{scheme}://{name}"


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path of this town."""
    return origin_of(request) + path
