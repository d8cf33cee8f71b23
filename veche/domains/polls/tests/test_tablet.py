"""The tablet's door: each sheet is judged by itself, and a bad one holds up no other."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.attacks.made import make_poll
from veche.commons.ballots import public as ballots
from veche.domains.polls.models import Poll
from veche.domains.polls.tests import test_counter
from veche.domains.polls.tests.test_counter import desk, hand_out, print_pack

clerk, west = test_counter.clerk, test_counter.west
OWN = {"kind": "text"}


def sheet(number: str, body: str) -> dict[str, Any]:
    return {"key": str(uuid4()), "number": number, "body": body}


def send(browser: Client, poll: Poll, *sheets: Any) -> Any:
    told = json.dumps({"sheets": sheets})
    return browser.post(desk(poll, "tablet/sheets/"), told, content_type="application/json")


def test_a_sheet_too_long_is_refused_alone(clerk: Client, west: UUID) -> None:
    poll = make_poll(*[OWN] * 4)
    numbers = print_pack(clerk, poll)
    hand_out(clerk, poll, west, people=2)
    words = {f"q{number}": "Ж" * 1000 for number in range(1, 5)}
    fits, long = urlencode(words), urlencode({"q1": "Ж" * 20_000})
    assert len(fits) > 20_000, "a whole paper of long answers"
    answer = send(clerk, poll, sheet(numbers[0], long), sheet(numbers[1], fits))
    assert answer.status_code == 200
    first, second = answer.json()["results"]
    assert first["state"] == "refused"
    assert "больше слов, чем помещается" in first["why"]
    assert second["state"] == "kept"
    assert ballots.paper_figures(poll.id).waiting == 1


@pytest.mark.parametrize(
    "broken", [{"key": "x"}, {"number": 1}, {"number": "1" * 41}, {"body": []}]
)
def test_what_no_tablet_sends_is_no_request(
    clerk: Client, west: UUID, broken: dict[str, Any]
) -> None:
    poll = make_poll()
    assert send(clerk, poll, {**sheet("1" * 12, "q1=o1"), **broken}).status_code == 400
    assert send(clerk, poll, *[sheet("1" * 12, "q1=o1")] * 51).status_code == 400
