"""Readers say that something should not stand there."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import events, policies, queries, rules, wording
from veche.commons.moderation.models import Complaint, Item
from veche.commons.norms import public as norms
from veche.kernel import clock, limits, outbox
from veche.kernel.errors import Invalid, NotFound

COMPLAINTS_PER_HOUR = 20
# A moderator has read it with a complaint before: only several more bring it back.
AGAIN_AFTER = 3


@transaction.atomic
def complain(person: PersonRef, *, kind: str, subject_id: UUID, reason: str) -> None:
    """Ask a moderator to read a thing; the same person counts once."""
    row = queries.item_of(kind, subject_id)
    if row is None:
        raise NotFound()
    policies.may_complain(person, row.author_id, row.is_public).or_refuse()
    if reason not in wording.reasons_of(kind):
        raise Invalid(_("Выберите, что не так"), fields={"reason": _("Отметьте одно из списка")})
    limits.hit(f"complaint:{person.known_id}", limit=COMPLAINTS_PER_HOUR, seconds=3600)
    row = Item.objects.select_for_update().get(id=row.id)
    made = Complaint(item=row, person_id=person.known_id, reason=reason)
    already = Complaint.objects.filter(
        item=row, person_id__in=[person.known_id, *person.earlier_ids]
    ).exists()
    if already:
        return
    made.save()
    row.complaints = F("complaints") + 1
    row.save(update_fields=["complaints"])
    row.refresh_from_db(fields=["complaints"])
    if row.state == rules.PUBLISHED:
        row.urgency = rules.urgency(row.state, row.found, row.complaints)
        row.save(update_fields=["urgency"])
    elif _is_read_again(row):
        row.state, row.settles_at = rules.PUBLISHED, None
        row.urgency, row.version = 3, row.version + 1
        row.submitted_at = clock.database_now()
        row.due_on = norms.due_on("moderation.look_days", queries.today())
        row.save()
    audit.record("moderation.complaint_made", None, row.id)
    outbox.put(events.ComplaintMade(row.id))


def _is_read_again(row: Item) -> bool:
    """The first complaint of what nobody had complained of, later every third one."""
    return row.state == rules.PASSED and (row.complaints - 1) % AGAIN_AFTER == 0
