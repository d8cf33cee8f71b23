"""Matching for the rest of the house: plain values, opaque ids.

open_need(source_kind=…, source_id=…, given=NewNeed(…)) -> UUID   in the owner's transaction
need_of(source_kind, source_id)                          -> Need | None, for the owner's page
offers_for(need_id, limit=5)                             -> [Offer], best first, with the reasons
close_need(source_kind=…, source_id=…)                    the owner's case is closed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.matching import wording
from veche.commons.matching.actions import (
    NewNeed,
    close_need_of,
    forget_person,
    join_persons,
    open_need,
)
from veche.commons.matching.models import Match, Need, Solver
from veche.commons.matching.queries import matches, needs, solvers
from veche.commons.matching.queries.matches import may_read_proof
from veche.commons.matching.queries.standing import own_of, standing_of
from veche.commons.matching.rules import states
from veche.kernel.manifest import Matter, SitePage

__all__ = [
    "NeedStanding",
    "NewNeed",
    "Offer",
    "WorkKind",
    "close_need",
    "forget_person",
    "join_persons",
    "may_read_proof",
    "me_part",
    "need_of",
    "offers_for",
    "open_need",
    "own_part",
    "site_pages",
    "waiting",
    "waiting_licences",
    "work_kinds",
]


@dataclass(frozen=True)
class WorkKind:
    """A kind of work that helpers do, for the owner's categories."""

    code: str
    title: str
    is_dangerous: bool


@dataclass(frozen=True)
class NeedStanding:
    """How a need stands, for the page of what it came from."""

    id: UUID
    state: str
    text: str
    tone: str
    url: str
    offered: int
    plan_on: date | None = None
    helper: str = ""
    helper_url: str = ""


@dataclass(frozen=True)
class Offer:
    """Somebody able to help and why, line by line; `ask_url` is where they are asked."""

    name: str
    kind: str
    url: str
    reasons: tuple[str, ...]
    ask_url: str


def work_kinds() -> list[WorkKind]:
    """What helpers can do, in the town's order; one query."""
    return [WorkKind(one.code, one.title, one.is_dangerous) for one in solvers.work_kinds()]


def need_of(source_kind: str, source_id: str) -> NeedStanding | None:
    """How the need of a source stands; two queries, one where there is none."""
    row = needs.need_of(source_kind, source_id)
    if row is None:
        return None
    found = matches.of_need(row.id, (*states.LIVE, states.DONE))
    held = next((one for one in found if one.state not in states.UNANSWERED), None)
    text, tone = wording.NEEDS[row.state]
    return NeedStanding(
        id=row.id,
        state=row.state,
        text=str(text),
        tone=tone,
        url=reverse("matching:read-need", args=[row.slug]),
        offered=sum(one.state == states.OFFERED for one in found),
        plan_on=held.plan_on if held else None,
        helper=held.solver.name if held and held.solver.is_shown else "",
        helper_url=solver_url(held.solver) if held else "",
    )


def offers_for(need_id: UUID, limit: int = 5) -> list[Offer]:
    """Those able to help, best first; none for a need that looks for nobody."""
    row = needs.need_by_id(need_id)
    if row is None or row.state != states.OPEN:
        return []
    return [offer(row, one) for one in needs.who_can(row, limit)]


def offer(need: Need, one: needs.Found) -> Offer:
    """One of them in words."""
    return Offer(
        name=one.solver.name,
        kind=str(wording.SOLVER_KINDS[one.solver.kind]),
        url=solver_url(one.solver),
        reasons=tuple(wording.reason_text(reason) for reason in one.reasons),
        ask_url=reverse("matching:ask-for-help", args=[need.slug, one.solver.slug]),
    )


def solver_url(row: Solver) -> str:
    """The page of somebody able to help; "" once they are not shown."""
    if not (row.is_open and row.is_shown):
        return ""
    return reverse("matching:read-solver", args=[row.slug])


def close_need(*, source_kind: str, source_id: str) -> None:
    """Nobody is looked for any more; a second call changes nothing."""
    close_need_of(source_kind=source_kind, source_id=source_id)


def me_part(person: PersonRef) -> dict[str, Any]:
    """«Могу помочь» on «Я»: whether one has said so, and what waits for one's word."""
    own = own_of(person)
    rows = [row for row in matches.own_matches(own) if row.state in states.LIVE]
    waits = [row for row in rows if is_turn_of(row, own.parties(row.need, row.solver))]
    return {
        "solvers": solvers.own_solvers(own),
        "live": len(rows),
        "waits": [
            {"title": row.need.title, "url": reverse("matching:read-match", args=[row.slug])}
            for row in waits
        ],
    }


def is_turn_of(row: Match, parties: frozenset[str]) -> bool:
    """Whether a match waits for one of these."""
    return bool(set(states.waits_for(standing_of(row, is_verified=False))) & parties)


def next_words(row: Match) -> str:
    """What those whose turn it is have to do."""
    turn = states.waits_for(standing_of(row, is_verified=False))
    return wording.turn(row.state, turn, turn)


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """Plans on the town's own places that wait for its yes."""
    return [
        Matter(
            title=row.need.title,
            url=reverse("matching:read-match", args=[row.slug]),
            note=_("Разрешить работу на этом месте"),
            due_on=row.plan_on,
        )
        for row in matches.waiting_for_owner(person, limit)
    ]


def waiting_licences(person: PersonRef, limit: int) -> list[Matter]:
    """Licences for dangerous work that nobody has looked at."""
    return [
        Matter(
            title=one.solver.name,
            url=reverse("matching:check-licence", args=[one.id]),
            note=one.work_kind.title,
        )
        for one in solvers.licences_to_check(person, limit)
    ]


def own_part(person_id: UUID) -> list[dict[str, Any]]:
    """How a person helps and what they asked for, for a copy of their data."""
    ids = frozenset([person_id, *identity.earlier_ids(person_id)])
    described = [
        {
            "name": row.name,
            "about": row.about,
            "kinds": [one.work_kind_id for one in row.skills.all()],
            "hands": row.hands,
            "gifts": row.gifts,
            "places": [str(one) for one in row.place_ids],
            "point": [row.latitude, row.longitude],
            "radius_m": row.radius_m,
            "weekdays": row.weekdays,
            "dates": [day.isoformat() for day in row.dates],
        }
        for row in solvers.of_persons(ids)
    ]
    talked = [
        {
            "need": row.need.title,
            "state": row.state,
            "words": row.words,
            "plan": row.plan,
            "proof": row.proof,
        }
        for row in matches.of_persons(ids)
    ]
    return [*described, *talked]


def site_pages() -> Sequence[SitePage]:
    """The lists that everyone reads."""
    names = ("matching:list-needs", "matching:list-solvers", "matching:list-deeds")
    return [SitePage(reverse(one)) for one in names]
