"""Cycles as the counter sees them: what runs, what paper is still typed in, until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.models import Cycle
from veche.domains.budgeting.queries import cycles
from veche.domains.budgeting.rules import phases
from veche.domains.budgeting.rules.phases import Span
from veche.kernel import clock
from veche.kernel.errors import NotFound

Phase = Literal["upcoming", "open", "closed"]


def cycle_at_counter(person: PersonRef, slug: str) -> Cycle:
    """A cycle with a settled ballot, for clerks; NotFound for others, Refused for residents."""
    policies.may_serve_counter(person).or_refuse()
    cycle = _with_box().filter(slug=slug).first()
    if cycle is None:
        raise NotFound()
    return cycle


def cycles_at_counter(person: PersonRef) -> list[Cycle]:
    """Cycles whose vote runs or will, and closed ones whose paper is still typed in."""
    policies.may_serve_counter(person).or_refuse()
    waiting = Q(state=rules.CLOSED, id__in=ballots.awaiting_papers())
    found = _with_box().filter(Q(state=rules.RUNNING) | waiting)
    return sorted(found, key=lambda one: ballot_of(one).ends_at)


def _with_box() -> QuerySet[Cycle]:
    return cycles.public().exclude(settled_at=None).filter(votes_at=rules.HERE)


def with_paper_to_type(also: Iterable[UUID]) -> list[Cycle]:
    """Closed cycles whose paper is still typed in, and these; two queries."""
    wanted = {*ballots.awaiting_papers(), *also}
    open_states = [rules.RUNNING, rules.CLOSED]
    return list(cycles.public().filter(id__in=wanted, state__in=open_states))


def ballot_of(cycle: Cycle) -> Span:
    """When the vote of a settled cycle begins and ends."""
    span = phases.of(cycles.spans_of(cycle), phases.BALLOT)
    if span is None:
        raise NotFound()
    return span


def phase_of(cycle: Cycle) -> Phase:
    """Whether people may vote now, by the clock of this machine; the box judges each ballot."""
    span, now = ballot_of(cycle), clock.now()
    if cycle.state != rules.RUNNING or now >= span.ends_at:
        return "closed"
    return "open" if span.holds(now) else "upcoming"


def is_typing(cycle: Cycle) -> bool:
    """Whether the vote is over and its paper is still typed in."""
    return cycle.state == rules.CLOSED and bool(ballots.awaiting_papers([cycle.id]))


def papers_due_on(cycle: Cycle) -> date:
    """The last day of typing paper in."""
    ended_on = cycles.day_of(cycle.closed_at or ballot_of(cycle).ends_at)
    return norms.due_on("budgeting.paper_entry_days", ended_on)
