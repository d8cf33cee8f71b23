"""Cycles of the people's budget for the walk through all pages."""

from __future__ import annotations

from importlib import import_module

# not shown in this module: names of a made-up town
from tests.journeys.furnish_reports import REPORTER

BUDGETING = (
    "/budget-votes/",
    "/budget-votes/count-file/",
    "/budget-votes/{budget_open}/",
    "/budget-votes/{budget_vote}/",
    "/budget-votes/{budget_over}/",
    "/budget-votes/{budget_over}/results/",
    "/budget-votes/{budget_built}/results/",
    "/budget-votes/{budget_vote}/receipt/check/",
    "/budget-votes/{budget_scored}/scores/",
    "/budget-projects/{project_scored}/why/",
    "/budget-projects/{project_case}/",
    "/budget-projects/{project_won}/",
    "/budget-projects/{project_won}/why/",
    "/budget-projects/{project_lost}/why/",
)
BUDGETING_OWN = (
    "/me/budget-projects/",
    "/budget-votes/{budget_open}/propose/",
    "/budget-votes/{budget_vote}/vote/",
    "/budget-votes/{budget_vote}/receipt/",
    "/budget-projects/drafts/{project_draft}/what/",
    "/budget-projects/drafts/{project_draft}/how/",
    "/budget-projects/drafts/{project_draft}/money/",
    "/budget-projects/drafts/{project_draft}/send/",
    "/budget-projects/{project_sent}/sent/",
    "/budget-projects/{project_sent}/photos/",
)
BUDGETING_OFFICE = (
    "/office/budget-votes/",
    "/office/budget-votes/new/",
    "/office/budget-votes/{budget_draft}/name/",
    "/office/budget-votes/{budget_draft}/money/",
    "/office/budget-votes/{budget_draft}/days/",
    "/office/budget-votes/{budget_draft}/rule/",
    "/office/budget-votes/{budget_draft}/publish/",
    "/office/budget-votes/{budget_criteria}/criteria/",
    "/office/budget-votes/{budget_scoring}/scores/",
    "/office/budget-votes/{budget_state}/state-vote/",
    "/office/budget-votes/{budget_open}/projects/",
    "/office/budget-votes/{budget_open}/projects/new/",
    "/office/budget-votes/projects/{project_case}/",
    "/office/budget-votes/projects/{project_case}/area/",
    "/office/budget-votes/{budget_over}/results/",
    "/office/budget-votes/projects/{project_lost}/override/",
    "/office/budget-votes/{budget_built}/results/",
    "/office/budget-votes/projects/{project_won}/works/",
    "/office/budget-votes/projects/{project_won}/log/",
    "/office/budget-votes/projects/{project_shared}/gift/",
    "/office/budget-votes/payments/",
    "/office/budget-votes/projects/{project_town}/describe/",
)
BUDGETING_COUNTER = (
    "/office/budget-counter/",
    *(f"/office/budget-counter/{{budget_vote}}/{page}" for page in ("", "enter/", "register/")),
    "/office/budget-counter/{budget_vote}/check/{budget_stack}/",
)


def furnish_walked_budgeting() -> dict[str, str]:
    """A cycle that is set up, one that takes projects, one that is voted on, two that are over."""
    makers = import_module("veche.domains.budgeting.tests.makers")
    proposing = import_module("veche.domains.budgeting.actions.proposing")
    identity = import_module("veche.commons.identity.public")
    # The reporter of the walk proposes and votes too.
    person = identity.person_by_id(identity.ensure_contact(REPORTER))
    takes = makers.make_cycle()
    draft = makers.make_draft(takes, person, title="Скамейки у пруда")
    sent = makers.make_draft(takes, person, title="Липы у рынка")
    proposing.file_project(person, draft_id=sent.id)
    waits = makers.make_project(takes)
    votes, _rows = makers.make_vote()
    makers.cast(votes, {"f1": ["1"]}, voter=person)
    counted, rows = makers.make_counted()
    built, won = makers.make_approved()
    scored, rated = makers.make_scored_counted()
    judging = import_module("veche.domains.budgeting.actions.judging")
    town = judging.add_project(
        makers.official(),
        cycle_slug=takes.slug,
        matter=proposing.Matter("Освещение у школы", "Темно", "f1", "У школы"),
        plan=proposing.Plan("Поставить пять столбов", "Школьники", "Город", "town"),
        lines=[],
    )
    return {
        "project_town": town.slug,
        "budget_draft": makers.make_draft_cycle().slug,
        "budget_open": takes.slug,
        "project_draft": str(draft.id),
        "project_sent": sent.slug,
        "project_case": waits.slug,
        "budget_vote": votes.slug,
        "budget_scored": scored.slug,
        "project_scored": rated[2].slug,
        "budget_scoring": makers.make_scored()[0].slug,
        "budget_state": makers.make_state_over().slug,
        "budget_criteria": makers.make_initiative().slug,
        "budget_stack": str(makers.make_stack(votes)),
        "budget_over": counted.slug,
        "project_lost": next(row.slug for row in rows if row.state != "won"),
        "budget_built": built.slug,
        "project_shared": makers.make_shared().slug,
        "project_won": next(row.slug for row in won if row.state == "won"),
    }
