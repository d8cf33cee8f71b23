"""The public clock: how bodies keep their terms, and the decision to show it."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.reports import policies
from veche.domains.reports.actions import public_clock
from veche.domains.reports.forms.clock import ClockForm
from veche.domains.reports.queries import catalogue, public_terms, reading, wording
from veche.domains.reports.rules.terms import Term
from veche.domains.reports.views.reading import NOBODY
from veche.kernel.access import access
from veche.kernel.errors import Invalid
from veche.kernel.web import render


@require_safe
@access("public")
def list_terms(request: HttpRequest) -> HttpResponse:
    """«Сроки»: for each body what was answered in time, what is late, what waits for others."""
    today = reading.today()
    decisions = public_terms.decisions(today)
    shown = [one for one in decisions if one.last is not None and one.last.is_on]
    found = public_terms.by_body(today, [one.category.code for one in shown]) if shown else []
    late = reverse("reports:list-reports")
    rows = [
        {
            "terms": one,
            "name": one.name or _("Координатор и контролёр города"),
            "url": f"{late}?{urlencode({'show': 'late', **_of_body(one)})}",
            "days": (today - one.oldest_on).days if one.oldest_on else 0,
            # Nothing is late now, and no answer was: less is no praise.
            "is_punctual": not one.late and one.in_time == one.answered,
        }
        for one in found
    ]
    context = {
        "rows": rows,
        "today": today,
        "days": public_terms.counted_days(today),
        "answered": sum(one.answered for one in found),
        "in_time": sum(one.in_time for one in found),
        "late": sum(one.late for one in found),
        "waiting": sum(one.waits_for_author + one.waits_for_others for one in found),
        "shown": shown,
        "norms": _norms(today),
        "hidden": len(decisions) - len(shown),
    }
    return render(request, "reports/terms.html", context)


def _norms(today: date) -> list[dict[str, Any]]:
    """The terms of open categories by group, and in it by the act that sets them."""
    known = catalogue.norms_of_terms(today)
    groups: dict[str, dict[str, Any]] = {}
    for one in catalogue.fileable():
        norm = known.get(one.code)
        if norm is None:
            continue
        group = groups.setdefault(one.group_id, {"group": one.group, "acts": {}})
        act = (norm.legal_ref, norm.valid_from, norm.valid_to)
        same = group["acts"].setdefault(act, {"norm": norm, "rows": []})
        same["rows"].append({"category": one, "term": wording.term(Term(norm.value, norm.unit))})
    return list(groups.values())


def _of_body(one: public_terms.BodyTerms) -> dict[str, str]:
    return {"body": str(one.body_id) if one.body_id else NOBODY}


@identity.behind(policies.may_set_public_clock)
@require_http_methods(["GET", "HEAD", "POST"])
def set_public_clock(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What is in force, and the decision for what comes."""
    form = ClockForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        categories = form.cleaned_data["categories"]
        try:
            public_clock.set_public_clock(person, categories=categories, text=form.text)
            return redirect(f"{reverse('reports:set-public-clock')}?done=1")
        except Invalid as problem:
            for name, words in problem.fields.items():
                form.add_error(name, str(words))
    context = {
        "form": form,
        "decisions": public_terms.decisions(reading.today()),
        "done": request.GET.get("done", ""),
    }
    return render(
        request, "reports/office/clock.html", context, status=422 if form.is_bound else 200
    )
