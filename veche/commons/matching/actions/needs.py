"""Needs: declared by their owner above or by an official, taken back, and met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.matching import events, policies
from veche.commons.matching.models import Match, Need, Step, WorkKind
from veche.commons.matching.queries.needs import may_name_owner, need_by_slug
from veche.commons.matching.queries.solvers import work_kind
from veche.commons.matching.queries.standing import own_of, today
from veche.commons.matching.rules import states
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.ids import new_id

BY_OFFICE = "matching.need"


@dataclass(frozen=True)
class NewNeed:
    """What is to be done, where, when, by how many; whose the place is.

    Without an owner of a name the place is the town's, and without `owner_organisation_id` its
    officials answer for it. `is_owner_named` when an official says so now; otherwise what one has
    said before stays. `is_town_duty` is the flag of the owner's category: such a need is refused,
    whoever asks.
    """

    title: str
    work_kind: str
    latitude: float
    longitude: float
    owner_name: str = ""
    text: str = ""
    url: str = ""
    address: str = ""
    place_id: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    hands: int = 1
    is_dangerous: bool = False
    is_town_duty: bool = False
    raised_by: UUID | None = None
    owner_organisation_id: UUID | None = None
    is_owner_named: bool = False


@transaction.atomic
def open_need(
    *, source_kind: str, source_id: str, given: NewNeed, actor: UUID | None = None
) -> UUID:
    """Look for helpers for a source; a second call changes nothing. Returns the need's id.

    What was closed and is needed again opens anew, as it is told now. Where work at hand goes on it
    is looked for again after it: by the new words and days, of the same kind in the same place.
    What was met is a Conflict.
    """
    policies.may_seek_helpers(is_town_duty=given.is_town_duty).or_refuse()
    kind = work_kind(given.work_kind)
    row = _row(source_kind, source_id, given, kind)
    Need.objects.bulk_create([row], ignore_conflicts=True)
    known = Need.objects.select_for_update().get(source_kind=source_kind, source_id=source_id)
    if known.state == states.FULFILLED:
        raise Conflict(
            _("Здесь уже помогли"),
            advice=_("Нужны ещё руки? Соберите соседей в один день: кнопка на этой же странице."),
            code="helped-already",
        )
    is_anew = known.closed_at is not None
    if known.state == states.CLOSED:
        _anew(row, known)
    elif is_anew:
        _behind(row, known)
    if is_anew or known.id == row.id:
        audit.record("matching.need_opened", actor, known.id, source_kind=source_kind)
        outbox.put(events.NeedOpened(known.id, source_kind, source_id))
    return known.id


def _anew(row: Need, known: Need) -> None:
    """As it is told now; whose the place is stays as an official has said."""
    row.id, row.slug, row.opened_at = known.id, known.slug, clock.database_now()
    if row.owner_named_at is None and known.owner_named_at is not None:
        row.owner_organisation_id, row.owner_name = known.owner_organisation_id, known.owner_name
        row.owner_named_at = known.owner_named_at
    row.save(force_update=True)


def _behind(row: Need, known: Need) -> None:
    """Looked for again behind those at work, who have agreed on its kind and its place."""
    told = ("title", "text", "starts_on", "ends_on", "hands")
    for name in told:
        setattr(known, name, getattr(row, name))
    known.closed_at = None
    known.save(update_fields=[*told, "closed_at"])


def _row(source_kind: str, source_id: str, given: NewNeed, kind: WorkKind) -> Need:
    place = places.place_at(given.latitude, given.longitude)
    return Need(
        source_kind=source_kind,
        source_id=source_id,
        title=given.title[: states.TITLE_MAX],
        text=given.text[: states.WORDS_MAX],
        url=given.url,
        work_kind=kind,
        latitude=given.latitude,
        longitude=given.longitude,
        place_id=given.place_id or (place.id if place else None),
        address=given.address,
        starts_on=given.starts_on or today(),
        ends_on=given.ends_on,
        hands=given.hands,
        is_dangerous=given.is_dangerous or kind.is_dangerous,
        raised_by=given.raised_by,
        owner_organisation_id=given.owner_organisation_id,
        owner_name=given.owner_name,
        owner_named_at=clock.database_now() if given.is_owner_named else None,
    )


@transaction.atomic
def declare_need(person: PersonRef, *, given: NewNeed) -> str:
    """An official asks for helpers in the town's name. Returns the need's slug."""
    policies.may_declare_need(person).or_refuse()
    need_id = open_need(
        source_kind=BY_OFFICE, source_id=str(new_id()), given=given, actor=person.known_id
    )
    rows = Need.objects.filter(id=need_id)
    rows.update(declared_by=person.known_id)
    slug: str = rows.values_list("slug", flat=True).get()
    return slug


@transaction.atomic
def name_owner(person: PersonRef, *, slug: str, organisation_id: UUID | None) -> None:
    """An official says whose the place is, the town's without one; a plan that waits asks anew.

    Both sides, the new owner and the former hear of it; the same once more changes nothing.
    """
    need = need_by_slug(slug)
    need = Need.objects.select_for_update().get(id=need.id)
    may_name_owner(person, need).or_refuse()
    former, name = need.owner_organisation_id, _name_of(organisation_id)
    if (former, need.owner_name) == (organisation_id, name):
        return
    need.owner_organisation_id, need.owner_name = organisation_id, name
    need.owner_named_at = clock.database_now()
    need.save(update_fields=["owner_organisation_id", "owner_name", "owner_named_at"])
    audit.record("matching.owner_named", person.id, need.id)
    outbox.put(events.OwnerNamed(need.id))
    for plan in Match.objects.filter(need=need, state=states.PLANNED):
        outbox.put(events.OwnerAsked(plan.id))
    if former is not None and former != organisation_id:
        outbox.put(events.OwnerReplaced(need.id, former))


def _name_of(organisation_id: UUID | None) -> str:
    if organisation_id is None:
        return ""
    found = organisations.by_ids([organisation_id]).get(organisation_id)
    if found is None:
        words = _("Такой организации в списке нет")
        raise Invalid(words, fields={"owner": words})
    return found.name


@transaction.atomic
def close_need(person: PersonRef, *, slug: str) -> None:
    """Nobody is needed any more; whoever was on the way is told."""
    need = need_by_slug(slug)
    policies.may_close_need(person, parties=own_of(person).parties(need)).or_refuse()
    _close(need, person.known_id)


@transaction.atomic
def close_need_of(*, source_kind: str, source_id: str, refusal: str = "") -> None:
    """The same from the owner above: the report was closed, the proposal withdrawn.

    `refusal`: the town's words, where it has refused the case; both sides of a talk read them.
    """
    for need in Need.objects.filter(source_kind=source_kind, source_id=source_id):
        _close(need, None, refusal)


@transaction.atomic
def retell_need(*, source_kind: str, source_id: str, title: str = "", text: str = "") -> None:
    """Other words of the owner above: a moderator has hidden some. Without a title the kind of
    work alone is told."""
    rows = Need.objects.select_for_update(of=("self",)).select_related("work_kind")
    for need in rows.filter(source_kind=source_kind, source_id=source_id):
        need.title = title[: states.TITLE_MAX] or need.work_kind.title
        need.text = text[: states.WORDS_MAX]
        need.save(update_fields=["title", "text"])


@transaction.atomic
def close_untaken(*, source_kind: str, source_ids: Sequence[str]) -> None:
    """Of these nobody new is looked for; what is agreed on goes on."""
    rows = Need.objects.filter(source_kind=source_kind, source_id__in=source_ids, state=states.OPEN)
    for need in rows.order_by("id"):
        _close(need, None)


@transaction.atomic
def end_need(need_id: UUID) -> None:
    """Its last day is over: nobody is looked for any more, and whoever asked is told."""
    need = Need.objects.select_for_update().get(id=need_id)
    if need.state == states.OPEN and need.ends_on is not None and need.ends_on < today():
        _shut(need)
        audit.record("matching.need_ran_out", None, need.id)
        outbox.put(events.NeedRanOut(need.id, need.source_kind, need.source_id))


def held_match(match_id: UUID) -> Match:
    """A match, held with its need."""
    need_id = Match.objects.values_list("need_id", flat=True).get(id=match_id)
    Need.objects.select_for_update().get(id=need_id)
    return Match.objects.select_related("need").get(id=match_id)


def set_need(need: Need, state: str) -> None:
    """Where a need stands after a step of one of its matches; the need is held."""
    need.state = state
    need.closed_at = clock.database_now() if state == states.FULFILLED else None
    need.save(update_fields=["state", "closed_at"])


def release(need: Need) -> None:
    """Whoever held it holds it no more: it is looked for again, unless it was closed meanwhile."""
    need.state = states.CLOSED if need.closed_at else states.OPEN
    need.save(update_fields=["state"])


def _close(need: Need, actor: UUID | None, refusal: str = "") -> None:
    need = Need.objects.select_for_update().get(id=need.id)
    if need.closed_at is None:
        _shut(need, refusal)
        audit.record("matching.need_closed", actor, need.id)
        outbox.put(events.NeedClosed(need.id, need.source_kind, need.source_id))


def _shut(need: Need, refusal: str = "") -> None:
    """Nobody new is looked for. Hands at work are let finish: their need closes behind them. Of
    every other talk it is written down who has ended it and why."""
    live = Match.objects.filter(need=need, state__in=states.LIVE)
    at_work = live.filter(state__in=states.AT_WORK)
    need.state = states.TAKEN if at_work.exists() else states.CLOSED
    need.closed_at = now = clock.database_now()
    need.save(update_fields=["state", "closed_at"])
    ended = list(live.exclude(state__in=states.AT_WORK))
    by = states.TOWN if refusal else states.ASKER
    Match.objects.filter(id__in=[one.id for one in ended]).update(
        state=states.WITHDRAWN,
        ended_by=by,
        reason=refusal[: states.WORDS_MAX],
        changed_at=now,
    )
    Step.objects.bulk_create(Step(match=one, verb=states.WITHDRAW, party=by) for one in ended)
