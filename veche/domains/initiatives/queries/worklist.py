"""Proposals at work: what waits for the town by its day, what is on the way."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from veche.commons.commitments import public as commitments
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.domains.initiatives import policies, rules
from veche.domains.initiatives.models import Member, Proposal
from veche.domains.initiatives.queries import onward, reading, terms, wording
from veche.domains.initiatives.queries.reading import LIKED, NEWEST, URGENT
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

WAITING, LATE, COLLECTING, ANSWERED = "waiting", "late", "collecting", "answered"
ASKED_READ = 100
TABS = (WAITING, LATE, COLLECTING, ANSWERED)
_STATES = {
    WAITING: rules.CONSIDERED,
    LATE: rules.CONSIDERED,
    COLLECTING: rules.COLLECTING,
    ANSWERED: rules.ANSWERED,
}
_ORDERS = {WAITING: URGENT, LATE: URGENT, COLLECTING: LIKED, ANSWERED: NEWEST}


def work_page(
    person: PersonRef, shown: str, *, place_id: UUID | None = None, after: str = "", size: int = 20
) -> Page[Proposal]:
    """What waits, the nearest day first; what collects, the most supported first."""
    policies.may_work_on_proposals(person).or_refuse()
    rows = Proposal.objects.filter(state=_STATES[shown], is_public=True)
    if shown == LATE:
        rows = rows.filter(due_on__lt=terms.today())
    if place_id is not None:
        rows = rows.filter(place_id=place_id)
    return keyset(rows, order=_ORDERS[shown], after=after, size=size)


def unseen_calls(person: PersonRef, limit: int) -> list[Proposal]:
    """Where neighbours are called and no official apart has looked, the oldest first; not what
    the person stands behind: another looks at that."""
    if not policies.may_name_owner(person):
        return []
    rows = Proposal.objects.filter(
        call=rules.UNSEEN,
        is_public=True,
        state__in=sorted(rules.DISCUSSED),
        id__in=matching.sought_sources(onward.KIND),
    )
    own = reading.own_ids(person)
    behind = Member.objects.filter(person_id__in=own).values("proposal_id")
    apart = rows.exclude(author_id__in=own).exclude(id__in=behind)
    return list(apart.order_by("changed_at")[:limit])


def asked(limit: int) -> list[Proposal]:
    """Where residents have been asked as promised, and the promise still stands open; of the
    newest answers, four queries at the most."""
    rows = Proposal.objects.filter(
        state=rules.ANSWERED, outcome=rules.ASKING, is_public=True
    ).order_by(*NEWEST)[:ASKED_READ]
    courses = commitments.of_many(onward.KIND, [row.id for row in rows])
    open_now = {
        row.id: row
        for row in rows
        if (course := courses.get(str(row.id))) and course.closed_at is None
    }
    targets = onward.targets_of_many(list(open_now))
    return [
        row
        for key, row in open_now.items()
        if wording.is_asked(row, courses[str(key)], targets.get(key, ()))
    ][:limit]


def case_for(person: PersonRef, slug: str) -> Proposal:
    """A public proposal for an official; NotFound."""
    policies.may_work_on_proposals(person).or_refuse()
    rows = Proposal.objects.filter(slug=slug, is_public=True).select_related("retired_for")
    found = rows.first()
    if found is None:
        raise NotFound()
    return found


def expired(on: date, limit: int = 500) -> list[UUID]:
    """Proposals whose term of support is over."""
    rows = Proposal.objects.filter(state=rules.COLLECTING, support_until__lt=on)
    return list(rows.order_by("support_until").values_list("id", flat=True)[:limit])


def overdue(on: date, limit: int = 500) -> list[UUID]:
    """Proposals that wait longer than the term, and of which nobody was told yet."""
    rows = Proposal.objects.filter(state=rules.CONSIDERED, due_on__lt=on, is_overdue_told=False)
    return list(rows.order_by("due_on").values_list("id", flat=True)[:limit])
