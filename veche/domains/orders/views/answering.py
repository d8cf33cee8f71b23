"""The deputy's and the council's word, the council's decision, the officials' list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.orders import policies, rules
from veche.domains.orders.actions import answering
from veche.domains.orders.forms.answering import AdoptionForm, AnswerForm
from veche.domains.orders.models import Order
from veche.domains.orders.queries import deputies, reading, terms, wording, worklist
from veche.domains.orders.queries.reading import LATE
from veche.domains.orders.views.reading import address
from veche.kernel.errors import Invalid
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_open_own_orders)
@require_http_methods(PAGE)
def answer_order(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Take it up or decline it, before everyone."""
    row = reading.public_row(slug)
    held = deputies.held_by(person)
    policies.may_answer_order(person, row, held).or_refuse()
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        initial={"version": row.version},
        is_taken=row.state == rules.TAKEN,
        is_deputy=not person.has_role(identity.APPROVER),
    )
    if request.method == "POST" and form.is_valid():
        try:
            answering.answer_order(
                person, slug=slug, version=form.cleaned_data["version"], answer=form.answer()
            )
            return redirect(f"{wording.url_of(row)}?done=answered")
        except Invalid as problem:
            tell(form, problem)
    return _page(request, "orders/answer.html", row, form)


@identity.behind(policies.may_work_on_orders)
@require_http_methods(PAGE)
def adopt_order(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The council's decision: the order becomes a commitment."""
    row = reading.public_row(slug)
    policies.may_adopt_order(person, row).or_refuse()
    form = AdoptionForm(
        request.POST if request.method == "POST" else None,
        initial={"version": row.version, "year": terms.today().year + 1},
    )
    if request.method == "POST" and form.is_valid():
        try:
            answering.adopt_order(
                person, slug=slug, version=form.cleaned_data["version"], adoption=form.adoption()
            )
            return redirect(f"{wording.url_of(row)}?done=adopted")
        except Invalid as problem:
            tell(form, problem)
    return _page(request, "orders/office/adopt.html", row, form)


def _page(request: HttpRequest, template: str, row: Order, form: forms.Form) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "here": wording.url_of(row),
        "deputy": deputies.names([row.mandate_id]).get(row.mandate_id),
        "clock": wording.clock_of(row, terms.today()),
    }
    status = 422 if form.is_bound else 200
    return render(request, template, context, status=status)


@identity.behind(policies.may_work_on_orders)
@require_safe
def list_cases(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What waits for an answer, the nearest day first; what waits for the council."""
    shown = request.GET.get("show", rules.OPEN)
    shown = shown if shown in worklist.TABS else rules.OPEN
    page = worklist.work_page(person, shown, after=request.GET.get("after", ""))
    here = reverse("orders:list-cases")
    kept = {} if shown == rules.OPEN else {"show": shown}
    held = deputies.held_by(person)
    context = {
        "cases": [
            {
                **one,
                "may_answer": policies.may_answer_order(person, one["row"], held),
                "may_adopt": policies.may_adopt_order(person, one["row"]),
            }
            for one in wording.listed(page.items, person)
        ],
        "tabs": _tabs(here, shown),
        "csv_url": reverse("orders:export-orders"),
        "next_url": address(here, {**kept, "after": page.next_token}) if page.next_token else "",
    }
    return render(request, "orders/office/list.html", context)


def _tabs(here: str, shown: str) -> list[dict[str, Any]]:
    titles = {
        rules.OPEN: _("Ждут ответа"),
        LATE: _("Просрочены"),
        rules.TAKEN: _("Ждут решения совета"),
        rules.ADOPTED: _("Приняты"),
        rules.DECLINED: _("Отклонены"),
    }
    return [
        {
            "title": title,
            "url": address(here, {} if one == rules.OPEN else {"show": one}),
            "current": one == shown,
        }
        for one, title in titles.items()
    ]
