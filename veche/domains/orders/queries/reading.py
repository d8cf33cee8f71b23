"""Voters' orders as somebody may read them: lists, one, one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, QuerySet, Sum

from veche.commons.identity.public import PersonRef
from veche.domains.orders import policies, rules
from veche.domains.orders.models import Order, Support
from veche.domains.orders.queries import terms
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

KIND = "orders.order"
NEWEST, URGENT, OWN_NEWEST = ("-published_at", "id"), ("due_on", "id"), ("-given_at", "id")
LATE = "late"
WAITING = (rules.OPEN, LATE, rules.TAKEN)
SHOWN = ("all", rules.OPEN, LATE, rules.TAKEN, rules.ADOPTED, rules.DECLINED)


@dataclass(frozen=True)
class Filters:
    """What of the public list is asked for."""

    shown: str = "all"
    mandate_id: UUID | None = None
    year: int | None = None


@dataclass(frozen=True)
class Total:
    """What of a year's list was adopted."""

    number: int
    kopecks: int


def own_ids(person: PersonRef) -> list[UUID]:
    """All accounts of a person who has signed in."""
    return [person.known_id, *person.earlier_ids]


def public(filters: Filters) -> QuerySet[Order]:
    """What everyone may read, narrowed."""
    rows = Order.objects.filter(is_public=True)
    if filters.shown == LATE:
        rows = rows.filter(state__in=rules.GROWING, due_on__lt=terms.today())
    elif filters.shown != "all":
        rows = rows.filter(state=filters.shown)
    if filters.mandate_id is not None:
        rows = rows.filter(mandate_id=filters.mandate_id)
    return rows.filter(year=filters.year) if filters.year is not None else rows


def public_page(filters: Filters, *, after: str = "", size: int = 20) -> Page[Order]:
    """The newest first; those that wait for an answer or a decision by their day."""
    order = URGENT if filters.shown in WAITING else NEWEST
    return keyset(public(filters), order=order, after=after, size=size)


def everything(filters: Filters) -> Iterator[Order]:
    """All of them, the newest first, read while they are sent."""
    return public(filters).order_by(*NEWEST).iterator(chunk_size=500)


def told(filters: Filters, limit: int) -> list[Order]:
    """The newest of them, for feeds."""
    return list(public(filters).order_by(*NEWEST)[:limit])


def years() -> list[int]:
    """Years for which orders were adopted, the latest first; one query."""
    rows = Order.objects.filter(is_public=True, year__isnull=False)
    found = rows.order_by("-year").values_list("year", flat=True).distinct()
    return [year for year in found if year is not None]


def total(filters: Filters) -> Total:
    """How many orders of a list the council has adopted, and for how much; one query."""
    rows = public(filters).filter(state=rules.ADOPTED)
    found = rows.aggregate(number=Count("id"), kopecks=Sum("sum_kopecks"))
    return Total(found["number"], found["kopecks"] or 0)


def row_of(slug: str) -> Order:
    """The row of that address, whoever asks; NotFound. A caller asks a policy next."""
    found = Order.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def readable(person: PersonRef, slug: str) -> Order:
    """One order for this person; NotFound for what is not theirs to see."""
    row = row_of(slug)
    if not policies.may_read_order(person, row):
        raise NotFound()
    return row


def public_row(slug: str) -> Order:
    """The order of that address if everyone may read it; NotFound."""
    row = row_of(slug)
    if not row.is_public:
        raise NotFound()
    return row


def by_id(order_id: UUID | str) -> Order | None:
    """An order by its id, whoever asks; None when there is none of that form."""
    try:
        wanted = UUID(str(order_id))
    except ValueError:
        return None
    return Order.objects.filter(id=wanted).first()


def by_ids(ids: Sequence[UUID]) -> list[Order]:
    """Rows by id; one query."""
    return list(Order.objects.filter(id__in=ids))


def supported_among(person: PersonRef, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these the person supports; one query, none for a visitor."""
    if not person.is_known or not ids:
        return set()
    rows = Support.objects.filter(order__in=ids, person_id__in=own_ids(person), is_forgotten=False)
    return set(rows.values_list("order_id", flat=True))


def supporters_of(row: Order) -> list[UUID]:
    """Who supports it; never shown."""
    return list(Support.objects.filter(order=row).values_list("person_id", flat=True))


def own_page(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Order]:
    """What the person has given, the latest first."""
    rows = Order.objects.filter(author_id__in=own_ids(person))
    return keyset(rows, order=OWN_NEWEST, after=after, size=size)


def count_own(person: PersonRef) -> int:
    """How many orders the person has given."""
    return Order.objects.filter(author_id__in=own_ids(person)).count()


def of_mandates(mandate_ids: Sequence[UUID], each: int) -> dict[UUID, tuple[int, list[Order]]]:
    """How many public orders each of these deputies has, and the newest; one query each and one."""
    rows = Order.objects.filter(is_public=True, mandate_id__in=mandate_ids)
    counted = dict(rows.values_list("mandate_id").annotate(number=Count("id")).order_by())
    return {
        one: (
            counted.get(one, 0),
            list(rows.filter(mandate_id=one).order_by(*NEWEST)[:each]) if one in counted else [],
        )
        for one in mandate_ids
    }


def about(words: str, limit: int = 10) -> list[Order]:
    """Public orders that speak of these words, whatever their forms; one query."""
    query = SearchQuery(words, config="russian", search_type="websearch")
    vector = SearchVector("title", "why", config="russian")
    rows = Order.objects.filter(is_public=True).annotate(vector=vector)
    return list(rows.filter(vector=query).order_by("-support", "id")[:limit])


def addresses(limit: int = 5_000) -> list[tuple[str, datetime]]:
    """Address and last change of the newest public orders; one query."""
    rows = Order.objects.filter(is_public=True).order_by(*NEWEST)
    return list(rows.values_list("slug", "changed_at")[:limit])


def of_people(ids: Sequence[UUID]) -> list[Order]:
    """All that these accounts have given, the latest first."""
    return list(Order.objects.filter(author_id__in=ids).order_by(*OWN_NEWEST))


def supported_by_people(ids: Sequence[UUID]) -> list[tuple[str, datetime]]:
    """Addresses of what these accounts support, and since when."""
    rows = Support.objects.filter(person_id__in=ids).order_by("given_at", "id")
    return list(rows.values_list("order__slug", "given_at"))
