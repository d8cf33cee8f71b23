"""A decision that the town owes, and the day on which it is made."""

from __future__ import annotations

from importlib import import_module


def owe_decision() -> str:
    """The slug of something owed."""
    makers = import_module("veche.commons.commitments.tests.makers")
    return str(makers.make_commitment(title="Где поставить скамейки?").slug)


def make_decision(slug: str) -> str:
    """An official decides it."""
    makers = import_module("veche.commons.commitments.tests.makers")
    actions = import_module("veche.commons.commitments.actions")
    queries = import_module("veche.commons.commitments.queries")
    owed = queries.commitment_by_slug(slug)
    actions.record_decision(makers.APPROVING, commitment_id=owed.id, text=makers.decision())
    return slug
