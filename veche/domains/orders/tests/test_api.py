"""Orders by API: everyone reads, a key with the right supports."""

from __future__ import annotations

from typing import Any

from django.test import Client

from veche.commons.identity.tests.makers import bearer, make_token
from veche.commons.organisations.public import Mandate
from veche.domains.orders.tests import makers

ALL = "/api/v1/orders"


def test_everyone_reads_what_is_public(client: Client, mandate: Mandate) -> None:
    row = makers.adopt(makers.take(makers.make_order(mandate)))
    hidden = makers.make_given(mandate, title="Ещё не прочитано")
    found = client.get(ALL, {"deputy": str(mandate.id), "year": str(row.year)}).json()
    assert [one["slug"] for one in found["items"]] == [row.slug]
    one = client.get(f"{ALL}/{row.slug}").json()
    assert (one["state"], one["course"], one["sum_kopecks"]) == ("adopted", "decided", 420_000_000)
    assert client.get(one["commitment"]).status_code == 200
    assert client.get(f"{ALL}/{hidden.slug}").status_code == 404
    assert client.get(ALL, {"state": "open"}).json()["items"] == []


def test_a_key_with_the_right_supports_once(client: Client, mandate: Mandate) -> None:
    row, person = makers.make_order(mandate), makers.neighbour(mandate)
    there = f"{ALL}/{row.slug}/support"
    key = bearer(make_token(person, "support"))
    sent: Any = {"data": {"supported": True}, "content_type": "application/json"}
    for _n in range(2):
        answer = client.put(there, **sent, **key)
        assert answer.json() == {"slug": row.slug, "supported": True, "support": 2}
    back = client.put(there, {"supported": False}, content_type="application/json", **key)
    assert back.json()["support"] == 1
    assert client.put(there, **sent).status_code == 401
