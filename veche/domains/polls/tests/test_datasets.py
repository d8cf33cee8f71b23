"""Results of polls as everyone may take them away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

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
