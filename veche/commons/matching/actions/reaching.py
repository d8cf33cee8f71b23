"""What the narrowing finds a solver by: written anew whenever the solver changes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from veche.commons.matching.models import Reach, Skill, Solver
from veche.commons.matching.rules import states, territory


def areas_of(solver: Solver) -> list[str]:
    """Areas that a solver covers: cells of their circle, their places, or the town."""
    if solver.latitude is not None and solver.longitude is not None:
        return territory.cells_within(solver.latitude, solver.longitude, solver.radius_m)
    return [str(one) for one in solver.place_ids] or [territory.TOWN]


def rows_of(solver: Solver, skills: list[Skill]) -> list[Reach]:
    """A row for each kind and area; none of who cannot help now or may not be shown yet."""
    if not (solver.is_open and solver.is_shown):
        return []
    return [
        Reach(
            solver=solver,
            work_kind_id=skill.work_kind_id,
            area=area,
            waits_since=solver.waits_since,
            weekdays=solver.weekdays,
            first_on=min(solver.dates, default=None),
            last_on=max(solver.dates, default=None),
            away_until=solver.away_until,
            is_verified=skill.licence_state == states.VERIFIED,
            latitude=solver.latitude,
            longitude=solver.longitude,
            radius_m=solver.radius_m,
        )
        for skill in skills
        for area in areas_of(solver)
    ]


def hold_solver(solver_id: UUID) -> Solver:
    """A solver, held until the end: of two acts on it the second sees what the first did."""
    return Solver.objects.select_for_update().get(id=solver_id)


def spread(solver: Solver) -> None:
    """Write a solver's rows anew; part of the verb that changed the solver and holds it."""
    Reach.objects.filter(solver=solver).delete()
    Reach.objects.bulk_create(rows_of(solver, list(Skill.objects.filter(solver=solver))))


def start_waiting(solver_id: UUID, on: date, silences: int = 0) -> None:
    """Whoever had their turn goes to the end of the line: got a deed, said no, said nothing."""
    Solver.objects.filter(id=solver_id).update(waits_since=on, silences=silences)
    Reach.objects.filter(solver_id=solver_id).update(waits_since=on)


def note_silence(solver_id: UUID, on: date) -> bool:
    """They left a request without a word; True when they rest from now on."""
    solver = hold_solver(solver_id)
    start_waiting(solver_id, on, solver.silences + 1)
    if not solver.is_open or solver.silences + 1 < states.SILENCES_MAX:
        return False
    solver.is_open = False
    solver.save(update_fields=["is_open"])
    spread(solver)
    return True
