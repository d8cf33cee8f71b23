"""Arguments for and against below a poll: only where its author lets them, until it closes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from tests.attacks.made import make_poll
from veche.commons.discussion import public as discussion
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.moderation.tests.makers import moderator, pass_all
from veche.domains.polls.actions.kinds import begin_as
from veche.domains.polls.models import Kind, Poll
from veche.kernel import clock

WORDS = "В сквере есть тень, а на площади летом сорок градусов."


def argue(client: Client, poll: Poll) -> Any:
    path = f"{discussion.discussion_url('polls.poll', poll.id)}argue/"
    return client.post(path, {"side": "for", "text": WORDS, "key": "k" * 24})


def test_arguments_stand_below_the_questions_and_close_with_the_poll(town: Any) -> None:
    poll = make_poll(has_discussion=True)
    client = sign_in(Client(), make_person())
    page = client.get(f"/polls/{poll.slug}/").content.decode()
    assert "Доводы за и против" in page
    assert page.index("О чём спрашивают") < page.index("Доводы за и против")
    assert argue(client, poll).status_code == 302
    pass_all(moderator())
    assert WORDS in Client().get(f"/polls/{poll.slug}/").content.decode()

    Poll.objects.filter(id=poll.id).update(closes_at=clock.now() - timedelta(minutes=1))
    page = client.get(f"/polls/{poll.slug}/").content.decode()
    assert WORDS in page
    assert "Обсуждение закрыто" in page
    assert argue(sign_in(Client(), make_person()), poll).status_code == 403


def test_a_poll_without_arguments_and_a_draft_have_none(town: Any) -> None:
    plain, draft = make_poll(), make_poll(state="draft", has_discussion=True)
    assert "Доводы за и против" not in Client().get(f"/polls/{plain.slug}/").content.decode()
    for poll in (plain, draft):
        address = discussion.discussion_url("polls.poll", poll.id)
        assert Client().get(address).status_code == 404


def test_a_town_poll_begins_with_arguments_and_others_do_not(town: Any) -> None:
    for kind, expected in ((Kind.TOWN, True), (Kind.HOUSE, False)):
        poll = Poll.objects.create(title="Какой быть площади?", kind=kind)
        begin_as(poll)
        poll.refresh_from_db()
        assert poll.has_discussion is expected
