"""Cycles and projects for everyone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.commitments import public as commitments
from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.adapters import plates, told
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.queries import (
    counter,
    cycles,
    mending,
    origins,
    paying,
    picturing,
    projects,
    results,
    shares,
    timelines,
    voting,
    wording,
    works,
)
from veche.domains.budgeting.rules import phases
from veche.kernel.access import access
from veche.kernel.web import render


@require_safe
@access("public")
def list_cycles(request: HttpRequest) -> HttpResponse:
    """What is decided now, and what was decided before."""
    after = request.GET.get("after", "")
    page = cycles.decided_page(after=after)
    here = reverse("budgeting:list-cycles")
    context = {
        "is_first": not after,
        "running": [] if after else [brief_of(cycle) for cycle in cycles.running()],
        "over": [brief_of(cycle) for cycle in page.items],
        "next_url": f"{here}?{urlencode({'after': page.next_token})}" if page.next_token else "",
        "may_work": policies.may_work_on_projects(identity.person_of(request)),
    }
    return render(request, "budgeting/list.html", context)


def brief_of(cycle: Cycle) -> dict[str, Any]:
    """A cycle on a list: what is open, until when, how much money."""
    return {
        "cycle": cycle,
        "url": reverse("budgeting:read-cycle", args=[cycle.slug]),
        "now": wording.now_of(cycle),
        "money": cycles.money_of(cycle),
    }


@require_safe
@access(policies.may_read_cycle)
def read_cycle(request: HttpRequest, slug: str) -> HttpResponse:
    """One cycle: what is open now, its money, its projects, its rule."""
    person = identity.person_of(request)
    cycle = cycles.cycle_for(person, slug)
    fund = request.GET.get("fund", "")
    page = projects.public_page(cycle, fund, after=request.GET.get("after", ""))
    here = reverse("budgeting:read-cycle", args=[cycle.slug])
    kept = {"fund": fund} if fund else {}
    following = {**kept, "after": page.next_token}
    context = {
        **facts_of(person, cycle),
        "cards": cards_of(page.items),
        "tabs": _fund_tabs(cycle, fund, here),
        "next_url": f"{here}?{urlencode(following)}" if page.next_token else "",
        "here": here,
        **map_of(cycle, fund),
    }
    return render(request, "budgeting/cycle.html", context, fragment="budgeting/_cards.html")


def map_of(cycle: Cycle, fund: str = "") -> dict[str, Any]:
    """Whether anything of a list lies on the map, and where its pins are asked."""
    address = reverse("budgeting:map-cycle", args=[cycle.slug])
    return {
        "has_map": projects.has_placed(cycle, fund),
        "map_url": f"{address}?{urlencode({'fund': fund})}" if fund else address,
    }


def facts_of(person: PersonRef, cycle: Cycle) -> dict[str, Any]:
    """What the page of a cycle says of it besides its projects."""
    names = cycles.names_of_places()
    decision = voting.decision(person, cycle)
    own = voting.own_of(person, cycle)
    return {
        "cycle": cycle,
        "now": wording.now_of(cycle),
        "steps": wording.course(cycle),
        "funds": [
            {"fund": one, "name": wording.fund_name(one, names)} for one in cycles.funds_of(cycle)
        ],
        "money": cycles.money_of(cycle),
        "who_votes": wording.who_votes(cycle),
        "ballot": wording.BALLOTS[cycle.ballot],
        "rule": wording.rule_of(cycle.rule, cycle.ballot),
        "how": wording.how_of(cycle.rule, cycle.ballot),
        "template": wording.TEMPLATES[cycle.template][0],
        "may_propose": cycles.is_open(cycle, phases.PROPOSE),
        "is_voting": cycles.is_open(cycle, phases.VOTE),
        "decision": decision,
        "vote_url": voting.next_url(cycle, decision.code),
        "is_mendable": not decision and decision.code in voting.UNTOLD,
        "own": own,
        "turnout": voting.turnout(cycle),
        "channels": voting.channels(cycle),
        "papers_due": counter.papers_due_on(cycle) if counter.is_typing(cycle) else None,
        "topic": told.topic_of(cycle),
        "has_results": cycle.state in rules.RESULTS,
        "may_work": policies.may_work_on_projects(person),
    }


def _fund_tabs(cycle: Cycle, fund: str, here: str) -> list[dict[str, Any]]:
    funds = cycles.funds_of(cycle)
    if len(funds) < 2:
        return []
    names = cycles.names_of_places()
    tabs = [{"title": _("Все"), "url": here, "current": not fund}]
    return tabs + [
        {
            "title": wording.fund_name(one, names),
            "url": f"{here}?{urlencode({'fund': one.code})}",
            "current": one.code == fund,
        }
        for one in funds
    ]


def cards_of(rows: list[Project]) -> list[dict[str, Any]]:
    """Projects of a list with their words; a fixed number of queries for all of them."""
    names = cycles.names_of_places()
    pictures = files.refs([row.picture_id for row in rows if row.picture_id])
    return [
        {
            "row": row,
            "url": reverse("budgeting:read-project", args=[row.slug]),
            "tag": wording.tag(row),
            "where": wording.where(row, names),
            "picture": pictures.get(row.picture_id) if row.picture_id else None,
        }
        for row in rows
    ]


@require_safe
@access(policies.may_read_project)
def read_project(request: HttpRequest, slug: str) -> HttpResponse:
    """One project: what, where, for how much, what the town found, what became of it."""
    person = identity.person_of(request)
    row = projects.project_for(person, slug)
    cycle = cycles.cycle_for(person, row.cycle.slug)
    here = reverse("budgeting:read-project", args=[row.slug])
    checks = projects.checks_of(row)
    pictures = files.refs([row.picture_id]) if row.picture_id else {}
    decision = voting.decision(person, cycle)
    known = commitments.of(projects.KIND, row.id) if row.state in rules.FUNDED else None
    is_counted = projects.is_counted(row)
    departed = results.departure_of(row) if is_counted else None
    context = {
        "row": row,
        "cycle": cycle,
        "tag": wording.tag(row),
        "where": wording.where(row, cycles.names_of_places()),
        "lines": projects.shown_lines(row),
        "land": wording.LANDS[row.land],
        "checks": [
            {"title": wording.CHECKS[kind], "check": checks[kind]}
            for kind in rules.CHECKS
            if kind in checks
        ],
        "rivals": projects.rivals_of(row),
        "picture": pictures.get(row.picture_id) if row.picture_id else None,
        "steps": timelines.timeline(row) if row.state in rules.SHOWN else [],
        "origin": origins.origin_of(row),
        "topic": told.topic_of(row),
        "is_voting": row.state == rules.BALLOTED and cycles.is_open(cycle, phases.VOTE),
        "vote_url": voting.next_url(cycle, decision.code),
        "why_url": reverse("budgeting:explain-project", args=[row.slug]) if is_counted else "",
        "why_title": wording.why(row, is_excluded=departed is not None),
        "departed": departed,
        **plates_of(person, row),
        "photos": picturing.photos_of(person, row),
        "may_add_photos": policies.may_add_photos(person, row),
        "log": works.log_of(row) if row.state in rules.FUNDED else [],
        "spent": works.money_of(row),
        "registered": paying.paid_under(row.contract_number),
        **_share_of(row),
        "course": commitments.part(known) if known is not None else "",
        "is_own": row.is_of(person.id, person.earlier_ids),
        "may_work": policies.may_work_on_projects(person),
        "complain_url": moderation.complain_url(projects.KIND, row.id, here)
        if row.is_public and not row.is_by_town
        else "",
    }
    return render(request, "budgeting/project.html", context)


def _share_of(row: Project) -> dict[str, Any]:
    """What residents add themselves, and the receipt while it is paid."""
    share = shares.share_of(row)
    is_paid = share is not None and policies.may_pay_share(row, share["needed"])
    return {
        "share": share,
        "receipt_url": reverse("budgeting:print-receipt", args=[row.slug])
        if is_paid and shares.requisites() is not None
        else "",
    }


def plates_of(person: PersonRef, row: Project) -> dict[str, Any]:
    """The plates of a finished object and where it is told that it broke; {} before."""
    if not policies.may_print_plate(person, row):
        return {}
    return {
        "plates": [
            (sheet.upper(), reverse("budgeting:print-plate", args=[row.slug, sheet]))
            for sheet in plates.SHEETS
        ],
        "broken_url": mending.address_of(row)
        and reverse("budgeting:report-broken", args=[row.slug]),
    }
