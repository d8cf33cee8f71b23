"""Proposals by API: everyone reads, a key with the right supports."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from veche.commons.identity.tests.makers import bearer, make_token
from veche.domains.initiatives.tests import makers

pytestmark = pytest.mark.usefixtures("places_town")
ALL = "/api/v1/initiatives"


def test_everyone_reads_what_is_public(client: Client, town: Any) -> None:
    row = makers.make_proposal()
    hidden = makers.make_filed(title="Ещё не прочитано")
    found = client.get(ALL).json()
    assert [one["slug"] for one in found["items"]] == [row.slug]
    one = client.get(f"{ALL}/{row.slug}").json()
    assert (one["support"], one["threshold"], one["percent"]) == (3, 6, 50)
    assert client.get(f"{ALL}/{hidden.slug}").status_code == 404
    assert client.get(ALL, {"state": "answered"}).json()["items"] == []


def test_pages_of_the_list_go_on(client: Client, town: Any) -> None:
    slugs = {makers.make_proposal(title=f"Предложение {n}").slug for n in range(3)}
    first = client.get(f"{ALL}?size=2&order=liked").json()
    rest = client.get(f"{ALL}?size=2&order=liked&after={first['next']}").json()
    assert {one["slug"] for one in first["items"] + rest["items"]} == slugs
    assert rest["next"] == ""


def test_a_key_with_the_right_supports_once(client: Client, town: Any) -> None:
    row, person = makers.make_proposal(), makers.resident()
    there = f"{ALL}/{row.slug}/support"
    key = bearer(make_token(person, "support"))
    sent: Any = {"data": {"supported": True}, "content_type": "application/json"}
    for _n in range(2):
        answer = client.put(there, **sent, **key)
        assert answer.json() == {
            "slug": row.slug,
            "supported": True,
            "support": 4,
            "threshold": 6,
        }
    back = client.put(there, {"supported": False}, content_type="application/json", **key)
    assert back.json()["support"] == 3
    other = bearer(make_token(person, "write", name="Другой"))
    assert client.put(there, **sent, **other).status_code == 403
    assert client.put(there, **sent).status_code == 401
