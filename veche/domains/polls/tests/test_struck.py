"""A person with two accounts: one vote counts, the correction is told to everyone."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from tests.attacks.addresses import answer_of
from tests.attacks.made import cast, close, make_poll
from veche.commons.identity.tests.makers import make_person, merge, sign_in


def test_the_later_vote_is_struck_in_the_open(town: Any, client: Client) -> None:
    poll = make_poll(is_revisable=True)
    phone, checked = make_person(contact="+79001234567"), make_person(level=2)
    first = cast(poll, "o1", person=phone)
    second = cast(poll, "o2", person=checked)
    cast(poll, "o2")
    person = merge(phone, checked)
    page = client.get(f"/polls/{poll.slug}/turnout/").content.decode()
    assert "1 бюллетень снят со счёта" in page
    check = f"/polls/{poll.slug}/check/"
    assert "снят со счёта" in client.post(check, {"number": second.number}).content.decode()
    assert "лежит в урне" in client.post(check, {"number": first.number}).content.decode()
    mine = sign_in(Client(), person)
    assert first.number[:4] in mine.get(f"/polls/{poll.slug}/receipt/").content.decode()
    assert first.number[:4] in mine.get("/me/").content.decode()
    [told] = mine.get("/me/data.json").json()["services"]["polls"]
    assert told["receipt"] == first.number
    changed = cast(poll, "o2", person=person)
    assert (changed.is_changed, changed.number) == (True, first.number)
    close(poll)
    result = client.get(f"/polls/{poll.slug}/result/").content.decode()
    assert "Снято со счёта" in result
    _status, file = answer_of(client.get, f"/polls/{poll.slug}/ballots.json")
    taken = json.loads(file)
    assert (taken["totals"]["ballots"], taken["totals"]["struck"]) == (2, 1)
    assert len(taken["ballots"]) == 2


def test_nothing_is_said_where_nothing_was_struck(town: Any, client: Client) -> None:
    poll = make_poll()
    cast(poll)
    assert "снят" not in client.get(f"/polls/{poll.slug}/").content.decode()
    close(poll)
    assert "Снято со счёта" not in client.get(f"/polls/{poll.slug}/result/").content.decode()
