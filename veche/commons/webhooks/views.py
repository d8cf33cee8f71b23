"""The administrator's pages: addresses, a new one, what was sent to one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.webhooks import actions, policies, queries, wording
from veche.commons.webhooks.forms import WebhookForm
from veche.commons.webhooks.models import Delivery, Endpoint
from veche.commons.webhooks.rules import ON
from veche.kernel.errors import Invalid
from veche.kernel.web import render


@behind(policies.may_manage_webhooks)
@require_safe
def list_webhooks(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Every address and how it does."""
    context = {
        "rows": [_row(one) for one in queries.endpoints(person)],
        "done": request.GET.get("done", ""),
    }
    return render(request, "webhooks/list.html", context)


@behind(policies.may_manage_webhooks)
@require_http_methods(["GET", "HEAD", "POST"])
def add_webhook(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The form, and the secret: on this one answer and never again."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            added = actions.add_webhook(person, **form.cleaned_data)
        except Invalid as problem:
            for name, said in problem.fields.items():
                form.add_error(name, str(said))
        else:
            if not added.secret:
                return redirect("webhooks:read-webhook", endpoint_id=added.id)
            one = queries.endpoint(person, added.id)
            context = {"one": one, "secret": added.secret, "crumbs": crumbs()}
            return render(request, "webhooks/added.html", context)
    status = 422 if form.is_bound else 200
    context = {"form": form, "crumbs": crumbs()}
    return render(request, "webhooks/add.html", context, status=status)


@behind(policies.may_manage_webhooks)
@require_safe
def read_webhook(request: HttpRequest, person: PersonRef, endpoint_id: UUID) -> HttpResponse:
    """One address: how it does, and the log of what was sent."""
    one = queries.endpoint(person, endpoint_id)
    page = queries.deliveries(person, one, after=request.GET.get("after", ""))
    here = reverse("webhooks:read-webhook", args=[one.id])
    context = {
        **_row(one),
        "deliveries": [_line(delivery, one) for delivery in page.items],
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
        "done": request.GET.get("done", ""),
        "crumbs": crumbs(),
    }
    return render(request, "webhooks/read.html", context)


@behind(policies.may_manage_webhooks)
@require_POST
def test_webhook(request: HttpRequest, person: PersonRef, endpoint_id: UUID) -> HttpResponse:
    """Send an event of no meaning."""
    actions.test_webhook(person, endpoint_id)
    return _back(endpoint_id, "sent")


@behind(policies.may_manage_webhooks)
@require_POST
def stop_webhook(request: HttpRequest, person: PersonRef, endpoint_id: UUID) -> HttpResponse:
    """Send nothing there for a while."""
    actions.stop_webhook(person, endpoint_id)
    return _back(endpoint_id, "stopped")


@behind(policies.may_manage_webhooks)
@require_POST
def start_webhook(request: HttpRequest, person: PersonRef, endpoint_id: UUID) -> HttpResponse:
    """Send there again."""
    actions.start_webhook(person, endpoint_id)
    return _back(endpoint_id, "started")


@behind(policies.may_manage_webhooks)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_webhook(request: HttpRequest, person: PersonRef, endpoint_id: UUID) -> HttpResponse:
    """Forget an address, after a page that says what will happen."""
    one = queries.endpoint(person, endpoint_id)
    if request.method == "POST":
        actions.remove_webhook(person, endpoint_id)
        return redirect(f"{reverse('webhooks:list-webhooks')}?done=removed")
    return render(request, "webhooks/remove.html", {"one": one, "crumbs": crumbs()})


@behind(policies.may_manage_webhooks)
@require_POST
def resend_delivery(request: HttpRequest, person: PersonRef, delivery_id: UUID) -> HttpResponse:
    """Send the same once more."""
    return _back(actions.resend_delivery(person, delivery_id), "sent")


def crumbs() -> list[dict[str, str]]:
    """The way to the list."""
    return [{"title": _("События наружу"), "url": reverse("webhooks:list-webhooks")}]


def _back(endpoint_id: UUID, done: str) -> HttpResponse:
    return redirect(f"{reverse('webhooks:read-webhook', args=[endpoint_id])}?done={done}")


def _row(one: Endpoint) -> dict[str, Any]:
    word, tone = wording.STATES[one.state]
    return {
        "one": one,
        "word": word,
        "tone": tone,
        "kinds": [wording.kind_title(kind) for kind in one.kinds],
        "is_on": one.state == ON,
    }


def _line(one: Delivery, endpoint: Endpoint) -> dict[str, Any]:
    word, tone = wording.DELIVERY_STATES[one.state]
    answer = _("ответ %(status)s") % {"status": one.status} if one.status else ""
    return {
        "one": one,
        "title": wording.kind_title(one.kind),
        "word": word,
        "tone": tone,
        "why": answer or wording.TROUBLES.get(one.trouble, ""),
        "may_resend": one.next_at is None and endpoint.state == ON,
    }
