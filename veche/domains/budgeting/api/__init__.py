"""The people's budget by API: anyone reads; the owner of a key proposes and votes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Schema

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.domains.budgeting import policies
from veche.domains.budgeting.api import examples
from veche.domains.budgeting.api.own import Slug, router
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.queries import cycles, projects, results, shares, voting, works
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.web.described import PageSize, PageToken, example

__all__ = ["router"]


class BudgetCycleOut(Schema):
    """A cycle on a list; money in kopecks."""

    slug: str
    title: str
    template: str
    state: Literal["running", "closed", "counted", "approved", "void"]
    money_kopecks: int
    url: str


class BudgetCyclesOut(Schema):
    """A page of cycles; `next` is the token of the page after it, empty at the end."""

    items: list[BudgetCycleOut]
    next: str


class BudgetPhaseOut(Schema):
    """A phase: `starts_at` belongs to it, `ends_at` no more."""

    kind: str
    starts_at: datetime
    ends_at: datetime


class BudgetFundOut(Schema):
    """Money of a place, of the whole town where `place_id` is null: a question of the ballot."""

    code: str
    place_id: str | None
    amount_kopecks: int


class BudgetWholeCycleOut(BudgetCycleOut):
    """A cycle with its phases, its money and its rule; `vote_url` leads to a vote elsewhere."""

    summary: str
    phases: list[BudgetPhaseOut]
    funds: list[BudgetFundOut]
    ballot: str
    votes_at: Literal["here", "state"]
    vote_url: str
    votes_max: int
    min_age: int
    rule: str
    completion: str
    votes_min: int
    act: str
    body: str
    ballots: int


class BudgetProjectOut(Schema):
    """A public project; its number is its option on the ballot and decides ties."""

    slug: str
    number: int
    title: str
    fund: str
    state: str
    cost_kopecks: int
    partners_kopecks: int
    latitude: float | None
    longitude: float | None
    url: str


class BudgetProjectsOut(Schema):
    """A page of projects in the order of applications."""

    items: list[BudgetProjectOut]
    next: str


class BudgetLineOut(Schema):
    """A line of the cost and who pays it."""

    title: str
    amount_kopecks: int
    payer: str


class BudgetCheckOut(Schema):
    """What the town found in one check, and why."""

    kind: str
    is_passed: bool
    reason: str


class BudgetNoteOut(Schema):
    """A line of the works' log; `is_step` tells that a step began with it."""

    step: str
    is_step: bool
    on: date
    text: str
    photos: list[str]


class BudgetWholeProjectOut(BudgetProjectOut):
    """A project whole; `explained` is why it won or lost, and `votes` how many voted for it: both
    null before the count, and where there was none."""

    cycle: str
    need: str
    works: str
    benefits: str
    upkeep: str
    land: str
    spot: str
    lines: list[BudgetLineOut]
    checks: list[BudgetCheckOut]
    refused_because: str
    votes: int | None
    contract_number: str
    contractor: str
    contract_kopecks: int | None
    paid_kopecks: int | None
    accepted_on: date | None
    accepted_by: str
    guarantee_until: date | None
    log: list[BudgetNoteOut]
    people_needed_kopecks: int
    people_collected_kopecks: int
    explained: dict[str, Any] | None


class BudgetTallyOut(Schema):
    """The result of one rule: numbers of projects in the order of the rounds."""

    rule: str
    completion: str
    is_in_force: bool
    winners: list[int]
    figures: dict[str, int]


class BudgetFundResultOut(Schema):
    """What became of the money of one fund, by the rule in force and by others; `pb_url` is empty
    where so few voted that their ballots are not published."""

    fund: str
    won: list[int]
    reserve: list[int]
    lost: list[int]
    tallies: list[BudgetTallyOut]
    pb_url: str


class BudgetOverrideOut(Schema):
    """A departure from the count, with its reason."""

    project: int
    before: str
    after: str
    reason: str


class BudgetResultsOut(Schema):
    """The result of a cycle."""

    ballots: int
    funds: list[BudgetFundResultOut]
    overrides: list[BudgetOverrideOut]


class BudgetReceiptOut(Schema):
    """Whether a ballot lies in the box, and whether it was taken off the count."""

    is_found: bool
    is_struck: bool


@router.get(
    "/budget-votes",
    response=BudgetCyclesOut,
    url_name="budget-votes",
    openapi_extra=example(examples.CYCLES),
)
@access("public")
def list_cycles(request: HttpRequest, after: PageToken = "", size: PageSize = 20) -> dict[str, Any]:
    """Published cycles, the newest first."""
    page = cycles.public_page(after=after, size=size)
    return {"items": [_brief(one) for one in page.items], "next": page.next_token}


def _brief(cycle: Cycle) -> dict[str, Any]:
    return {
        "slug": cycle.slug,
        "title": cycle.title,
        "template": cycle.template,
        "state": cycle.state,
        "money_kopecks": cycles.money_of(cycle),
        "url": reverse("budgeting:read-cycle", args=[cycle.slug]),
    }


