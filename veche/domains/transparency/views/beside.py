"""Beside the budget, for everyone: other towns by resident, payments of a line or a contract."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.domains.transparency.queries import beside, picture, register_words
from veche.domains.transparency.queries.beside import Asked
from veche.domains.transparency.rules import codes
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import render


@access("public")
@require_safe
def compare_towns(request: HttpRequest, year: int) -> HttpResponse:
    """What towns spend a resident in a year, by section; what is not known is told, not guessed."""
    told = picture.public_year(year)
    bases = beside.bases_of(year)
    if not bases:
        raise NotFound(_("Других городов за этот год ещё нет"), advice=_("Откройте бюджет города."))
    asked = request.GET.get("basis", bases[0])
    basis = asked if asked in bases else bases[0]
    towns = beside.towns_of(told, basis)
    sections = beside.sections_of(towns)
    section = request.GET.get("section", "")
    if section not in {code for code, _title in sections}:
        raise NotFound()
    rows = beside.by_section(towns, section)
    here = reverse("transparency:compare-towns", args=[year])
    context = {
        "year": year,
        "year_url": reverse("transparency:read-year", args=[year]),
        "basis_tabs": [
            {
                "title": register_words.BASES[one],
                "url": f"{here}?{urlencode({'basis': one, 'section': section})}",
                "current": one == basis,
            }
            for one in bases
        ],
        "sections": [
            {
                "title": title,
                "url": f"{here}?{urlencode({'basis': basis, 'section': code})}",
                "current": code == section,
            }
            for code, title in sections
        ],
        "section_title": dict(sections)[section],
        "rows": rows,
        "highest": max((one["value"] or 0 for one in rows), default=0),
        "towns": towns,
        "table": [
            {"title": title, "cells": [one.per_resident(code) for one in towns]}
            for code, title in sections
        ],
    }
    return render(request, "transparency/towns.html", context)


@access("public")
@require_safe
def list_payments(request: HttpRequest, year: int) -> HttpResponse:
    """What was paid by the codes of one line of a year's budget."""
    key = request.GET.get("line", "")
    here = f"{reverse('transparency:list-payments', args=[year])}?{urlencode({'line': key})}"
    context = {
        "title": _("Платежи по строке бюджета"),
        "note": " ".join(key.split("-")),
        "back_url": reverse("transparency:read-year", args=[year]),
    }
    return _payments(request, beside.of_line(year, key), here, context)


@access("public")
@require_safe
def contract_payments(request: HttpRequest) -> HttpResponse:
    """What was paid under one contract."""
    number = request.GET.get("contract", "")[:60]
    here = f"{reverse('transparency:contract-payments')}?{urlencode({'contract': number})}"
    context = {
        "title": _("Платежи по контракту"),
        "note": number,
        "back_url": reverse("transparency:open-budget"),
    }
    return _payments(request, beside.of_contract(number), here, context)


def _payments(
    request: HttpRequest, asked: Asked, here: str, context: dict[str, Any]
) -> HttpResponse:
    page = beside.payments_page(asked, after=request.GET.get("after", ""))
    works = beside.works_of(one.contract for one in page.items)
    more = f"{here}&{urlencode({'after': page.next_token})}" if page.next_token else ""
    context |= {
        "asked": asked,
        "payments": [
            {
                "row": one,
                "work": works.get(one.contract),
                "codes": codes.written(
                    codes.SPENDING, codes.Codes(one.office, one.part, one.target, one.kind)
                ),
            }
            for one in page.items
        ],
        "next_url": more,
    }
    return render(
        request,
        "transparency/payments.html",
        context,
        fragment="transparency/_payments_more.html",
    )
