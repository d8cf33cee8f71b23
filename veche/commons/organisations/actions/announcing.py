"""Words to a territory: written in the name of an office or an organisation, taken down by the
town with a reason."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.organisations import policies, queries, rules
from veche.commons.organisations.events import AnnouncementTakenDown, AnnouncementWritten
from veche.commons.organisations.models import Announcement
from veche.kernel import clock, locks, outbox
from veche.kernel.errors import Invalid, NotFound


@transaction.atomic
def write_announcement(
    person: PersonRef, *, title: str, text: str, mandate: str = "", organisation: str = ""
) -> UUID:
    """Tell a territory something, by a mandate or by an organisation the person acts for."""
    policies.may_open_own_organisations(person).or_refuse()
    locks.take(exclusive=[f"organisations.words:{mandate or organisation}"])
    # Read after the lock: while it was waited for the right may have ended.
    held, acted = queries.author_of(person, mandate=mandate, organisation=organisation)
    opens_on = queries.next_word_on(mandate=held, organisation=acted)
    policies.may_write_announcement(person, holds=True, opens_on=opens_on).or_refuse()
    if not title or not text or len(title) > rules.TITLE_MAX or len(text) > rules.TEXT_MAX:
        raise Invalid(_("Нужны заголовок и текст"), code="no-words")
    row = Announcement.objects.create(
        mandate=held,
        organisation=acted,
        place_id=queries.place_of(held, acted),
        address_id=held.address_id if held else None,
        title=title,
        text=text,
        author_id=person.known_id,
        shown_until=_shown_until(),
    )
    audit.record("organisations.announcement_written", person.id, row.id, place=row.place_id)
    outbox.put(AnnouncementWritten(row.id))
    return row.place_id


def _shown_until() -> date:
    return norms.due_on("announcement.shown_days", queries.today())


@transaction.atomic
def take_down_announcement(person: PersonRef, *, slug: str, reason: str) -> None:
    """Take the words away and leave the reason in their place."""
    policies.may_take_down_announcement(person).or_refuse()
    if not reason.strip():
        raise Invalid(_("Напишите, почему"), fields={"reason": _("Причину прочитают жители.")})
    found = queries.announcement_to_take_down(person, slug)
    row = Announcement.objects.select_for_update().filter(id=found.id, taken_down_at=None).first()
    if row is None:
        # Somebody else was quicker, and their reason stays.
        raise NotFound()
    row.taken_down_at, row.reason = clock.database_now(), reason
    row.taken_down_by = person.known_id
    row.save(update_fields=["taken_down_at", "taken_down_by", "reason"])
    audit.record("organisations.announcement_taken_down", person.id, row.id, reason)
    outbox.put(AnnouncementTakenDown(row.id))
