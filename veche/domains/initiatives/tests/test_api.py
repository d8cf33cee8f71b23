"""Proposals by API: everyone reads, a key with the right supports."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from veche.commons.identity.tests.makers import bearer, make_token
from veche.domains.initiatives.actions import filing
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.tests import makers
from veche.kernel.manifest import Judged

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


def post(client: Client, path: str, key: Any, word: str = "the-very-same-word", **sent: Any) -> Any:
    return client.post(
        f"{ALL}{path}",
        sent,
        content_type="application/json",
        headers={"Idempotency-Key": word},
        **key,
    )


def test_a_key_proposes_once_and_calls_helpers(client: Client, town: Any) -> None:
    person, known = makers.resident(), makers.make_proposal()
    key = bearer(make_token(person, "write"))
    given: dict[str, Any] = {
        "title": makers.TITLE,
        "problem": "Родители ждут детей стоя.",
        "grounds": "Спросили 40 соседей",
        "cost_kopecks": 7_200_000,
        "starts_on": "2027-05-01",
        "ends_on": "2027-06-01",
        "budget_kopecks": 0,
    }
    assert post(client, "", key, **{**given, "ends_on": "2027-04-01"}).status_code == 422
    made = post(client, "", key, "another-word-of-it", **given).json()
    assert (made["lacks"], made["alike"]) == (["result"], [known.slug])
    assert post(client, "", key, "another-word-of-it", **given).json() == made
    row = Proposal.objects.get(id=made["id"])
    send = f"/drafts/{row.id}/send"
    assert post(client, send, key, "sent-too-early-word").json()["code"] == "group-small"
    unseen = {**given, "title": "\u200b"}
    assert post(client, "", key, "only-unseen-words", **unseen).status_code == 422
    makers.gather(row.id)
    Proposal.objects.filter(id=row.id).update(result="Есть где сесть")
    # A key may be as long as the description says.
    sent = post(client, send, key, "s" * 64).json()
    assert (sent["slug"], sent["state"]) == (row.slug, "moderation")
    filing.judge_proposal(proposal_id=row.id, judged=Judged(is_passed=True))
    # A repeat gets the first answer, whatever has become of it since.
    assert post(client, send, key, "s" * 64).json() == sent
    assert post(client, "", key, "another-word-of-it", **given).json() == made
    help_key = bearer(make_token(person, "help", name="Помощь"))
    wanted: dict[str, Any] = {"work_kind": "cleanup", "address": "Луговая улица, 54", "hands": 4}
    assert post(client, f"/{row.slug}/help", key, **wanted).status_code == 403
    assert post(client, f"/{row.slug}/help", help_key, **wanted).status_code == 422
    wanted["is_town_duty"] = False
    nowhere = {**wanted, "address": "Нет такой, 1"}
    assert post(client, f"/{row.slug}/help", help_key, **nowhere).status_code == 422
    called = post(client, f"/{row.slug}/help", help_key, "h" * 64, **wanted).json()
    need = client.get(f"/api/v1/together/needs/{called['need']}").json()
    assert (need["hands"], need["title"], need["state"]) == (4, row.title, "open")
