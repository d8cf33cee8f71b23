"""Proposals as somebody may read them: lists, one whole, one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from veche.commons.identity.public import PersonRef
from veche.domains.initiatives import policies, rules
from veche.domains.initiatives.models import Member, Proposal, Support
from veche.domains.initiatives.queries import terms
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

NEWEST, LIKED, URGENT = ("-published_at", "id"), ("-support", "id"), ("due_on", "id")
OWN_NEWEST = ("-changed_at", "id")
LATE = "late"
SHOWN = ("all", rules.COLLECTING, rules.CONSIDERED, rules.ANSWERED, LATE)
ORDERS = {"new": NEWEST, "liked": LIKED}


@dataclass(frozen=True)
class Filters:
    """What of the public list is asked for."""

    shown: str = "all"
    place_id: UUID | None = None
    order: str = "new"


@dataclass(frozen=True)
class Whole:
    """A proposal with what this person may know and do."""

    row: Proposal
    members: int
    is_author: bool
    is_member: bool
    is_supported: bool
    is_signed: bool


def own_ids(person: PersonRef) -> list[UUID]:
    """All accounts of a person who has signed in."""
    return [person.known_id, *person.earlier_ids]


def public_page(filters: Filters, *, after: str = "", size: int = 20) -> Page[Proposal]:
    """Public proposals in the asked order; those that wait for the town by their day."""
    order = URGENT if filters.shown in (rules.CONSIDERED, LATE) else ORDERS[filters.order]
    return keyset(public(filters), order=order, after=after, size=size)


def public(filters: Filters) -> QuerySet[Proposal]:
    """What everyone may read, narrowed."""
    rows = Proposal.objects.filter(is_public=True)
    if filters.shown == LATE:
        rows = rows.filter(state=rules.CONSIDERED, due_on__lt=terms.today())
    elif filters.shown != "all":
        rows = rows.filter(state=filters.shown)
    if filters.place_id is not None:
        rows = rows.filter(place_id=filters.place_id)
    return rows


def everything(filters: Filters) -> Iterator[Proposal]:
    """All of them, the newest first, read while they are sent."""
    return public(filters).order_by(*NEWEST).iterator(chunk_size=500)


def told(filters: Filters, limit: int) -> list[Proposal]:
    """The newest of them, for feeds."""
    return list(public(filters).order_by(*NEWEST)[:limit])


def row_of(slug: str) -> Proposal:
    """The row of that address, whoever asks; NotFound. A caller asks a policy next."""
    found = Proposal.objects.filter(slug=slug).select_related("retired_for", "grown_from").first()
    if found is None:
        raise NotFound()
    return found


def public_row(slug: str) -> Proposal | None:
    """The proposal of that address if everyone may read it."""
    return Proposal.objects.filter(slug=slug, is_public=True).first()


def public_by_id(proposal_id: UUID) -> Proposal | None:
    """The proposal of that id if everyone may read it."""
    return Proposal.objects.filter(id=proposal_id, is_public=True).first()


def by_id(proposal_id: UUID | str) -> Proposal | None:
    """A proposal by its id, whoever asks; None when there is none of that form."""
    try:
        wanted = UUID(str(proposal_id))
    except ValueError:
        return None
    return Proposal.objects.filter(id=wanted).select_related("retired_for").first()


def whole_for(person: PersonRef, slug: str) -> Whole:
    """One proposal for this person; NotFound for what is not theirs to see."""
    row = row_of(slug)
    members = list(Member.objects.filter(proposal=row).values_list("person_id", flat=True))
    mine = set(own_ids(person)) if person.is_known else set()
    is_member = not mine.isdisjoint(members)
    if not policies.may_read_proposal(person, row, is_member=is_member):
        raise NotFound()
    given = Support.objects.filter(proposal=row, person_id__in=mine, is_forgotten=False)
    sheets = list(given.values_list("sheet_id", flat=True)) if mine else []
    return Whole(
        row=row,
        members=len(members),
        is_author=row.author_id in mine,
        is_member=is_member,
        is_supported=bool(sheets),
        is_signed=bool(sheets) and None not in sheets,
    )


def draft_for(person: PersonRef, draft_id: UUID) -> Proposal:
    """One's own words that may still be changed; NotFound for any other."""
    row = Proposal.objects.filter(
        id=draft_id, author_id__in=own_ids(person), state__in=sorted(rules.WRITTEN)
    ).first()
    if row is None:
        raise NotFound()
    return row


def by_invite(token: str) -> Proposal:
    """The proposal whose group this link leads to; NotFound once it was sent."""
    row = Proposal.objects.filter(invite=token, state__in=sorted(rules.WRITTEN)).first()
    if row is None:
        raise NotFound()
    return row


