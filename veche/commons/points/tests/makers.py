"""A made deed, a town that gives points, and days of payment, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID

from veche.commons.identity.public import ADMIN, PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.points import actions, queries
from veche.commons.points.models import Account, Thing
from veche.kernel.manifest import Deed, Doer

CODE, ROLL = "tests.helped", "tests.voted"


@dataclass
class Deeds:
    """What happened in a made service: people by cause; a roll tells all of a cause at once."""

    done: dict[str, list[UUID]] = field(default_factory=dict)

    def who(self, payload: Mapping[str, Any]) -> Sequence[Doer]:
        cause = str(payload["cause"])
        return [Doer(one, cause, int(payload.get("minutes", 0))) for one in self.done[cause]]

    @property
    def declared(self) -> list[Deed]:
        return [
            Deed(CODE, ("tests.helped",), "Помогли", 5, self.who),
            Deed(ROLL, ("tests.voted",), "Участие", 3, self.who, is_roll=True),
        ]

    def happen(self, cause: str, *people: PersonRef, code: str = CODE, minutes: int = 0) -> None:
        self.done.setdefault(cause, [one.known_id for one in people])
        actions.note_deed(code, {"cause": cause, "minutes": minutes})


def switch_on(prices: Mapping[str, int] = MappingProxyType({}), *, act: bool = False) -> PersonRef:
    """The administrator switches points on."""
    admin = make_person(roles=[ADMIN])
    given = actions.NewTerms(True, prices)
    if act:
        given = actions.NewTerms(
            True, prices, "12-п", queries.today(), "https://town.example/acts/12"
        )
    actions.set_terms(admin, given=given, version=queries.terms().version)
    return admin


def balance(person: PersonRef) -> int:
    """How many points a person has."""
    account = queries.account_of(person)
    return account.balance if account is not None else 0


def enrich(deeds: Deeds, person: PersonRef, points: int) -> None:
    """So many points, in deeds of five, as if earned on several days."""
    for number in range(points // 5):
        deeds.happen(f"{person.known_id}-{number}", person)
        actions.pay_due()
    assert balance(person) == points


def make_thing(admin: PersonRef, **given: Any) -> Thing:
    """A thing of the shop."""
    values = {
        "title": "Саженец",
        "text": "",
        "price": 10,
        "stock": 1,
        "per_person": 1,
        "is_shown": True,
    }
    slug = actions.save_thing(admin, slug="", values=values | given)
    return Thing.objects.get(slug=slug)


def account_id(person: PersonRef) -> UUID:
    """Under which a person's lines are kept."""
    return Account.objects.get(holder_id=person.known_id).id
