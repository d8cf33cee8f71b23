"""What the counters of all services do alike with typed paper.

Each is a part of the service's own verb, after its policy and within its transaction. The entry in
the journal is the service's, for its own kind names the details: what it needs is returned.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from veche.commons.ballots import paper_entry, paper_roll
from veche.commons.ballots.paper_entry import Checked, Typed
from veche.commons.ballots.paper_roll import PaperFigures


def hand_over_stack(box_id: UUID, *, clerk_id: UUID, day: date) -> None:
    """Give the clerk's own stack to a second person."""
    paper_entry.hand_over(box_id, clerk_id=clerk_id, share=paper_entry.share_on(day))


def check_paper(
    box_id: UUID, *, stack_id: UUID, clerk_id: UUID, number: str, typed: Typed, day: date
) -> Checked:
    """Type a drawn sheet again, blind."""
    return paper_entry.check_sheet(
        box_id,
        stack_id=stack_id,
        clerk_id=clerk_id,
        number=number,
        typed=typed,
        share=paper_entry.share_on(day),
        day=day,
    )


def end_papers(box_id: UUID) -> PaperFigures | None:
    """Say that every sheet that was handed in is counted; None where it was said before.

    The service has locked what its count waits for.
    """
    if not paper_roll.awaiting_papers([box_id]):
        return None
    paper_roll.finish_papers(box_id)
    return paper_roll.paper_figures(box_id)
