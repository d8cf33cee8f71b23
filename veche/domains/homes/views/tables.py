"""Tables and feeds: a file looked at before it is written, addresses asked by themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.homes import policies
from veche.domains.homes.actions import feeds as asking
from veche.domains.homes.actions import uploads
from veche.domains.homes.actions.feeds import FeedText
from veche.domains.homes.forms.serving import ColumnsForm, FeedForm, TableForm
from veche.domains.homes.models import Upload
from veche.domains.homes.queries import fields, serving
from veche.domains.homes.queries import outages as reading
from veche.kernel import limits
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.sheets import BYTES_MAX
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]
UPLOADS_PER_HOUR = 60
_AT_WORK = (Upload.TRYING, Upload.TAKING)
_MATCHED = (Upload.NEW, Upload.TRIED)
TROUBLES = {
    "inside": _("адрес ведёт внутрь сети города"),
    "unknown-name": _("такого адреса нет"),
    "unreachable": _("до адреса не достучаться"),
    "late": _("адрес не ответил за 15 секунд"),
    "length": _("файл больше 5 МБ"),
    "status": _("адрес ответил ошибкой"),
    "table": _("это не таблица CSV или XLSX"),
    "columns": _("не хватает столбцов: что, где, начало, конец"),
}


@identity.behind(policies.may_keep_homes)
@require_http_methods(PAGE)
def upload_table(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A file: to its preview, or back with what is wrong with it."""
    form = TableForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"kind": request.GET.get("kind", Upload.SERVINGS)},
    )
    if request.method == "POST" and form.is_valid():
        limits.hit(f"homes.upload:{person.id}", limit=UPLOADS_PER_HOUR, seconds=3600)
        kind, data = form.cleaned_data["kind"], form.cleaned_data["file"].read(BYTES_MAX + 1)
        try:
            uploads.keep_upload(person, kind=kind, data=data, source=_source())
            return redirect("homes:check-table", kind=kind)
        except Invalid as problem:
            for name, words in problem.fields.items():
                form.add_error(name, str(words))
    context = {
        "form": form,
        "fields": [(fields.SERVINGS, Upload.SERVINGS), (fields.OUTAGES, Upload.OUTAGES)],
    }
    status = 422 if form.is_bound else 200
    return render(request, "homes/office/upload.html", context, status=status)


@identity.behind(policies.may_keep_homes)
@require_http_methods(PAGE)
def check_table(request: HttpRequest, person: PersonRef, kind: str) -> HttpResponse:
    """Which column is what, what would change; nothing is written until it is said so."""
    if kind not in fields.FIELDS:
        raise NotFound()
    if request.method == "POST" and request.POST.get("then") == "leave":
        uploads.leave_upload(person, kind=kind)
        return redirect("homes:upload-table")
    if request.method == "POST" and request.POST.get("then") == "take":
        uploads.take_upload(person, kind=kind, token=request.POST.get("token", ""))
        return redirect("homes:check-table", kind=kind)
    row = reading.upload(person.known_id, kind)
    context: dict[str, Any] = {"kind": kind, "row": row, "is_at_work": row.state in _AT_WORK}
    status = 200
    if row.state in _MATCHED:
        form = _columns(request, row)
        if request.method == "POST" and form.is_valid():
            uploads.try_upload(person, kind=kind, mapping=form.mapping, source=form.source)
            return redirect("homes:check-table", kind=kind)
        status = 422 if request.method == "POST" else 200
        context["form"] = form
    return render(
        request,
        "homes/office/check.html",
        context,
        status=status,
        fragment="homes/office/_check.html",
    )


def _columns(request: HttpRequest, row: Upload) -> ColumnsForm:
    if request.method == "POST":
        return ColumnsForm(row, request.POST)
    chosen = {name: str(place) for name, place in row.mapping.items()}
    return ColumnsForm(row, initial={**chosen, "from": row.source})


def _source() -> str:
    """Where the facts come from, until somebody says it better."""
    return gettext("таблица от %(day)s") % {"day": f"{serving.today():%d.%m.%Y}"}


@identity.behind(policies.may_set_feeds)
@require_safe
def list_feeds(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Addresses that are asked, and how each answered last."""
    rows = [(row, TROUBLES.get(row.trouble, "")) for row in reading.feeds()]
    context = {"rows": rows, "done": request.GET.get("done", ""), "fields": fields.OUTAGES}
    return render(request, "homes/office/feeds.html", context)


@identity.behind(policies.may_set_feeds)
@require_http_methods(PAGE)
def save_feed(request: HttpRequest, person: PersonRef, feed_id: UUID | None = None) -> HttpResponse:
    """A new address, or one that changes."""
    row = reading.feed(feed_id) if feed_id else None
    initial = {"name": row.name, "url": row.url, "is_on": row.is_on} if row else None
    form = FeedForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            asking.save_feed(person, text=FeedText(**form.cleaned_data), feed_id=feed_id)
            return redirect(f"{reverse('homes:list-feeds')}?done=saved")
        except Invalid as problem:
            for name, words in problem.fields.items():
                form.add_error(name, str(words))
    status = 422 if form.is_bound else 200
    return render(request, "homes/office/feed.html", {"form": form, "row": row}, status=status)


@identity.behind(policies.may_set_feeds)
@post_only
def remove_feed(request: HttpRequest, person: PersonRef, feed_id: UUID) -> HttpResponse:
    """Ask that address no more."""
    asking.remove_feed(person, feed_id=feed_id)
    return redirect(f"{reverse('homes:list-feeds')}?done=removed")
