"""Results of polls as everyone may take them away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.attacks.made import cast, close, make_poll
from veche.domains.polls.datasets import DATASETS
from veche.domains.polls.models import Poll


def rows() -> list[dict[str, Any]]:
    (told,) = DATASETS
    names = [one.name for one in told.columns]
    return [dict(zip(names, row, strict=True)) for row in told.rows()]


def test_a_poll_ends_on_the_day_of_the_town(town: Any) -> None:
    poll = make_poll()
    cast(poll, "o2")
    close(poll)
    # Half past midnight in the town, still the day before at Greenwich.
    end = datetime(2026, 5, 1, 21, 30, tzinfo=UTC)
    Poll.objects.filter(id=poll.id).update(opens_at=end - timedelta(days=9), closes_at=end)
    assert {row["closed_on"] for row in rows()} == {date(2026, 5, 2)}


def test_counts_of_many_polls_are_one_query(town: Any) -> None:
    polls = [make_poll() for _number in range(3)]
    for number, poll in enumerate(polls):
        for _ballot in range(number + 1):
            cast(poll, "o2")
        close(poll)
    with CaptureQueriesContext(connection) as asked:
        told = {(row["poll"], row["option"]): row["votes"] for row in rows()}
    assert [told[poll.slug, "o2"] for poll in polls] == [1, 2, 3]
    assert [told[poll.slug, "o1"] for poll in polls] == [0, 0, 0]
    assert len([one for one in asked if "ballots_count" in one["sql"]]) == 1
