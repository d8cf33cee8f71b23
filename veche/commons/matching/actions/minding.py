"""What the program does by itself: ends what nobody answers, reminds of what stands still."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.matching import events
from veche.commons.matching.actions.needs import held_match, release
from veche.commons.matching.actions.reaching import note_silence
from veche.commons.matching.actions.steps import finish, lapse
from veche.commons.matching.queries import matches
from veche.commons.matching.queries.standing import today
from veche.commons.matching.rules import states
from veche.kernel import outbox


@transaction.atomic
def lapse_match(match_id: UUID) -> None:
    """Nobody answered in time."""
    row = held_match(match_id)
    if row.state not in states.UNANSWERED or row.answer_by >= today():
        return
    was_asked = row.state == states.ASKED
    lapse(row)
    # Of a need that is taken by then there was nothing left to say yes to.
    if was_asked and row.need.state != states.TAKEN and note_silence(row.solver_id, today()):
        audit.record("matching.solver_rested", None, row.solver_id)
        outbox.put(events.SolverRested(row.solver_id))


@transaction.atomic
def remind_stuck(match_id: UUID) -> None:
    """Tell both sides once that nothing moves."""
    row = held_match(match_id)
    if not matches.to_warn().filter(id=match_id).exists():
        return
    row.reminded_on = today()
    row.save(update_fields=["reminded_on"])
    audit.record("matching.match_reminded", None, row.id)
    outbox.put(events.MatchReminded(row.id))


@transaction.atomic
def end_stuck(match_id: UUID) -> None:
    """Silence holds nobody: work that everyone may see is done by it, all else frees the need."""
    row = held_match(match_id)
    if not matches.at_an_end().filter(id=match_id).exists():
        return
    if row.state == states.PROVEN and row.is_proof_shown:
        finish(row, party=states.SILENCE, actor=None)
    else:
        release(row.need)
        lapse(row)
