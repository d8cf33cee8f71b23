"""What the count has made of a cycle: the result, why of each project, papers, files."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from veche.commons.ballots import public as ballots
from veche.commons.documents import public as documents
from veche.commons.identity import public as identity
from veche.domains.budgeting import exports, policies, rules
from veche.domains.budgeting.adapters import papers, told
from veche.domains.budgeting.models import Cycle
from veche.domains.budgeting.queries import (
    cycles,
    projects,
    represented,
    results,
    voting,
    wording,
)
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import render
from veche.kernel.web.origin import absolute

# Files made on demand that one visitor may take in ten minutes.
FILES_MAX = 30


def limit_files(request: HttpRequest) -> None:
    """Count one file made on demand: cheap to ask for, dear to make."""
    limits.hit(f"budgeting.file:{limits.client_of(request)}", limit=FILES_MAX, seconds=600)


def counted(request: HttpRequest, slug: str) -> Cycle:
    """A cycle of which everyone may see the result; Refused before the count."""
    person = identity.person_of(request)
    cycle = cycles.cycle_for(person, slug)
    policies.may_see_results(person, cycle).or_refuse()
    return cycle


@require_safe
@access(policies.may_see_results)
def read_results(request: HttpRequest, slug: str) -> HttpResponse:
    """Winners, reserve, who did not fit and by how little; other rules beside; files."""
    cycle = counted(request, slug)
    person = identity.person_of(request)
    may = partial(policies.may_export_fund, person, cycle, least=ballots.smallest_group())
    tallies = results.tallies_of(cycle)
    context = {
        "cycle": cycle,
        "funds": [
            {**one, "may_export": may(voters=one["figures"]["voters"])}
            for one in results.funds_of(cycle, tallies)
        ],
        "represented": represented.represented(cycle, tallies),
        "turnout": voting.turnout(cycle),
        "channels": voting.channels(cycle),
        "state_vote": voting.state_vote_of(cycle),
        "rule": wording.rule_of(cycle.rule, cycle.ballot),
        "completion": wording.COMPLETIONS[cycle.completion] if cycle.completion else "",
        "how": wording.how_of(cycle.rule, cycle.ballot),
        "is_fair": cycle.ballot != rules.ONE,
        "overrides": projects.overrides_of(cycle),
        "states": wording.STATES,
        "signed": cycles.protocol_of(cycle),
        "topic": told.topic_of(cycle),
        "own": voting.own_of(person, cycle),
        "may_work": policies.may_work_on_projects(person),
    }
    return render(request, "budgeting/results.html", context)


@require_safe
@access(policies.may_see_results)
def explain_project(request: HttpRequest, slug: str) -> HttpResponse:
    """Why a project won or lost: supporters, money, what would have changed it."""
    row = projects.project_for(identity.person_of(request), slug)
    cycle = counted(request, row.cycle.slug)
    found = results.explained(row)
    if found is None:
        raise NotFound()
    said = found["said"]
    context = {
        **found,
        **points_of(said),
        "row": row,
        "cycle": cycle,
        "tag": wording.tag(row),
        "where": wording.where(row, cycles.names_of_places()),
        "price": wording.roubles(said["price"]) if said.get("price") else "",
        "largest": wording.roubles(said["largest"]) if said.get("largest") else "",
        "cheaper": row.cost_kopecks - said["cost_to_win"]
        if said.get("cost_to_win") is not None
        else None,
        "short": said.get("short"),
        "is_counted_won": said["is_won"],
    }
    return render(request, "budgeting/why.html", context)


def points_of(said: dict[str, Any]) -> dict[str, Any]:
    """The points of a project by criteria in words; {} under other rules."""
    if "sheet" not in said:
        return {}
    more = said.get("points_to_win")
    return {
        "sheet": [
            {**one, "shown": wording.points(one["points"]), "why": wording.figure(one)}
            for one in said["sheet"]
        ],
        "total": wording.points(said["score"]),
        "more": wording.points(more) if more else "",
    }


@require_safe
@access(policies.may_see_results)
def print_protocol(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The protocol to print, once it was signed."""
    cycle = counted(request, slug)
    signed = cycles.protocol_of(cycle)
    if signed is None:
        raise NotFound()
    address = absolute(request, reverse("budgeting:read-results", args=[slug]))
    limit_files(request)
    paper = papers.protocol(cycle, signed, address)
    return documents.respond(paper, name=f"protocol-{slug}", form=form)


@require_safe
@access(policies.may_see_results)
def print_list(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """«Адресный перечень» to print, once it was approved."""
    cycle = counted(request, slug)
    signed = cycles.protocol_of(cycle)
    if signed is None:
        raise NotFound()
    limit_files(request)
    return documents.respond(papers.address_list(cycle, signed), name=f"list-{slug}", form=form)


@require_safe
@access(policies.may_export_fund)
def export_fund(request: HttpRequest, slug: str, code: str) -> StreamingHttpResponse:
    """The ballots and projects of one fund as `.pb`."""
    cycle = counted(request, slug)
    fund = results.fund_by_code(cycle, code)
    voters = None if fund is None else results.voters_of(fund)
    if fund is None or voters is None or cycle.votes_at == rules.STATE:
        raise NotFound()
    person, least = identity.person_of(request), ballots.smallest_group()
    policies.may_export_fund(person, cycle, voters, least).or_refuse()
    limit_files(request)
    return exports.fund_pb(cycle, fund)
