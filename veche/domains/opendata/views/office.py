"""The office of open data: a set, its file, its columns, wrong cells, the publication."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.datasets import public as datasets
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.opendata import policies
from veche.domains.opendata.actions import publishing, uploading
from veche.domains.opendata.forms.office import (
    ColumnsForm,
    PassportForm,
    PublisherForm,
    UploadForm,
    VersionForm,
    WithdrawForm,
)
from veche.domains.opendata.models import Version
from veche.domains.opendata.queries import catalogue, office, wording
from veche.domains.opendata.rules import fields, stages
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_work_on_sets)
@require_safe
def list_own(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Sets that offices upload."""
    page = office.sets_page(person, after=request.GET.get("after", ""))
    newest = office.newest_versions(page.items)
    here = reverse("opendata:list-own")
    context = {
        "sets": [
            {"own": one, "version": _told(newest[one.code]) if one.code in newest else None}
            for one in page.items
        ],
        "kept": [
            {"title": one.told.title, "url": reverse("opendata:read-own", args=[one.told.code])}
            for one in office.kept_sets()
        ],
        "publisher": office.publisher_row(),
        "may_name": policies.may_name_publisher(person),
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "opendata/office/list.html", context)


def _told(row: Version) -> dict[str, Any]:
    state, tone = wording.STATES[row.state]
    url = reverse("opendata:read-version", args=[row.code, row.number])
    return {"row": row, "state": state, "tone": tone, "url": url}


