"""A version of the budget becomes everyone's, and may be taken back with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.transparency import events, policies
from veche.domains.transparency.actions.loading import KIND
from veche.domains.transparency.models import Source
from veche.domains.transparency.queries import office
from veche.domains.transparency.rules import stages
from veche.kernel import clock, locks, outbox
from veche.kernel.errors import Conflict, Invalid

UNSEEN = "unseen"


@transaction.atomic
def publish_source(person: PersonRef, *, slug: str, attempt: int, has_seen: bool) -> Source:
    """Publish what was looked over; of a file read anew since then a Conflict tells.

    `has_seen`: what vanishes, falls or does not match was seen, and so it should be; where there is
    such and nobody has seen it, a Conflict UNSEEN.
    """
    row = office.source_for(person, slug, is_locked=True)
    if row.state == stages.PUBLISHED and row.publisher_id == person.id:
        return row
    policies.may_publish_budget(person, row).or_refuse()
    if row.attempt != attempt:
        raise Conflict(
            _("Файл прочитали заново, пока вы смотрели"),
            advice=_("Откройте его ещё раз и проверьте суммы."),
            code="changed-meanwhile",
        )
    # Beside whatever else of that side is published meanwhile.
    locks.take(exclusive=[f"transparency.publish:{row.year}:{row.side}"])
    if not has_seen and _asks_tick(row):
        raise Conflict(
            _("Отметьте, что видели, что пропадает или не сходится: без этого не опубликовать."),
            code=UNSEEN,
        )
    row.state, row.publisher_id, row.published_at = stages.PUBLISHED, person.id, clock.now()
    row.save()
    files.publish(KIND, str(row.id))
    audit.record("transparency.source_published", person.id, row.id, year=row.year)
    outbox.put(events.SourcePublished(source_id=row.id))
    return row


def _asks_tick(row: Source) -> bool:
    last, changes, gone = office.changes(row)
    return office.asks_tick(row, gone, office.fallen(row, last, changes))


@transaction.atomic
def withdraw_source(person: PersonRef, *, slug: str, reason: str) -> Source:
    """Take a version back: its figures and its file are shown no more, its line and why are."""
    row = office.source_for(person, slug, is_locked=True)
    if row.state == stages.WITHDRAWN and row.withdrawer_id == person.id:
        return row
    policies.may_withdraw_budget(person, row).or_refuse()
    if not reason.strip():
        words = _("Скажите, почему: это прочитают жители")
        raise Invalid(words, fields={"reason": words})
    row.state, row.withdrawer_id, row.withdrawn_at = stages.WITHDRAWN, person.id, clock.now()
    row.withdrawn_reason = reason.strip()
    row.save()
    files.hide(KIND, str(row.id))
    audit.record("transparency.source_withdrawn", person.id, row.id, year=row.year)
    outbox.put(events.SourceWithdrawn(source_id=row.id))
    return row
