"""Questions, answers and a guide behind their addresses; points, and a thing exchanged for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.public import PersonRef
from veche.commons.points import actions, queries, rules
from veche.commons.points.models import Account, Entry
from veche.commons.points.tests import makers as points
from veche.domains.advice.actions import guiding
from veche.domains.advice.tests import makers

Thing = Mapping[str, str]


def furnish_advice(word: str, resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """A guide made of a neighbour's answer, a question that waits, the resident's own answer."""
    switch_service("advice", "on")
    asked = makers.make_question(resident, title=f"{word}: как заменить счётчик воды?")
    best = makers.make_answer(asked, text=f"{word}. {makers.WORDS}")
    other = makers.make_answer(asked, text=f"{word}: спросите в управляющей компании, там скажут.")
    waits = makers.make_question(resident, title=f"{word}: где взять саженцы для двора?")
    neighbours = makers.make_question(title=f"{word}: когда включат фонтан на площади?")
    own = makers.make_answer(neighbours, resident, text=f"{word}: в прошлом году включали в мае.")
    number = guiding.choose_best(resident, answer_id=best.id)
    guide: list[Thing] = [{"number": number, "version": "1"}]
    questions: list[Thing] = [{"number": asked.number}, {"number": waits.number}]
    return {
        **dict.fromkeys(("/advice/", "/api/v1/advice/questions/"), questions),
        "/advice/answers/": [{"answer_id": str(one.id)} for one in (other, own)],
        **dict.fromkeys(
            ("/advice/guides/", "/api/v1/advice/guides/", "/office/advice/guides/"), guide
        ),
    }


def furnish_points(word: str, resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """A town that gives points, a thing of its shop, and the resident's order of another."""
    admin = points.switch_on(act=True)
    thing = points.make_thing(admin, title=f"{word} саженец", stock=5, per_person=5)
    account = Account.objects.create(
        kind=rules.PERSON, holder_id=resident.known_id, balance=3 * thing.price
    )
    Entry.objects.create(
        account=account, code=rules.JOINED, points=account.balance, day=queries.today()
    )
    order: list[Thing] = [{"number": actions.order_thing(resident, slug=thing.slug)}]
    slug: list[Thing] = [{"slug": thing.slug}]
    return {
        **dict.fromkeys(("/points/shop/", "/office/points/things/"), slug),
        **dict.fromkeys(("/me/points/orders/", "/office/points-orders/"), order),
    }
