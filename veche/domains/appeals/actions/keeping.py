"""What the program does by itself: tells of lateness, forgets in time, follows accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.domains.appeals import events
from veche.domains.appeals.actions.filing import drop_drafts
from veche.domains.appeals.models import Appeal, Booking, Draft, Letter, Reception
from veche.domains.appeals.queries import reading, worklist
from veche.domains.appeals.rules import states
from veche.kernel import outbox

MOST = 500


@transaction.atomic
def remind(*, appeal_id: UUID, on: date) -> bool:
    """Tell the office once of each day of the law, on the working day before it."""
    row = worklist.near(on).select_for_update().filter(id=appeal_id).first()
    if row is None:
        return False
    row.near_told_for = worklist.urgent_on(row)
    row.save(update_fields=["near_told_for"])
    audit.record("appeals.appeal_near", None, row.id)
    outbox.put(events.AppealNear(appeal_id=row.id))
    return True


@transaction.atomic
def mark_overdue(*, appeal_id: UUID, on: date) -> bool:
    """Tell once for each term that it is over."""
    row = (
        Appeal.objects.select_for_update()
        .filter(id=appeal_id, state__in=sorted(states.RUNNING), due_on__lt=on)
        .first()
    )
    if row is None or row.overdue_told_for == row.due_on:
        return False
    row.overdue_told_for = row.due_on
    row.save(update_fields=["overdue_told_for"])
    audit.record("appeals.appeal_overdue", None, row.id)
    outbox.put(events.AppealOverdue(appeal_id=row.id))
    return True


@transaction.atomic
def forget_drafts(*, before: datetime) -> int:
    """Destroy what was not sent for long, with its name and address."""
    owners = Draft.objects.filter(changed_at__lt=before).values_list("owner_id", flat=True)
    return drop_drafts(list(owners[:MOST]))


@transaction.atomic
def forget_cases(*, before: date) -> int:
    """Destroy cases that ended so long ago: words, letters, files, name; the figures stay."""
    rows = Appeal.objects.select_for_update().filter(is_forgotten=False, ended_on__lt=before)
    found = list(rows.order_by("ended_on", "id")[:MOST])
    for row in found:
        _drop_files(reading.APPEAL_FILES, str(row.id))
        for letter in row.letters.all():
            _drop_files(reading.LETTER_FILES, str(letter.id))
    Letter.objects.filter(appeal__in=found).delete()
    identity.forget_addressees([row.addressee_id for row in found if row.addressee_id])
    Appeal.objects.filter(id__in=[row.id for row in found]).update(
        is_forgotten=True, text="", addressee_id=None, author_id=None
    )
    return len(found)


def _drop_files(kind: str, subject_id: str) -> None:
    files.remove([one.id for one in files.of(kind, subject_id)])


@transaction.atomic
def forget_bookings(*, before: date) -> int:
    """Delete receptions of long ago with who had booked them."""
    return Reception.objects.filter(on__lt=before).delete()[0]


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """An erased person's drafts and coming bookings go; what the law keeps stays without author."""
    drop_drafts(person_ids)
    Booking.objects.filter(person_id__in=person_ids, appeal=None).delete()
    Booking.objects.filter(person_id__in=person_ids).update(person_id=None)
    Appeal.objects.filter(author_id__in=person_ids).update(author_id=None)


@transaction.atomic
def join_people(surviving: Sequence[UUID], *, joined: Sequence[UUID]) -> None:
    """Two accounts are one person: one draft, one slot in a reception, appeals are theirs."""
    to, ids = surviving[0], [*surviving, *joined]
    drafts = Draft.objects.filter(owner_id__in=ids).order_by("-changed_at", "id")
    kept = drafts.filter(owner_id=to).first() or drafts.first()
    if kept is not None:
        drop_drafts([one for one in ids if one != kept.owner_id])
        if kept.owner_id != to:
            # Uploads are their uploader's alone.
            files.detach(reading.DRAFT_FILES, str(kept.id))
            kept.owner_id, kept.files = to, []
            kept.save(update_fields=["owner_id", "files"])
    Appeal.objects.filter(author_id__in=ids).update(author_id=to)
    taken: set[UUID] = set()
    for booking in Booking.objects.filter(person_id__in=ids).order_by("appeal", "made_at"):
        if booking.reception_id in taken and booking.appeal_id is None:
            booking.delete()
            continue
        taken.add(booking.reception_id)
        Booking.objects.filter(id=booking.id).update(person_id=to)
