"""The finance office: a file, its columns, its faults by cell, a look over, the publication."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.transparency import policies
from veche.domains.transparency.actions import loading, publishing
from veche.domains.transparency.forms.office import MappingForm, UploadForm, WithdrawForm
from veche.domains.transparency.models import Source
from veche.domains.transparency.queries import office, published, wording
from veche.domains.transparency.rules import mapping, stages
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.web import downloads, render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]
FAULTS_SHOWN = 200


@identity.behind(policies.may_work_on_budget)
@require_safe
def list_sources(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """All files: what waits, what is public, what was withdrawn."""
    page = office.sources_page(person, after=request.GET.get("after", ""))
    here = reverse("transparency:list-sources")
    context = {
        "sources": [_listed(one) for one in page.items],
        "may_upload": policies.may_upload_budget(person),
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "transparency/office/list.html", context)


def _listed(row: Source) -> dict[str, Any]:
    state, tone = wording.STATES[row.state]
    url = reverse("transparency:read-source", args=[row.slug])
    title = wording.title_of(row)
    return {"row": row, "title": title, "state": state, "tone": tone, "url": url}


@identity.behind(policies.may_upload_budget)
@require_http_methods(PAGE)
def upload_source(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Send a file and say what it is."""
    initial = {"year": published.today().year, "side": "spending"}
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES or None, initial=initial)
    if is_sent and form.is_valid():
        try:
            sent = form.cleaned_data["file"]
            slug = loading.upload_source(
                person, data=sent, name=sent.name or "", about=form.about()
            )
            return redirect("transparency:read-source", slug=slug)
        except Invalid as problem:
            tell(form, problem, "file")
    status = 422 if form.is_bound else 200
    return render(request, "transparency/office/upload.html", {"form": form}, status=status)


