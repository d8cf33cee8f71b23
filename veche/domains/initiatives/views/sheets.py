"""Paper at the counter: sheets are printed by numbers, brought back and counted line by line."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.initiatives import policies
from veche.domains.initiatives.actions import sheets as acts
from veche.domains.initiatives.adapters import papers
from veche.domains.initiatives.forms.office import LineForm, PackForm, SheetForm
from veche.domains.initiatives.models import LINES
from veche.domains.initiatives.queries import reading, signing
from veche.domains.initiatives.queries.reading import Filters
from veche.domains.initiatives.views.reading import listed
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid, NotFound, Refused
from veche.kernel.ids import new_id
from veche.kernel.text import in_fours
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_take_signatures)
@require_http_methods(PAGE)
def list_sheets(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A sheet that was brought, by its number; proposals for which sheets may be printed."""
    form = SheetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        try:
            signing.sheet(number)
            return redirect("initiatives:enter-sheet", number=number)
        except NotFound:
            form.add_error("number", _("Листа с таким номером нет. Проверьте цифры."))
    page = reading.public_page(Filters("collecting"), after=request.GET.get("after", ""))
    here = reverse("initiatives:list-sheets")
    context = {
        "form": form,
        "open": signing.open_sheets(10),
        "proposals": [
            {**one, "url": reverse("initiatives:print-sheets", args=[one["row"].slug])}
            for one in listed(page.items, person)
        ],
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    status = 422 if form.errors else 200
    return render(request, "initiatives/office/sheets.html", context, status=status)


@identity.behind(policies.may_take_signatures)
@require_http_methods(PAGE)
def print_sheets(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Number a pack; its file is one press away."""
    row = reading.public_row(slug)
    if row is None:
        raise NotFound()
    form = PackForm(request.POST if request.method == "POST" else None, initial={"key": new_id()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        acts.print_sheets(person, slug=slug, amount=data["amount"], key=data["key"])
        return redirect("initiatives:print-sheets", slug=slug)
    packs: dict[UUID, list[str]] = {}
    for one in signing.sheets_of(row, 200):
        packs.setdefault(one.pack_id, []).append(in_fours(one.number))
    context = {
        "row": row,
        "form": form,
        "may_print": policies.may_take_signatures(person, row),
        "packs": list(packs.items()),
        "lines": LINES,
    }
    status = 422 if form.errors else 200
    return render(request, "initiatives/office/print.html", context, status=status)


@identity.behind(policies.may_take_signatures)
@require_safe
def pack_pdf(request: HttpRequest, person: PersonRef, pack_id: UUID) -> HttpResponse:
    """The sheets of a pack as PDF."""
    found = signing.pack(pack_id)
    if not found:
        raise NotFound()
    answer = HttpResponse(papers.pack_pdf(found[0].proposal, found), content_type="application/pdf")
    name = f"signatures-{found[0].proposal.slug}-{len(found)}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@identity.behind(policies.may_take_signatures)
@require_http_methods(PAGE)
def enter_sheet(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """One line after another: counted, a double, or good for nothing."""
    sheet = signing.sheet(number)
    form = LineForm(request.POST if request.method == "POST" else None, initial={"key": new_id()})
    here = reverse("initiatives:enter-sheet", args=[number])
    if request.method == "POST":
        done = _take(request, person, number, form)
        if done:
            return redirect(f"{here}?done={done}")
    used = sheet.taken + sheet.doubles + sheet.spoiled
    context = {
        "sheet": sheet,
        "row": sheet.proposal,
        "number": in_fours(sheet.number),
        "form": form,
        "line": used + 1,
        "lines": LINES,
        "is_over": sheet.is_closed or used >= LINES,
        "may_take": policies.may_take_signatures(person, sheet.proposal),
        "key": new_id(),
        "done": request.GET.get("done", ""),
    }
    status = 422 if form.errors else 200
    return render(request, "initiatives/office/sheet.html", context, status=status)


def _take(request: HttpRequest, person: PersonRef, number: str, form: LineForm) -> str:
    """What became of the line; "" when something is wrong with what was typed."""
    if request.POST.get("then") == "spoiled":
        return acts.spoil_line(person, number=number, key=request.POST.get("key", ""))
    if request.POST.get("then") == "undo":
        return acts.undo_line(person, number=number, key=request.POST.get("key", ""))
    if not form.is_valid():
        return ""
    data = form.cleaned_data
    try:
        return acts.take_signature(
            person,
            number=number,
            kind=data["kind"],
            document=data["document"],
            key=str(data["key"]),
        )
    except Invalid as problem:
        for words in problem.fields.values():
            form.add_error("document", str(words))
    except Refused as problem:
        form.add_error("document", problem.words)
    return ""


@identity.behind(policies.may_take_signatures)
@post_only
def close_sheet(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """All lines are counted."""
    acts.close_sheet(person, number=number)
    return redirect(f"{reverse('initiatives:enter-sheet', args=[number])}?done=closed")
