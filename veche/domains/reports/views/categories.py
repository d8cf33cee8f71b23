"""Groups and categories, as the town changes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.domains.reports import policies
from veche.domains.reports.actions import catalogue as writing
from veche.domains.reports.forms import categories as given
from veche.domains.reports.forms.helping import HelpingForm
from veche.domains.reports.models import Category
from veche.domains.reports.queries import catalogue, reading, versions, wording
from veche.domains.reports.rules import homes
from veche.domains.reports.rules.terms import Term
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_edit_categories)
@require_safe
def list_categories(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """All of them by group, with term, place of record, whether they are open."""
    terms = catalogue.terms(reading.today())
    groups = [
        {
            "group": group,
            "rows": [
                {
                    "row": row,
                    "term": wording.term(terms[row.code]) if row.code in terms else "",
                    "home": wording.HOMES[row.kept_in] if row.kept_in != homes.HERE else "",
                }
                for row in rows
            ],
        }
        for group, rows in catalogue.whole()
    ]
    return render(request, "reports/office/categories.html", {"groups": groups})


@identity.behind(policies.may_edit_categories)
@require_http_methods(PAGE)
def add_category(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A new category with its first term."""
    initial = {"group": request.GET.get("group", ""), "position": 0}
    form = given.CategoryForm(request.POST if request.method == "POST" else None, initial=initial)
    term = given.FirstTermForm(
        request.POST if request.method == "POST" else None, auto_id="term-%s"
    )
    if request.method == "POST" and form.is_valid() & term.is_valid():
        try:
            code = writing.add_category(person, text=form.text, term=term.term)
            return redirect(f"{reverse('reports:change-category', args=[code])}?done=added")
        except Invalid as problem:
            _blame(form, problem)
    context = {"form": form, "term_form": term, "sections": _sections(form)}
    status = 422 if form.is_bound else 200
    return render(request, "reports/office/category.html", context, status=status)


@identity.behind(policies.may_edit_categories)
@require_http_methods(PAGE)
def change_category(request: HttpRequest, person: PersonRef, code: str) -> HttpResponse:
    """One category: its text, its term, who answers where, and what it was before."""
    row = catalogue.category(code)
    form = given.CategoryForm.of(row, versions.count(category=row))
    if request.method == "POST":
        form = given.CategoryForm(request.POST)
        if form.is_valid():
            version = form.cleaned_data["version"] or 0
            try:
                writing.change_category(person, code=code, version=version, text=form.text)
                return _back(code, "saved")
            except Invalid as problem:
                _blame(form, problem)
    return _page(request, row, form)


def _page(
    request: HttpRequest,
    row: Category,
    form: forms.Form,
    term: forms.Form | None = None,
) -> HttpResponse:
    names = {one.id: one.name for one in places.places()}
    person = identity.person_of(request)
    context = {
        "row": row,
        "form": form,
        "may_set_up": bool(policies.may_set_up_reports(person)),
        "sections": _sections(form),
        "term_form": term or given.TermForm(auto_id="term-%s"),
        "is_term_open": term is not None,
        "terms": [
            {"norm": one, "text": wording.term(Term(one.value, one.unit))}
            for one in norms.history(f"{catalogue.TERM}{row.code}")
        ],
        "responsible": [
            {"row": one, "place": names.get(one.place_id, "") if one.place_id else ""}
            for one in catalogue.responsible_everywhere(row.code)
        ],
        "responsible_form": given.ResponsibleForm(auto_id="who-%s"),
        "versions": _told(versions.of(row)),
        "done": request.GET.get("done", ""),
    }
    status = 422 if form.errors or term is not None else 200
    return render(request, "reports/office/category.html", context, status=status)


# The fields of the long form, in the order in which one thinks of them.
_SECTIONS = (
    ("what", ("title", "group", "position", "is_open")),
    ("home", ("kept_in", "outside_url", "pos_code")),
    ("when", ("season_from", "season_to", "photo_required")),
    ("who", ("visibility", "min_level")),
    ("help", ("duplicate_m", "troubles", "tells_plate", "hints", "stop_question", "stop_advice")),
)


def _sections(form: forms.Form) -> list[dict[str, Any]]:
    return [{"name": name, "fields": [form[one] for one in fields]} for name, fields in _SECTIONS]


def _told(found: list[versions.Version]) -> list[dict[str, Any]]:
    labels: dict[str, Any] = {
        name: field.label
        for form in (HelpingForm, given.CategoryForm)
        for name, field in form.base_fields.items()
    }
    return [
        {
            "version": one,
            "changed": [
                {"label": labels.get(name, name), "before": before, "after": after}
                for name, before, after in one.changed
            ],
        }
        for one in found
    ]


@identity.behind(policies.may_edit_categories)
@post_only
def set_term(request: HttpRequest, person: PersonRef, code: str) -> HttpResponse:
    """Another term from a day on."""
    term = given.TermForm(request.POST, auto_id="term-%s")
    if term.is_valid():
        try:
            writing.set_term(person, code=code, term=term.term)
            return _back(code, "term")
        except Invalid as problem:
            _blame(term, problem)
    row = catalogue.category(code)
    return _page(request, row, given.CategoryForm.of(row, versions.count(category=row)), term)


@identity.behind(policies.may_set_up_reports)
@post_only
def set_responsible_for(request: HttpRequest, person: PersonRef, code: str) -> HttpResponse:
    """Who answers in that place."""
    form = given.ResponsibleForm(request.POST)
    if form.is_valid():
        writing.set_responsible_for(
            person,
            code=code,
            place_id=form.cleaned_data["place"],
            body_id=form.cleaned_data["body"],
        )
    return _back(code, "responsible")


@identity.behind(policies.may_edit_categories)
@require_http_methods(PAGE)
def save_group(request: HttpRequest, person: PersonRef, code: str = "") -> HttpResponse:
    """A new group, or another title of one."""
    row = catalogue.group(code) if code else None
    if request.method == "POST":
        form = given.GroupForm(request.POST)
        if form.is_valid():
            version = form.cleaned_data["version"] or 0
            writing.save_group(person, text=form.text, code=code, version=version)
            return redirect("reports:list-categories")
    else:
        form = given.GroupForm.of(row, versions.count(group=row)) if row else given.GroupForm()
    context = {"form": form, "row": row, "versions": _told(versions.of(row)) if row else []}
    status = 422 if form.is_bound else 200
    return render(request, "reports/office/group.html", context, status=status)


def _blame(form: forms.Form, problem: Invalid) -> None:
    for name, words in problem.fields.items():
        form.add_error(name if name in form.fields else None, str(words))


def _back(code: str, done: str) -> HttpResponse:
    return redirect(f"{reverse('reports:change-category', args=[code])}?done={done}")
