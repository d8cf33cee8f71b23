"""A version becomes everyone's, and may be taken back with a reason."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.opendata import events, policies
from veche.domains.opendata.models import Version
from veche.domains.opendata.queries import catalogue, office
from veche.domains.opendata.rules import fields, stages
from veche.kernel import clock, outbox
from veche.kernel.errors import Invalid


@transaction.atomic
def publish_version(person: PersonRef, *, code: str, number: int) -> Version:
    """Publish what was looked over."""
    row = office.version_for(person, code, number, is_locked=True)
    if row.state == stages.PUBLISHED and row.publisher_id == person.id:
        return row
    policies.may_publish_version(person, row).or_refuse()
    row.state, row.publisher_id, row.published_at = stages.PUBLISHED, person.id, clock.now()
    measure(row)
    audit.record("opendata.version_published", person.id, row.id, code=code, number=number)
    outbox.put(events.VersionPublished(version_id=row.id))
    return row


def measure(row: Version) -> None:
    """Say of a version what everyone gets: how many of its rows, and their digest.

    The file's own would tell how many the guard has hidden, and let what they say be tried.
    """
    told = fields.restored(row.fields)
    row.rows_number, row.sha256 = catalogue.measured(told, catalogue.rows_of(row))
    row.save()


@transaction.atomic
def measure_again(*, version_id: UUID) -> None:
    """The same of a version that became public without a digest."""
    rows = Version.objects.select_for_update().filter(id=version_id, state=stages.PUBLISHED)
    row = rows.filter(sha256="").first()
    if row is not None:
        measure(row)


@transaction.atomic
def withdraw_version(person: PersonRef, *, code: str, number: int, reason: str) -> Version:
    """Take a version back: its rows are gone for everyone, that it was there and why stays."""
    row = office.version_for(person, code, number, is_locked=True)
    if row.state == stages.WITHDRAWN and row.withdrawer_id == person.id:
        return row
    policies.may_withdraw_version(person, row).or_refuse()
    if not reason.strip():
        words = _("Скажите, почему: это прочитают жители")
        raise Invalid(words, fields={"reason": words})
    row.state, row.withdrawer_id, row.withdrawn_at = stages.WITHDRAWN, person.id, clock.now()
    row.withdrawn_reason = reason.strip()
    row.save()
    row.rows.all().delete()
    audit.record("opendata.version_withdrawn", person.id, row.id, code=code, number=number)
    outbox.put(events.VersionWithdrawn(version_id=row.id))
    return row
