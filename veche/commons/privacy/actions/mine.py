"""Consents, requests, destroyed data: one verb, one policy, one audit entry, one event."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.pages import public as pages
from veche.commons.privacy import policies, queries
from veche.commons.privacy.events import (
    ConsentGiven,
    ConsentWithdrawn,
    RequestAnswered,
    RequestMade,
)
from veche.commons.privacy.models import Consent, DataRequest, Destruction
from veche.commons.privacy.rules import (
    BY_REQUEST,
    BY_SITE,
    CONSENTS,
    DONE,
    ERASURE,
    OPEN,
    OUTCOMES,
    TERMS,
    WITHDRAWAL,
)
from veche.commons.towns import public as towns
from veche.kernel import clock, locks, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound


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
    _take_back(person, said[0].version, channel=BY_SITE, actor=person)


def _take_back(owner: PersonRef, version: int, *, channel: str, actor: PersonRef) -> None:
    Consent.objects.create(
        person_id=owner.known_id, is_given=False, version=version, channel=channel
    )
    identity.forget_details(owner)
    audit.record("privacy.consent_withdrawn", actor.id, owner.known_id, version=version)
    outbox.put(ConsentWithdrawn(owner.known_id, version))


@transaction.atomic
def make_request(person: PersonRef, *, kind: str) -> str:
    """Ask for something about one's data; its number. What is asked for already is not doubled."""
    policies.may_make_request(person).or_refuse()
    if kind not in TERMS:
        raise Invalid(_("Выберите, о чём запрос"), code="unknown-kind")
    _lock(person)
    ids = [person.known_id, *person.earlier_ids]
    waiting = DataRequest.objects.filter(person_id__in=ids, kind=kind, state=OPEN).first()
    if waiting is not None:
        return waiting.number
    today = clock.today(towns.current().time_zone)
    due_on = norms.due_on(TERMS[kind], today, if_day_off="previous")
    row = DataRequest.objects.create(person_id=person.known_id, kind=kind, due_on=due_on)
    audit.record("privacy.request_made", person.id, row.number, request=kind)
    outbox.put(RequestMade(row.number))
    return row.number


@transaction.atomic
def answer_request(person: PersonRef, *, number: str, outcome: str) -> None:
    """End a request. Erasing and taking a consent back happen with the answer, not after it."""
    policies.may_answer_request(person).or_refuse()
    row = DataRequest.objects.select_for_update().filter(number=number, state=OPEN).first()
    if row is None:
        raise NotFound()
    policies.may_answer_request(person, asked_by=row.person_id).or_refuse()
    if outcome not in OUTCOMES:
        raise Invalid(_("Выберите ответ"), code="unknown-outcome")
    if outcome == DONE:
        _carry_out(person, row)
    row.state, row.answered_at = outcome, clock.database_now()
    row.save(update_fields=["state", "answered_at"])
    audit.record("privacy.request_answered", person.id, number, outcome=outcome)
    outbox.put(RequestAnswered(number, outcome))


def _carry_out(officer: PersonRef, row: DataRequest) -> None:
    owner = identity.survivor(row.person_id)
    if owner is None:
        return  # the person has erased all of it meanwhile
    if row.kind == ERASURE:
        identity.erase_person(owner)
    elif row.kind == WITHDRAWAL:
        _lock(owner)
        said = queries.history(owner)
        if said and said[0].is_given:
            _take_back(owner, said[0].version, channel=BY_REQUEST, actor=officer)
        else:
            identity.forget_details(owner)


def note_destruction(ground: str, *, event_id: UUID, number: int) -> None:
    """Keep that data is gone; an event told twice counts once."""
    row = Destruction(event_id=event_id, ground=ground, number=number)
    Destruction.objects.bulk_create([row], ignore_conflicts=True)
