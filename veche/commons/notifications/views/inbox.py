"""The bell's page: what a person was told."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.notifications import policies, queries
from veche.commons.notifications.actions import reading
from veche.kernel.access import post_only
from veche.kernel.web import render


@behind(policies.may_read_notices)
@require_safe
def read_notices(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """One page of the inbox, the newest first."""
    page = queries.inbox(person, after=request.GET.get("after", ""))
    here = reverse("notifications:read-notices")
    context = {
        "told": page.items,
        "is_first": not request.GET.get("after"),
        "has_unread": any(not one.is_read for one in page.items),
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "notifications/inbox.html", context)


@behind(policies.may_read_notices)
@require_safe
def open_notice(request: HttpRequest, person: PersonRef, notice_id: UUID) -> HttpResponse:
    """To what a notice tells of; it is read from then on."""
    return redirect(reading.open_notice(person, notice_id))


@behind(policies.may_read_notices)
@post_only
def read_all(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Everything is read."""
    reading.read_all(person)
    return redirect("notifications:read-notices")
