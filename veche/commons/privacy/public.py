"""What the rest of the house asks of privacy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity.public import CounterConsent, PersonRef
from veche.commons.pages import public as pages
from veche.commons.privacy import policies, queries, wording
from veche.commons.privacy.actions.counter import sign_consent
from veche.commons.privacy.actions.mine import note_destruction
from veche.commons.privacy.keeping import use_retained
from veche.commons.privacy.rules import CONSENTS
from veche.kernel import clock

__all__ = [
    "COUNTER_CONSENT",
    "consent_page",
    "desk_link",
    "note_destruction",
    "own_part",
    "retention_troubles",
    "use_retained",
]


def consent_page(person: PersonRef, back: str) -> str:
    """Where the person agrees before saying more than a contact; "" when they need not."""
    if not person.is_known or not queries.needs_consent(person):
        return ""
    return f"{reverse('privacy:give-consent')}?{urlencode({'next': back})}"


def _version() -> int | None:
    words = pages.published(CONSENTS)
    return words.version if words is not None else None


def _has_agreed(person_id: UUID) -> bool:
    version = _version()
    return version is not None and queries.has_agreed(person_id, version)


COUNTER_CONSENT = CounterConsent(
    version=_version,
    sheet_url=lambda: reverse("privacy:consent-sheet"),
    has=_has_agreed,
    sign=sign_consent,
)


def desk_link(person: PersonRef) -> str | None:
    """The way to the desk, for «Я» of whoever answers for personal data."""
    return reverse("privacy:desk") if policies.may_read_privacy_desk(person) else None


def retention_troubles() -> list[str]:
    """What is not dropped in time, in words for whoever looks after the server."""
    now = clock.now()
    told = []
    for rule, state in queries.kept_states():
        if state.failure:
            told.append(f"{rule.what}: {wording.failure(state.failure)}")
        elif state.ran_at is None:
            told.append(_("%(what)s: ещё ни разу не проверяли") % {"what": rule.what})
        elif state.is_missing(now):
            told.append(_("%(what)s: проверка пропущена") % {"what": rule.what})
    return told


def own_part(person_id: UUID) -> list[dict[str, Any]]:
    """What the person agreed to, for a copy of their data."""
    return [
        {
            "given": one.is_given,
            "version": one.version,
            "channel": one.channel,
            "said_at": one.said_at.isoformat(),
        }
        for one in queries.said_by([person_id])
    ]
