"""Background work of the open budget and of public reports."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from veche.domains.transparency.actions import loading, planning, reporting
from veche.domains.transparency.queries import published
from veche.kernel import jobs


@jobs.job("transparency.read_source")
def read_source(source_id: str, attempt: int) -> None:
    """Read a file whole, or tell its faults by cell."""
    loading.read_source(source_id=UUID(source_id), attempt=attempt)


@jobs.job("transparency.read_report")
def read_report(report_id: str, number: int) -> None:
    """Take the words out of a report's file and tables, so that it is found by them."""
    reporting.read_words(report_id=UUID(report_id), number=number)


@jobs.periodic("transparency.mind_plan", every_minutes=60)
def mind_plan() -> None:
    """What has begun is owed too; followers hear of what became late."""
    steps = [
        *(partial(planning.extend_line, line_id=one) for one in published.live_lines()),
        *(
            partial(planning.tell_overdue, due_id=one)
            for one in published.untold_overdue(published.today())
        ),
    ]
    jobs.for_each(steps, lambda step: step())
