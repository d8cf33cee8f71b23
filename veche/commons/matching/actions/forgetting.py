"""What stays of an erased person, and of two accounts that became one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from veche.commons.matching.actions import profiles
from veche.commons.matching.models import Match, Need
from veche.commons.matching.rules import states
from veche.kernel import clock


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """Deeds stay without a name; what was under way is withdrawn; a second telling finds none."""
    rows = Match.objects.filter(solver__person_id__in=person_ids)
    live = list(rows.filter(state__in=states.LIVE).values_list("id", "need_id", "state"))
    now = clock.database_now()
    Match.objects.filter(id__in=[one for one, _need, _state in live]).update(
        state=states.WITHDRAWN, ended_by=states.SOLVER, changed_at=now
    )
    freed = [need for _one, need, state in live if state in states.HOLDING]
    Need.objects.filter(id__in=freed, state=states.TAKEN).update(state=states.OPEN)
    rows.update(words="", plan="", reason="", proof="", is_proof_shown=False)
    raised = Need.objects.filter(raised_by__in=person_ids)
    Match.objects.filter(need__in=raised).update(words="", plan="", reason="")
    raised.update(raised_by=None)
    profiles.forget_solver(person_ids)


@transaction.atomic
def join_persons(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Needs and the solver of both accounts are the surviving one's."""
    gone = [*surviving[1:], *joined]
    Need.objects.filter(raised_by__in=gone).update(raised_by=surviving[0])
    profiles.join_solvers(surviving, joined)
