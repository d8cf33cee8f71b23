"""What waits for those who work on reports."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from uuid import UUID

from django.db.models import Q, Sum

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.reports import policies
from veche.domains.reports.models import Report
from veche.domains.reports.queries import catalogue
from veche.domains.reports.queries.reading import MOST_URGENT
from veche.domains.reports.rules import states
from veche.kernel.pagination import Page, keyset

# Which states wait for whom.
_WAITS = {
    identity.MODERATOR: (states.MODERATION,),
    identity.COORDINATOR: (states.COORDINATION, states.FORWARDED),
    identity.APPROVER: (states.APPROVAL,),
    identity.CONTROLLER: (states.CONTROL,),
}
_AT_BODY = (states.IN_WORK, states.PLANNED)


def awaited(person: PersonRef, bodies: Set[UUID], going: Set[str]) -> Q:
    """What of the states that are going on waits for this person in any of their parts."""
    found = {state for role, own in _WAITS.items() if person.has_role(role) for state in own}
    own = sorted(found & going)
    # One state is read in the order of its terms; of several all would be put in order first.
    wanted = Q(state=own[0]) if len(own) == 1 else Q(state__in=own)
    if bodies:
        wanted |= Q(body__in=bodies, state__in=_AT_BODY)
    return wanted


def thanks_for(bodies: Set[UUID], since: date) -> int:
    """How often residents have thanked these crews for works answered since a day; one query."""
    rows = Report.objects.filter(body__in=bodies, answered_on__gte=since)
    return int(rows.aggregate(number=Sum("thanked"))["number"] or 0)


def waiting_page(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Report]:
    """What waits for this person in all their parts, the most urgent first."""
    bodies = catalogue.bodies_of(person)
    policies.may_work_on_reports(person, bodies).or_refuse()
    going = states.RUNNING | states.PAUSED
    rows = Report.objects.filter(awaited(person, bodies, going), state__in=sorted(going))
    return keyset(
        rows.select_related("category__group", "body"), order=MOST_URGENT, after=after, size=size
    )
