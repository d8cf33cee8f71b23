"""Writing a draft: the passport, who takes part, hours, consequences. Questions and materials
have files of their own.

Whatever is written by hand arrives cleaned by the forms; here only what must hold whoever calls.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.domains.polls import policies, queries
from veche.domains.polls.actions.changing import attach_file, draft_to_change, write_down
from veche.domains.polls.actions.kinds import begin_as, require_bounded, usual_age
from veche.domains.polls.models import Poll, State, Territory
from veche.kernel import idempotency
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.ids import new_id


@dataclass(frozen=True)
class Passport:
    """What the poll is, in words."""

    kind: str
    title: str
    summary: str = ""
    initiator: str = ""
    curator: str = ""
    audience: str = ""
    cover_id: UUID | None = None


@dataclass(frozen=True)
class Hours:
    """When it runs and by which rules."""

    opens_at: datetime
    closes_at: datetime
    is_revisable: bool = True
    results_shown: str = "after_close"
    min_turnout: int | None = None
    shuffles_options: bool = False
    has_discussion: bool = False


@dataclass(frozen=True)
class Effect:
    """What follows from the result, by which act."""

    legal_effect: str
    act_title: str = ""
    act_number: str = ""
    act_on: date | None = None
    act_url: str = ""


@transaction.atomic(durable=True)
def start_poll(person: PersonRef, *, passport: Passport, min_age: int | None, key: str) -> Poll:
    """Begin a draft; the same key and words again lead to the same draft."""
    policies.may_draft_poll(person).or_refuse()

    def make() -> str:
        poll = _started(person, passport, min_age=min_age)
        _set_cover(person, poll, passport.cover_id)
        return poll.slug

    told = "\n".join([passport.kind, passport.title, passport.summary])
    slug = idempotency.answer_once(f"person:{person.id}", key, told.encode(), make)
    return queries.poll_to_manage(person, slug)


@transaction.atomic
def begin_from(
    person: PersonRef,
    *,
    passport: Passport,
    place_id: UUID | None,
    origin_kind: str,
    origin_id: UUID,
) -> Poll:
    """Begin a draft out of a thing of another service; joins the transaction of a bridge."""
    policies.may_draft_poll(person).or_refuse()
    poll = _started(
        person,
        passport,
        min_age=usual_age(passport.kind),
        origin_kind=origin_kind,
        origin_id=origin_id,
    )
    if place_id is not None:
        Territory.objects.create(poll=poll, place_id=place_id)
    return poll


def _started(person: PersonRef, passport: Passport, **values: Any) -> Poll:
    poll = Poll.objects.create(
        author_id=person.id, **values, **_values(passport, without="cover_id")
    )
    begin_as(poll)
    audit.record("polls.poll_started", person.id, poll.id)
    return poll


@transaction.atomic(durable=True)
def describe_poll(person: PersonRef, *, slug: str, passport: Passport) -> Poll:
    """Write the passport of a draft."""
    poll = draft_to_change(person, slug=slug)
    _set_cover(person, poll, passport.cover_id)
    values = _values(passport, without="cover_id")
    if passport.kind != poll.kind and not poll.questions.all():
        poll.kind, poll.title = passport.kind, passport.title
        begin_as(poll)
    return write_down(person, poll=poll, verb="polls.poll_described", values=values)


@transaction.atomic(durable=True)
def choose_voters(
    person: PersonRef,
    *,
    slug: str,
    place_ids: Collection[UUID],
    min_age: int | None,
    min_level: int,
) -> Poll:
    """Say who may take part; no places mean the whole town. Invalid for a place it has not."""
    poll = draft_to_change(person, slug=slug)
    known = {place.id for place in places.places() if place.kind != "town"}
    if not known.issuperset(place_ids):
        raise Invalid(
            _("Такой территории в городе нет"),
            fields={"places": _("Выберите территории из списка.")},
            code="unknown-place",
        )
    Territory.objects.filter(poll=poll).exclude(place_id__in=place_ids).delete()
    Territory.objects.bulk_create(
        [Territory(poll=poll, place_id=place_id) for place_id in set(place_ids)],
        ignore_conflicts=True,
    )
    values = {"min_age": min_age, "min_level": min_level}
    return write_down(person, poll=poll, verb="polls.voters_chosen", values=values)


@transaction.atomic(durable=True)
def schedule_poll(person: PersonRef, *, slug: str, hours: Hours) -> Poll:
    """Set the hours and the rules of voting."""
    poll = draft_to_change(person, slug=slug)
    if hours.closes_at <= hours.opens_at:
        raise Invalid(
            _("Голосование не может закончиться раньше, чем начнётся"),
            fields={"closes_at": _("Должно быть позже начала.")},
            code="dates-reversed",
        )
    require_bounded(opens_at=hours.opens_at, closes_at=hours.closes_at)
    return write_down(person, poll=poll, verb="polls.poll_scheduled", values=_values(hours))


@transaction.atomic(durable=True)
def set_effect(person: PersonRef, *, slug: str, effect: Effect) -> Poll:
    """Say what follows from the result."""
    poll = draft_to_change(person, slug=slug)
    return write_down(person, poll=poll, verb="polls.effect_set", values=_values(effect))


@transaction.atomic(durable=True)
def discard_poll(person: PersonRef, *, slug: str) -> None:
    """Remove a draft for good, its files with it; Conflict once it was extended before everyone."""
    poll = draft_to_change(person, slug=slug)
    if poll.extensions.exists():
        raise Conflict(
            _("Этот опрос уже объявляли жителям и продлевали, поэтому он остаётся в журнале"),
            advice=_("Оставьте его черновиком или поправьте и опубликуйте снова."),
            code="was-extended",
        )
    files.remove([ref.id for ref in files.of(queries.FILES_OF, str(poll.id))])
    audit.record("polls.poll_discarded", person.id, poll.id)
    poll.delete()


@transaction.atomic(durable=True)
def copy_poll(person: PersonRef, *, slug: str, key: str) -> Poll:
    """A draft like this poll: its words and questions, without dates, act, pictures and files.

    The same key again leads to the same draft.
    """
    source = queries.poll_to_manage(person, slug)
    policies.may_draft_poll(person).or_refuse()

    def make() -> str:
        poll: Poll = _copied(source, id=new_id(), author_id=person.id, **_NOT_COPIED)
        for question in source.questions.all():
            twin = _copied(question, id=new_id(), poll=poll)
            for option in question.options.all():
                _copied(option, id=new_id(), question=twin, photo_id=None)
        for territory in source.territories.all():
            Territory.objects.create(poll=poll, place_id=territory.place_id)
        for material in source.materials.all():
            _copied(material, id=new_id(), poll=poll, file_id=None)
        audit.record("polls.poll_copied", person.id, poll.id, source=source.id)
        return poll.slug

    made = idempotency.answer_once(f"person:{person.id}", key, slug.encode(), make)
    return queries.poll_to_manage(person, made)


_NOT_COPIED: dict[str, Any] = {
    "slug": None,
    "state": State.DRAFT,
    "cover_id": None,
    "act_title": "",
    "act_number": "",
    "act_on": None,
    "act_url": "",
    "opens_at": None,
    "closes_at": None,
    "writer_ids": [],
    "lawyer_id": None,
    "approver_id": None,
    "returned_because": "",
    "published_at": None,
    "opened_at": None,
    "closed_at": None,
    "decide_by": None,
    "import_key": None,
    "origin_kind": "",
    "origin_id": None,
}

# Pictures and files belong to one poll: a second owner could not be told when one is removed.


def _copied(row: Any, **changed: Any) -> Any:
    """A new row with the same values but those named; None for a slug asks for a fresh one."""
    model = type(row)
    kept = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if field.name not in changed and not getattr(field, "auto_now", False)
    }
    given = {name: value for name, value in changed.items() if not (name == "slug" and not value)}
    return model.objects.create(**{**kept, **given})


def _set_cover(person: PersonRef, poll: Poll, cover_id: UUID | None) -> None:
    """Hang the new picture on the poll, take the old one away."""
    if cover_id == poll.cover_id:
        return
    if cover_id is not None:
        attach_file(person, poll=poll, file_id=cover_id)
    if poll.cover_id is not None:
        files.remove([poll.cover_id])
    Poll.objects.filter(id=poll.id).update(cover_id=cover_id)
    poll.cover_id = cover_id


def _values(part: Any, without: str = "") -> dict[str, Any]:
    return {f.name: getattr(part, f.name) for f in fields(part) if f.name != without}
