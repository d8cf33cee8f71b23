"""What all moves share: the row locked, its version compared, one step, one entry, one event."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.commons.moderation import public as moderation
from veche.commons.norms import public as norms
from veche.domains.reports import events, policies
from veche.domains.reports.models import Report, Step
from veche.domains.reports.queries import catalogue, cells, reading, terms_over
from veche.domains.reports.rules import states, terms
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict, NotFound
from veche.kernel.policies import Decision

_COUNT = """
    INSERT INTO reports_cellcount AS c
           (resolution, cell, group_id, stage, number, latitude, longitude)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (cell, group_id, stage) DO UPDATE SET number = c.number + excluded.number
"""

# How the journal calls each verb.
KINDS = {
    "pass": "reports.report_passed",
    "reject": "reports.report_rejected",
    "readmit": "reports.report_readmitted",
    "hide": "reports.report_hidden",
    "show": "reports.report_returned_to_sight",
    "merge": "reports.report_merged",
    "assign": "reports.report_assigned",
    "return": "reports.report_returned",
    "forward": "reports.report_forwarded",
    "ask": "reports.clarification_asked",
    "clarify": "reports.report_clarified",
    "unanswered": "reports.question_unanswered",
    "plan": "reports.report_planned",
    "postpone": "reports.report_postponed",
    "answer": "reports.report_answered",
    "approve": "reports.answer_approved",
    "hold": "reports.answer_held",
    "tell": "reports.answer_shown",
    "send_back": "reports.answer_sent_back",
    "confirm": "reports.report_confirmed",
    "disagree": "reports.report_disagreed",
    "lift": "reports.refusal_lifted",
    "settle": "reports.report_settled",
    "close": "reports.report_closed",
    "mend": "reports.report_mended",
}


@dataclass(frozen=True)
class Hand:
    """A report in somebody's hands: its row, locked, as it stood before, and their part."""

    row: Report
    person: PersonRef
    part: str
    was: str

    @property
    def today(self) -> date:
        return reading.today()


@dataclass(frozen=True)
class Words:
    """What is written into the history beside the verb."""

    text: str = ""
    body_name: str = ""
    on: date | None = None
    is_inner: bool = False


Policy = Callable[..., Decision]
Calendar = Callable[[], terms.IsWorkingDay]
Until = Callable[[str, date], date]


def begin(person: PersonRef, *, number: str, verb: str, version: int | None, may: Policy) -> Hand:
    """Lock the report for a verb, or say why not. The second of two officials gets a Conflict:
    what the first has done stays, and the second is told so."""
    row = (
        Report.objects.select_for_update(of=("self",))
        .select_related("category__group", "body")
        .filter(number=number)
        .first()
    )
    if row is None:
        raise NotFound()
    bodies = catalogue.bodies_of(person)
    if not policies.may_read_report(person, row, bodies):
        raise NotFound()
    if version is not None and version != row.version:
        raise Conflict(
            _("Пока вы писали, с этим сообщением поработал другой сотрудник"),
            advice=_("Ничего не записано. Посмотрите, что изменилось, и отправьте ещё раз."),
            code="changed-meanwhile",
        )
    decision = may(person, row, bodies) if _asks_bodies(verb) else may(person, row)
    decision.or_refuse()
    return Hand(row, person, _part(states.parts_of(person, row, bodies), verb), row.stage)


def _asks_bodies(verb: str) -> bool:
    move = states.MOVES.get(verb)
    return verb == "note" or (move is not None and states.EXECUTOR in move.parts)


def _part(parts: Set[str], verb: str) -> str:
    """In which of several parts somebody acts: the first that the verb is for."""
    fitting = states.MOVES[verb].parts if verb in states.MOVES else frozenset(states.PARTS)
    return next(part for part in states.PARTS if part in parts and part in fitting)


def finish(
    hand: Hand, *, verb: str, event: outbox.Event, words: Words | None = None, reason: str = ""
) -> None:
    """Put the report where the verb leads, and write down that it did."""
    row = hand.row
    advance(row, verb=verb, today=hand.today, at=clock.database_now())
    row.save()
    recount(row, before=hand.was)
    step = add_step(hand, verb=verb, words=words or Words())
    if row.state in states.OVER and verb != "mend":
        refusal = _refusal(row, step)
        matching.close_need(source_kind=reading.SOURCE, source_id=str(row.id), refusal=refusal)
    audit.record(KINDS[verb], _actor(hand), row.id, reason)
    outbox.put(event)
    desk = states.DESKS.get(row.state)
    if desk is not None and desk != hand.part:
        outbox.put(events.ReportWaits(report_id=row.id, state=row.state))