@identity.behind(policies.may_work_on_budget)
@require_http_methods(PAGE)
def read_source(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """One file: its columns, how far it is read, its faults, its sums, what may be done."""
    row = office.source_for(person, slug)
    if request.method == "POST":
        # Columns for a file that somebody else has just sent to be read: said, not passed over.
        policies.may_map_budget(person, row).or_refuse()
    context: dict[str, Any] = {**_listed(row), "is_at_work": row.state == stages.CHECKING}
    status = 200
    if row.state in stages.OPEN:
        answer = _mapped(request, person, row, context)
        if answer is not None:
            return answer
        status = 422 if request.method == "POST" else 200
    if row.state == stages.FAULTY:
        context["faults"] = wording.faults(row)[:FAULTS_SHOWN]
    if row.state in (stages.READY, stages.PUBLISHED):
        context |= _look_over(row)
        if row.state == stages.READY and context["asks_tick"]:
            context["tone"] = "warn"
    kept = files.ref(row.file_id)
    context |= {
        "file_url": kept.src if kept is not None else "",
        "columns": wording.columns(row),
        "unit": wording.UNITS.get(row.unit, ""),
        "doubts": wording.doubts(row),
        "repeats": wording.repeats(row),
        "is_unseen": "unseen" in request.GET,
        "may_publish": policies.may_publish_budget(person, row),
        "may_withdraw": policies.may_withdraw_budget(person, row),
        "may_drop": policies.may_drop_budget(person, row),
    }
    return render(
        request,
        "transparency/office/source.html",
        context,
        status=status,
        fragment="transparency/office/_source.html",
    )


def _mapped(
    request: HttpRequest, person: PersonRef, row: Source, context: dict[str, Any]
) -> HttpResponse | None:
    """The wizard: sheets, headings found, columns proposed; None where the page is to be shown."""
    tops = office.tops(row)
    asked = request.POST.get("sheet") or request.GET.get("sheet") or str(row.sheet)
    sheet = int(asked) if asked.isdecimal() and int(asked) < len(tops) else 0
    rows = tops[sheet].rows
    kept = row.mapping if row.mapping and row.sheet == sheet else {}
    head = mapping.recognise(rows, _asked_row(request) or (row.first_row if kept else 0))
    here = reverse("transparency:read-source", args=[row.slug])
    context |= {
        "sheet": sheet,
        "sheets": [
            {"title": one.title, "url": f"{here}?sheet={number}", "current": number == sheet}
            for number, one in enumerate(tops)
        ]
        if len(tops) > 1
        else [],
        "first": head.first_row if head is not None else "",
        "preview": _preview(rows, head.first_row if head is not None else 0),
    }
    if head is None:
        return None
    chosen = kept or mapping.guessed(head, row.side, row.year)
    form = MappingForm(head, row, chosen, request.POST if request.method == "POST" else None)
    context |= {"form": form, "head": head}
    if request.method == "POST" and form.is_valid():
        try:
            loading.match_columns(
                person,
                slug=row.slug,
                sheet=sheet,
                columns=form.columns(),
                unit=form.unit(),
                first_row=head.first_row,
            )
            return redirect(here)
        except Invalid as problem:
            tell(form, problem)
    return None


def _asked_row(request: HttpRequest) -> int:
    """On which row somebody says the table begins; 0 where it is to be guessed."""
    told = request.POST.get("first") or request.GET.get("first") or ""
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 7 else 0


def _preview(rows: list[tuple[int, list[str]]], first_row: int) -> list[dict[str, Any]]:
    """The first rows of the file as they stand, those of the table told apart."""
    start = next((n for n, (row, _cells) in enumerate(rows) if row >= first_row), 0)
    kept = rows[: start + mapping.PREVIEWED]
    width = max((len(cells) for _row, cells in kept if any(cells)), default=0)
    while width and not any(cells[width - 1] for _row, cells in kept if len(cells) >= width):
        width -= 1
    return [
        {
            "row": row,
            "cells": [*cells[:width], *[""] * (width - len(cells))],
            "is_head": bool(first_row) and row < first_row,
        }
        for row, cells in kept
    ]


def _look_over(row: Source) -> dict[str, Any]:
    """Sums by section, and what has changed against the version before."""
    last, changes, gone = office.changes(row)
    total = getattr(row, stages.measure(row)) or 0
    fallen = office.fallen(row, last, changes)
    shown = []
    for one in changes:
        name, is_written = wording.node_name(one.node, row.year)
        shown.append({"title": name, "is_written": is_written, "change": one, "sum": one.now})
    return {
        "last": last,
        "last_title": wording.title_of(last) if last is not None else "",
        "changes": shown,
        "gone": [wording.node_name(one, row.year)[0] for one in gone],
        "fallen": [wording.node_name(one.node, row.year)[0] for one in fallen],
        "odd": office.odd_lines(row),
        "asks_tick": office.asks_tick(row, gone, fallen),
        "total": total,
    }


@identity.behind(policies.may_work_on_budget)
@require_safe
def export_faults(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponseBase:
    """The list of wrong cells, for whoever mends the file."""
    row = office.source_for(person, slug)
    header = [_("Ячейка"), _("Столбец"), _("Что не так"), _("Что стоит в ячейке")]
    rows = [[one["cell"], one["heading"], one["what"], one["words"]] for one in wording.faults(row)]
    if row.faults_number > len(rows):
        told = {"n": len(rows), "all": row.faults_number}
        rows.append(["", "", _("Показаны первые %(n)s из %(all)s.") % told, ""])
    return downloads.csv_file(f"faults-{row.slug}.csv", header, rows)


@identity.behind(policies.may_work_on_budget)
@post_only
def publish_source(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """«Опубликовать»."""
    told = request.POST.get("attempt", "")
    attempt = int(told) if told.isdecimal() else 0
    has_seen = bool(request.POST.get("seen"))
    try:
        publishing.publish_source(person, slug=slug, attempt=attempt, has_seen=has_seen)
    except Conflict as problem:
        if problem.code != publishing.UNSEEN:
            raise
        there = reverse("transparency:read-source", args=[slug])
        return redirect(f"{there}?unseen=1#seen-asked")
    return redirect("transparency:read-source", slug=slug)


@identity.behind(policies.may_work_on_budget)
@require_http_methods(PAGE)
def withdraw_source(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Take a version back with a reason that everyone reads."""
    row = office.source_for(person, slug)
    policies.may_withdraw_budget(person, row).or_refuse()
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        publishing.withdraw_source(person, slug=slug, reason=form.cleaned_data["reason"])
        return redirect("transparency:read-source", slug=slug)
    status = 422 if form.is_bound else 200
    context = {**_listed(row), "form": form}
    return render(request, "transparency/office/withdraw.html", context, status=status)


@identity.behind(policies.may_work_on_budget)
@post_only
def drop_source(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Forget a file that was never published."""
    loading.drop_source(person, slug=slug)
    return redirect("transparency:list-sources")
