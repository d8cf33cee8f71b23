"""Voters' orders for tests, made the ordinary way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.organisations import public as organisations
from veche.commons.organisations.public import Mandate
from veche.commons.organisations.tests.makers import give
from veche.commons.places import public as places
from veche.commons.places.public import Place
from veche.domains.orders.actions import answering, giving
from veche.domains.orders.actions.answering import Adoption, Answer
from veche.domains.orders.actions.giving import Words
from veche.domains.orders.models import Order
from veche.domains.orders.queries import terms
from veche.kernel.ids import slug_id
from veche.kernel.manifest import Judged

TITLE = "Построить тротуар на Луговой"
WHY = "Дети идут в школу по обочине."
REASONS = "Внесу в перечень наказов на следующий год: дорога наша, проект есть."
CONTACT, NAME = "deputy@example.org", "Орлова М. П."


def open_service() -> None:
    """Switch the service on in a town that is no demo."""
    switch_service("orders", "on")


def districts() -> list[Place]:
    """The parts of the made town."""
    return [one for one in places.places() if one.kind == "district"]


def elect(place: Place | None = None, contact: str = CONTACT, name: str = NAME) -> Mandate:
    """A deputy of a district, the first one if none is named."""
    home = place or districts()[0]
    slug = give(contact, office=organisations.DEPUTY, place_id=home.id, shown_name=name)
    return next(one for one in organisations.deputies_of(home.id) if one.slug == slug)


def deputy(mandate: Mandate | None = None, contact: str = CONTACT) -> PersonRef:
    """Who signs in as the deputy."""
    found = identity.person_by_id(identity.ensure_contact(contact))
    assert found is not None
    return found


def neighbour(mandate: Mandate, **given: Any) -> PersonRef:
    """Somebody of the district who has a contact."""
    return make_person(**{"place_id": mandate.place_id, **given})


def role(*names: str) -> PersonRef:
    """An official."""
    return make_person(roles=list(names))


def make_given(mandate: Mandate, author: PersonRef | None = None, **given: Any) -> Order:
    """An order that waits for a moderator."""
    words = Words(**{"title": TITLE, "why": WHY, "spot": "от школы до остановки", **given})
    by = author or neighbour(mandate)
    return fresh(giving.give_order(by, deputy=mandate.slug, words=words, key=slug_id() * 2))


def make_order(mandate: Mandate, author: PersonRef | None = None, **given: Any) -> Order:
    """A public order that waits for an answer."""
    row = make_given(mandate, author, **given)
    giving.judge_order(order_id=row.id, judged=Judged(is_passed=True))
    return fresh(row)


def fresh(row: Order | str) -> Order:
    """The row as it is now."""
    return Order.objects.get(slug=row if isinstance(row, str) else row.slug)


def take(
    row: Order,
    by: PersonRef | None = None,
    *,
    is_taken: bool = True,
    text: str = REASONS,
    act: str = "",
) -> Order:
    """The deputy's word, or the council's."""
    answer = Answer(is_taken, text, act)
    return answering.answer_order(by or deputy(), slug=row.slug, version=row.version, answer=answer)


def adoption(**given: Any) -> Adoption:
    """A decision of the council."""
    today = terms.today()
    values: dict[str, Any] = {
        "act_title": "решение Совета депутатов",
        "act_number": "84",
        "act_on": today - timedelta(days=1),
        "year": today.year + 1,
        "executor": "Управление благоустройства",
        "post": "начальник",
        "person_name": "Иванова Мария",
        "due_on": today + timedelta(days=300),
        "decision": "Построим 400 метров тротуара с освещением.",
        "sum_kopecks": 420_000_000,
    }
    return Adoption(**{**values, **given})


def adopt(row: Order, **given: Any) -> Order:
    """The council's decision about it."""
    return answering.adopt_order(
        role("approver"), slug=row.slug, version=row.version, adoption=adoption(**given)
    )
