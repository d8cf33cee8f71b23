"""The verbs of points. Every movement goes through `_move`: the line and the sums together."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.commons.points import events, policies, queries, registry, rules
from veche.commons.points.models import (
    Abstainer,
    Account,
    Cause,
    Due,
    Entry,
    Order,
    Price,
    Terms,
    Thing,
)
from veche.kernel import crypto, jobs, locks, outbox
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.manifest import Doer

BATCH = 500


@dataclass(frozen=True)
class NewTerms:
    """What an administrator sets: the switch, prices by deed, the act of the shop."""

    is_on: bool
    prices: Mapping[str, int]
    act_number: str = ""
    act_on: date | None = None
    act_url: str = ""


@transaction.atomic(durable=True)
def set_terms(person: PersonRef, *, given: NewTerms, version: int) -> None:
    """Switch points on or off, set prices, name the act; the second of two is told."""
    policies.may_set_points(person).or_refuse()
    act = (given.act_number, given.act_on, given.act_url)
    if any(act) and not all(act):
        raise Invalid(
            _("Акт назван не полностью"),
            fields={"act_number": _("Нужны номер, дата и ссылка, или ничего из этого.")},
        )
    Terms.objects.get_or_create(id=1)
    row = Terms.objects.select_for_update().get(id=1)
    if row.version != version:
        raise Conflict(_("Правила баллов только что изменили"), advice=_("Обновите страницу."))
    row.is_on, row.version = given.is_on, row.version + 1
    row.act_number, row.act_on, row.act_url = given.act_number, given.act_on, given.act_url
    row.save()
    for code, points in given.prices.items():
        Price.objects.update_or_create(code=code, defaults={"points": points})
    audit.record("points.terms_set", person.id, "points", is_on=given.is_on)
    outbox.put(events.TermsSet(given.is_on))


@transaction.atomic
def note_deed(code: str, payload: Mapping[str, Any]) -> None:
    """A deed was done: it waits for the daily payment. Heard twice, it is one.

    No policy and no audit entry: a service tells of it, and whose deeds are counted stands in no
    journal.
    """
    declared = registry.deed(code)
    if declared is None or not queries.terms().is_on or not queries.prices()[code]:
        return
    doers = declared.who(payload)
    silent = queries.abstainers(one.person_id for one in doers)
    counted = [one for one in doers if one.person_id not in silent]
    rows = _of_roll(code, counted) if declared.is_roll else _of_each(code, counted)
    # In the order of keys: rows tell nothing of the order in which people came.
    Due.objects.bulk_create(sorted(rows, key=lambda row: bytes(row.key)), ignore_conflicts=True)


def _of_each(code: str, doers: Sequence[Doer]) -> list[Due]:
    """Deeds that have not been paid: each is known again by its own key."""
    rows = [_due(code, one, _sealed(code, one.cause, str(one.person_id))) for one in doers]
    known = Cause.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True)
    paid = {bytes(key) for key in known}
    return [row for row in rows if row.key not in paid]


def _of_roll(code: str, doers: Sequence[Doer]) -> list[Due]:
    """All of a roll, the first time it is told; the keys of its people are by chance.

    So no list of who took part stays here, not even sealed.
    """
    if not doers or not _is_first(_sealed(code, doers[0].cause, "")):
        return []
    return [_due(code, one, secrets.token_bytes(32)) for one in doers]


def _due(code: str, doer: Doer, key: bytes) -> Due:
    return Due(key=key, person_id=doer.person_id, code=code, minutes=doer.minutes)


def _sealed(code: str, what: str, person: str) -> bytes:
    return crypto.mac("points cause", rules.cause(code, what, person))


def pay_due() -> None:
    """The daily payment, person by person in an order of chance; each is a transaction."""
    day = queries.today()
    jobs.for_each(_waiting(), lambda person_id: _pay(person_id, day))


def _waiting() -> Iterator[UUID]:
    """Whose deeds are to be paid, in the order of keys; who was paid meanwhile is left out."""
    last = b""
    while rows := list(Due.objects.filter(key__gt=last).order_by("key")[:BATCH]):
        yield from dict.fromkeys(row.person_id for row in rows)
        last = bytes(rows[-1].key)


@transaction.atomic
def _pay(person_id: UUID, day: date) -> None:
    rows = list(Due.objects.select_for_update().filter(person_id=person_id).order_by("key"))
    now = identity.survivor(person_id)
    if now is not None and queries.terms().is_on and not queries.abstains(now):
        account = _account(rules.PERSON, now.known_id)
        known, fresh = queries.prices(), [row for row in rows if _is_first(bytes(row.key))]
        pays = [rules.Pay(row.code, known.get(row.code, 0), row.minutes) for row in fresh]
        earned = queries.earned_today(account, day)
        for one in rules.capped(pays, earned=earned, cap=queries.day_cap()):
            _move(account, one.code, one.points, day, minutes=one.minutes, is_deed=True)
    Due.objects.filter(key__in=[row.key for row in rows]).delete()


def _is_first(key: bytes) -> bool:
    """Whether a cause has not paid yet; from now on it has. The database says so, not a look."""
    _row, is_new = Cause.objects.get_or_create(key=key)
    return is_new


@transaction.atomic
def give_points(person: PersonRef, *, kind: str, receiver_id: UUID, points: int) -> None:
    """Give points to an organisation or a place: a school, a district."""
    terms = queries.terms()
    policies.may_have_points(person, terms).or_refuse()
    if not _is_there(kind, receiver_id):
        raise Invalid(_("Такого получателя нет"), fields={"receiver": _("Выберите из списка.")})
    account = _account(rules.PERSON, person.known_id)
    policies.may_give_points(person, terms, balance=account.balance, points=points).or_refuse()
    receiver, day = _account(kind, receiver_id), queries.today()
    _move(account, rules.GIVEN, -points, day, other=receiver.id)
    # Who gave is not told to the receiver: the line names nobody.
    _move(receiver, rules.GOT, points, day)
    audit.record("points.points_given", None, receiver.id)
    outbox.put(events.PointsGiven(receiver.id))


def _is_there(kind: str, receiver_id: UUID) -> bool:
    if kind == rules.ORGANISATION:
        return receiver_id in organisations.by_ids([receiver_id])
    return kind == rules.PLACE and places.place(receiver_id) is not None


@transaction.atomic(durable=True)
def save_thing(
    person: PersonRef, *, slug: str, values: Mapping[str, Any], version: int = 0, had: int = 0
) -> str:
    """Enter a thing of the shop, or change it as it was seen; its public id.

    `had` is the stock that was seen: what has been ordered meanwhile stays ordered.
    """
    policies.may_set_points(person).or_refuse()
    row = Thing.objects.select_for_update().get(id=queries.thing(slug).id) if slug else Thing()
    if slug and row.version != version:
        raise Conflict(_("Эту вещь только что изменили"), advice=_("Обновите страницу."))
    for name in ("title", "text", "price", "per_person", "is_shown"):
        setattr(row, name, values[name])
    row.stock, row.version = max(0, (row.stock or 0) + values["stock"] - had), row.version + 1
    row.save()
    audit.record("points.thing_saved", person.id, row.id)
    outbox.put(events.ThingSaved(row.id))
    return row.slug


@transaction.atomic
def order_thing(person: PersonRef, *, slug: str) -> str:
    """Exchange points for a thing; the number by which it is handed out."""
    terms, known = queries.terms(), queries.thing(slug)
    policies.may_have_points(person, terms).or_refuse()
    account = _account(rules.PERSON, person.known_id)
    thing = Thing.objects.select_for_update().get(id=known.id)
    ordered = queries.number_ordered(account, thing)
    policies.may_order_thing(
        person, terms, thing, balance=account.balance, ordered=ordered
    ).or_refuse()
    day = queries.today()
    row = Order.objects.create(
        thing=thing,
        account=account,
        points=thing.price,
        ordered_on=day,
        ends_on=queries.ends_on(day),
    )
    Thing.objects.filter(id=thing.id).update(stock=F("stock") - 1)
    _move(account, rules.ORDERED, -thing.price, day, other=row.id)
    audit.record("points.thing_ordered", None, row.id)
    outbox.put(events.ThingOrdered(row.id))
    return row.number


@transaction.atomic(durable=True)
def cancel_order(person: PersonRef, *, number: str) -> None:
    """Take one's own order back: the points and the thing return."""
    row = _locked_order(queries.order(number))
    policies.may_cancel_order(person, row, queries.account_of(person)).or_refuse()
    _return(row, rules.CANCELLED)
    audit.record("points.order_returned", None, row.id)
    outbox.put(events.OrderReturned(row.id))


