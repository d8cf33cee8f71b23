"""Each policy: a grant and the denials beside it. No database is asked."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.places import public as places
from veche.domains.orders import policies, rules
from veche.domains.orders.models import Order

HERE, THERE, MANDATE = uuid4(), uuid4(), uuid4()
AUTHOR_ID = uuid4()
NEAR = PersonRef(uuid4(), 1, home_place_id=HERE)
FAR = PersonRef(uuid4(), 1, home_place_id=THERE)
HOMELESS = PersonRef(uuid4(), 1)
UNSURE = PersonRef(uuid4(), 0, home_place_id=HERE)


@pytest.fixture(autouse=True)
def _map(monkeypatch: pytest.MonkeyPatch) -> None:
    def lies_in(place_id: UUID, wanted: list[UUID]) -> bool:
        return place_id in wanted

    monkeypatch.setattr(places, "lies_in", lies_in)


def role(name: str) -> PersonRef:
    return PersonRef(uuid4(), 1, frozenset({name}))


def order(state: str = rules.OPEN, **given: object) -> Order:
    values = {"is_public": state in rules.SHOWN, "author_id": AUTHOR_ID, **given}
    return Order(state=state, mandate_id=MANDATE, place_id=HERE, title="Мост", **values)


def codes(*decisions: object) -> list[str]:
    return ["" if one else one.code for one in decisions]  # type: ignore[attr-defined]


def test_reading() -> None:
    unread = order(rules.MODERATION)
    assert policies.may_read_order(ANONYMOUS, order())
    assert policies.may_read_order(PersonRef(AUTHOR_ID, 1), unread)
    assert not policies.may_read_order(NEAR, unread)
    assert not policies.may_read_order(ANONYMOUS, order(is_public=False))


def test_ones_own() -> None:
    assert policies.may_open_own_orders(UNSURE)
    assert not policies.may_open_own_orders(ANONYMOUS)


def test_giving() -> None:
    found = [policies.may_give_order(one, HERE) for one in (NEAR, FAR, HOMELESS, UNSURE, ANONYMOUS)]
    assert codes(*found) == ["", "other-district", "home-needed", "level-needed", "sign-in-needed"]
    assert policies.may_give_order(HOMELESS)


def test_supporting() -> None:
    people = (NEAR, FAR, HOMELESS, UNSURE, ANONYMOUS)
    found = [policies.may_support_order(one, order()) for one in people]
    assert codes(*found) == ["", "other-district", "home-needed", "level-needed", "sign-in-needed"]
    assert policies.may_support_order(NEAR, order(rules.TAKEN))
    closed = [order(rules.ADOPTED), order(rules.DECLINED), order(is_public=False)]
    assert codes(*(policies.may_support_order(NEAR, one) for one in closed)) == ["decided"] * 3


def test_taking_back() -> None:
    assert policies.may_withdraw_support(FAR, order())
    found = policies.may_withdraw_support(NEAR, order(rules.ADOPTED))
    assert codes(found, policies.may_withdraw_support(ANONYMOUS, order())) == [
        "decided",
        "sign-in-needed",
    ]


def test_working() -> None:
    assert policies.may_work_on_orders(role("author"))
    assert policies.may_work_on_orders(role("approver"))
    assert not policies.may_work_on_orders(role("coordinator"))
    assert not policies.may_work_on_orders(ANONYMOUS)


def test_answering() -> None:
    assert policies.may_answer_order(NEAR, order(), [MANDATE])
    assert policies.may_answer_order(role("approver"), order(rules.TAKEN))
    found = [
        policies.may_answer_order(NEAR, order(), [uuid4()]),
        policies.may_answer_order(role("author"), order()),
        policies.may_answer_order(NEAR, order(rules.ADOPTED), [MANDATE]),
        policies.may_answer_order(NEAR, order(rules.TAKEN), [MANDATE]),
        policies.may_answer_order(ANONYMOUS, order()),
    ]
    expected = ["not-deputy", "not-deputy", "decided", "taken-already", "sign-in-needed"]
    assert codes(*found) == expected


def test_adopting() -> None:
    assert policies.may_adopt_order(role("approver"), order(rules.TAKEN))
    found = [
        policies.may_adopt_order(role("author"), order(rules.TAKEN)),
        policies.may_adopt_order(role("approver"), order()),
        policies.may_adopt_order(ANONYMOUS, order(rules.TAKEN)),
    ]
    assert codes(*found) == ["not-approver", "not-taken", "sign-in-needed"]
