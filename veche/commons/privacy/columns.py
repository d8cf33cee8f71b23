"""What the columns of privacy hold: nothing personal, opaque ids and moments."""

from __future__ import annotations

from veche.kernel.columns import Column, restricted

COLUMNS: dict[str, Column] = {
    "Consent.id": restricted("row number"),
    "Consent.person_id": restricted("opaque id of who agreed"),
    "Consent.is_given": restricted("given or taken back"),
    "Consent.version": restricted("version of the town's page of consents"),
    "Consent.channel": restricted("how it was said"),
    "Consent.said_at": restricted("instant: a consent is proved by its time"),
    "DataRequest.number": restricted("random number told to the asker"),
    "DataRequest.person_id": restricted("opaque id of who asked"),
    "DataRequest.kind": restricted("what was asked for"),
    "DataRequest.state": restricted("open, or how it ended"),
    "DataRequest.made_at": restricted("instant: terms run from it"),
    "DataRequest.due_on": restricted("last day of the term by law"),
    "DataRequest.answered_at": restricted("instant of the answer"),
    "Destruction.id": restricted("row number"),
    "Destruction.event_id": restricted("the event that told of it, so that it counts once"),
    "Destruction.ground": restricted("why the data was destroyed"),
    "Destruction.number": restricted("how many records, nobody's in particular"),
    "Destruction.destroyed_at": restricted("instant, for the act of that day"),
    "Leak.number": restricted("random number of the case"),
    "Leak.is_drill": restricted("a drill, or in earnest"),
    "Leak.found_at": restricted("instant from which the clocks run"),
    "Leak.notice_by": restricted("end of the term of the notice"),
    "Leak.investigate_by": restricted("end of the term of the investigation"),
    "Leak.ended_at": restricted("instant at which the case was closed"),
    "LeakStep.id": restricted("row number"),
    "LeakStep.leak": restricted("which case"),
    "LeakStep.step": restricted("which step of the plan"),
    "LeakStep.actor_id": restricted("opaque id of the official who did it"),
    "LeakStep.done_at": restricted("instant, for the log of the case"),
}
