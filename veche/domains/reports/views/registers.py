"""Registers of other systems: upload, columns, a try, taking in with progress."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.reports import policies
from veche.domains.reports.actions import registers as writing
from veche.domains.reports.actions.registers import Upload
from veche.domains.reports.forms.registers import MappingForm, UploadForm
from veche.domains.reports.models import RegisterImport
from veche.domains.reports.queries import outside, wording
from veche.domains.reports.rules import registers as rules
from veche.kernel import sheets
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]
PREVIEWED = 5
_AT_WORK = (RegisterImport.CHECKING, RegisterImport.RUNNING)
_MATCHED = (RegisterImport.UPLOADED, RegisterImport.CHECKED)


@identity.behind(policies.may_set_up_reports)
@require_http_methods(PAGE)
def list_registers(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Sources, what came of late, and the form for one more."""
    form = UploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            import_id = _upload(person, form)
            return redirect("reports:read-import", import_id=import_id)
        except Invalid as problem:
            for name, words in problem.fields.items():
                form.add_error(name, str(words))
    context = {"form": form, "imports": outside.imports()}
    status = 422 if form.is_bound else 200
    return render(request, "reports/office/registers.html", context, status=status)


def _upload(person: PersonRef, form: UploadForm) -> UUID:
    given = form.cleaned_data
    data: bytes = given["file"].read(sheets.BYTES_MAX + 1)
    # What cannot be read is told now, while the file is at hand.
    sheets.read(data, most=1)
    upload = Upload(
        data, given["file"].name or "", given["register"], given["title"], given["home"]
    )
    return writing.upload_register(person, upload=upload)


@identity.behind(policies.may_set_up_reports)
@require_http_methods(PAGE)
def read_import(request: HttpRequest, person: PersonRef, import_id: UUID) -> HttpResponse:
    """One import: its columns, what a try has shown, how far it has come."""
    row = outside.one_import(person, import_id)
    context: dict[str, Any] = {"row": row, "is_at_work": row.state in _AT_WORK}
    status = 200
    if row.state in _MATCHED:
        sheet = sheets.read(outside.file_of(row), most=PREVIEWED)
        chosen = {**rules.guessed(sheet.headings), **row.mapping}
        form = MappingForm(
            sheet.headings, chosen, row, request.POST if request.method == "POST" else None
        )
        if request.method == "POST" and form.is_valid():
            writing.match_columns(person, import_id=row.id, **form.said())
            return redirect("reports:read-import", import_id=row.id)
        status = 422 if form.is_bound else 200
        # Cells behind the last heading are of no column.
        width = len(sheet.headings)
        previewed = [(line, cells[:width]) for line, cells in sheet.rows]
        context |= {"form": form, "headings": sheet.headings, "previewed": previewed}
    context["percent"] = row.done * 100 // row.total if row.total else 0
    context["told_states"] = [
        (state, *wording.OUTSIDE_STAGES[stage]) for state, stage in sorted(row.stages.items())
    ]
    context["columns"] = [
        (wording.REGISTER_FIELDS[field], name) for field, name in row.mapping.items()
    ]
    return render(
        request,
        "reports/office/import.html",
        context,
        status=status,
        fragment="reports/office/_import.html",
    )


@identity.behind(policies.may_set_up_reports)
@post_only
def run_import(request: HttpRequest, person: PersonRef, import_id: UUID) -> HttpResponse:
    """Take in what was tried."""
    writing.run_import(person, import_id=import_id)
    return redirect(reverse("reports:read-import", args=[import_id]))
