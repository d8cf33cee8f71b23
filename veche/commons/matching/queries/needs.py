"""Finding needs, and who could meet one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from veche.commons.identity.public import PersonRef
from veche.commons.matching import policies
from veche.commons.matching.models import Match, Need, Solver
from veche.commons.matching.queries import solvers
from veche.commons.matching.queries.standing import own_of, today
from veche.commons.matching.rules import ranking, states
from veche.commons.places import public as places
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset
from veche.kernel.policies import Decision

NEWEST = ("-opened_at", "id")
OFFERED_MAX = 20


@dataclass(frozen=True)
class Found:
    """Somebody able to help, with the reasons."""

    solver: Solver
    reasons: tuple[ranking.Reason, ...]


def need_by_slug(slug: str) -> Need:
    """One need; NotFound."""
    found = Need.objects.select_related("work_kind").filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def may_name_owner(person: PersonRef, need: Need) -> Decision:
    """Whether somebody may say whose the place of a need is; queries for officials alone."""
    if not (decision := policies.may_name_owner(person)):
        return decision
    live = Match.objects.filter(need=need, state__in=states.LIVE).select_related("solver")
    own, talks = own_of(person), list(live)
    is_part = own.is_raiser(need) or any(own.is_solver(one.solver) for one in talks)
    return policies.may_name_owner(
        person,
        is_apart=not is_part,
        need_state=need.state,
        is_let=any(one.state in states.LET_IN for one in talks),
    )


def need_by_id(need_id: UUID) -> Need | None:
    """One need, for who tells of it."""
    return Need.objects.select_related("work_kind").filter(id=need_id).first()


def need_of(source_kind: str, source_id: str) -> Need | None:
    """The need of a source; asked on each page of a report."""
    return (
        Need.objects.select_related("work_kind")
        .filter(source_kind=source_kind, source_id=source_id)
        .first()
    )


def open_needs(
    *, kind: str = "", place_id: UUID | None = None, after: str = "", size: int = 20
) -> Page[Need]:
    """Where hands are wanted, the newest first; one query."""
    rows = Need.objects.filter(state=states.OPEN).select_related("work_kind")
    if kind:
        rows = rows.filter(work_kind=kind)
    if place_id is not None:
        rows = rows.filter(place_id=place_id)
    return keyset(rows, order=NEWEST, after=after, size=size)


def open_sources(source_kind: str) -> list[str]:
    """Sources of needs that look for somebody; one query."""
    rows = Need.objects.filter(source_kind=source_kind, state=states.OPEN)
    return list(rows.values_list("source_id", flat=True))


def sought_sources(source_kind: str) -> list[str]:
    """Sources of needs that nobody has closed or met; one query."""
    rows = Need.objects.filter(source_kind=source_kind, closed_at=None)
    return list(rows.values_list("source_id", flat=True))


def ran_out(limit: int = 500) -> list[UUID]:
    """Needs whose last day is over while nobody was found; one query."""
    rows = Need.objects.filter(state=states.OPEN, ends_on__lt=today())
    return list(rows.values_list("id", flat=True)[:limit])


def raised_by(person_ids: Sequence[UUID], limit: int = 20) -> list[Need]:
    """Needs that a person raised, the newest first; one query."""
    rows = Need.objects.filter(raised_by__in=person_ids).select_related("work_kind")
    return list(rows.order_by(*NEWEST)[:limit])


def ask_of(need: Need) -> ranking.Ask:
    """What of a need is looked at, as of today."""
    day = today()
    first, last = ranking.window(need.starts_on, need.ends_on, day)
    return ranking.Ask(
        latitude=need.latitude,
        longitude=need.longitude,
        lineage=frozenset(places.lineage(need.place_id) if need.place_id else ()),
        starts_on=first,
        ends_on=last,
        hands=need.hands,
        is_dangerous=need.is_dangerous,
        today=day,
    )


def who_can(need: Need, limit: int = OFFERED_MAX) -> list[Found]:
    """Those able to help, best first; three queries however many solvers the town has."""
    ask = ask_of(need)
    areas = solvers.areas_of_need(need.latitude, need.longitude, need.place_id)
    busy = set(
        Match.objects.filter(need=need, state__in=states.LIVE).values_list("solver_id", flat=True)
    )
    candidates = [
        one for one in solvers.narrow(need.work_kind_id, ask, areas) if one.id not in busy
    ]
    ranked = ranking.rank(ask, candidates, limit)
    rows = solvers.by_ids(one.id for one in ranked)
    return [Found(rows[one.id], tuple(one.reasons)) for one in ranked]