@identity.behind(policies.may_upload_set)
@require_http_methods(PAGE)
def upload_set(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A new set: its file and its passport."""
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES or None)
    if is_sent and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            row = uploading.upload_set(
                person,
                code=form.cleaned_data["code"],
                about=form.about(),
                data=sent,
                name=sent.name or "",
            )
            return redirect("opendata:read-version", slug=row.code, number=row.number)
        except (Invalid, Conflict) as problem:
            tell(form, problem, "file")
    status = 422 if form.is_bound else 200
    return render(request, "opendata/office/upload.html", {"form": form}, status=status)


@identity.behind(policies.may_work_on_sets)
@require_safe
def read_own(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """One set with all its versions; of a service's table those that are kept."""
    try:
        own = office.own_set(person, slug)
    except NotFound:
        return _read_kept(request, person, slug)
    versions = [_told(row) for row in office.versions_of(slug)]
    is_public = any(one["row"].state == stages.PUBLISHED for one in versions)
    context = {
        "own": own,
        "title": own.title,
        "text": own.text,
        "code": slug,
        "versions": versions,
        "is_public": is_public,
        "may_change": policies.may_change_set(person, own),
    }
    return render(request, "opendata/office/set.html", context)


def _read_kept(request: HttpRequest, person: PersonRef, code: str) -> HttpResponse:
    known, kept = office.kept_set(person, code)
    context = {
        "title": known.told.title,
        "text": known.told.text,
        "code": code,
        "versions": [_told(row) for row in kept],
        "is_public": known.is_open(),
    }
    return render(request, "opendata/office/set.html", context)


@identity.behind(policies.may_work_on_sets)
@require_http_methods(PAGE)
def change_set(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Mend the passport."""
    own = office.own_set(person, slug)
    policies.may_change_set(person, own).or_refuse()
    is_sent = request.method == "POST"
    form = PassportForm(request.POST if is_sent else None, initial=PassportForm.initial_of(own))
    if is_sent and form.is_valid():
        uploading.change_set(person, code=slug, about=form.about())
        return redirect("opendata:read-own", slug=slug)
    status = 422 if form.is_bound else 200
    context = {"form": form, "own": own}
    return render(request, "opendata/office/passport.html", context, status=status)


@identity.behind(policies.may_upload_set)
@require_http_methods(PAGE)
def upload_version(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The next version of a set."""
    own = office.own_set(person, slug)
    is_sent = request.method == "POST"
    form = VersionForm(request.POST if is_sent else None, request.FILES or None)
    if is_sent and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            row = uploading.upload_version(
                person,
                code=slug,
                data=sent,
                name=sent.name or "",
                note=form.cleaned_data["note"],
            )
            return redirect("opendata:read-version", slug=slug, number=row.number)
        except (Invalid, Conflict) as problem:
            tell(form, problem, "file")
    status = 422 if form.is_bound else 200
    context = {"form": form, "own": own}
    return render(request, "opendata/office/next.html", context, status=status)


@identity.behind(policies.may_work_on_sets)
@require_http_methods(PAGE)
def read_version(request: HttpRequest, person: PersonRef, slug: str, number: int) -> HttpResponse:
    """One version: its columns, its wrong cells, its first rows, what may be done."""
    row = office.version_for(person, slug, number)
    told = fields.restored(row.fields)
    is_sent = request.method == "POST"
    form = None
    if row.state in stages.OPEN:
        form = ColumnsForm(told, request.POST if is_sent else None)
        if is_sent and form.is_valid():
            try:
                uploading.settle_columns(person, code=slug, number=number, columns=form.columns())
                return redirect("opendata:read-version", slug=slug, number=number)
            except (Invalid, Conflict) as problem:
                tell(form, problem, "")
    elif is_sent:
        policies.may_change_version(person, row).or_refuse()
    parts = {one.part for one in told}
    context = {
        **_told(row),
        "own": row.own,
        "title": catalogue.title_of(row),
        "form": form,
        "columns": [
            {"field": one, "type": wording.TYPES[one.type], "part": wording.PARTS[one.part]}
            for one in told
        ],
        "of_people": [
            {"title": one.title, "part": wording.PARTS[one.part]}
            for one in told
            if one.part in fields.ABOUT_PEOPLE
        ],
        "is_uncounted": fields.GROUP in parts and fields.PERSONS not in parts,
        "faults": wording.faults(row),
        "preview": [
            (line, [fields.whole(one, words) for one, words in zip(told, cells, strict=False)])
            for line, cells in office.first_rows(row)
        ],
        "persons_min": datasets.persons_min().value,
        "counts_people": catalogue.counts_people(told),
        "may_publish": policies.may_publish_version(person, row),
        "may_withdraw": policies.may_withdraw_version(person, row),
        "may_drop": policies.may_change_version(person, row),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "opendata/office/version.html", context, status=status)


@identity.behind(policies.may_work_on_sets)
@post_only
def publish_version(
    request: HttpRequest, person: PersonRef, slug: str, number: int
) -> HttpResponse:
    """«Опубликовать»."""
    publishing.publish_version(person, code=slug, number=number)
    return redirect("opendata:read-version", slug=slug, number=number)


@identity.behind(policies.may_work_on_sets)
@require_http_methods(PAGE)
def withdraw_version(
    request: HttpRequest, person: PersonRef, slug: str, number: int
) -> HttpResponse:
    """Take a version back with a reason that everyone reads."""
    row = office.version_for(person, slug, number)
    policies.may_withdraw_version(person, row).or_refuse()
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        publishing.withdraw_version(
            person, code=slug, number=number, reason=form.cleaned_data["reason"]
        )
        return redirect("opendata:read-version", slug=slug, number=number)
    status = 422 if form.is_bound else 200
    context = {**_told(row), "own": row.own, "title": catalogue.title_of(row), "form": form}
    return render(request, "opendata/office/withdraw.html", context, status=status)


@identity.behind(policies.may_work_on_sets)
@post_only
def drop_version(request: HttpRequest, person: PersonRef, slug: str, number: int) -> HttpResponse:
    """Forget a version that was never published."""
    uploading.drop_version(person, code=slug, number=number)
    return redirect("opendata:list-own")


@identity.behind(policies.may_name_publisher)
@require_http_methods(PAGE)
def name_publisher(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Who publishes."""
    row = office.publisher_row()
    is_sent = request.method == "POST"
    initial = {"name": row.name, "inn": row.inn, "phone": row.phone, "email": row.email}
    form = PublisherForm(request.POST if is_sent else None, initial=initial)
    if is_sent and form.is_valid():
        uploading.name_publisher(person, **form.cleaned_data)
        return redirect("opendata:list-own")
    status = 422 if form.is_bound else 200
    return render(request, "opendata/office/publisher.html", {"form": form}, status=status)
