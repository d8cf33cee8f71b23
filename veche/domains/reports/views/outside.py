"""A case whose record lies elsewhere: found by its number, read and never changed here."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from veche.domains.reports.queries import outside, reading, wording
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.text import clean_line
from veche.kernel.web import render

# Who looks for their own asks a few times; who asks number after number makes a list of all.
ASKED_MAX, ASKED_SECONDS = 30, 600


@require_safe
@access("public")
def find_outside(request: HttpRequest) -> HttpResponse:
    """Whoever knows a number finds its card."""
    number = clean_line(request.GET.get("number", ""))[:60]
    if number:
        key = f"outside:{limits.client_of(request)}"
        limits.hit(key, limit=ASKED_MAX, seconds=ASKED_SECONDS)
    found = outside.find(number) if number else []
    if len(found) == 1:
        return redirect("reports:read-outside", case_id=found[0].id)
    context = {"number": number, "found": found}
    return render(request, "reports/find_outside.html", context)


@require_safe
@access("public")
def read_outside(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Number, state, term when known; nothing of people, nothing of the text."""
    row = outside.case(case_id)
    words, tone = wording.OUTSIDE_STAGES[row.stage]
    context = {
        "row": row,
        "tag": {"text": words, "tone": tone},
        "clock": wording.outside_clock(row, reading.today()),
    }
    return render(request, "reports/outside.html", context)
