"""What the journal tells of the demo's year, read from the histories themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from veche.commons.audit.demo import DemoAct
from veche.domains.reports.actions.moving import KINDS
from veche.domains.reports.models import Report, Step, Supporter, Thanks
from veche.domains.reports.rules import states

# Verbs that stand where they stood, beside those that move.
BESIDES = {
    "file": "reports.report_filed",
    "seek": "reports.help_sought",
    "note": "reports.report_noted",
    "record": "reports.outside_recorded",
}
LATE = {verb: level for level, verb in states.ESCALATIONS.items()}
# The program acts for nobody, and for whoever has confirmed to helpers.
UNSIGNED = ("close", "mend", "unanswered")
# Of whom an act is told in words beside the verb.
REASONED = ("lift", "settle")


def acts() -> Iterator[DemoAct]:
    """All of them, in any order."""
    yield from _steps()
    # Whoever filed a duplicate was joined by a coordinator's act, not by their own.
    joined = set(
        Report.objects.exclude(duplicate_of=None).values_list("duplicate_of_id", "author_id")
    )
    supporters = Supporter.objects.values_list("report_id", "person_id", "added_at")
    for report_id, person_id, at in supporters:
        if (report_id, person_id) not in joined:
            yield DemoAct(at, "reports.report_supported", None, report_id)
    for report_id, at in Thanks.objects.values_list("report_id", "said_at"):
        yield DemoAct(at, "reports.crew_thanked", None, report_id)


def _steps() -> Iterator[DemoAct]:
    authors = dict(Report.objects.values_list("id", "author_id"))
    reasons = dict(Report.objects.exclude(reason="").values_list("id", "reason"))
    rows = Step.objects.values_list("report_id", "verb", "part", "person_id", "text", "at")
    for report_id, verb, part, person_id, text, at in rows.iterator(chunk_size=5000):
        if verb in LATE:
            yield from _late(report_id, verb, at)
            continue
        actor: UUID | None = person_id
        if part == states.AUTHOR and verb not in UNSIGNED:
            actor = authors[report_id]
        reason = reasons.get(report_id, "") if verb == "reject" else ""
        kind = KINDS.get(verb) or BESIDES[verb]
        yield DemoAct(at, kind, actor, report_id, text if verb in REASONED else reason)


def _late(report_id: UUID, verb: str, at: datetime) -> Iterator[DemoAct]:
    if LATE[verb] == states.TO_CREW:
        yield DemoAct(at, "reports.report_overdue", None, report_id)
    yield DemoAct(at, "reports.report_escalated", None, report_id, details={"level": LATE[verb]})
