"""A consent on paper: signed before a clerk, noted with the day alone."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.pages import public as pages
from veche.commons.privacy import policies, queries
from veche.commons.privacy.events import ConsentSigned
from veche.commons.privacy.models import Consent
from veche.commons.privacy.rules import BY_COUNTER, CONSENTS
from veche.commons.towns import public as towns
from veche.kernel import clock, locks, outbox
from veche.kernel.errors import Conflict


@transaction.atomic
def sign_consent(clerk: PersonRef, person_id: UUID, version: int) -> None:
    """Note that this person signed the sheet of that version; signed again changes nothing.

    The entry names the clerk alone and the row keeps the day: visits in their order beside ballots
    in theirs would tell who filled in which.
    """
    policies.may_sign_consent(clerk).or_refuse()
    locks.take(exclusive=[f"privacy.consent:{person_id}"])
    words = pages.published(CONSENTS)
    if words is None or words.version != version:
        raise Conflict(
            _("Текст согласия изменился"),
            advice=_("Напечатайте новый лист и дайте его на подпись."),
            code="consent-changed",
        )
    if queries.has_agreed(person_id, version):
        return
    zone = towns.current().time_zone
    Consent.objects.create(
        person_id=person_id,
        is_given=True,
        version=version,
        channel=BY_COUNTER,
        said_at=datetime.combine(clock.today(zone), time(), clock.zone(zone)),
    )
    audit.record("privacy.consent_signed", clerk.id, clerk.known_id, version=version)
    outbox.put(ConsentSigned(version))
