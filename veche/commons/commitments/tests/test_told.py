"""What those who follow a decision are told; nothing before it is everyone's business."""

from __future__ import annotations

from typing import Any

from veche.commons.commitments import actions, events, told
from veche.commons.commitments.models import Commitment
from veche.commons.commitments.tests.makers import (
    APPROVING,
    again,
    make_decided,
    make_done,
    soon,
    start_clock,
)
from veche.kernel.models import OutboxEvent

KINDS = {kind.event: kind for kind in told.NOTICES}


def last(kind: str) -> dict[str, Any]:
    row = OutboxEvent.objects.filter(kind=kind).order_by("-put_at").first()
    assert row is not None
    return dict(row.payload)


def test_each_change_has_its_words_and_its_followers(town: Any) -> None:
    made = make_done()
    for kind in (
        events.CommitmentDecided.kind,
        events.StageCompleted.kind,
        events.CommitmentDone.kind,
    ):
        notice = KINDS[kind].tell(last(kind))
        assert notice is not None
        assert made.source_title in notice.title
        assert notice.url == made.url
        assert set(notice.topics) == {
            told.topic_of(made.id),
            f"polls.poll:{made.source_id}",
            told.ALL,
        }


def test_a_moved_term_tells_both_days_and_why(town: Any) -> None:
    made = make_decided()
    actions.change_due(
        APPROVING, commitment_id=made.id, new_due_on=soon(90), reason="Подрядчик не успел."
    )
    notice = KINDS[events.DueChanged.kind].tell(last(events.DueChanged.kind))
    assert notice is not None
    assert "Подрядчик не успел." in notice.text
    assert str(soon(90).year) in notice.text


def test_lateness_is_told_once_the_town_counts_it_aloud(town: Any) -> None:
    made = make_decided()
    late = soon(-3)
    Commitment.objects.filter(id=made.id).update(due_on=late, deadline_on=late)
    payload = {"commitment_id": str(made.id), "owed": "work", "deadline_on": late.isoformat()}
    assert KINDS[events.CommitmentOverdue.kind].tell(payload) is None
    start_clock()
    notice = KINDS[events.CommitmentOverdue.kind].tell(payload)
    assert notice is not None
    assert again(made).answerable.body_name in notice.text


def test_only_what_is_there_can_be_followed(town: Any) -> None:
    made = make_decided()
    one, every = told.TOPICS
    assert one.find(str(made.id)) == (made.source_title, made.url)
    assert one.find("nonsense") is None
    assert every.find("all") is not None
    assert every.find("others") is None
