"""Each right: one grant, and those who are refused."""

from __future__ import annotations

from uuid import uuid4

from veche.commons.identity.public import ADMIN, ANONYMOUS, AUTHOR, CLERK, PersonRef
from veche.commons.points import policies
from veche.commons.points.models import Account, Order, Terms, Thing

ONE, WEAK = PersonRef(uuid4(), level=1), PersonRef(uuid4(), level=0)
BOSS = PersonRef(uuid4(), level=1, roles=frozenset({ADMIN}))
ON, OFF, SHOP = Terms(is_on=True), Terms(), Terms(is_on=True, act_number="1")
THING = Thing(price=10, stock=1, per_person=1)


def test_having_and_giving() -> None:
    assert policies.may_have_points(ONE, ON)
    assert policies.may_have_points(ONE, OFF).code == "off"
    assert not policies.may_have_points(ANONYMOUS, ON)
    assert not policies.may_have_points(WEAK, ON)
    assert policies.may_give_points(ONE, ON, balance=5, points=5)
    assert policies.may_give_points(ONE, ON, balance=5, points=6).code == "too-few"
    assert not policies.may_give_points(ONE, ON, balance=5, points=0)
    assert not policies.may_give_points(ANONYMOUS, ON, balance=5, points=5)
    assert policies.may_abstain(ONE)
    assert not policies.may_abstain(ANONYMOUS)


def test_exchanging() -> None:
    def may(terms: Terms = SHOP, thing: Thing = THING, balance: int = 10, ordered: int = 0) -> str:
        found = policies.may_order_thing(ONE, terms, thing, balance=balance, ordered=ordered)
        return "" if found else found.code

    assert may() == ""
    assert may(ON) == "no-act"
    assert may(OFF) == "off"
    assert may(balance=9) == "too-few"
    assert may(ordered=1) == "enough"
    assert may(thing=Thing(price=1, stock=0, per_person=1)) == "none-left"


def test_cancelling_and_the_office() -> None:
    own, other = Account(), Account()
    order = Order(account=own, state="open")
    assert policies.may_cancel_order(ONE, order, own)
    assert not policies.may_cancel_order(ONE, order, other)
    assert not policies.may_cancel_order(ONE, order, None)
    order.state = "handed"
    assert policies.may_cancel_order(ONE, order, own).code == "not-open"
    clerk = PersonRef(uuid4(), roles=frozenset({CLERK}))
    author = PersonRef(uuid4(), roles=frozenset({AUTHOR}))
    assert policies.may_set_points(BOSS)
    assert not policies.may_set_points(clerk)
    assert not policies.may_set_points(ONE)
    assert policies.may_hand_out(clerk)
    assert not policies.may_hand_out(author)
    assert not policies.may_hand_out(ONE)
