"""Writing a proposal: a draft that survives, and the group that stands behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.initiatives import events, policies, rules
from veche.domains.initiatives.models import Member, Proposal
from veche.domains.initiatives.queries import reading, terms
from veche.kernel import clock, idempotency, limits, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound

STARTED_MAX, STARTED_SECONDS = 30, 24 * 3600


@dataclass(frozen=True)
class Matter:
    """What is wrong, and where."""

    title: str
    problem: str
    place_id: UUID | None = None
    spot: str = ""


@dataclass(frozen=True)
class Plan:
    """Why so, and what comes of it."""

    grounds: str
    result: str


@dataclass(frozen=True)
class Means:
    """What it costs, when, and what people give themselves."""

    cost_kopecks: int | None = None
    cost_note: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    own_kopecks: int | None = None
    own_property: str = ""
    own_labour: str = ""
    budget_kopecks: int | None = None


@transaction.atomic
def begin_proposal(
    person: PersonRef,
    *,
    matter: Matter,
    more: Sequence[Plan | Means] = (),
    grown_from: Proposal | None = None,
) -> Proposal:
    """Begin a draft with what is known of it."""
    policies.may_propose(person).or_refuse()
    parts = (matter, *more)
    for one in parts:
        _require_sound(one)
    limits.hit(f"initiatives:{person.id}", limit=STARTED_MAX, seconds=STARTED_SECONDS)
    if len(reading.drafts_of(person)) >= policies.DRAFTS_MAX:
        raise Conflict(
            _("Черновиков уже много"),
            advice=_("Отправьте или удалите один из прежних."),
            code="many-drafts",
        )
    values = {name: value for one in parts for name, value in asdict(one).items()}
    row = Proposal.objects.create(
        author_id=person.known_id, changed_at=clock.now(), grown_from=grown_from, **values
    )
    Member.objects.create(proposal=row, person_id=person.known_id)
    audit.record("initiatives.proposal_begun", person.id, row.id)
    return row


def start_proposal(person: PersonRef, *, matter: Matter, key: str) -> UUID:
    """The same from a page; the same key and words again lead to the same draft."""

    def make() -> str:
        return str(begin_proposal(person, matter=matter).id)

    told = repr(matter).encode()
    return UUID(idempotency.answer_once(f"person:{person.id}", f"propose:{key}", told, make))


@transaction.atomic(durable=True)
def begin_anew(person: PersonRef, *, slug: str) -> Proposal:
    """Begin a draft with the words of what did not come through; again it is the same draft."""
    policies.may_begin_anew(person, reading.row_of(slug)).or_refuse()
    known = _locked(reading.row_of(slug).id)
    policies.may_begin_anew(person, known).or_refuse()
    begun = next((one for one in reading.drafts_of(person) if one.grown_from_id == known.id), None)
    if begun is not None:
        return begun
    matter = _part(Matter, known)
    if matter.place_id not in {one.id for one in terms.territories()}:
        matter = replace(matter, place_id=None)
    means: Means = _part(Means, known)
    if means.starts_on is not None and means.starts_on < terms.today():
        means = replace(means, starts_on=None, ends_on=None)
    if known.author_id not in reading.own_ids(person):
        # What another has promised to give is theirs alone.
        means = replace(means, own_kopecks=None, own_property="", own_labour="")
    more = (_part(Plan, known), means)
    return begin_proposal(person, matter=matter, more=more, grown_from=known)


def _part(kind: type[Any], row: Proposal) -> Any:
    return kind(**{one.name: getattr(row, one.name) for one in fields(kind)})


@transaction.atomic(durable=True)
def describe_proposal(
    person: PersonRef, *, draft_id: UUID, part: Matter | Plan | Means
) -> Proposal:
    """Keep one part of a draft; what was turned down becomes a draft again.

    Whoever has joined agreed to other words: they are asked again, and not counted until then.
    """
    row = _locked_draft(person, draft_id)
    _require_sound(part)
    return _write(person, row, asdict(part))


def _write(person: PersonRef, row: Proposal, values: Mapping[str, Any]) -> Proposal:
    is_other = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    # A moderator's late word on the former text must not publish this one.
    row.state = rules.DRAFT
    row.changed_at = clock.now()
    row.save(update_fields=[*values, "state", "changed_at"])
    audit.record("initiatives.proposal_described", person.id, row.id)
    if is_other and _ask_anew(row):
        outbox.put(events.GroupAskedAnew(proposal_id=row.id))
    return row


def _ask_anew(row: Proposal) -> int:
    joined = Member.objects.filter(~Q(person_id=row.author_id), proposal=row, is_asked_anew=False)
    return joined.update(is_asked_anew=True)


@transaction.atomic(durable=True)
def discard_proposal(person: PersonRef, *, draft_id: UUID) -> None:
    """Remove one's own draft for good, its group with it."""
    row = _locked_draft(person, draft_id)
    audit.record("initiatives.proposal_discarded", person.id, row.id)
    row.delete()