def _refusal(row: Report, step: Step) -> str:
    """Why the town has refused, as everyone reads it; "" where it has not."""
    if row.outcome != states.DECLINING:
        return ""
    answer = row.steps.filter(verb="answer").order_by("-at", "-id").first()
    said: str = step.text or (answer.text if answer is not None else "")
    return said


def show_as(hand: Hand, *, verb: str, event: outbox.Event, reason: str = "") -> None:
    """Change what everyone sees of a report; where it stands does not change."""
    row = hand.row
    row.stage, row.changed_at = stage_of(row), clock.database_now()
    row.version += 1
    row.save()
    recount(row, before=hand.was)
    add_step(hand, verb=verb, words=Words())
    audit.record(KINDS[verb], _actor(hand), row.id, reason)
    outbox.put(event)


def advance(
    row: Report,
    *,
    verb: str,
    today: date,
    at: datetime,
    works: Calendar = norms.working_days,
    until: Until = terms_over.waited_until,
) -> None:
    """Where a verb leads and what it makes of the clock; nothing is written yet.

    `works` reads the calendar of working days, `until` the norms of waiting; whoever moves many has
    read them once.
    """
    before = row.state
    row.state = states.target_of(
        verb,
        outcome=row.outcome,
        goes_back=verb == "disagree" and reading.goes_back(row, row.disagreements, today),
        has_body=row.body_id is not None,
        is_promised=row.planned_on is not None,
        is_held=row.held_by_id is not None,
    )
    row.stage = stage_of(row)
    name = states.WAITED.get(row.state)
    row.silent_on = until(name, today) if name is not None else None
    row.reminded_until = None
    _keep_time(row, verb, before, today, works)
    if verb in ("approve", "hold", "settle"):
        row.answered_on = today
    elif row.state in states.RUNNING or (verb == "mend" and before != states.ASKED):
        # What neighbours have mended the body has not, unless it has answered before.
        row.answered_on = None
    row.changed_at = at
    row.version += 1


def stage_of(row: Report) -> str:
    """What everyone sees of the row as it stands."""
    return states.stage_of(
        row.state,
        row.visibility,
        outcome=row.outcome,
        is_held_back=row.shown_from is not None,
    )


def _keep_time(row: Report, verb: str, before: str, today: date, works: Calendar) -> None:
    """Stop the clock, or let it go on and count the term anew.

    A promise is the term until the work begins anew; the days of a pause come after it. One that
    is made too late moves nothing: what is late stays late. A controller has at least as long as
    the norm of control says: the body has had its say, and is not late with their word.
    """
    if row.state in states.PAUSED:
        row.pauses = terms.paused(row.pauses, today)
        return
    waited = timedelta()
    if before in states.PAUSED:
        row.pauses = terms.resumed(row.pauses, today)
        waited = row.pauses[-1] - row.pauses[-2]
    if row.state not in states.RUNNING:
        return
    if row.planned_on is None:
        term = terms.Term(row.term_days, row.term_unit)
        row.due_on = terms.due_on(row.started_on, term, works(), row.pauses)
    elif verb not in states.PROMISES:
        row.due_on += waited
    elif not states.is_late(before, row.due_on, today):
        row.due_on = row.planned_on
    if row.state == states.CONTROL and row.silent_on is not None:
        row.due_on = max(row.due_on, row.silent_on)


def add_step(hand: Hand, *, verb: str, words: Words) -> Step:
    """A line of the history. A resident's lines name nobody: they are the author's. What everyone
    may read keeps nothing that is somebody's own, whoever has written it."""
    is_author = hand.part == states.AUTHOR
    text = words.text
    if text and not words.is_inner:
        text = moderation.examine(text, allows=catalogue.told_in(hand.row.category)).text
    step: Step = Step.objects.create(
        report=hand.row,
        verb=verb,
        part=hand.part,
        state=hand.row.state,
        person_id=None if is_author else hand.person.id,
        body_name=words.body_name,
        text=text,
        is_inner=words.is_inner,
        on=words.on,
    )
    return step


def _actor(hand: Hand) -> UUID | None:
    return hand.person.id


def recount(row: Report, *, before: str) -> None:
    """Move the report between the counts of its cells, in the order of their keys."""
    changes = [(before, -1), (row.stage, 1)] if before != row.stage else []
    told = []
    for size in cells.COUNTED:
        cell = getattr(row, f"h{size}")
        latitude, longitude = cells.middle_of(cell)
        for stage, by in changes:
            if stage != states.UNSEEN:
                told.append((size, cell, row.group_id, stage, by, latitude, longitude))
    with connection.cursor() as cursor:
        for values in sorted(told):
            cursor.execute(_COUNT, values)
