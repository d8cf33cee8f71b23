"""The open API: what the pages tell, no more, in one shape of refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.attacks.addresses import answer_of
from tests.attacks.made import cast, close, make_poll
from veche.commons.ballots import public as ballots
from veche.commons.identity.tests.makers import make_person, sign_in

LIST = "/api/v1/polls"


def test_a_list_goes_page_by_page(town: Any) -> None:
    made = {make_poll(title=f"Опрос {number}").slug for number in range(5)}
    seen, after = [], ""
    while True:
        page = Client().get(f"{LIST}?size=2&after={after}").json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
        if not after:
            break
    assert len(seen) == 5
    assert set(seen) == made


def test_a_poll_is_told_with_its_questions_and_turnout(town: Any) -> None:
    poll = make_poll(title="Что построить?")
    cast(poll)
    told = Client().get(f"{LIST}/{poll.slug}").json()
    assert told["title"] == "Что построить?"
    assert told["ballots"] == 1
    assert told["phase"] == "open"
    assert told["questions"][0]["options"] == {"o1": "Сквер", "o2": "Парк"}
    assert str(poll.id) not in str(told), "the box's own id stays inside"


def test_rows_give_the_published_totals(town: Any) -> None:
    poll = make_poll()
    for option in ("o1", "o2", "o2"):
        cast(poll, option)
    for part in ("result", "ballots"):
        refused = Client().get(f"{LIST}/{poll.slug}/{part}")
        assert refused.status_code == 403
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert refused.json()["title"]
    close(poll)
    result = Client().get(f"{LIST}/{poll.slug}/result").json()
    lines = result["totals"]["questions"]["q1"]["lines"]
    assert {code: line["votes"] for code, line in lines.items()} == {"o1": 1, "o2": 2}
    _status, text = answer_of(Client().get, f"{LIST}/{poll.slug}/ballots?form=csv")
    rows = text.splitlines()
    assert sorted(rows[1:]) == ["o1", "o2", "o2"]
    assert ballots.recount(poll.id)[0] == result["totals"]["ballots"] == 3


def test_an_own_vote_opens_an_interim_result_by_api_too(town: Any) -> None:
    poll = make_poll(results_shown="after_vote")
    voter = make_person(birth_year=1980)
    browser = sign_in(Client(), voter)
    assert browser.get(f"{LIST}/{poll.slug}/result").status_code == 403
    cast(poll, person=voter)
    assert browser.get(f"{LIST}/{poll.slug}/result").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("phase=secret", 422),
        ("size=0", 422),
        ("size=101", 422),
        ("size=x", 422),
        ("after=W10", 422),
        ("after=" + "x" * 401, 422),
        ("after=%01", 422),
        ("unknown=1", 200),
    ],
)
def test_wrong_questions_are_refused_in_one_shape(town: Any, query: str, status: int) -> None:
    answer = Client().get(f"{LIST}?{query}")
    assert answer.status_code == status
    if status != 200:
        told = answer.json()
        assert set(told) == {"type", "title", "detail", "status", "code", "fields"}
        assert told["status"] == status


@pytest.mark.parametrize(
    "address", [f"{LIST}/nosuchpoll", f"{LIST}/%01", f"{LIST}/..", "/api/v1/x"]
)
def test_what_is_not_there_is_a_problem_not_a_page(town: Any, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_nothing_is_written_by_it(town: Any, verb: str) -> None:
    poll = make_poll()
    for address in (LIST, f"{LIST}/{poll.slug}", f"{LIST}/{poll.slug}/ballots"):
        assert getattr(Client(), verb)(address).status_code in {403, 405}
