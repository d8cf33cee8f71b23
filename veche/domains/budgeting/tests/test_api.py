"""The people's budget by API: what anyone reads, and one person's part by key."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from veche.commons.identity.tests.makers import make_token
from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Project
from veche.domains.budgeting.tests import makers

pytestmark = pytest.mark.usefixtures("budget_town")
API = "/api/v1"


def get(client: Client, path: str, **headers: str) -> Any:
    return client.get(f"{API}{path}", headers=headers)


def send(client: Client, path: str, token: str, given: Any, key: str = "") -> Any:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or uuid4().hex}
    return client.post(f"{API}{path}", given, content_type="application/json", headers=headers)


def test_anyone_reads_cycles_projects_and_results(client: Client) -> None:
    cycle, rows = makers.make_counted()
    draft = makers.make_draft_cycle()
    listed = get(client, "/budget-votes").json()["items"]
    assert [one["slug"] for one in listed] == [cycle.slug]
    assert get(client, f"/budget-votes/{draft.slug}").status_code == 404
    whole = get(client, f"/budget-votes/{cycle.slug}").json()
    assert (whole["rule"], whole["ballots"], len(whole["phases"])) == ("votes", 3, 5)
    assert (whole["votes_at"], whole["vote_url"]) == ("here", "")
    elsewhere, _rows = makers.make_state_vote()
    there = get(client, f"/budget-votes/{elsewhere.slug}").json()
    assert there["votes_at"] == "state"
    assert there["vote_url"] == "https://zagorodsreda.gosuslugi.ru/objects"
    numbers = get(client, f"/budget-votes/{cycle.slug}/projects").json()["items"]
    assert [one["number"] for one in numbers] == [1, 2, 3]
    told = get(client, f"/budget-projects/{rows[0].slug}").json()
    assert told["explained"]["is_won"]
    found = get(client, f"/budget-votes/{cycle.slug}/results").json()["funds"][0]
    assert found["won"] == [1, 2]
    assert found["tallies"][0]["winners"] == [1, 2]
    receipt = get(client, f"/budget-votes/{cycle.slug}/receipts/000000000000").json()
    assert receipt == {"is_found": False, "is_struck": False}


def test_votes_are_told_once_they_are_counted(client: Client) -> None:
    def votes(row: Project) -> Any:
        return get(client, f"/budget-projects/{row.slug}").json()["votes"]

    cycle, rows = makers.make_vote()
    makers.cast(cycle, {"f1": ["1"]})
    assert votes(rows[0]) is None
    judged = makers.make_project(makers.make_cycle())
    Project.objects.filter(id=judged.id).update(state=rules.PROPOSED, is_public=True)
    assert votes(judged) is None
    _counted, known = makers.make_counted()
    assert votes(known[0]) == Project.objects.get(id=known[0].id).votes > 0


def test_results_are_closed_before_the_count(client: Client) -> None:
    cycle, _rows = makers.make_vote()
    assert get(client, f"/budget-votes/{cycle.slug}/results").status_code == 403


def test_a_ballot_is_cast_by_key_once_for_each_word(client: Client) -> None:
    cycle, _rows = makers.make_vote()
    person = makers.resident()
    path = f"/budget-votes/{cycle.slug}/vote"
    token = make_token(person, "vote", "own:read")
    assert send(client, path, "nobody", {"choice": {"f1": ["1"]}}).status_code == 401
    over = send(client, path, token, {"choice": {"f1": ["1", "2", "3"]}})
    assert over.status_code == 422
    for _n in range(2):
        first = send(client, path, token, {"choice": {"f1": ["1"]}}, key="k" * 20).json()
        assert first["choice"] == {"f1": ["1"]}
    send(client, path, token, {"choice": {"f1": ["2"]}})
    own = get(client, path, Authorization=f"Bearer {token}").json()
    assert own["vote"]["choice"] == {"f1": ["2"]}
    assert own["standing"]["is_allowed"]


def test_a_project_is_drafted_and_sent_by_key(client: Client) -> None:
    cycle = makers.make_cycle()
    token = make_token(makers.resident(), "write")
    given = {
        "title": makers.TITLE,
        "need": "Негде играть",
        "fund": "f1",
        "works": "Горка",
        "benefits": "Детям",
        "upkeep": "Соседи",
        "land": "town",
        "lines": [{"title": "Горка", "amount_kopecks": 100_000_000}],
    }
    path = f"/budget-votes/{cycle.slug}/projects"
    shared = {"title": "Горка", "amount_kopecks": 100, "payer": "business"}
    assert send(client, path, token, {**given, "lines": [shared]}).status_code == 422
    for _n in range(2):
        made = send(client, path, token, given, key="d" * 20).json()
        assert made["lacks"] == []
    sent = send(client, f"/budget-projects/drafts/{made['id']}/send", token, {}).json()
    row = Project.objects.get()
    assert (sent["slug"], sent["state"]) == (row.slug, rules.MODERATION)
