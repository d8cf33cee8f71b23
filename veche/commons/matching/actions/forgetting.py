"""What stays of an erased person, and of two accounts that became one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from veche.commons.audit import public as audit
from veche.commons.matching import events
from veche.commons.matching.actions import needs, profiles
from veche.commons.matching.models import Match, Need
from veche.commons.matching.rules import states
from veche.kernel import clock, outbox


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """Deeds stay without a name; what was under way is withdrawn; a second telling finds none."""
    rows = Match.objects.filter(solver__person_id__in=person_ids)
    under_way = rows.filter(state__in=states.LIVE)
    # Needs are held before their matches, as by each step of a talk.
    touched = Q(raised_by__in=person_ids) | Q(id__in=under_way.values("need_id"))
    held = {row.id: row for row in Need.objects.select_for_update().filter(touched).order_by("id")}
    for row in under_way:
        _withdraw(row, held[row.need_id])
    rows.update(words="", plan="", reason="", proof="", is_proof_shown=False)
    raised = [one.id for one in held.values() if one.raised_by in person_ids]
    Match.objects.filter(need_id__in=raised).update(words="", plan="", reason="")
    Need.objects.filter(id__in=raised).update(raised_by=None)
    Need.objects.filter(declared_by__in=person_ids).update(declared_by=None)
    profiles.forget_solver(person_ids)


def _withdraw(row: Match, need: Need) -> None:
    """The need is looked for again, and who had asked hears of it."""
    if row.state in states.HOLDING:
        needs.release(need)
    row.state, row.ended_by = states.WITHDRAWN, states.SOLVER
    row.changed_at = clock.database_now()
    row.save(update_fields=["state", "ended_by", "changed_at"])
    audit.record("matching.match_withdrawn", None, row.id)
    outbox.put(events.MatchWithdrawn(row.id))


@transaction.atomic
def join_persons(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Needs and the solver of both accounts are the surviving one's."""
    gone = [*surviving[1:], *joined]
    Need.objects.filter(raised_by__in=gone).update(raised_by=surviving[0])
    Need.objects.filter(declared_by__in=gone).update(declared_by=surviving[0])
    profiles.join_solvers(surviving, joined)
