"""Counts requests by the name of their route, and tells the numbers at GET /metrics.

A route's name holds no slug and no id; neither address nor person nor poll is counted apart. The
numbers are told to the networks and to the token of the settings; to everyone else the page is not
there.
"""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from veche.kernel import jobs, metrics

SECONDS = (0.05, 0.25, 1.0, 5.0)
TYPES = {
    "veche_requests_total": "counter",
    "veche_request_seconds": "histogram",
    "veche_ballots_accepted_total": "counter",
    "veche_jobs_done_total": "counter",
}
_CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"


class MetricsMiddleware:
    """Outside of everything but the proxies, so that it times the whole of our work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.networks = [ipaddress.ip_network(text) for text in settings.METRICS_FROM]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/metrics":
            return self._tell(request)
        began = time.perf_counter()
        response = self.get_response(request)
        count(route_of(request), response.status_code, time.perf_counter() - began)
        return response

    def _tell(self, request: HttpRequest) -> HttpResponse:
        if not self._may_read(request):
            return HttpResponseNotFound()
        text = "\n".join(lines()) + "\n"
        answer = HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
        answer["Cache-Control"] = "no-store"
        return answer

    def _may_read(self, request: HttpRequest) -> bool:
        token, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
        if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            return True
        try:
            address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
        except ValueError:
            return False
        return any(address in network for network in self.networks)


def route_of(request: HttpRequest) -> str:
    """The route's name; what matches none is counted together."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or "unnamed"
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"


def count(route: str, status: int, seconds: float) -> None:
    """One answered request."""
    metrics.add("veche_requests_total", route=route, status=str(status))
    metrics.add("veche_request_seconds_sum", seconds, route=route)
    metrics.add("veche_request_seconds_count", route=route)
    for most in SECONDS:
        if seconds <= most:
            metrics.add("veche_request_seconds_bucket", route=route, le=str(most))
    metrics.add("veche_request_seconds_bucket", route=route, le="+Inf")


def lines() -> Iterator[str]:
    """Everything in Prometheus' text form."""
    summed = metrics.total()
    for metric, kind in TYPES.items():
        yield f"# TYPE {metric} {kind}"
        for name in sorted(name for name in summed if name.startswith(metric)):
            yield f"{name} {summed[name]:g}"
    for name, value in _states().items():
        yield f"# TYPE {name} gauge"
        yield f"{name} {value:g}"
    yield "# TYPE veche_build_info gauge"
    yield f"{metrics.named('veche_build_info', {'version': settings.VERSION})} 1"


def _states() -> dict[str, float]:
    """What the database tells of this moment; with no database only that."""
    try:
        queue = jobs.queue_state()
        with connection.cursor() as cursor:
            cursor.execute(_CONNECTIONS)
            connections = cursor.fetchone()[0]
    except DatabaseError:
        return {"veche_database_up": 0}
    states = {
        "veche_database_up": 1.0,
        "veche_database_connections": connections,
        "veche_jobs_waiting": queue.waiting,
        "veche_jobs_late": queue.late,
        "veche_jobs_running": queue.running,
        "veche_jobs_failed": queue.failed,
    }
    if queue.heartbeat_seconds is not None:
        states["veche_worker_heartbeat_seconds"] = queue.heartbeat_seconds
    return states
