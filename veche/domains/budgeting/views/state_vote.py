"""A vote in the state's service: objects go out as a file, figures come back as one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.actions import state_vote as acts
from veche.domains.budgeting.forms.state_vote import SHOWN, StateVoteForm, said
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.queries import cycles, projects, wording
from veche.domains.budgeting.rules import state_vote
from veche.kernel.errors import NotFound
from veche.kernel.web import render
from veche.kernel.web.downloads import csv_file

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_work_on_projects)
@require_safe
def export_objects(request: HttpRequest, person: PersonRef, slug: str) -> StreamingHttpResponse:
    """The objects for the state's service; with the last column filled in it comes back."""
    cycle = _elsewhere(person, slug)
    names = cycles.names_of_places()
    head = [
        _("Код"), _("Номер"), _("Название"), _("Адрес"), _("Что сделают"), _("Цена, рублей"),
        _("Широта"), _("Долгота"), _("Голосов"),
    ]  # fmt: skip
    lines = ([*_cells(row), wording.where(row, names)] for row in projects.on_ballot(cycle))
    rows = (
        [code, number, title, where, works, cost, latitude, longitude, ""]
        for code, number, title, works, cost, latitude, longitude, where in lines
    )
    return csv_file(f"objects-{cycle.slug}.csv", head, rows)


def _cells(row: Project) -> list[Any]:
    roubles = f"{row.cost_kopecks // 100}.{row.cost_kopecks % 100:02d}"
    return [
        row.slug, row.number, row.title, row.works, roubles,
        "" if row.latitude is None else row.latitude,
        "" if row.longitude is None else row.longitude,
    ]  # fmt: skip


def _elsewhere(person: PersonRef, slug: str) -> Cycle:
    """A cycle whose vote is in the state's service, its list fixed; NotFound for others."""
    cycle = cycles.cycle_to_manage(person, slug)
    if cycle.votes_at != rules.STATE or cycle.settled_at is None:
        raise NotFound()
    return cycle


@identity.behind(policies.may_work_on_projects)
@require_http_methods(PAGE)
def take_state_vote(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A file is looked over first: what it gives each object, or what is wrong in which cell."""
    cycle = _elsewhere(person, slug)
    policies.may_take_state_vote(person, cycle).or_refuse()
    if request.method != "POST":
        return _page(request, cycle, StateVoteForm())
    form = StateVoteForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, cycle, form, status=422)
    given, rows = form.cleaned_data, projects.on_ballot(cycle)
    known = {row.slug.casefold(): row.number or 0 for row in rows}
    votes, flaws = state_vote.read(given["text"], known)
    if flaws:
        shown = [said(one) for one in flaws[:SHOWN]]
        return _page(request, cycle, StateVoteForm(initial=_kept(given)), shown, status=422)
    if request.POST.get("then") == "take" and given["upload"] is None:
        acts.take_state_vote(
            person,
            slug=slug,
            text=given["text"],
            file_name=given["file_name"],
            sha256=given["sha256"],
            source=given["source"],
        )
        return redirect(f"{reverse('budgeting:approve-list', args=[slug])}?done=counted")
    lines = sorted(rows, key=lambda row: (-votes[row.number or 0], row.number or 0))
    look = {
        "lines": [{"row": row, "votes": votes[row.number or 0]} for row in lines],
        "sum": sum(votes.values()),
        "file_name": given["file_name"],
    }
    again = StateVoteForm(initial={**_kept(given), "kept": given["kept"]})
    return _page(request, cycle, again, look=look)


def _kept(given: dict[str, Any]) -> dict[str, Any]:
    return {"source": given["source"]}


def _page(
    request: HttpRequest,
    cycle: Cycle,
    form: StateVoteForm,
    flaws: list[str] | None = None,
    *,
    look: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"cycle": cycle, "form": form, "flaws": flaws or [], "look": look}
    return render(request, "budgeting/office/state_vote.html", context, status=status)
