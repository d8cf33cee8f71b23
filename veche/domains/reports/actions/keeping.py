"""What the program does by itself: closes what nobody speaks of, tells of lateness, forgets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import ANONYMOUS
from veche.commons.matching import public as matching
from veche.domains.reports import events
from veche.domains.reports.actions.filing import drop_drafts
from veche.domains.reports.actions.moving import Hand, Words, add_step, finish
from veche.domains.reports.models import Draft, Guesser, Photo, Report, Supporter, Thanks
from veche.domains.reports.queries import guessing, public_terms, reading, terms_over
from veche.domains.reports.rules import model, states
from veche.kernel import clock, outbox

ORIGINALS_AT_ONCE = 500


@transaction.atomic
def close_silent(*, report_id: UUID, on: date) -> bool:
    """End a report whose author has said nothing within the term; False when they have."""
    row = (
        Report.objects.select_for_update()
        .filter(id=report_id, state=states.ASKED, silent_on__lt=on)
        .first()
    )
    if row is None:
        return False
    row.closed_by = states.BY_SILENCE
    hand = Hand(row, ANONYMOUS, states.SYSTEM, row.stage)
    finish(hand, verb="close", event=events.ReportClosed(report_id=row.id))
    return True


@transaction.atomic
def go_on(*, report_id: UUID, on: date) -> bool:
    """Take up again what waits for an answer longer than the norm; False when it does not.

    A question is no end: the clock runs, and whoever has asked decides by what is known.
    """
    row = (
        Report.objects.select_for_update()
        .filter(id=report_id, state=states.CLARIFYING, silent_on__lt=on)
        .first()
    )
    if row is None:
        return False
    hand = Hand(row, ANONYMOUS, states.SYSTEM, row.stage)
    finish(hand, verb="unanswered", event=events.QuestionUnanswered(report_id=row.id))
    return True


@transaction.atomic
def let_refusal_stand(*, report_id: UUID, on: date) -> bool:
    """Its author has said nothing to a refusal within the term; False when they may still."""
    rows = Report.objects.filter(id=report_id, state=states.REFUSED, silent_on__lt=on)
    return bool(rows.update(silent_on=None))


@transaction.atomic
def mend_report(*, report_id: UUID) -> bool:
    """End a report that helpers have mended, by its author's word to them or silence; once."""
    row = (
        Report.objects.select_for_update(of=("self",))
        .filter(id=report_id, state__in=sorted(states.MOVES["mend"].sources))
        .first()
    )
    standing = matching.need_of(reading.SOURCE, str(report_id))
    if row is None or standing is None or standing.state != matching.FULFILLED:
        return False
    row.outcome = states.SOLVED
    # Of an erased author nobody is left to ask.
    is_told = row.author_id is not None and not standing.is_by_silence
    row.closed_by = states.BY_AUTHOR if is_told else states.BY_SILENCE
    hand = Hand(row, ANONYMOUS, states.AUTHOR if is_told else states.SYSTEM, row.stage)
    words = Words(body_name=standing.helper)
    finish(hand, verb="mend", event=events.ReportMended(report_id=row.id), words=words)
    return True


@transaction.atomic
def mark_overdue(*, report_id: UUID, on: date) -> bool:
    """Tell once for each term that it is over; whoever approves sees it on their desk."""
    row = (
        Report.objects.select_for_update()
        .filter(id=report_id, state__in=sorted(states.RUNNING), due_on__lt=on)
        .first()
    )
    if row is None or row.overdue_told_for == row.due_on:
        return False
    row.overdue_told_for, row.escalated = row.due_on, 0
    row.save(update_fields=["overdue_told_for", "escalated"])
    audit.record("reports.report_overdue", None, row.id)
    outbox.put(events.ReportOverdue(report_id=row.id))
    return True


@transaction.atomic
def escalate(*, report_id: UUID, on: date) -> bool:
    """Take a late case one step higher, if its day has come; False when there is no step left.

    Each step is told once and stands in the history; everyone reads it where the town counts its
    lateness before everyone.
    """
    row = (
        Report.objects.select_for_update(of=("self",))
        .select_related("body")
        .filter(id=report_id, state__in=sorted(states.RUNNING), overdue_told_for=F("due_on"))
        .first()
    )
    if row is None or row.escalated >= terms_over.reached(row.due_on, on):
        return False
    row.escalated = states.next_step_up(row.state, row.escalated)
    row.save(update_fields=["escalated"])
    hand = Hand(row, ANONYMOUS, states.SYSTEM, row.stage)
    is_public = public_terms.is_counted(row.category_id, on)
    add_step(hand, verb=states.ESCALATIONS[row.escalated], words=Words(is_inner=not is_public))
    audit.record("reports.report_escalated", None, row.id, level=row.escalated)
    outbox.put(events.ReportEscalated(report_id=row.id, level=row.escalated))
    return True


