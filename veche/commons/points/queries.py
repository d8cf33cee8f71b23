"""What people and the administrator read of points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Sum

from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.points import policies, registry, rules
from veche.commons.points.models import (
    Abstainer,
    Account,
    Entry,
    Order,
    Price,
    Terms,
    Thing,
)
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset


def today() -> date:
    """The town's day."""
    return clock.today(towns.current().time_zone)


def terms() -> Terms:
    """The town's settings; off while nobody has set any."""
    return Terms.objects.filter(id=1).first() or Terms()


def day_cap() -> int:
    """The most that a day may bring to one person."""
    return norms.value("points.day_cap", today()).value


def ends_on(day: date) -> date:
    """By when an order of that day is to be fetched."""
    return norms.due_on("points.order_days", day)


def prices() -> dict[str, int]:
    """What each deed brings here: the town's word, or what its service proposes."""
    own = dict(Price.objects.values_list("code", "points"))
    return {one.code: own.get(one.code, one.points) for one in registry.all_deeds()}


def account_of(person: PersonRef) -> Account | None:
    """The person's account, once something has been paid."""
    if not person.is_known:
        return None
    return Account.objects.filter(kind=rules.PERSON, holder_id=person.known_id).first()


def abstains(person: PersonRef) -> bool:
    """Whether the person wants no points."""
    return person.is_known and Abstainer.objects.filter(person_id=person.known_id).exists()


def abstainers(person_ids: Iterable[UUID]) -> set[UUID]:
    """Who of these wants no points."""
    rows = Abstainer.objects.filter(person_id__in=list(person_ids))
    return set(rows.values_list("person_id", flat=True))


def lines(account: Account | None, *, after: str = "", size: int = 30) -> Page[Entry]:
    """The lines of an account, the newest first."""
    if account is None:
        return Page([])
    rows = Entry.objects.filter(account=account)
    return keyset(rows, order=("-id",), after=after, size=size)


def earned_today(account: Account, day: date) -> int:
    """What deeds have brought on that day already."""
    rows = Entry.objects.filter(account=account, day=day, is_deed=True)
    return int(rows.aggregate(n=Sum("points"))["n"] or 0)


def receivers(size: int = 50) -> list[Account]:
    """Organisations and places that people have given points to, the most first."""
    rows = Account.objects.exclude(kind=rules.PERSON).filter(balance__gt=0)
    return list(rows.order_by("-balance", "id")[:size])


def totals() -> tuple[int, int]:
    """How many people have points, and how many deeds were counted."""
    rows = Account.objects.filter(kind=rules.PERSON, holder_id__isnull=False)
    found = rows.aggregate(people=Count("id"), deeds=Sum("deeds"))
    return int(found["people"]), int(found["deeds"] or 0)


def things(*, is_office: bool = False) -> list[Thing]:
    """What is in the shop; for officials what is put away too."""
    rows = Thing.objects.order_by("price", "id")
    return list(rows if is_office else rows.filter(is_shown=True))


def thing(slug: str) -> Thing:
    """One of them; NotFound."""
    found = Thing.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def number_ordered(account: Account | None, thing: Thing) -> int:
    """How many of a thing the account has or has had."""
    if account is None:
        return 0
    rows = Order.objects.filter(account=account, thing=thing)
    return rows.filter(state__in=(rules.OPEN, rules.HANDED)).count()


def orders_of(account: Account | None) -> list[Order]:
    """One's own orders, the newest first."""
    if account is None:
        return []
    rows = Order.objects.filter(account=account).select_related("thing")
    return list(rows.order_by("-ordered_on", "id")[:50])


def order(number: str) -> Order:
    """The order of that number; NotFound."""
    found = Order.objects.select_related("thing").filter(number=number).first()
    if found is None:
        raise NotFound()
    return found


def order_by_id(order_id: UUID) -> Order | None:
    """An order, for who tells of it."""
    return Order.objects.select_related("thing", "account").filter(id=order_id).first()


def account(account_id: UUID) -> Account | None:
    """An account, for who tells of it."""
    return Account.objects.filter(id=account_id).first()


def open_orders(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Order]:
    """What waits to be handed out, the nearest end first."""
    policies.may_hand_out(person).or_refuse()
    rows = Order.objects.filter(state=rules.OPEN).select_related("thing")
    return keyset(rows, order=("ends_on", "id"), after=after, size=size)


def wrong_accounts() -> list[UUID]:
    """Accounts whose sums are not those of their lines: none, or something is amiss."""
    rows = Account.objects.annotate(points=Sum("entries__points", default=0))
    return list(rows.exclude(balance=F("points")).values_list("id", flat=True)[:100])


def own_values(person_ids: Sequence[UUID]) -> dict[str, Any]:
    """All that is kept of a person, for a copy of their data."""
    found = Account.objects.filter(kind=rules.PERSON, holder_id__in=person_ids).first()
    if found is None:
        return {"abstains": bool(abstainers(person_ids))}
    return {
        "balance": found.balance,
        "deeds": found.deeds,
        "minutes": found.minutes,
        "lines": [
            {"day": row.day.isoformat(), "code": row.code, "points": row.points}
            for row in found.entries.order_by("id")
        ],
        "orders": [
            {"thing": row.thing.title, "points": row.points, "state": row.state}
            for row in found.orders.select_related("thing")
        ],
    }
