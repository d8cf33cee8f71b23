"""Who somebody is in matching: themselves, organisations they act for, an official; which part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from veche.commons.identity.public import PersonRef
from veche.commons.matching import policies
from veche.commons.matching.models import Match, Need, Solver
from veche.commons.matching.rules import states
from veche.commons.norms import public as norms
from veche.commons.organisations import public as organisations
from veche.commons.towns import public as towns
from veche.kernel import clock


def today() -> date:
    """The town's calendar day."""
    return clock.today(towns.current().time_zone)


@dataclass(frozen=True)
class Own:
    """Ids under which somebody acts."""

    person_ids: frozenset[UUID] = frozenset()
    organisations: tuple[organisations.Organisation, ...] = ()
    is_official: bool = False

    @property
    def organisation_ids(self) -> frozenset[UUID]:
        return frozenset(one.id for one in self.organisations)

    def is_solver(self, solver: Solver) -> bool:
        """Whether this solver is theirs."""
        return (
            solver.person_id in self.person_ids or solver.organisation_id in self.organisation_ids
        )

    def is_raiser(self, need: Need) -> bool:
        """Whether they raised it themselves."""
        return need.raised_by is not None and need.raised_by in self.person_ids

    def parties(self, need: Need, solver: Solver | None = None) -> frozenset[str]:
        """In which parts they stand to a need and a solver.

        An official is nobody's judge in a matter of their own: beside a solver of theirs they
        neither ask nor own the place by office, nor do they own it for a need they raised.
        """
        found = set()
        is_solver = solver is not None and self.is_solver(solver)
        is_raiser = self.is_raiser(need)
        by_office = self.is_official and not is_solver
        if is_solver:
            found.add(states.SOLVER)
        if is_raiser or (need.raised_by is None and by_office):
            found.add(states.RAISER)
        if is_raiser or by_office:
            found.add(states.ASKER)
        if self._owns(need, by_office=by_office and not is_raiser):
            found.add(states.OWNER)
        return frozenset(found)

    def _owns(self, need: Need, *, by_office: bool) -> bool:
        if need.owner_organisation_id is None:
            return by_office
        return need.owner_organisation_id in self.organisation_ids


# Whoever raised it and the helper: what they write to each other no one else reads.
SIDES = frozenset({states.RAISER, states.SOLVER})


def read_by(row: Match, parties: frozenset[str]) -> tuple[str, str]:
    """The first words and the reason as somebody in these parts reads them: both sides alone.

    The owner's no is the owner's own word.
    """
    is_side = not SIDES.isdisjoint(parties)
    owns = row.state == states.FORBIDDEN and states.OWNER in parties
    return row.words if is_side else "", row.reason if is_side or owns else ""


def own_of(person: PersonRef) -> Own:
    """Who a person is here; one query, none for a visitor."""
    if person.id is None:
        return Own()
    acting = organisations.acting_for(person)
    ids = frozenset((person.id, *person.earlier_ids))
    return Own(ids, tuple(acting), bool(person.roles & policies.ASKERS))


def term(code: str) -> int:
    """A number of `matching.…` that is in force today."""
    return norms.value(f"matching.{code}", today()).value


def standing_of(match: Match, *, is_verified: bool) -> states.Standing:
    """What of a match decides on its next step."""
    return states.Standing(
        state=match.state,
        planned_by=match.planned_by,
        is_dangerous=match.need.is_dangerous,
        is_verified=is_verified,
        is_refused=match.is_proof_refused,
    )
