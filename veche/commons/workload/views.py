"""«Нагрузка»: hours by role and week, one's own week, and the norms of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef, behind
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.commons.workload import actions, duties, policies, queries, rules
from veche.commons.workload.forms import MinutesForm
from veche.kernel import clock
from veche.kernel.errors import Conflict, Text
from veche.kernel.web import render

WEEKS = 8


@behind(policies.may_read_workload)
@require_safe
def read_workload(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Eight weeks by role, and one's own; names of others are nowhere."""
    weeks = rules.weeks(_today(), WEEKS)
    lines = queries.hours(weeks)
    own = queries.hours(weeks[:1], actor=person.known_id)
    known = queries.norms_on(_today())
    context = {
        "weeks": [_week(week, lines) for week in weeks],
        "roles": [identity.role_title(role) for role in rules.hours_by_role(lines)],
        "rows": _bars(lines),
        "bars": [(_day(week), _week(week, lines)["total"]) for week in reversed(weeks)],
        "total": sum(line.hours for line in lines),
        "own": [(duties.title(line.kind), line) for line in own],
        "own_total": sum(line.hours for line in own),
        "norms": [_norm(norm) for norm in known],
        "may_set": policies.may_set_minutes(person),
    }
    return render(request, "workload/read.html", context)


@behind(policies.may_set_minutes)
@require_http_methods(["GET", "HEAD", "POST"])
def set_minutes(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """How long an act takes; the same form sent twice writes the same value."""
    known = queries.norms_on(_today())
    form = MinutesForm(
        request.POST if request.method == "POST" else None,
        known=known,
        initial={"valid_from": _today()},
    )
    if form.is_bound and form.is_valid():
        try:
            actions.set_minutes(person, **form.cleaned_data)
        except Conflict as problem:
            form.add_error("valid_from", problem.words)
        else:
            return redirect("workload:read-workload")
    context = {
        "form": form,
        "crumbs": [{"title": _("Нагрузка"), "url": reverse("workload:read-workload")}],
    }
    status = 422 if form.is_bound else 200
    return render(request, "workload/minutes.html", context, status=status)


def _week(week: date, lines: Sequence[rules.Line]) -> dict[str, Any]:
    found = rules.hours_by_role(line for line in lines if line.week == week)
    roles = rules.hours_by_role(lines)
    return {
        "monday": week,
        "hours": [(identity.role_title(role), found.get(role, 0.0)) for role in roles],
        "total": sum(found.values()),
    }


def _day(monday: date) -> str:
    """Short enough to stand under a bar."""
    return date_format(monday, "d.m")


def _bars(lines: Sequence[rules.Line]) -> list[dict[str, Any]]:
    """Roles with their share of all hours, for bars and their table."""
    totals = rules.hours_by_role(lines)
    whole = sum(totals.values())
    return [
        {
            "title": identity.role_title(role),
            "votes": round(hours),
            "text": _("%(hours)s ч") % {"hours": number_format(hours, 1)},
            "share": 100 * hours / whole if whole else 0,
        }
        for role, hours in totals.items()
    ]


def _norm(norm: norms.Norm) -> tuple[Text, norms.Norm, Text]:
    kind = norm.code.removeprefix(queries.PREFIX)
    return duties.title(kind), norm, identity.role_title(duties.roles()[kind])


def _today() -> date:
    return clock.today(towns.current().time_zone)