@router.get(
    "/budget-votes/{slug}",
    response=BudgetWholeCycleOut,
    url_name="budget-vote",
    openapi_extra=example(examples.CYCLE),
)
@access(policies.may_read_cycle)
def read_cycle(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One cycle: phases, money, rule, turnout."""
    cycle = cycles.cycle_for(identity.ANONYMOUS, slug)
    return {
        **_brief(cycle),
        "summary": cycle.summary,
        "phases": [vars(span) for span in cycles.spans_of(cycle)],
        "funds": [
            {
                "code": fund.code,
                "place_id": str(fund.place_id) if fund.place_id else None,
                "amount_kopecks": fund.amount_kopecks,
            }
            for fund in cycles.funds_of(cycle)
        ],
        "act": f"{cycle.act_title} № {cycle.act_number}",
        "ballots": voting.turnout(cycle),
        **{
            name: getattr(cycle, name)
            for name in (
                "ballot", "votes_at", "vote_url", "votes_max", "min_age", "rule", "completion",
                "votes_min", "body",
            )
        },
    }  # fmt: skip


@router.get(
    "/budget-votes/{slug}/projects",
    response=BudgetProjectsOut,
    url_name="budget-projects",
    openapi_extra=example(examples.PROJECTS),
)
@access(policies.may_read_cycle)
def list_projects(
    request: HttpRequest, slug: Slug, after: PageToken = "", size: PageSize = 20
) -> dict[str, Any]:
    """Public projects of a cycle in the order of applications."""
    cycle = cycles.cycle_for(identity.ANONYMOUS, slug)
    page = projects.public_page(cycle, after=after, size=size)
    return {"items": [_project(row) for row in page.items], "next": page.next_token}


def _project(row: Project) -> dict[str, Any]:
    names = (
        "slug", "number", "title", "state", "cost_kopecks", "partners_kopecks", "latitude",
        "longitude",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in names},
        "fund": row.fund.code,
        "url": reverse("budgeting:read-project", args=[row.slug]),
    }


@router.get(
    "/budget-projects/{slug}",
    response=BudgetWholeProjectOut,
    url_name="budget-project",
    openapi_extra=example(examples.PROJECT),
)
@access(policies.may_read_project)
def read_project(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One public project: what, for how much, what the town found, why it won or lost."""
    row = projects.project_for(identity.ANONYMOUS, slug)
    names = (
        "need", "works", "benefits", "upkeep", "land", "spot", "refused_because",
        "contract_number", "contractor", "contract_kopecks", "paid_kopecks", "accepted_on",
        "accepted_by", "guarantee_until",
    )  # fmt: skip
    is_counted = projects.is_counted(row)
    found = results.explained(row) if is_counted else None
    share = shares.share_of(row)
    return {
        **_project(row),
        **{name: getattr(row, name) for name in names},
        "cycle": row.cycle.slug,
        "votes": row.votes if is_counted else None,
        "lines": [
            {"title": one.title, "amount_kopecks": one.amount_kopecks, "payer": one.payer}
            for one in projects.shown_lines(row)
        ],
        "checks": [
            {"kind": one.kind, "is_passed": one.is_passed, "reason": one.reason}
            for one in projects.checks_of(row).values()
        ],
        "people_needed_kopecks": share["needed"] if share else 0,
        "people_collected_kopecks": share["collected"] if share else 0,
        "log": [
            {
                "step": one["note"].step,
                "is_step": bool(one["title"]),
                "on": one["note"].on,
                "text": one["note"].text,
                "photos": [photo.src for photo in one["photos"]],
            }
            for one in works.log_of(row)
        ],
        "explained": found["said"] if found else None,
    }


@router.get(
    "/budget-votes/{slug}/results",
    response=BudgetResultsOut,
    url_name="budget-results",
    openapi_extra=example(examples.RESULTS),
)
@access(policies.may_see_results)
def read_results(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """Who won and who did not by the rule in force, and what the other rules give."""
    cycle = cycles.cycle_for(identity.ANONYMOUS, slug)
    policies.may_see_results(identity.ANONYMOUS, cycle).or_refuse()
    tallies = results.tallies_of(cycle)
    return {
        "ballots": voting.turnout(cycle),
        "funds": [_fund(cycle, one, tallies) for one in results.funds_of(cycle, tallies)],
        "overrides": [
            {
                "project": one.project.number,
                "before": one.before,
                "after": one.after,
                "reason": one.reason,
            }
            for one in projects.overrides_of(cycle)
        ],
    }


def _fund(cycle: Cycle, found: dict[str, Any], tallies: dict[int, list[Any]]) -> dict[str, Any]:
    fund, voters = found["fund"], found["figures"]["voters"]
    return {
        "fund": fund.code,
        **{
            name: [line["row"].number for line in found[name]]
            for name in ("won", "reserve", "lost")
        },
        "tallies": [
            {
                "rule": one.rule,
                "completion": one.completion,
                "is_in_force": one.is_in_force,
                "winners": [step["project"] for step in one.rounds],
                "figures": one.figures,
            }
            for one in tallies[fund.pk]
        ],
        "pb_url": reverse("budgeting:export-fund", args=[cycle.slug, fund.code])
        if policies.may_export_fund(identity.ANONYMOUS, cycle, voters, ballots.smallest_group())
        else "",
    }


@router.get(
    "/budget-votes/{slug}/receipts/{number}",
    response=BudgetReceiptOut,
    url_name="budget-receipt",
    openapi_extra=example(examples.RECEIPT),
)
@access(policies.may_read_cycle)
def check_receipt(
    request: HttpRequest, slug: Slug, number: Annotated[str, Path(pattern="^[0-9]{12}$")]
) -> dict[str, Any]:
    """Whether the ballot of this receipt lies in the box; says nothing of the choice."""
    cycle = cycles.cycle_for(identity.ANONYMOUS, slug)
    limits.hit(f"receipt:{limits.client_of(request)}", limit=30, seconds=600)
    is_found = cycle.settled_at is not None and ballots.has_receipt(cycle.id, number)
    return {
        "is_found": is_found,
        "is_struck": is_found and ballots.is_struck_receipt(cycle.id, number),
    }
