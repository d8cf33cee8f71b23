"""The finance office: other towns, indicators of programmes, payments, each from its table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.transparency import policies
from veche.domains.transparency.actions import registering
from veche.domains.transparency.forms.registers import RegisterForm
from veche.domains.transparency.queries import beside, register_words
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.web import downloads, render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_work_on_budget)
@require_safe
def list_registers(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The three kinds of tables, with what is here of each."""
    kept = beside.kept_for(person)
    context = {
        "registers": [
            {
                "kind": kind,
                "about": about,
                "rows": kept[kind],
                "import_url": reverse("transparency:import-register", args=[kind]),
            }
            for kind, about in register_words.ABOUT.items()
        ],
        "may_import": policies.may_import_register(person),
    }
    return render(request, "transparency/office/registers.html", context)


@identity.behind(policies.may_import_register)
@require_http_methods(PAGE)
def import_register(request: HttpRequest, person: PersonRef, kind: str) -> HttpResponse:
    """Send a table; what is wrong with it comes back by cell."""
    about = register_words.ABOUT.get(kind)
    if about is None:
        raise NotFound()
    is_sent = request.method == "POST"
    form = RegisterForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    context: dict[str, Any] = {"form": form, "about": about, "kind": kind}
    if is_sent and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            told = registering.import_register(person, kind=kind, data=sent, name=sent.name or "")
            if not told.wrong_number:
                return redirect("transparency:list-registers")
            context |= {
                "faults": register_words.faults(told),
                "faults_number": told.wrong_number,
            }
        except (Invalid, Conflict) as problem:
            tell(form, problem, "file")
    status = 422 if is_sent else 200
    return render(request, "transparency/office/register.html", context, status=status)


@identity.behind(policies.may_work_on_budget)
@require_safe
def export_sample(request: HttpRequest, person: PersonRef, kind: str) -> HttpResponseBase:
    """A table with the headings that are understood and a row or two."""
    about = register_words.ABOUT.get(kind)
    if about is None:
        raise NotFound()
    return downloads.csv_file(f"{kind}.csv", about.sample[0], about.sample[1:])


@identity.behind(policies.may_work_on_budget)
@post_only
def drop_register(request: HttpRequest, person: PersonRef, kind: str) -> HttpResponse:
    """Take away what was imported wrongly."""
    if kind not in register_words.ABOUT:
        raise NotFound()
    registering.drop_register(person, kind=kind, key=request.POST.get("key", ""))
    return redirect("transparency:list-registers")
