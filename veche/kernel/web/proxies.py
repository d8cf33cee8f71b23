"""The client's address and scheme are believed only from proxies named in the settings."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class TrustedProxyMiddleware:
    """Sets REMOTE_ADDR and the scheme from X-Forwarded-* of a trusted proxy, else removes them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusted = [ipaddress.ip_network(text) for text in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        scheme = request.META.pop("HTTP_X_FORWARDED_PROTO", "")
        request.META.pop("HTTP_X_FORWARDED_HOST", None)
        if self._trusts(request.META.get("REMOTE_ADDR", "")):
            # The right-most address not ours: what stands left of it anyone may have written.
            hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
            outside = next((hop for hop in reversed(hops) if not self._trusts(hop)), None)
            if outside:
                request.META["REMOTE_ADDR"] = outside
            if scheme == "https":
                request.META["wsgi.url_scheme"] = "https"
        return self.get_response(request)

    def _trusts(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in self.trusted)
