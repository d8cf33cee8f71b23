"""Reading the hours: acts from the journal, minutes from the norms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from veche.commons.audit import public as audit
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.commons.workload import duties, rules
from veche.kernel import clock

PREFIX = "work."


def hours(weeks: Sequence[date], *, actor: UUID | None = None) -> list[rules.Line]:
    """What was done in these weeks, by everybody or by one person. A query for each week's norms
    and one for the journal."""
    zone = towns.current().time_zone
    roles = duties.roles()
    since = datetime.combine(min(weeks), time(), clock.zone(zone))
    acts = [
        rules.Act(tally.kind, tally.week, tally.number)
        for tally in audit.tallies(roles, since=since, time_zone=zone, actor=actor)
    ]
    minutes = {week: _minutes(week) for week in weeks}
    return rules.lines(acts, roles, minutes)


def norms_on(day: date) -> list[norms.Norm]:
    """Norms of time of the acts this installation knows, by code."""
    known = duties.roles()
    return [n for n in norms.in_force(day, PREFIX) if n.code.removeprefix(PREFIX) in known]


def _minutes(week: date) -> dict[str, int]:
    return {n.code.removeprefix(PREFIX): n.value for n in norms.in_force(week, PREFIX)}