def joined_at(row: Proposal) -> list[datetime]:
    """When those came together who stand behind the words as they are, the author first."""
    rows = Member.objects.filter(proposal=row, is_asked_anew=False).order_by("joined_at", "id")
    return list(rows.values_list("joined_at", flat=True))


def is_member(person: PersonRef, row: Proposal) -> bool:
    """Whether the person stands behind a proposal as it is worded now."""
    rows = Member.objects.filter(proposal=row, person_id__in=own_ids(person))
    return rows.filter(is_asked_anew=False).exists()


def is_asked_anew(person: PersonRef, row: Proposal) -> bool:
    """Whether the words were changed after the person had joined."""
    rows = Member.objects.filter(proposal=row, person_id__in=own_ids(person))
    return rows.filter(is_asked_anew=True).exists()


def drafts_of(person: PersonRef) -> list[Proposal]:
    """What the person has begun and not sent, the latest first."""
    rows = Proposal.objects.filter(author_id__in=own_ids(person), state__in=sorted(rules.WRITTEN))
    return list(rows.order_by(*OWN_NEWEST)[: policies.DRAFTS_MAX])


def own_page(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Proposal]:
    """What the person proposes, alone or in a group, the latest change first."""
    ids = own_ids(person)
    mine = Q(author_id__in=ids) | Q(
        id__in=Member.objects.filter(person_id__in=ids).values("proposal")
    )
    return keyset(Proposal.objects.filter(mine), order=OWN_NEWEST, after=after, size=size)


def count_own(person: PersonRef) -> int:
    """In how many groups the person is."""
    return Member.objects.filter(person_id__in=own_ids(person)).count()


def supported_among(person: PersonRef, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these the person supports; one query, none for a visitor."""
    if not person.is_known or not ids:
        return set()
    rows = Support.objects.filter(
        proposal__in=ids, person_id__in=own_ids(person), is_forgotten=False
    )
    return set(rows.values_list("proposal_id", flat=True))


def group_of(row: Proposal) -> list[UUID]:
    """Who stands behind it, for telling them; never shown."""
    rows = Member.objects.filter(proposal=row, is_asked_anew=False)
    return list(rows.values_list("person_id", flat=True))


def asked_anew_of(row: Proposal) -> list[UUID]:
    """Whose word is asked again, for telling them; never shown."""
    rows = Member.objects.filter(proposal=row, is_asked_anew=True)
    return list(rows.values_list("person_id", flat=True))


def supporters_after(proposal_id: str, last: UUID, size: int) -> list[UUID]:
    """Who supports it on the site, so many after one, for telling them; never shown."""
    rows = Support.objects.filter(
        proposal_id=proposal_id, sheet=None, is_forgotten=False, person_id__gt=last
    )
    return list(rows.order_by("person_id").values_list("person_id", flat=True)[:size])


def by_ids(ids: Sequence[UUID]) -> list[Proposal]:
    """Rows by id; one query."""
    return list(Proposal.objects.filter(id__in=ids))


def addresses(limit: int = 5_000) -> list[tuple[str, datetime]]:
    """Address and last change of the newest public proposals; one query."""
    rows = Proposal.objects.filter(is_public=True).order_by(*NEWEST)
    return list(rows.values_list("slug", "changed_at")[:limit])


def newest(limit: int) -> list[Proposal]:
    """The newest that collect support."""
    rows = Proposal.objects.filter(is_public=True, state=rules.COLLECTING)
    return list(rows.order_by(*NEWEST)[:limit])


def rivals_of(row: Proposal) -> QuerySet[Proposal]:
    """What a proposal may be given up for: others that collect support or wait for the town."""
    return Proposal.objects.filter(is_public=True, state__in=sorted(rules.DISCUSSED)).exclude(
        id=row.id
    )


def grown_of(row: Proposal, limit: int = 5) -> list[Proposal]:
    """Public proposals that were written anew from this one; one query."""
    return list(Proposal.objects.filter(grown_from=row, is_public=True).order_by(*NEWEST)[:limit])


def of_people(ids: Sequence[UUID]) -> list[Proposal]:
    """All that these accounts have begun or sent, the latest first."""
    return list(Proposal.objects.filter(author_id__in=ids).order_by(*OWN_NEWEST))


def groups_of_people(ids: Sequence[UUID]) -> list[str]:
    """Addresses of the proposals in whose groups these accounts are."""
    rows = Member.objects.filter(person_id__in=ids).order_by("joined_at", "id")
    return list(rows.values_list("proposal__slug", flat=True))


def supported_by_people(ids: Sequence[UUID]) -> list[tuple[str, datetime, bool]]:
    """Addresses of what these accounts support, since when, and whether on paper."""
    rows = Support.objects.filter(person_id__in=ids).order_by("given_at", "id")
    found = rows.values_list("proposal__slug", "given_at", "sheet_id")
    return [(slug, at, sheet_id is not None) for slug, at, sheet_id in found]
