"""What goes out of the town by itself: public facts of real events, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.attacks.made import cast, close, make_poll
from veche.commons.hall import actions as hall
from veche.commons.hall.rules import Switch
from veche.commons.identity.tests.makers import make_person
from veche.commons.webhooks.announcing import announcements
from veche.commons.webhooks.models import Delivery
from veche.commons.webhooks.tests.makers import add
from veche.domains.polls import actions
from veche.kernel import jobs


@pytest.fixture
def hearing(town: Any, settings: Any) -> None:
    settings.WEBHOOKS_LOCAL = True
    add(make_person(roles=["admin"]), "http://127.0.0.1:1/", *(one.kind for one in announcements()))


def told() -> dict[str, dict[str, Any]]:
    jobs.run_waiting()
    return {row.kind: json.loads(row.body)["data"] for row in Delivery.objects.all()}


def test_a_poll_tells_its_life_and_no_vote(hearing: None) -> None:
    voter = make_person(birth_year=1980)
    poll = make_poll(title="Где быть скамейке?")
    actions.open_due_poll(poll_id=poll.id)
    actions.open_due_poll(poll_id=poll.id)
    receipt = cast(poll, "o2", person=voter).number
    close(poll)
    said = told()
    assert said["polls.poll_opened"]["title"] == "Где быть скамейке?"
    assert said["polls.poll_closed"]["phase"] == "closed"
    assert said["commitments.commitment_owed"]["source"]["title"] == "Где быть скамейке?"
    assert len(said) == Delivery.objects.count(), "each once"
    everything = json.dumps(said)
    for secret in (receipt, str(voter.id), str(poll.id), "o2"):
        assert secret not in everything


def test_what_went_out_of_sight_is_not_told(hearing: None) -> None:
    poll = make_poll(opens=-1)
    actions.open_due_poll(poll_id=poll.id)
    poll.state = "draft"
    poll.save(update_fields=["state"])
    assert told() == {}


def test_a_service_that_is_not_open_to_all_is_silent(hearing: None) -> None:
    hall.switch_service(make_person(roles=["admin"]), slug="polls", switch=Switch("test"))
    poll = make_poll()
    actions.open_due_poll(poll_id=poll.id)
    assert told() == {}
