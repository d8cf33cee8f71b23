"""The demo town's inbox page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from veche.commons.channels import policies, queries
from veche.kernel.access import access
from veche.kernel.web import render


@require_safe
@access(policies.may_open_inbox)
def open_inbox(request: HttpRequest) -> HttpResponse:
    """The last codes of this town, the newest first; refreshed by itself."""
    policies.may_open_inbox().or_refuse()
    response = render(
        request,
        "channels/inbox.html",
        {"messages": queries.last_messages()},
        fragment="channels/_messages.html",
    )
    response["Cache-Control"] = "no-store"
    return response
