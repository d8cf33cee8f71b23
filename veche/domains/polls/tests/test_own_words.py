"""What residents wrote themselves reaches officials after the close, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from veche.commons.ballots import public as ballots
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls import queries
from veche.domains.polls.models import Poll, Question, State
from veche.kernel import clock
from veche.kernel.errors import Conflict


@pytest.fixture
def poll(town: Any) -> Poll:
    now = clock.now()
    poll = Poll.objects.create(
        title="Что поправить?",
        state=State.PUBLISHED,
        opens_at=now - timedelta(days=2),
        closes_at=now + timedelta(days=1),
    )
    Question.objects.create(poll=poll, position=1, code="q1", kind="text", text="Напишите")
    ballots.open_box(
        poll.id,
        paper=queries.paper_of(poll),
        opens_at=now - timedelta(days=2),
        closes_at=now + timedelta(days=1),
        is_revisable=True,
    )
    person = make_person()
    leave = ballots.issue_pass(
        poll.id, person_id=person.known_id, stratum="", level=1, channel="web"
    )
    ballots.cast(leave, {"q1": "=HYPERLINK лавочки <b>у пруда</b>"})
    return poll


def close(poll: Poll) -> None:
    ballots.close_box(poll.id)
    Poll.objects.filter(id=poll.id).update(state=State.CLOSED, closed_at=clock.now())


def test_officials_read_words_after_the_close(poll: Poll, client: Client) -> None:
    with pytest.raises(Conflict):
        list(ballots.own_words(poll.id, "q1"))
    sign_in(client, make_person(roles=("author",)))
    address = f"/office/polls/{poll.slug}/words/"
    assert client.get(address).status_code == 403
    close(poll)
    assert client.get(address).status_code == 403, "the count is not whole yet"
    assert client.get(f"/office/polls/{poll.slug}/words.csv").status_code == 403
    ballots.publish(poll.id)
    page = client.get(address)
    assert page.status_code == 200
    assert "лавочки &lt;b&gt;у пруда" in page.content.decode()
    file = client.get(f"/office/polls/{poll.slug}/words.csv")
    table = b"".join(iter(file))
    assert "'=HYPERLINK" in table.decode("utf-8-sig")


def test_nobody_else_reads_them(poll: Poll, client: Client) -> None:
    close(poll)
    ballots.publish(poll.id)
    address = f"/office/polls/{poll.slug}/words/"
    assert client.get(address).status_code in {302, 403, 404}
    lawyer = sign_in(Client(), make_person(roles=("lawyer",)))
    for page in (address, f"/office/polls/{poll.slug}/words.csv"):
        assert lawyer.get(page).status_code == 403
    assert address not in lawyer.get(f"/office/polls/{poll.slug}/").content.decode()
    sign_in(client, make_person())
    assert client.get(address).status_code in {403, 404}
    assert "лавочки" not in client.get(f"/polls/{poll.slug}/result/").content.decode()
