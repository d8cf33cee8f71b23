"""What the counters of all services do alike with typed paper, and what the journal keeps of it.

Each is a part of the service's own verb, after its policy and within its transaction; `verb` is the
kind under which the journal of the service keeps it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from veche.commons.audit import public as audit
from veche.commons.ballots import paper_entry, paper_roll
from veche.commons.ballots.paper_entry import Typed
from veche.commons.identity.public import PersonRef


def hand_over_stack(clerk: PersonRef, *, box_id: UUID, day: date, verb: str) -> None:
    """Give the clerk's own stack to a second person."""
    share = paper_entry.share_on(day)
    paper_entry.hand_over(box_id, clerk_id=clerk.known_id, share=share)
    audit.record(verb, clerk.id, box_id)


def check_paper(
    clerk: PersonRef,
    *,
    box_id: UUID,
    stack_id: UUID,
    number: str,
    typed: Typed,
    day: date,
    verb: str,
) -> bool:
    """Type a drawn sheet again, blind; whether both typed the same. The journal hears of the last
    sheet that agrees, which sends the stack into the box."""
    is_agreed = paper_entry.check_sheet(
        box_id,
        stack_id=stack_id,
        clerk_id=clerk.known_id,
        number=number,
        typed=typed,
        share=paper_entry.share_on(day),
        day=day,
    )
    states = {stack.id: stack.state for stack in paper_entry.stacks(box_id)}
    if states[stack_id] == "counted":
        audit.record(verb, clerk.id, box_id, stack=stack_id)
    return is_agreed


def end_papers(actor: UUID | None, *, box_id: UUID, verb: str) -> bool:
    """Say that every sheet that was handed in is counted; whether it was not said before.

    The service has locked what its count waits for.
    """
    if not paper_roll.awaiting_papers([box_id]):
        return False
    paper_roll.finish_papers(box_id)
    figures = paper_roll.paper_figures(box_id)
    audit.record(
        verb,
        actor,
        box_id,
        handed=figures.handed,
        counted=figures.counted,
        invalid=figures.invalid,
        left_out=figures.waiting,
    )
    return True
