"""GET /healthz: 200 once the database answers (ready); GET /livez: 200 while we live at all.

Both ask no town and tell no secrets.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse


class HealthMiddleware:
    """Answers before any host is looked up, so that a load balancer may ask by address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/livez":
            return JsonResponse({"status": "alive"}, headers={"Cache-Control": "no-store"})
        if request.path != "/healthz":
            return self.get_response(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM shared.municipality WHERE is_ready")
                towns = cursor.fetchone()[0]
        except DatabaseError:
            return JsonResponse({"status": "unavailable", "database": "no answer"}, status=503)
        answer = {
            "status": "ok",
            "version": settings.VERSION,
            "towns": towns,
            # Whether the proxy in front is believed and says so: `veche doctor` asks from outside.
            "https": request.is_secure(),
        }
        return JsonResponse(answer, headers={"Cache-Control": "no-store"})
