"""What the rest of the house asks of privacy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import CounterConsent, PersonRef
from veche.commons.pages import public as pages
from veche.commons.privacy import policies, queries, wording
from veche.commons.privacy.actions.counter import sign_consent
from veche.commons.privacy.actions.mine import note_destruction
from veche.commons.privacy.keeping import use_retained
from veche.commons.privacy.models import Leak
from veche.commons.privacy.rules import CONSENTS
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.manifest import Matter

__all__ = [
    "COUNTER_CONSENT",
    "consent_page",
    "note_destruction",
    "own_part",
    "retention_troubles",
    "use_retained",
    "waiting",
]


def consent_page(person: PersonRef, back: str) -> str:
    """Where the person agrees before saying more than a contact; "" when they need not."""
    if not person.is_known or not queries.needs_consent(person):
        return ""
    return f"{reverse('privacy:give-consent')}?{urlencode({'next': back})}"


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """Leaks that are not over, and what residents ask; one's own request waits for others."""
    asked = [
        Matter(
            title=str(wording.KINDS[one.kind]),
            url=reverse("privacy:answer-request", args=[one.number]),
            note=_("Ответить на запрос № %(number)s") % {"number": one.number},
            due_on=one.due_on,
        )
        for one in queries.waiting(person, size=limit).items
        if policies.may_answer_request(person, asked_by=one.person_id)
    ]
    return [*(_leak(one) for one in queries.open_leaks(person)), *asked]


def _leak(leak: Leak) -> Matter:
    """The next of its two clocks: the notice, then the investigation."""
    is_told = "notice" in {one.step for one in leak.steps.all()}
    due = leak.investigate_by if is_told else leak.notice_by
    local = due.astimezone(clock.zone(towns.current().time_zone))
    return Matter(
        title=_("Учебная тревога") if leak.is_drill else _("Утечка данных"),
        url=reverse("privacy:read-leak", args=[leak.number]),
        note=_("Следующий срок в %(hour)s") % {"hour": f"{local:%H:%M}"},
        due_on=local.date(),
    )


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


def own_part(person_id: UUID) -> dict[str, Any]:
    """What the person agreed to and asked for, and who looked, for a copy of their data."""
    ids = [person_id, *identity.earlier_ids(person_id)]
    return {
        "consents": [
            {
                "given": one.is_given,
                "version": one.version,
                "channel": one.channel,
                "said_at": one.said_at.isoformat(),
            }
            for one in queries.said_by(ids)
        ],
        "requests": [
            {
                "number": one.number,
                "kind": one.kind,
                "state": one.state,
                "made_at": one.made_at.isoformat(),
                "due_on": one.due_on.isoformat(),
                "answered_at": one.answered_at.isoformat() if one.answered_at else None,
            }
            for one in queries.requests_of(ids)
        ],
        "looks": [
            {"role": one.role, "what": one.what, "on": one.on.isoformat()}
            for one in queries.looks_at(ids, towns.current().time_zone)
        ],
    }
