"""The pages of addresses: the list, a new one, what was sent to one, another secret."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.webhooks import actions, queries, wording
from veche.commons.webhooks.forms import KeyForm, WebhookForm
from veche.commons.webhooks.models import Delivery, Endpoint
from veche.commons.webhooks.rules import ON
from veche.commons.webhooks.sides import Side
from veche.kernel import clock
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render

Page = Callable[..., HttpResponseBase]


def on(side: Side, view: Page) -> Page:
    """A page for one side, behind its own door."""

    @functools.wraps(view)
    def sided(request: HttpRequest, person: PersonRef, **kwargs: Any) -> HttpResponseBase:
        return view(request, person, side=side, **kwargs)

    return behind(side.policy)(sided)


@require_safe
def list_webhooks(request: HttpRequest, person: PersonRef, side: Side) -> HttpResponse:
    """Every address and how it does."""
    context = {
        "rows": [_row(one, side) for one in queries.endpoints(person, is_own=side.is_own)],
        "add_url": side.page("add"),
        "side": side,
        "done": request.GET.get("done", ""),
    }
    return render(request, "webhooks/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_webhook(request: HttpRequest, person: PersonRef, side: Side) -> HttpResponse:
    """The form, and the secret: on this one answer and never again."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            added = actions.add_webhook(person, is_own=side.is_own, **form.cleaned_data)
        except Invalid as problem:
            for name, said in problem.fields.items():
                form.add_error(name, str(said))
        else:
            return _shown_once(request, person, side, added, "webhooks/added.html")
    status = 422 if form.is_bound else 200
    context = {"form": form, "crumbs": _crumbs(side)}
    return render(request, "webhooks/add.html", context, status=status)


@require_safe
def read_webhook(
    request: HttpRequest, person: PersonRef, side: Side, endpoint_id: UUID
) -> HttpResponse:
    """One address: how it does, and the log of what was sent."""
    one = queries.endpoint(person, endpoint_id, is_own=side.is_own)
    page = queries.deliveries(one, after=request.GET.get("after", ""))
    here = side.page("read", one.id)
    context = {
        **_row(one, side),
        "deliveries": [_line(delivery, one, side) for delivery in page.items],
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
        "done": request.GET.get("done", ""),
        "crumbs": _crumbs(side),
    }
    return render(request, "webhooks/read.html", context)


@post_only
def test_webhook(
    request: HttpRequest, person: PersonRef, side: Side, endpoint_id: UUID
) -> HttpResponse:
    """Send an event of no meaning."""
    actions.test_webhook(person, endpoint_id, is_own=side.is_own)
    return _back(side, endpoint_id, "sent")


@post_only
def stop_webhook(
    request: HttpRequest, person: PersonRef, side: Side, endpoint_id: UUID
) -> HttpResponse:
    """Send nothing there for a while."""
    actions.stop_webhook(person, endpoint_id, is_own=side.is_own)
    return _back(side, endpoint_id, "stopped")


@post_only
def start_webhook(
    request: HttpRequest, person: PersonRef, side: Side, endpoint_id: UUID
) -> HttpResponse:
    """Send there again."""
    actions.start_webhook(person, endpoint_id, is_own=side.is_own)
    return _back(side, endpoint_id, "started")


@require_http_methods(["GET", "HEAD", "POST"])
def remove_webhook(
    request: HttpRequest, person: PersonRef, side: Side, endpoint_id: UUID
) -> HttpResponse:
    """Forget an address, after a page that says what will happen."""
    one = queries.endpoint(person, endpoint_id, is_own=side.is_own)
    if request.method == "POST":
        actions.remove_webhook(person, endpoint_id, is_own=side.is_own)
        return redirect(f"{side.page('list')}?done=removed")
    context = {**_row(one, side), "crumbs": _crumbs(side)}
    return render(request, "webhooks/remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def renew_secret(
    request: HttpRequest, person: PersonRef, side: Side, endpoint_id: UUID
) -> HttpResponse:
    """Another secret, after a page that says what will happen; shown on this one answer."""
    one = queries.endpoint(person, endpoint_id, is_own=side.is_own)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["key"]
        made = actions.renew_secret(person, one.id, key=key, is_own=side.is_own)
        return _shown_once(request, person, side, made, "webhooks/renewed.html")
    context = {
        **_row(one, side),
        "key": secrets.token_urlsafe(18),
        "crumbs": _crumbs(side),
    }
    status = 422 if form.is_bound else 200
    return render(request, "webhooks/renew.html", context, status=status)


@post_only
def resend_delivery(
    request: HttpRequest, person: PersonRef, side: Side, delivery_id: UUID
) -> HttpResponse:
    """Send the same once more."""
    there = actions.resend_delivery(person, delivery_id, is_own=side.is_own)
    return _back(side, there, "sent")


def _shown_once(
    request: HttpRequest, person: PersonRef, side: Side, made: actions.Shown, template: str
) -> HttpResponse:
    if not made.secret:
        return redirect(f"{side.page('read', made.id)}?done=shown")
    one = queries.endpoint(person, made.id, is_own=side.is_own)
    context = {**_row(one, side), "secret": made.secret, "crumbs": _crumbs(side)}
    return render(request, template, context)


def _crumbs(side: Side) -> list[dict[str, Any]]:
    """The way to the list."""
    return [{"title": side.title, "url": side.page("list")}]


def _back(side: Side, endpoint_id: UUID, done: str) -> HttpResponse:
    return redirect(f"{side.page('read', endpoint_id)}?done={done}")


def _row(one: Endpoint, side: Side) -> dict[str, Any]:
    word, tone = wording.STATES[one.state]
    now = clock.now()
    is_quiet = one.quiet_until is not None and one.quiet_until > now
    is_changing = one.earlier_until is not None and one.earlier_until > now
    if one.state == ON and is_quiet:
        word, tone = wording.QUIET
    return {
        "one": one,
        "word": word,
        "tone": tone,
        "kinds": [wording.kind_title(kind) for kind in one.kinds],
        "is_on": one.state == ON,
        "is_quiet": one.state == ON and is_quiet,
        "earlier_until": one.earlier_until if is_changing else None,
        "to": {
            verb: side.page(verb, one.id)
            for verb in ("read", "test", "stop", "start", "remove", "renew")
        },
    }


def _line(one: Delivery, endpoint: Endpoint, side: Side) -> dict[str, Any]:
    word, tone = wording.DELIVERY_STATES[one.state]
    answer = _("ответ %(status)s") % {"status": one.status} if one.status else ""
    return {
        "one": one,
        "title": wording.kind_title(one.kind),
        "word": word,
        "tone": tone,
        "why": answer or wording.TROUBLES.get(one.trouble, ""),
        "resend_url": (
            side.page("resend", one.id) if one.next_at is None and endpoint.state == ON else ""
        ),
    }
