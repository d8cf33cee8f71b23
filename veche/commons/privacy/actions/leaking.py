"""The plan for a leak, run in earnest or as a drill: one verb, one audit entry, one event."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.privacy import policies
from veche.commons.privacy.events import LeakEnded, LeakStarted, LeakStepDone
from veche.commons.privacy.models import Leak, LeakStep
from veche.commons.privacy.rules import STEPS
from veche.commons.towns import public as towns
from veche.kernel import clock, locks, outbox
from veche.kernel.errors import Invalid, NotFound


@transaction.atomic
def start_leak(person: PersonRef, *, is_drill: bool) -> str:
    """Start the clocks; the number of the case. One that runs is not doubled by a second press."""
    policies.may_run_leak_plan(person).or_refuse()
    locks.take(exclusive=["privacy.leak"])
    running = Leak.objects.filter(is_drill=is_drill, ended_at=None).first()
    if running is not None:
        return running.number
    now, today = clock.database_now(), clock.today(towns.current().time_zone)
    notice, investigation = (
        timedelta(hours=norms.value(code, today).value)
        for code in ("leak.notice_hours", "leak.investigation_hours")
    )
    row = Leak.objects.create(
        is_drill=is_drill,
        found_at=now,
        notice_by=now + notice,
        investigate_by=now + investigation,
    )
    audit.record("privacy.leak_started", person.id, row.number, is_drill=is_drill)
    outbox.put(LeakStarted(row.number, is_drill))
    return row.number


@transaction.atomic
def finish_step(person: PersonRef, *, number: str, step: str) -> None:
    """Note that a step is done, by whom and when; noting it again changes nothing."""
    policies.may_run_leak_plan(person).or_refuse()
    leak = _locked(number)
    policies.may_run_leak_plan(person, is_over=leak.ended_at is not None).or_refuse()
    if step not in STEPS:
        raise Invalid(_("Такого шага в плане нет"), code="unknown-step")
    if leak.steps.filter(step=step).exists():
        return
    LeakStep.objects.create(leak=leak, step=step, actor_id=person.known_id)
    audit.record("privacy.leak_step_done", person.id, number, step=step)
    outbox.put(LeakStepDone(number, step))


@transaction.atomic
def end_leak(person: PersonRef, *, number: str) -> None:
    """Close the case once every step is done."""
    policies.may_run_leak_plan(person).or_refuse()
    leak = _locked(number)
    left = len(STEPS) - leak.steps.count()
    is_over = leak.ended_at is not None
    policies.may_run_leak_plan(person, is_over=is_over, steps_left=left).or_refuse()
    leak.ended_at = clock.database_now()
    leak.save(update_fields=["ended_at"])
    audit.record("privacy.leak_ended", person.id, number)
    outbox.put(LeakEnded(number))


def _locked(number: str) -> Leak:
    found = Leak.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise NotFound()
    return found
