"""What waits for those who work on reports."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.reports import policies
from veche.domains.reports.models import Report
from veche.domains.reports.queries import catalogue
from veche.domains.reports.queries.reading import MOST_URGENT
from veche.domains.reports.rules import states
from veche.kernel.pagination import Page, keyset, merged

# Which states wait for whom.
_WAITS = {
    identity.MODERATOR: (states.MODERATION,),
    identity.COORDINATOR: (states.COORDINATION, states.FORWARDED),
    identity.APPROVER: (states.APPROVAL,),
    identity.CONTROLLER: (states.CONTROL,),
}
_AT_BODY = (states.IN_WORK, states.PLANNED)
# A desk of the office goes by its own norm, a body by the term of the report.
_BY_NORM = ("waits_until", "id")


def awaited(person: PersonRef, bodies: Set[UUID], going: Set[str]) -> Q:
    """What of the states that are going on waits for this person in any of their parts."""
    own = sorted(_at_desks_of(person) & going)
    # One state is read in the order of its terms; of several all would be put in order first.
    wanted = Q(state=own[0]) if len(own) == 1 else Q(state__in=own)
    if bodies:
        wanted |= Q(body__in=bodies, state__in=_AT_BODY)
    return wanted


def _at_desks_of(person: PersonRef) -> set[str]:
    return {state for role, own in _WAITS.items() if person.has_role(role) for state in own}


def thanks_for(bodies: Set[UUID], since: date) -> int:
    """How often residents have thanked these crews for works answered since a day; one query."""
    rows = Report.objects.filter(body__in=bodies, answered_on__gte=since)
    return int(rows.aggregate(number=Sum("thanked"))["number"] or 0)


def waiting_page(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Report]:
    """What waits for this person in all their parts, by the day until which each waits; a query for
    each desk, and one for the bodies: each is read in the order of its index."""
    bodies = catalogue.bodies_of(person)
    policies.may_work_on_reports(person, bodies).or_refuse()
    rows = Report.objects.select_related("category__group", "body")
    at_desks = rows.annotate(waits_until=Coalesce("silent_on", "due_on"))
    pages: list[tuple[Page[Any], Sequence[str]]] = [
        (keyset(at_desks.filter(state=one), order=_BY_NORM, after=after, size=size), _BY_NORM)
        for one in sorted(_at_desks_of(person))
    ]
    if bodies:
        at_bodies = rows.filter(body__in=bodies, state__in=_AT_BODY)
        own = keyset(at_bodies, order=MOST_URGENT, after=after, size=size)
        pages.append((own, MOST_URGENT))
    return merged(pages, size=size)
