"""Finding those able to help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import cos, radians
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from veche.commons.identity.public import PersonRef
from veche.commons.matching import policies
from veche.commons.matching.models import Reach, Skill, Solver, WorkKind
from veche.commons.matching.queries.standing import Own
from veche.commons.matching.rules import ranking, states, territory
from veche.commons.places import public as places
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

BEST = ("-deeds", "id")


def residents_doing(code: str) -> list[UUID]:
    """Residents and their groups who do a kind of work that is dangerous by now; one query."""
    rows = Skill.objects.filter(work_kind=code, work_kind__is_dangerous=True)
    return list(rows.filter(solver__organisation_id=None).values_list("solver_id", flat=True))


def work_kinds(*, every: bool = False) -> list[WorkKind]:
    """The town's list, in its order; closed ones for who edits it."""
    rows = WorkKind.objects.all()
    return list(rows if every else rows.filter(is_open=True))


def work_kind(code: str) -> WorkKind:
    """One of them; NotFound."""
    found = WorkKind.objects.filter(code=code).first()
    if found is None:
        raise NotFound()
    return found


def is_shown_kind(code: str) -> bool:
    """Whether people may choose it."""
    return WorkKind.objects.filter(code=code, is_open=True).exists()


def own_condition(own: Own) -> Q:
    """Solvers of a person and of the organisations they act for."""
    return Q(person_id__in=own.person_ids) | Q(organisation_id__in=own.organisation_ids)


def own_solvers(own: Own) -> list[Solver]:
    """One's own solvers with their skills, the person's first; two queries."""
    if not own.person_ids:
        return []
    rows = Solver.objects.filter(own_condition(own)).prefetch_related("skills__work_kind")
    return sorted(rows, key=lambda row: (row.organisation_id is not None, row.name, row.id))


def of_persons(person_ids: Iterable[UUID]) -> list[Solver]:
    """What persons said of themselves, for a copy of their data; two queries."""
    rows = Solver.objects.filter(person_id__in=list(person_ids)).prefetch_related("skills")
    return list(rows.order_by("added_at"))


def own_solver(own: Own, slug: str) -> Solver:
    """One of them; NotFound."""
    found = Solver.objects.filter(own_condition(own), slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def shown_solver(slug: str) -> Solver:
    """What everyone may read; NotFound."""
    found = (
        Solver.objects.filter(slug=slug, is_open=True, is_shown=True)
        .prefetch_related("skills__work_kind")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def shown_solvers(*, kind: str = "", after: str = "", size: int = 20) -> Page[Solver]:
    """Those able to help, by deeds done; two or three queries."""
    rows: QuerySet[Solver] = Solver.objects.filter(is_open=True, is_shown=True)
    if kind:
        rows = rows.filter(id__in=Skill.objects.filter(work_kind=kind).values("solver_id"))
    return keyset(rows.prefetch_related("skills__work_kind"), order=BEST, after=after, size=size)


def by_ids(solver_ids: Iterable[UUID]) -> dict[UUID, Solver]:
    """Solvers by id; one query."""
    wanted = list(solver_ids)
    return {row.id: row for row in Solver.objects.filter(id__in=wanted)} if wanted else {}


def does_anything(solver_id: UUID) -> bool:
    """Whether somebody has a kind of work left."""
    return Skill.objects.filter(solver=solver_id).exists()


def is_verified(solver_id: UUID, work_kind_code: str) -> bool:
    """Whether an official has looked at the licence for this kind."""
    return Skill.objects.filter(
        solver_id=solver_id, work_kind=work_kind_code, licence_state=states.VERIFIED
    ).exists()


def licences_to_check(person: PersonRef, limit: int = 50) -> list[Skill]:
    """Licences that wait for an official, the oldest first; one query."""
    policies.may_check_licence(person).or_refuse()
    rows = Skill.objects.filter(licence_state=states.CLAIMED).select_related("solver", "work_kind")
    return list(rows.order_by("id")[:limit])


def licence_to_check(person: PersonRef, skill_id: UUID) -> Skill:
    """One of them; NotFound."""
    policies.may_check_licence(person).or_refuse()
    rows = Skill.objects.filter(licence_state=states.CLAIMED).select_related("solver", "work_kind")
    found = rows.filter(id=skill_id).first()
    if found is None:
        raise NotFound()
    return found


def areas_of_need(latitude: float, longitude: float, place_id: UUID | None) -> list[str]:
    """Areas in which somebody who helps here may be found."""
    lineage = places.lineage(place_id) if place_id else ()
    return [territory.cell_of(latitude, longitude), *map(str, lineage), territory.TOWN]


def narrow(
    code: str, ask: ranking.Ask, areas: Sequence[str], limit: int = ranking.NARROWED_MAX
) -> list[ranking.Candidate]:
    """Those who do this kind of work here and then, the longest waiting first; one query.

    Each area is walked along its index in the order of waiting, so who is left out of 500 comes
    in as those before are served: nobody starves here either.
    """
    first, *others = (_walk(code, ask, area, limit) for area in areas)
    found = first.union(*others, all=True).order_by("waits_since", "solver_id") if others else first
    # Who is found in two areas is one of those able all the same.
    rows = {row[1]: row for row in found[:limit]}
    return [_candidate(*row) for row in rows.values()]


def _candidate(since: date, solver_id: UUID, *rest: Any) -> ranking.Candidate:
    """A row of `_LOOKED_AT` as the ranking takes it."""
    weekdays, away_until, is_verified, latitude, longitude, radius_m = rest[:6]
    dates, hands, deeds, place_ids = rest[6:]
    return ranking.Candidate(
        solver_id,
        weekdays,
        tuple(dates),
        away_until,
        hands,
        is_verified,
        deeds,
        since,
        frozenset(place_ids),
        None if latitude is None else (latitude, longitude),
        radius_m,
    )


# What a candidate is made of; the last four stand with the solver alone.
_LOOKED_AT = (
    *("waits_since", "solver_id", "weekdays", "away_until", "is_verified"),
    *("latitude", "longitude", "radius_m"),
    *("solver__dates", "solver__hands", "solver__deeds", "solver__place_ids"),
)


def _walk(code: str, ask: ranking.Ask, area: str, limit: int) -> QuerySet[Reach, Any]:
    days = ranking.weekdays_in(ask.starts_on, ask.ends_on)
    rows = Reach.objects.alias(days=F("weekdays").bitand(days)).filter(
        Q(days__gt=0) | Q(first_on__lte=ask.ends_on, last_on__gte=ask.starts_on),
        Q(away_until=None) | Q(away_until__lt=ask.ends_on),
        work_kind=code,
        area=area,
    )
    if ask.is_dangerous:
        rows = rows.filter(is_verified=True)
    if area.startswith("c"):
        rows = rows.alias(gap=_squared_metres(ask)).filter(gap__lte=F("radius_m") ** 2)
    return rows.order_by("waits_since", "solver_id").values_list(*_LOOKED_AT)[:limit]


def _squared_metres(ask: ranking.Ask) -> Any:
    """Of a flat earth: over five kilometres it errs by metres, and the ranking measures anew."""
    up = territory.METRES_A_DEGREE
    aside = up * cos(radians(ask.latitude))
    north, east = F("latitude") - ask.latitude, F("longitude") - ask.longitude
    return north * north * up**2 + east * east * aside**2
