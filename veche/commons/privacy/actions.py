"""Giving a consent and taking it back: one verb, one policy, one audit entry, one event."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.pages import public as pages
from veche.commons.privacy import policies, queries
from veche.commons.privacy.events import ConsentGiven, ConsentWithdrawn
from veche.commons.privacy.models import Consent
from veche.commons.privacy.rules import BY_SITE, CONSENTS
from veche.kernel import locks, outbox
from veche.kernel.errors import Conflict


def _lock(person: PersonRef) -> None:
    locks.take(exclusive=[f"privacy.consent:{person.known_id}"])


@transaction.atomic
def give_consent(person: PersonRef, *, version: int) -> None:
    """Agree to the words that were read; Conflict when the town has changed them meanwhile.

    Agreeing again to the same words changes nothing.
    """
    policies.may_give_consent(person).or_refuse()
    _lock(person)
    words = pages.published(CONSENTS)
    if words is None or words.version != version:
        raise Conflict(
            _("Текст согласия изменился, пока вы его читали"),
            advice=_("Откройте страницу заново и прочитайте новый текст."),
            code="consent-changed",
        )
    if not queries.needs_consent(person):
        return
    Consent.objects.create(
        person_id=person.known_id, is_given=True, version=version, channel=BY_SITE
    )
    audit.record("privacy.consent_given", person.id, person.known_id, version=version)
    outbox.put(ConsentGiven(person.known_id, version))


@transaction.atomic
def withdraw_consent(person: PersonRef) -> None:
    """Take the consent back: the home and the birth date are forgotten at once."""
    policies.may_open_my_data(person).or_refuse()
    _lock(person)
    said = queries.history(person)
    has_given = bool(said) and said[0].is_given
    policies.may_withdraw_consent(person, has_given=has_given).or_refuse()
    version = said[0].version
    Consent.objects.create(
        person_id=person.known_id, is_given=False, version=version, channel=BY_SITE
    )
    identity.forget_details(person)
    audit.record("privacy.consent_withdrawn", person.id, person.known_id, version=version)
    outbox.put(ConsentWithdrawn(person.known_id, version))
