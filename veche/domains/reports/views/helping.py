"""With which categories neighbours may help: the town's list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.domains.reports import policies
from veche.domains.reports.actions import helping
from veche.domains.reports.forms.helping import HelpingForm
from veche.domains.reports.queries import catalogue
from veche.kernel.errors import Invalid
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_set_up_reports)
@require_safe
def list_helping(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Those with which neighbours may help first, then what the town alone does."""
    titles = {one.code: one.title for one in matching.work_kinds()}
    rows = catalogue.open_categories()
    context = {
        "helped": [
            {"row": one, "kind": titles.get(one.work_kind, one.work_kind)}
            for one in rows
            if one.is_for_neighbours
        ],
        "duties": [one for one in rows if not one.is_for_neighbours],
        "done": request.GET.get("done", ""),
    }
    return render(request, "reports/office/helping.html", context)


@identity.behind(policies.may_set_up_reports)
@require_http_methods(PAGE)
def set_helping(request: HttpRequest, person: PersonRef, code: str) -> HttpResponse:
    """One of them."""
    row = catalogue.category(code)
    form = HelpingForm(
        request.POST if request.method == "POST" else None,
        initial={
            "is_for_neighbours": "yes" if row.is_for_neighbours else "no",
            "work_kind": row.work_kind,
            "is_dangerous": row.is_dangerous,
        },
    )
    if form.is_bound and form.is_valid():
        try:
            helping.set_helping(person, code=code, given=form.given)
            return redirect(f"{reverse('reports:list-helping')}?done=set")
        except Invalid as problem:
            for name, words in problem.fields.items():
                form.add_error(name, str(words))
    status = 422 if form.errors else 200
    context = {"form": form, "row": row}
    return render(request, "reports/office/helping_one.html", context, status=status)
