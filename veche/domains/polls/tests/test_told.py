"""What followers of a poll are told: what its page shows everyone, and of nobody's vote."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.attacks.made import cast, close, make_poll
from veche.commons.identity.tests.makers import make_person
from veche.domains.polls import events
from veche.domains.polls.adapters import told

KINDS = {kind.event: kind for kind in told.NOTICES}


def test_a_new_poll_and_a_closed_one_reach_all_who_follow_polls(town: Any) -> None:
    poll = make_poll(title="Какой парк?")
    voter = make_person(birth_year=1980)
    cast(poll, person=voter)
    close(poll)
    for kind in (events.PollPublished.kind, events.PollClosed.kind):
        notice = KINDS[kind].tell({"poll_id": str(poll.id)})
        assert notice is not None
        assert "Какой парк?" in notice.title
        assert set(notice.topics) == {told.topic_of(poll.id), told.ALL}
        assert notice.people == (), "who voted is nobody's business"


def test_a_draft_is_told_to_nobody_and_followed_by_nobody(town: Any) -> None:
    draft = make_poll(title="Черновик", state="draft")
    assert all(kind.tell({"poll_id": str(draft.id)}) is None for kind in told.NOTICES)
    one, every = told.TOPICS
    assert one.find(str(draft.id)) is None
    assert one.find(str(uuid4())) is None
    assert one.find("nonsense") is None
    assert every.find("all") is not None
    assert every.find("x") is None
