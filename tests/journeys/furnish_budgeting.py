"""Cycles of the people's budget for the walk through all pages."""

from __future__ import annotations

from importlib import import_module

from tests.journeys.furnish_reports import REPORTER


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
    return {
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
