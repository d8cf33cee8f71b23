"""Saying how long an act takes."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.workload import duties, events, policies
from veche.commons.workload.queries import PREFIX
from veche.kernel import outbox
from veche.kernel.errors import NotFound


@transaction.atomic
def set_minutes(
    person: PersonRef, *, act_kind: str, minutes: int, act: str, valid_from: date
) -> None:
    """Put the town's own norm of time in force from a day on; weeks before it keep theirs."""
    policies.may_set_minutes(person).or_refuse()
    if act_kind not in duties.roles():
        raise NotFound()
    norms.take_over(PREFIX + act_kind, value=minutes, legal_ref=act, valid_from=valid_from)
    audit.record("workload.minutes_set", person.id, duties.subject(act_kind))
    outbox.put(events.MinutesSet(act_kind=act_kind, minutes=minutes))
