"""Voting by a key: the same rules as on the page, and a repeat that never doubles."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.attacks.made import EVERY_KIND, cast, close, make_poll
from veche.commons.ballots import public as ballots
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import bearer, make_person, make_token, merge
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.domains.polls.models import Poll
from veche.kernel.models import KeptAnswer, OutboxEvent


@pytest.fixture
def resident(town: Any) -> identity.PersonRef:
    return make_person(birth_year=1980)


def vote(text: str, poll: Poll, choice: Any, retry: str = "") -> Any:
    return Client(enforce_csrf_checks=True).post(
        f"/api/v1/polls/{poll.slug}/vote",
        json.dumps({"choice": choice}),
        content_type="application/json",
        HTTP_IDEMPOTENCY_KEY=retry or uuid4().hex,
        **bearer(text),
    )


def test_a_vote_counts_once_however_often_it_is_sent(resident: identity.PersonRef) -> None:
    poll, retry = make_poll(), uuid4().hex
    text = make_token(resident, "vote", "own:read")
    answers = [vote(text, poll, {"q1": ["o2"]}, retry) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["receipt"] for answer in answers}) == 1
    assert ballots.turnout(poll.id).ballots == 1
    assert vote(text, poll, {"q1": ["o2"]}).json() == answers[0].json(), "nor with another word"
    assert ballots.turnout(poll.id).ballots == 1
    own = Client().get(f"/api/v1/polls/{poll.slug}/vote", **bearer(text)).json()
    assert own["vote"] == answers[0].json()
    assert own["standing"]["is_allowed"]
    listed = Client().get("/api/v1/me/votes", **bearer(text)).json()["items"]
    assert listed == [answers[0].json()]


def test_a_late_repeat_does_not_undo_a_change(resident: identity.PersonRef) -> None:
    poll, first = make_poll(is_revisable=True), uuid4().hex
    text = make_token(resident, "vote")
    vote(text, poll, {"q1": ["o1"]}, first)
    assert vote(text, poll, {"q1": ["o2"]}).json()["choice"] == {"q1": ["o2"]}
    late = vote(text, poll, {"q1": ["o1"]}, first)
    assert late.json()["choice"] == {"q1": ["o1"]}, "answered with what that call cast"
    own = Client().get(
        f"/api/v1/polls/{poll.slug}/vote", **bearer(make_token(resident, "own:read"))
    )
    assert own.json()["vote"]["choice"] == {"q1": ["o2"]}, "what counts is the later one"
    other = make_poll()
    assert vote(text, other, {"q1": ["o1"]}, first).status_code == 409


def test_a_repeat_tells_a_key_for_votes_nothing_cast_elsewhere(
    resident: identity.PersonRef,
) -> None:
    poll, word = make_poll(is_revisable=True), uuid4().hex
    text = make_token(resident, "vote")
    assert vote(text, poll, {"q1": ["o1"]}, word).status_code == 200
    cast(poll, "o2", person=resident)
    for sent in ({"q1": ["o1"]}, {"q1": ["o2"]}, {"q1": ["no-such"]}):
        again = vote(text, poll, sent, word)
        assert again.json()["choice"] == {"q1": ["o1"]}, "not the page's vote, whatever is sent"
    changed = uuid4().hex
    assert vote(text, poll, {"q1": ["o1"]}, changed).json()["choice"] == {"q1": ["o1"]}
    assert vote(text, poll, {"q1": ["o2"]}, changed).json()["choice"] == {"q1": ["o1"]}


@pytest.mark.parametrize("by_key", [False, True], ids=["on the page", "by another key"])
def test_a_final_vote_cast_elsewhere_cannot_be_found_by_trying(
    resident: identity.PersonRef, by_key: bool
) -> None:
    """The standing one sent again is refused in the very words that any other is."""
    poll, text = make_poll(is_revisable=False), make_token(resident, "vote")
    if by_key:
        vote(make_token(resident, "vote"), poll, {"q1": ["o2"]})
    else:
        cast(poll, "o2", person=resident)
    answers = [vote(text, poll, {"q1": [option]}) for option in ("o1", "o2", "o2")]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {
        (409, "already-voted")
    }
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert ballots.turnout(poll.id).ballots == 1


def test_a_final_vote_is_told_to_the_key_that_cast_it(resident: identity.PersonRef) -> None:
    poll, text, word = make_poll(is_revisable=False), make_token(resident, "vote"), uuid4().hex
    first = vote(text, poll, {"q1": ["o2"]}, word)
    assert first.status_code == 200
    for answer in (vote(text, poll, {"q1": ["o2"]}, word), vote(text, poll, {"q1": ["o2"]})):
        assert answer.json() == first.json()
    other = vote(text, poll, {"q1": ["o1"]})
    assert (other.status_code, other.json()["code"]) == (409, "already-voted")
    assert ballots.turnout(poll.id).ballots == 1


def test_keys_do_not_share_their_words_for_repeats(resident: identity.PersonRef) -> None:
    """Else a key for votes could ask what another has cast, by trying simple words."""
    poll, word = make_poll(is_revisable=True), "0000000000000001"
    vote(make_token(resident, "vote"), poll, {"q1": ["o1"]}, word)
    other = vote(make_token(resident, "vote"), poll, {"q1": ["o2"]}, word)
    assert other.json()["choice"] == {"q1": ["o2"]}


def test_a_repeat_after_a_merge_tells_nothing_of_the_other_account(town: Any) -> None:
    poll, word = make_poll(), uuid4().hex
    phone, checked = make_person(contact="+79001234567"), make_person(level=2)
    cast(poll, "o2", person=phone)
    text = make_token(checked, "vote")
    assert vote(text, poll, {"q1": ["o1"]}, word).status_code == 200
    merge(phone, checked)
    answer = vote(text, poll, {"q1": ["o1"]}, word)
    assert (answer.status_code, answer.json()["code"]) == (409, "vote-gone")


def test_nothing_of_the_vote_is_kept_for_repeats(resident: identity.PersonRef) -> None:
    poll = make_poll()
    before = OutboxEvent.objects.count()
    receipt = vote(make_token(resident, "vote"), poll, {"q1": ["o2"]}).json()["receipt"]
    kept = list(KeptAnswer.objects.exclude(actor=f"person:{resident.id}").values())
    assert len(kept) == 1
    assert kept[0]["answer"] == [0, 0], "which of the voter's ballots it was, no more"
    assert str(resident.id) not in repr(kept)
    assert receipt not in repr(kept)
    assert OutboxEvent.objects.count() == before


@pytest.mark.parametrize("retry", ["", "short", "x" * 65, "с буквами по-русски"])
def test_a_vote_without_a_word_for_repeats_is_refused(
    resident: identity.PersonRef, retry: str
) -> None:
    poll = make_poll()
    word: dict[str, Any] = {"HTTP_IDEMPOTENCY_KEY": retry} if retry else {}
    answer = Client().post(
        f"/api/v1/polls/{poll.slug}/vote",
        '{"choice": {"q1": ["o1"]}}',
        content_type="application/json",
        **word,
        **bearer(make_token(resident, "vote")),
    )
    assert answer.status_code == 422
    assert ballots.turnout(poll.id).ballots == 0


def test_whoever_may_not_vote_on_the_page_may_not_by_a_key(town: Any) -> None:
    child = make_person(birth_year=2020)
    poll = make_poll(min_age=16)
    text = make_token(child, "vote", "own:read")
    answer = vote(text, poll, {"q1": ["o1"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "age")
    standing = Client().get(f"/api/v1/polls/{poll.slug}/vote", **bearer(text)).json()["standing"]
    assert (standing["is_allowed"], standing["code"]) == (False, "age")
    assert standing["reason"]


def test_neither_before_nor_after_nor_in_a_draft(resident: identity.PersonRef) -> None:
    text = make_token(resident, "vote")
    over = make_poll()
    cast(over)
    close(over)
    assert vote(text, make_poll(opens=1), {"q1": ["o1"]}).json()["code"] == "not-open"
    assert vote(text, over, {"q1": ["o1"]}).json()["code"] == "closed"
    assert vote(text, make_poll(state="draft"), {"q1": ["o1"]}).status_code == 404


def test_a_bad_choice_says_which_question(resident: identity.PersonRef) -> None:
    poll = make_poll(*EVERY_KIND)
    text = make_token(resident, "vote")
    for choice, question in (
        ({}, "q1"),
        ({"q1": ["o9"]}, "q1"),
        ({"q1": "o1"}, "q1"),
        ({"q1": {"o1": 1}}, "q1"),
        ({"q1": ["o1"], "q4": 10**40}, "q4"),
        ({"q1": ["o1"], "q5": {"o1": -1}}, "q5"),
        ({"q1": ["o1"], "q7": [91.0, 0.0]}, "q7"),
        ({"q1": ["o1"], "q9": ["o1"]}, "q9"),
    ):
        answer = vote(text, poll, choice)
        assert answer.status_code == 422, choice
        assert list(answer.json()["fields"]) == [question], choice
    shapeless: list[Any] = [None, [], 1, {"q1": [{"a": 1}]}, {"q1": True}]
    for wrong in [*shapeless, {"q1": [float("nan"), 0.0]}]:
        assert vote(text, poll, wrong).status_code in {400, 422}, wrong
    assert ballots.turnout(poll.id).ballots == 0
    whole = {
        "q1": ["o1"],
        "q2": ["o1", "o2"],
        "q3": ["o2", "o1"],
        "q4": 5,
        "q5": {"o1": 8},
        "q6": "Слова",
        "q7": [54.5, 36.2],
    }
    assert vote(text, poll, whole).status_code == 200


def test_a_key_that_may_vote_reads_nothing_of_its_owner(resident: identity.PersonRef) -> None:
    poll = make_poll(results_shown="after_vote")
    cast(poll, person=resident)
    address = f"/api/v1/polls/{poll.slug}"
    for_votes, for_reading = make_token(resident, "vote"), make_token(resident, "own:read")
    assert Client().get(f"{address}/vote", **bearer(for_votes)).status_code == 403
    # That the person has voted lets them see the count; the key for votes must not tell that.
    assert Client().get(f"{address}/result", **bearer(for_votes)).status_code == 403
    assert Client().get(f"{address}/result", **bearer(for_reading)).status_code == 200
    assert vote(for_reading, poll, {"q1": ["o1"]}).status_code == 403


def test_a_key_for_votes_alone_votes_where_its_owner_tries_the_service(town: Any) -> None:
    make_town()
    west, other = [one.id for one in places.places() if one.kind == "district"][:2]
    poll = make_poll()
    switch_service("polls", "pilot", west)
    for home, status in ((west, 200), (other, 404), (None, 404)):
        text = make_token(make_person(place_id=home, birth_year=1980), "vote")
        assert vote(text, poll, {"q1": ["o1"]}).status_code == status, home
    assert ballots.turnout(poll.id).ballots == 1


def test_a_receipt_is_looked_up_without_a_key(town: Any) -> None:
    poll = make_poll()
    receipt = cast(poll).number
    address = f"/api/v1/polls/{poll.slug}/receipts"
    assert Client().get(f"{address}/{receipt}").json() == {"is_found": True, "is_struck": False}
    assert Client().get(f"{address}/000000000001").json()["is_found"] is False
    assert Client().get(f"{address}/abc").status_code == 422
