"""Files of the budget for the walk through all pages and for the finance office's journey."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

# not shown in this module: names of a made-up town
OFFICE = "budget-office@example.org"


def furnish_walked_budget() -> dict[str, str]:
    """A public version, a file that waits for its columns, one with wrong cells, one to publish."""
    makers = import_module("veche.domains.transparency.tests.makers")
    author = makers.role("author")
    data = makers.xlsx(makers.SPENDING)
    wrong = [list(one) for one in makers.SPENDING]
    wrong[13][6] = "девятьсот"
    found = {
        "public_budget": makers.publish(data).slug,
        "new_budget": makers.upload(author, data),
        "faulty_budget": makers.upload(author, makers.xlsx(wrong)),
        "ready_budget": makers.upload(author, data),
    }
    makers.publish(makers.csv(makers.REVENUE), "dohody.csv", side="revenue", stage="executed")
    _beside(makers)
    for name in ("faulty_budget", "ready_budget"):
        makers.match(author, found[name])
    return {**found, **_reports()}


def _beside(makers: Any) -> None:
    """Other towns, indicators and payments, from the samples of their tables."""
    registering = import_module("veche.domains.transparency.actions.registering")
    words = import_module("veche.domains.transparency.queries.register_words")
    approver = makers.role("approver")
    for kind, one in words.ABOUT.items():
        registering.import_register(
            approver, kind=kind, data=makers.csv(one.sample), name=f"{kind}.csv"
        )


def _reports() -> dict[str, str]:
    """A body with a plan, of which something is late, a report, a question on it."""
    made = import_module("veche.domains.transparency.tests.report_makers")
    body = made.body()
    made.line(body, date(2026, 1, 1))
    row = made.publish(body)
    return {
        "report_body": body.slug,
        "public_report": row.slug,
        "report_question": str(made.ask(row).id),
    }
