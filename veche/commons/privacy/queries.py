"""Reading consents; each person their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.pages import public as pages
from veche.commons.privacy import keeping, policies
from veche.commons.privacy.models import Consent, DataRequest, Destruction, Leak, LeakStep
from veche.commons.privacy.rules import CONSENTS, OPEN
from veche.kernel import clock
from veche.kernel.errors import NotFound
from veche.kernel.manifest import Retained
from veche.kernel.pagination import Page, keyset
from veche.kernel.retention import State, states

ACTS_SHOWN = 100
LEAKS_SHOWN = 20
# What was looked at, and who does so: the usual role, else the other one.
_OPENED = {
    "identity.contact_opened": ("contact", identity.CLERK, identity.AUDITOR),
    "identity.addressee_opened": ("letter", identity.COORDINATOR, identity.APPROVER),
}


@dataclass(frozen=True)
class Look:
    """Somebody of the town saw something of a person: the role and the day, no name, no hour."""

    role: str
    what: str
    on: date


@dataclass(frozen=True)
class Said:
    """A line of the history of a consent."""

    is_given: bool
    version: int
    channel: str
    said_at: datetime


def history(person: PersonRef) -> list[Said]:
    """What the person said about their consent, newest first; earlier accounts are the same."""
    policies.may_open_my_data(person).or_refuse()
    return said_by([person.known_id, *person.earlier_ids])


def said_by(person_ids: Sequence[UUID]) -> list[Said]:
    """What accounts said about their consent, newest first."""
    rows = Consent.objects.filter(person_id__in=person_ids).order_by("-id")
    return [Said(one.is_given, one.version, one.channel, one.said_at) for one in rows]


def needs_consent(person: PersonRef) -> bool:
    """Whether the town has published a consent that the person has not agreed to yet."""
    policies.may_open_my_data(person).or_refuse()
    words = pages.published(CONSENTS)
    return words is not None and not has_agreed(person.known_id, words.version)


def has_agreed(person_id: UUID, version: int) -> bool:
    """Whether the newest word of an account, or of those it grew from, agrees to that version."""
    said = said_by([person_id, *identity.earlier_ids(person_id)])
    return bool(said) and said[0].is_given and said[0].version == version


def looks(person: PersonRef, time_zone: str) -> list[Look]:
    """Who of the town has looked at something of the person, newest first."""
    policies.may_open_my_data(person).or_refuse()
    return looks_at([person.known_id, *person.earlier_ids], time_zone)


def looks_at(person_ids: Sequence[UUID], time_zone: str) -> list[Look]:
    """Who has looked at something of the accounts of one person, newest first."""
    seen = [
        Look(identity.CLERK, "document", day)
        for one in person_ids
        for day in identity.document_days(one)
    ]
    zone = clock.zone(time_zone)
    for kind, (what, usual, other) in _OPENED.items():
        entries = [entry for one in person_ids for entry in audit.history(one, kinds=[kind])]
        holders = set(identity.holders(usual)) if entries else set()
        for entry in entries:
            role = usual if entry.actor_id in holders else other
            seen.append(Look(role, what, entry.recorded_at.astimezone(zone).date()))
    return sorted(seen, key=lambda look: look.on, reverse=True)


def own_requests(person: PersonRef) -> list[DataRequest]:
    """What the person has asked for, newest first."""
    policies.may_open_my_data(person).or_refuse()
    return requests_of([person.known_id, *person.earlier_ids])


def requests_of(person_ids: Sequence[UUID]) -> list[DataRequest]:
    """What accounts have asked for, newest first."""
    return list(DataRequest.objects.filter(person_id__in=person_ids).order_by("-made_at"))


def waiting(person: PersonRef, *, after: str = "", size: int = 50) -> Page[DataRequest]:
    """What waits for an answer, the nearest term first."""
    policies.may_read_privacy_desk(person).or_refuse()
    rows = DataRequest.objects.filter(state=OPEN)
    return keyset(rows, order=("due_on", "number"), after=after, size=size)


def request_by_number(number: str) -> DataRequest | None:
    """The request of an event, for telling whose it is."""
    return DataRequest.objects.filter(number=number).first()


def request_to_answer(person: PersonRef, number: str) -> DataRequest:
    """An open request; NotFound."""
    policies.may_answer_request(person).or_refuse()
    row = DataRequest.objects.filter(number=number, state=OPEN).first()
    if row is None:
        raise NotFound()
    policies.may_answer_request(person, asked_by=row.person_id).or_refuse()
    return row


@dataclass(frozen=True)
class Kept:
    """A rule of retention: what is kept, the norm of its term if there is one, how its job does."""

    rule: Retained
    norm: norms.Norm | None
    state: State


@dataclass(frozen=True)
class Act:
    """Data destroyed on one day for one reason: how many times and how many records."""

    on: date
    ground: str
    runs: int
    number: int


def acts(person: PersonRef, time_zone: str, on: date | None = None) -> list[Act]:
    """The newest acts of destruction, or those of one day."""
    policies.may_read_privacy_desk(person).or_refuse()
    day = TruncDate("destroyed_at", tzinfo=clock.zone(time_zone))
    rows = Destruction.objects.annotate(day=day)
    if on is not None:
        rows = rows.filter(day=on)
    counted = rows.values("day", "ground").annotate(runs=Count("id"), total=Sum("number"))
    return [
        Act(one["day"], one["ground"], one["runs"], one["total"])
        for one in counted.order_by("-day", "ground")[:ACTS_SHOWN]
    ]


def kept_states() -> list[tuple[Retained, State]]:
    """What is kept for a while and how the job that drops it does; three queries."""
    rules = keeping.rules()
    found = states(rule.job for rule in rules)
    return [(rule, found[rule.job]) for rule in rules if rule.job in found]


def kept(person: PersonRef, today: date) -> list[Kept]:
    """The same for the desk, with the terms that are in force today."""
    policies.may_read_privacy_desk(person).or_refuse()
    return [
        Kept(rule, norms.value(rule.norm, today) if rule.norm else None, state)
        for rule, state in kept_states()
    ]


def leaks(person: PersonRef) -> list[Leak]:
    """The newest leaks and drills."""
    policies.may_read_privacy_desk(person).or_refuse()
    return list(Leak.objects.order_by("-found_at")[:LEAKS_SHOWN])


def open_leaks(person: PersonRef) -> list[Leak]:
    """Leaks and drills that are not over, with their steps; two queries."""
    policies.may_read_privacy_desk(person).or_refuse()
    rows = Leak.objects.filter(ended_at=None).order_by("notice_by").prefetch_related("steps")
    return list(rows[:LEAKS_SHOWN])


def leak(person: PersonRef, number: str) -> Leak:
    """One of them; NotFound."""
    policies.may_read_privacy_desk(person).or_refuse()
    found = Leak.objects.filter(number=number).first()
    if found is None:
        raise NotFound()
    return found


def steps_of(found: Leak) -> dict[str, LeakStep]:
    """Which steps are done."""
    return {one.step: one for one in found.steps.all()}