@transaction.atomic(durable=True)
def join_group(person: PersonRef, *, token: str) -> Proposal:
    """Stand behind a proposal as one of its group; a second time changes nothing."""
    row = _locked(reading.by_invite(token).id)
    policies.may_join_group(
        person, row, terms.participant(person), terms.value("min_age")
    ).or_refuse()
    if not reading.is_member(person, row):
        again = Member.objects.filter(proposal=row, person_id__in=reading.own_ids(person))
        if not again.update(is_asked_anew=False):
            Member.objects.create(proposal=row, person_id=person.known_id)
        audit.record("initiatives.group_joined", None, row.id)
        outbox.put(events.GroupJoined(proposal_id=row.id))
    return row


@transaction.atomic(durable=True)
def leave_group(person: PersonRef, *, token: str) -> None:
    """Leave a group before it has sent its words; its author discards the draft instead."""
    row = _locked(reading.by_invite(token).id)
    policies.may_join_group(person, row).or_refuse()
    if policies.may_change_proposal(person, row):
        raise Conflict(
            _("Вы автор этого предложения"),
            advice=_("Черновик можно удалить целиком."),
            code="own-draft",
        )
    gone, _tables = Member.objects.filter(
        proposal=row, person_id__in=reading.own_ids(person)
    ).delete()
    if gone:
        audit.record("initiatives.group_left", None, row.id)
        outbox.put(events.GroupLeft(proposal_id=row.id))


def _locked_draft(person: PersonRef, draft_id: UUID) -> Proposal:
    row = _locked(reading.draft_for(person, draft_id).id)
    policies.may_change_proposal(person, row).or_refuse()
    return row


def _locked(proposal_id: UUID) -> Proposal:
    """The row held until the end; NotFound when it has gone meanwhile."""
    row = Proposal.objects.select_for_update().filter(id=proposal_id).first()
    if row is None:
        raise NotFound()
    return row


def _require_sound(part: Matter | Plan | Means) -> None:
    if isinstance(part, Matter):
        _require_place(part)
    if isinstance(part, Means):
        _require_means(part)


def _require_place(matter: Matter) -> None:
    known = {one.id for one in terms.territories()}
    if matter.place_id is not None and matter.place_id not in known:
        words = _("Выберите территорию из списка.")
        raise Invalid(_("Такой территории в городе нет"), fields={"place": words})


def _require_means(means: Means) -> None:
    wrong: dict[str, Any] = {}
    if means.starts_on and means.ends_on and means.ends_on < means.starts_on:
        wrong["ends_on"] = _("Конец не может быть раньше начала.")
    if means.starts_on and means.starts_on < terms.today():
        wrong["starts_on"] = _("Этот день уже прошёл.")
    cost, asked = means.cost_kopecks, means.budget_kopecks
    if cost is not None and asked is not None and asked > cost:
        wrong["budget_kopecks"] = _("Это больше, чем всё стоит.")
    if wrong:
        raise Invalid(_("Проверьте деньги и сроки"), fields=wrong)