@transaction.atomic
def remind(*, report_id: UUID, on: date) -> bool:
    """Tell the office that a desk of it, or another body, has not acted within the norm; again
    once it lies twice as late. The day that was owed stays what it was."""
    row = (
        Report.objects.select_for_update(of=("self",))
        .select_related("category")
        .filter(terms_over.to_remind(on), id=report_id)
        .first()
    )
    if row is None or row.silent_on is None:
        return False
    row.reminded_until = on + (on - row.silent_on)
    row.save(update_fields=["reminded_until"])
    hand = Hand(row, ANONYMOUS, states.SYSTEM, row.stage)
    is_elsewhere = row.state == states.FORWARDED
    words = Words(body_name=row.forwarded_to, is_inner=not is_elsewhere)
    add_step(hand, verb="late_other" if is_elsewhere else "late_desk", words=words)
    audit.record("reports.desk_overdue", None, row.id)
    outbox.put(events.DeskOverdue(report_id=row.id, state=row.state))
    return True


@transaction.atomic
def forget_drafts(*, before: datetime) -> int:
    """Delete what was not sent for long."""
    return drop_drafts(Draft.objects.filter(changed_at__lt=before))


def forget_originals(*, before: datetime) -> int:
    """Remove photos as they were sent, of reports that are over for so long, and all that is kept
    of those that were taken away; part by part."""
    number = 0
    while gone := _forget_some_originals(before):
        number += gone
    return number


@transaction.atomic
def _forget_some_originals(before: datetime) -> int:
    rows = Photo.objects.filter(
        is_original_gone=False,
        report__state__in=sorted(states.OVER),
        report__changed_at__lt=before,
    ).exclude(state=Photo.WAITING)
    some = list(rows.order_by()[:ORIGINALS_AT_ONCE])
    hidden = [one for one in some if one.state == Photo.HIDDEN]
    files.remove([one.id for one in some])
    files.remove([one.blurred_id for one in hidden if one.blurred_id is not None])
    Photo.objects.filter(id__in=[one.id for one in hidden]).update(blurred_id=None)
    return Photo.objects.filter(id__in=[one.id for one in some]).update(is_original_gone=True)


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """An erased person's reports stay without an author; support and drafts go."""
    drop_drafts(Draft.objects.filter(owner_id__in=person_ids))
    Supporter.objects.filter(person_id__in=person_ids).delete()
    Thanks.objects.filter(person_id__in=person_ids).delete()
    Report.objects.filter(author_id__in=person_ids).update(author_id=None)


@transaction.atomic
def join_people(*, surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts are one person: reports are theirs, support counts once, one draft is left."""
    to, ids = surviving[0], [*surviving, *joined]
    drafts = Draft.objects.filter(owner_id__in=ids).order_by("-changed_at", "id")
    kept = drafts.filter(owner_id=to).first() or drafts.first()
    if kept is not None:
        drop_drafts(drafts.exclude(id=kept.id))
        if kept.owner_id != to:
            # Uploads are their uploader's alone.
            files.detach(reading.DRAFT_FILES, str(kept.id))
            kept.owner_id, kept.photos = to, []
            kept.save(update_fields=["owner_id", "photos"])
    Report.objects.filter(author_id__in=ids).update(author_id=to)
    _once(Supporter.objects.all(), "supporters", ids)
    _once(Thanks.objects.all(), "thanked", ids)


def _once(said: QuerySet[Any], counter: str, ids: Sequence[UUID]) -> None:
    """One row a report for all these accounts, none of one's own report; the count follows."""
    heard: set[UUID] = set()
    rows = said.select_for_update(of=("self",)).filter(person_id__in=ids)
    found = list(rows.select_related("report").order_by("report_id", "id"))
    surplus = []
    for one in found:
        is_own = said.model is Supporter and one.report.author_id in ids
        if is_own or one.report_id in heard:
            surplus.append(one)
        heard.add(one.report_id)
    said.filter(id__in=[one.id for one in surplus]).delete()
    for one in surplus:
        Report.objects.filter(id=one.report_id).update(**{counter: F(counter) - 1})
    said.filter(person_id__in=ids).update(person_id=ids[0])


@transaction.atomic
def train_guesser() -> int:
    """Learn anew from the town's reports; the earlier model goes. How many examples there were."""
    examples = guessing.examples()
    if not examples:
        return 0
    made = model.train(examples)
    row = Guesser.objects.create(
        trained_at=clock.now(),
        examples=len(examples),
        labels=list(made.labels),
        weights=made.to_bytes(),
    )
    Guesser.objects.exclude(id=row.id).delete()
    return len(examples)