@transaction.atomic(durable=True)
def hand_out(person: PersonRef, *, number: str) -> None:
    """The thing is in the resident's hands."""
    policies.may_hand_out(person).or_refuse()
    row = _locked_order(queries.order(number))
    if row.state != rules.OPEN:
        raise Conflict(_("Этот заказ уже не ждёт выдачи"), advice=_("Обновите страницу."))
    row.state = rules.HANDED
    row.save(update_fields=["state"])
    audit.record("points.order_handed", person.id, row.id)
    outbox.put(events.OrderHanded(row.id))


def expire_orders() -> None:
    """What nobody has fetched in its term returns, with the points."""
    rows = Order.objects.filter(state=rules.OPEN, ends_on__lt=queries.today())
    jobs.for_each(list(rows[:BATCH]), _expire)


@transaction.atomic
def _expire(known: Order) -> None:
    row = _locked_order(known)
    if row.state == rules.OPEN:
        _return(row, rules.EXPIRED)
        audit.record("points.order_returned", None, row.id)
        outbox.put(events.OrderReturned(row.id))


@transaction.atomic(durable=True)
def abstain(person: PersonRef) -> None:
    """Want no points: what there was is taken back, and its lines are nobody's."""
    policies.may_abstain(person).or_refuse()
    Abstainer.objects.get_or_create(person_id=person.known_id)
    _let_go([person.known_id, *person.earlier_ids])
    audit.record("points.abstention_set", None, "points", abstains=True)
    outbox.put(events.AbstentionSet(True))


