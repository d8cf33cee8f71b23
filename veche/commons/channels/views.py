"""The demo town's inbox, and «Проверить сообщение»."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from veche.commons.channels import actions, policies, queries, rules
from veche.commons.channels.policies import Person
from veche.kernel import ids, limits
from veche.kernel.access import access, post_only
from veche.kernel.text import in_fours
from veche.kernel.web import render

WRITTEN_MAX = 40
CHECKS_PER_ADDRESS = (30, 600)
REPORT_DAYS = 30


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


@never_cache
@require_safe
@access(policies.may_check_message)
def check_message(request: HttpRequest) -> HttpResponse:
    """Did the town send the message of this number? Says what and when, not to whom."""
    written = request.GET.get("number", "").strip()[:WRITTEN_MAX]
    number = rules.number_of(written)
    if number:
        limits.hit(
            f"message checks from {limits.client_of(request)}",
            limit=CHECKS_PER_ADDRESS[0],
            seconds=CHECKS_PER_ADDRESS[1],
        )
    context = {
        "written": written,
        "number": in_fours(number),
        "found": queries.message(number),
        "done": request.GET.get("done") == "reported",
        "key": ids.slug_id(20),
        "is_official": _person(request).is_official,
    }
    return render(request, "channels/check.html", context)


@post_only
@access(policies.may_report_scam)
def report_scam(request: HttpRequest) -> HttpResponse:
    """«Это мошенники»."""
    written = request.POST.get("number", "")[:WRITTEN_MAX]
    actions.report_scam(written, limits.client_of(request), request.POST.get("key", ""))
    return redirect(f"{reverse('channels:check-message')}?done=reported")


@never_cache
@require_safe
@access(policies.may_read_scam_reports)
def read_scam_reports(request: HttpRequest) -> HttpResponse:
    """What people have reported, for the town's officials; nothing of who did."""
    policies.may_read_scam_reports(_person(request)).or_refuse()
    context = {
        "count": queries.count_reports(REPORT_DAYS),
        "days": REPORT_DAYS,
        "reports": queries.reports(),
    }
    return render(request, "channels/reports.html", context)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.person)  # type: ignore[attr-defined]
