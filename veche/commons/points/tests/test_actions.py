"""Paying once, never below zero, giving, exchanging, wanting none; and what is refused."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.commons.audit import public as audit
from veche.commons.identity.tests.makers import make_person, merge
from veche.commons.organisations.tests.makers import make_organisation
from veche.commons.points import actions, queries, rules, told
from veche.commons.points.models import Abstainer, Account, Cause, Due, Entry, Order
from veche.commons.points.tests.makers import (
    CODE,
    ROLL,
    Deeds,
    account_id,
    balance,
    enrich,
    make_thing,
    switch_on,
)
from veche.kernel.errors import Conflict, Invalid, Refused


def again(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_nothing_is_kept_before_the_town_switches_points_on(deeds: Deeds) -> None:
    deeds.happen("a", make_person())
    assert not Due.objects.exists()
    switch_on({CODE: 0})
    deeds.happen("a", make_person())
    assert not Due.objects.exists()


def test_a_cause_pays_once_however_often_it_is_told(deeds: Deeds) -> None:
    person = make_person()
    switch_on()
    for _time in range(3):
        deeds.happen("a", person, minutes=90)
        deeds.happen("a", person, minutes=90)
        actions.pay_due()
    account = queries.account_of(person)
    assert account is not None
    assert (account.balance, account.deeds, account.minutes) == (5, 1, 90)
    assert Cause.objects.count() == 1


def test_of_a_roll_no_list_of_people_stays(deeds: Deeds) -> None:
    people = [make_person() for _one in range(3)]
    switch_on()
    deeds.happen("poll", *people, code=ROLL)
    keys = set(Due.objects.values_list("key", flat=True))
    deeds.happen("poll", *people, code=ROLL)
    assert set(Due.objects.values_list("key", flat=True)) == keys
    actions.pay_due()
    deeds.happen("poll", *people, code=ROLL)
    actions.pay_due()
    assert [balance(one) for one in people] == [3, 3, 3]
    sealed = {actions._sealed(ROLL, "poll", str(one.known_id)) for one in people}
    assert sealed.isdisjoint(bytes(key) for key in Cause.objects.values_list("key", flat=True))
    assert set(Entry.objects.values_list("day", flat=True)) == {queries.today()}


def test_a_day_is_capped_and_the_deed_counts_all_the_same(
    deeds: Deeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person()
    switch_on()
    monkeypatch.setattr(queries, "day_cap", lambda: 12)
    for number in range(4):
        deeds.happen(str(number), person)
    actions.pay_due()
    account = queries.account_of(person)
    assert account is not None
    assert (account.balance, account.deeds) == (12, 4)


def test_the_ledger_is_only_added_to_and_never_goes_below_zero(deeds: Deeds) -> None:
    person = make_person()
    switch_on()
    enrich(deeds, person, 5)
    for statement in ("UPDATE points_entry SET points = 9", "DELETE FROM points_entry"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(id=account_id(person)).update(balance=-1)
    assert queries.wrong_accounts() == []
    Account.objects.filter(id=account_id(person)).update(balance=7)
    assert queries.wrong_accounts() == [account_id(person)]


def test_points_are_given_to_a_school_that_is_not_told_by_whom(deeds: Deeds) -> None:
    person = make_person()
    school = make_organisation(head := make_person())
    switch_on()
    enrich(deeds, person, 10)

    def give(points: int) -> None:
        actions.give_points(person, kind=rules.ORGANISATION, receiver_id=school.id, points=points)

    give(4)
    assert balance(person) == 6
    receiver = Account.objects.get(holder_id=school.id)
    assert receiver.balance == 4
    assert receiver.entries.get().other_id is None
    (given_to, _returned) = told.NOTICES
    heard = given_to.tell({"account_id": str(receiver.id)})
    assert heard is not None
    assert heard.people == (head.id,)
    with pytest.raises(Refused, match="too-few"):
        give(7)
    with pytest.raises(Invalid):
        actions.give_points(person, kind=rules.PERSON, receiver_id=uuid4(), points=1)
    with pytest.raises(Invalid):
        actions.give_points(person, kind=rules.ORGANISATION, receiver_id=uuid4(), points=1)


def test_a_thing_is_exchanged_only_under_an_act_and_comes_back(deeds: Deeds) -> None:
    person, other = make_person(), make_person()
    admin = switch_on()
    thing = make_thing(admin)
    for one in (person, other):
        enrich(deeds, one, 10)
    with pytest.raises(Refused, match="no-act"):
        actions.order_thing(person, slug=thing.slug)
    switch_on(act=True)
    number = actions.order_thing(person, slug=thing.slug)
    assert (balance(person), again(thing).stock) == (0, 0)
    with pytest.raises(Refused, match="none-left"):
        actions.order_thing(other, slug=thing.slug)
    with pytest.raises(Refused, match="not-own"):
        actions.cancel_order(other, number=number)
    actions.cancel_order(person, number=number)
    assert (balance(person), again(thing).stock) == (10, 1)
    with pytest.raises(Conflict):
        actions.hand_out(admin, number=number)
    assert queries.wrong_accounts() == []


def test_an_order_is_handed_out_or_its_term_ends(deeds: Deeds) -> None:
    person = make_person()
    admin = switch_on(act=True)
    thing = make_thing(admin, stock=2, per_person=2)
    enrich(deeds, person, 20)
    first, second = (actions.order_thing(person, slug=thing.slug) for _time in range(2))
    actions.hand_out(admin, number=first)
    Order.objects.update(ends_on=queries.today().replace(year=2020))
    for _time in range(2):
        actions.expire_orders()
    assert queries.order(first).state == rules.HANDED
    assert queries.order(second).state == rules.EXPIRED
    (noted,) = audit.history(queries.order(second).id, kinds=["points.order_returned"])
    assert noted.actor_id is None
    (_given, returned) = told.NOTICES
    heard = returned.tell({"order_id": str(queries.order(second).id)})
    assert heard is not None
    assert heard.people == (person.id,)
    assert returned.tell({"order_id": str(queries.order(first).id)}) is None
    assert (balance(person), again(thing).stock) == (10, 1)


def test_one_who_cannot_be_paid_holds_up_no_other(
    deeds: Deeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on()
    people = [make_person() for _n in range(3)]
    for one in people:
        deeds.happen(f"{one.known_id}", one)
    pay = actions._pay

    def fail_one(person_id: UUID, day: Any) -> None:
        if person_id == people[0].known_id:
            raise ValueError("no")
        pay(person_id, day)

    monkeypatch.setattr(actions, "_pay", fail_one)
    with pytest.raises(ValueError, match="no"):
        actions.pay_due()
    assert [balance(one) for one in people] == [0, 5, 5]


def test_a_thing_is_changed_as_it_was_seen_and_orders_stay(deeds: Deeds) -> None:
    person = make_person()
    admin = switch_on(act=True)
    thing = make_thing(admin, stock=5)
    enrich(deeds, person, 10)
    actions.order_thing(person, slug=thing.slug)
    names = ("title", "text", "price", "per_person", "is_shown")
    values = {name: getattr(thing, name) for name in names} | {"stock": 7}
    for expected in (6, 6):
        with suppress(Conflict):
            actions.save_thing(
                admin, slug=thing.slug, values=values, version=thing.version, had=thing.stock
            )
        assert again(thing).stock == expected


def test_who_wants_no_points_leaves_lines_of_nobody(deeds: Deeds) -> None:
    person = make_person()
    admin = switch_on(act=True)
    thing = make_thing(admin)
    enrich(deeds, person, 15)
    actions.order_thing(person, slug=thing.slug)
    actions.abstain(person)
    assert not Account.objects.filter(holder_id=person.known_id).exists()
    assert Account.objects.get(kind=rules.PERSON).balance == 0
    assert again(thing).stock == 1
    deeds.happen("later", person)
    actions.pay_due()
    assert balance(person) == 0
    actions.take_part(person)
    deeds.happen("much later", person)
    actions.pay_due()
    assert balance(person) == 5
    assert queries.wrong_accounts() == []


def test_two_accounts_are_one_person(deeds: Deeds) -> None:
    first, second = make_person(), make_person()
    switch_on()
    enrich(deeds, first, 5)
    enrich(deeds, second, 10)
    deeds.happen("waits", second)
    person = merge(first, second)
    actions.pay_due()
    account = queries.account_of(person)
    assert account is not None
    assert (account.balance, account.deeds) == (20, 4)
    deeds.done["waits"] = [second.known_id]
    deeds.happen("waits")
    actions.pay_due()
    assert balance(person) == 20
    assert queries.wrong_accounts() == []


def test_who_wanted_none_with_one_account_wants_none_with_both(deeds: Deeds) -> None:
    first, second = make_person(), make_person()
    switch_on()
    enrich(deeds, first, 5)
    actions.abstain(second)
    person = merge(first, second)
    assert queries.abstains(person)
    assert balance(person) == 0


def test_an_erased_person_leaves_nothing(deeds: Deeds) -> None:
    person, silent = make_person(), make_person()
    switch_on()
    enrich(deeds, person, 5)
    deeds.happen("waits", person)
    actions.abstain(silent)
    actions.forget_person([person.known_id, silent.known_id])
    assert not Due.objects.exists()
    assert not Abstainer.objects.exists()
    assert not Account.objects.filter(holder_id__isnull=False).exists()
    assert queries.own_values([person.known_id]) == {"abstains": False}


def test_only_the_administrator_sets_and_the_second_is_told(deeds: Deeds) -> None:
    admin = switch_on()
    with pytest.raises(Conflict):
        actions.set_terms(admin, given=actions.NewTerms(False, {}), version=1)
    with pytest.raises(Refused):
        actions.set_terms(make_person(), given=actions.NewTerms(False, {}), version=2)
    with pytest.raises(Invalid):
        actions.set_terms(admin, given=actions.NewTerms(True, {}, "12-п"), version=2)
    with pytest.raises(Refused):
        make_thing(make_person())


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("deed"), st.integers(0, 4)),
        st.tuples(st.just("pay"), st.just(0)),
        st.tuples(st.just("give"), st.integers(1, 12)),
        st.tuples(st.just("order"), st.just(0)),
        st.tuples(st.just("cancel"), st.just(0)),
        st.tuples(st.just("abstain"), st.just(0)),
    ),
    max_size=14,
)


class Walk:
    """One person who earns, gives, orders and gives up, in whatever order."""

    def __init__(self, deeds: Deeds, school: UUID) -> None:
        self.deeds, self.person = deeds, make_person()
        self.thing = make_thing(switch_on(act=True), price=5, stock=3, per_person=3)
        self.school = school
        self.numbers: list[str] = []

    def deed(self, number: int) -> None:
        self.deeds.happen(f"{self.person.known_id} {number}", self.person)

    def pay(self, _number: int) -> None:
        actions.pay_due()

    def give(self, number: int) -> None:
        before = balance(self.person)
        actions.give_points(
            self.person, kind=rules.ORGANISATION, receiver_id=self.school, points=number
        )
        assert balance(self.person) == before - number

    def order(self, _number: int) -> None:
        self.numbers.append(actions.order_thing(self.person, slug=self.thing.slug))

    def cancel(self, _number: int) -> None:
        if self.numbers:
            actions.cancel_order(self.person, number=self.numbers[-1])

    def abstain(self, _number: int) -> None:
        actions.abstain(self.person)
        actions.take_part(self.person)


def test_whatever_happens_sums_hold_and_a_replay_pays_nothing(deeds: Deeds) -> None:
    school = make_organisation(make_person()).id
    walks: list[Walk] = []

    @settings(max_examples=12)
    @given(STEPS)
    def check(steps: list[tuple[str, int]]) -> None:
        walk, begun = Walk(deeds, school), Entry.objects.filter(is_deed=True).count()
        walks.append(walk)
        for verb, number in steps:
            with suppress(Refused):
                getattr(walk, verb)(number)
            assert queries.wrong_accounts() == []
            assert balance(walk.person) >= 0
        done = {number for verb, number in steps if verb == "deed"}
        for _time in range(2):
            for number in done:
                walk.deed(number)
            actions.pay_due()
            assert Entry.objects.filter(is_deed=True).count() - begun <= len(done)
        held = Order.objects.filter(thing=walk.thing, state=rules.OPEN).count()
        assert again(walk.thing).stock == 3 - held

    check()
    assert walks