@transaction.atomic(durable=True)
def take_part(person: PersonRef) -> None:
    """Want points again, from now on."""
    policies.may_abstain(person).or_refuse()
    Abstainer.objects.filter(person_id__in=[person.known_id, *person.earlier_ids]).delete()
    audit.record("points.abstention_set", None, "points", abstains=False)
    outbox.put(events.AbstentionSet(False))


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """Nothing of an erased person stays but lines that are nobody's."""
    _let_go(person_ids)
    Abstainer.objects.filter(person_id__in=person_ids).delete()


@transaction.atomic
def join_people(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts are one person: the points of the second go over, line by line in sight.

    Who wanted no points with either of them wants none.
    """
    first = surviving[0]
    if queries.abstainers([*surviving, *joined]):
        Abstainer.objects.get_or_create(person_id=first)
        Abstainer.objects.filter(person_id__in=joined).delete()
        _let_go([*surviving, *joined])
        return
    Due.objects.filter(person_id__in=joined).update(person_id=first)
    for one in Account.objects.select_for_update().filter(
        kind=rules.PERSON, holder_id__in=[*surviving[1:], *joined]
    ):
        account, day = _account(rules.PERSON, first), queries.today()
        points, deeds, minutes = one.balance, one.deeds, one.minutes
        Order.objects.filter(account=one).update(account=account)
        if points:
            _move(one, rules.JOINED, -points, day)
            _move(account, rules.JOINED, points, day)
        Account.objects.filter(id=one.id).update(holder_id=None, deeds=0, minutes=0)
        Account.objects.filter(id=account.id).update(
            deeds=F("deeds") + deeds, minutes=F("minutes") + minutes
        )


def _let_go(person_ids: Sequence[UUID]) -> None:
    """Open orders return, the rest is taken back, and nobody is tied to the account any more."""
    Due.objects.filter(person_id__in=person_ids).delete()
    for one in Account.objects.select_for_update().filter(
        kind=rules.PERSON, holder_id__in=person_ids
    ):
        for row in Order.objects.select_for_update().filter(account=one, state=rules.OPEN):
            _return(row, rules.CANCELLED)
        account = Account.objects.get(id=one.id)
        if account.balance:
            _move(account, rules.FORGOTTEN, -account.balance, queries.today())
        Account.objects.filter(id=one.id).update(holder_id=None, deeds=0, minutes=0)


def _return(row: Order, state: str) -> None:
    row.state = state
    row.save(update_fields=["state"])
    account = Account.objects.select_for_update().get(id=row.account_id)
    _move(account, rules.RETURNED, row.points, queries.today(), other=row.id)
    Thing.objects.filter(id=row.thing_id).update(stock=F("stock") + 1)


def _locked_order(known: Order) -> Order:
    """Account, order, thing: whoever holds several takes them in this order."""
    Account.objects.select_for_update().get(id=known.account_id)
    return Order.objects.select_for_update().get(id=known.id)


def _account(kind: str, holder_id: UUID) -> Account:
    """The account of somebody, held until the end of the transaction."""
    locks.take(exclusive=[f"points:{kind}:{holder_id}"])
    row, _is_new = Account.objects.get_or_create(kind=kind, holder_id=holder_id)
    return Account.objects.select_for_update().get(id=row.id)


def _move(
    account: Account,
    code: str,
    points: int,
    day: date,
    *,
    minutes: int = 0,
    is_deed: bool = False,
    other: UUID | None = None,
) -> None:
    """A line and the sums of its account; the database refuses to go below zero."""
    Entry.objects.create(
        account=account,
        code=code,
        points=points,
        minutes=minutes,
        is_deed=is_deed,
        day=day,
        other_id=other,
    )
    Account.objects.filter(id=account.id).update(
        balance=F("balance") + points,
        deeds=F("deeds") + int(is_deed),
        minutes=F("minutes") + minutes,
    )
