"""Elders carry paper: a pack of the clerk's, envelopes opened at the counter, sums for everyone."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.attacks.made import make_poll
from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.ballots.tests.makers import move_close
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.organisations import public as organisations
from veche.commons.organisations.tests.makers import give, place
from veche.domains.polls.actions.running import close_box_of
from veche.domains.polls.models import Poll
from veche.domains.polls.tests.test_counter import (
    ASK,
    check_in,
    clerk,
    desk,
    enter,
    second,
    west,
)
from veche.kernel import clock

__all__ = ["clerk", "second", "west"]
CONTACT = "elder@example.org"


@pytest.fixture
def village(west: UUID) -> UUID:
    give(CONTACT)
    return place("село Дальнее")


@pytest.fixture
def poll(village: UUID) -> Poll:
    return make_poll(ASK, places=(village,), title="Где поставить остановку?")


def collector() -> str:
    return str(organisations.collectors()[0].id)


def give_batch(browser: Client, poll: Poll, amount: int = 3, **changed: str) -> Any:
    sent = {"collector": collector(), "amount": amount, "key": str(uuid4()), **changed}
    return browser.post(desk(poll, "collectors/give/"), sent)


def known(browser: Client, village: UUID, number: int) -> dict[str, str]:
    """The slip of somebody who has once shown a document."""
    check_in(browser, village, number)
    browser.post("/office/check-in/end/")
    return {"kind": "passport", "number": f"9218{number}", "born": "1951-03-04"}


def envelope(browser: Client, poll: Poll, slip: dict[str, str], **changed: str) -> Any:
    return browser.post(desk(poll, "collectors/envelope/"), {**slip, **changed})


def page(browser: Client, poll: Poll, name: str = "collectors/") -> str:
    answer = browser.get(desk(poll, name))
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_from_the_pack_to_the_public_sums(
    clerk: Client, second: Client, poll: Poll, village: UUID
) -> None:
    assert "Староста, село Дальнее" in page(clerk, poll)
    key = str(uuid4())
    for _time in range(2):
        assert give_batch(clerk, poll, key=key).status_code == 302
    batch = ballots.batches(poll.id)[0]
    assert batch.amount == 3
    pdf = clerk.get(desk(poll, f"packs/{batch.id}.pdf"))
    assert pdf.content.startswith(b"%PDF")
    holder = identity.person_by_id(identity.ensure_contact(CONTACT))
    assert holder is not None
    elder = sign_in(Client(), holder)
    me = elder.get("/me/").content.decode()
    assert "3 бюллетеня" in me
    assert poll.title in me

    slip = known(clerk, village, 100_001)
    assert envelope(clerk, poll, slip).status_code == 302
    refused = envelope(clerk, poll, slip)
    assert refused.status_code == 422
    assert "бюллетень уже выдан" in refused.content.decode()
    assert envelope(clerk, poll, {"then": "decline"}).status_code == 302

    numbers = ballots.numbers_of_pack(poll.id, batch.id)
    back = desk(poll, f"collectors/{batch.id}/back/")
    assert clerk.post(back, {"unused": "7"}).status_code == 422
    assert clerk.post(back, {"unused": "1"}).status_code == 302
    assert "3 бюллетеня" not in elder.get("/me/").content.decode()
    assert enter(clerk, poll, numbers[0]).status_code == 302
    clerk.post(desk(poll, "hand-over/"))
    stack = ballots.stacks(poll.id)[0]
    second.post(
        desk(poll, f"check/{stack.id}/"), {"number": numbers[0], "q1": "o1", "then": "save"}
    )
    move_close(poll.id, clock.database_now())
    Poll.objects.filter(id=poll.id).update(closes_at=clock.now())
    close_box_of(Poll.objects.get(id=poll.id))
    assert clerk.post(desk(poll, "finish/")).status_code == 302
    shown = Client().get(f"/polls/{poll.slug}/result/").content.decode()
    for words in ("Листов у старост", "принято конвертов", "отложено конвертов", "пропало"):
        assert words in shown, words
    assert ballots.carried_figures(poll.id).lost == 0
    kinds = [entry.kind for entry in audit.history(poll.id)]
    assert "polls.batch_given" in kinds
    assert "polls.batch_returned" in kinds
    register = page(clerk, poll, "register/")
    assert "Конвертов" in register


def test_a_slip_makes_nobody_and_tells_nothing(clerk: Client, poll: Poll, village: UUID) -> None:
    give_batch(clerk, poll)
    slip = known(clerk, village, 100_002)
    operator = make_person(roles=["clerk"])
    identity.check_in_without_consent(operator, kind="passport", number="9218100077")
    answers = [
        envelope(clerk, poll, slip, number="9218999999"),
        envelope(clerk, poll, slip, born="1951-03-05"),
        envelope(clerk, poll, slip, number="9218100077"),
    ]
    for answer in answers:
        assert answer.status_code == 422
        told = answer.content.decode()
        assert "узнать человека нельзя" in told
        assert "согласия хранить данные не дал" in told, "true of whoever came without one too"
    assert envelope(clerk, poll, slip, number="12").status_code == 422
    assert envelope(clerk, poll, {}).status_code == 422
    assert ballots.carried_figures(poll.id).accepted == 0


def test_who_may_not_vote_sends_no_envelope(clerk: Client, poll: Poll, west: UUID) -> None:
    give_batch(clerk, poll)
    answer = envelope(clerk, poll, known(clerk, west, 100_003))
    assert answer.status_code == 422
    assert ballots.carried_figures(poll.id).accepted == 0


def test_only_elders_of_the_territory_carry(clerk: Client, village: UUID, west: UUID) -> None:
    elsewhere = make_poll(ASK, places=(west,), title="Только Западный")
    assert "нет старост" in page(clerk, elsewhere)
    assert give_batch(clerk, elsewhere).status_code == 422
    assert ballots.batches(elsewhere.id) == []


@pytest.mark.parametrize("roles", [[], ["author"], ["admin"], ["approver"]])
def test_nobody_but_a_clerk(poll: Poll, roles: list[str]) -> None:
    stranger = sign_in(Client(), make_person(roles=roles))
    for path in ("collectors/", "collectors/give/", "collectors/envelope/"):
        for ask in (stranger.get, stranger.post):
            assert ask(desk(poll, path)).status_code in {403, 405}, path
    batch = ballots.give_batch(
        poll.id,
        amount=2,
        collector_id=uuid4(),
        clerk_id=uuid4(),
        day=clock.now().date(),
        batch_id=uuid4(),
    )
    assert stranger.post(desk(poll, f"collectors/{batch.id}/back/")).status_code == 403


def test_a_clerk_gives_nothing_to_themselves(poll: Poll) -> None:
    elder_id = identity.ensure_contact(CONTACT)
    identity.grant_role(elder_id, identity.CLERK, act="Распоряжение № 2")
    both = identity.person_by_id(elder_id)
    assert both is not None
    answer = give_batch(sign_in(Client(), both), poll)
    assert answer.status_code == 422
    assert "Самому себе" in answer.content.decode()
    assert ballots.batches(poll.id) == []
