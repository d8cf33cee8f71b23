"""Each run of a job that drops data leaves a record, whatever became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from veche.kernel import clock, jobs, retention
from veche.kernel.models import RetentionRun

NAME = "kernel.forget_in_test"


@pytest.fixture
def found() -> Iterator[list[int]]:
    """What the next run finds; an empty list breaks it."""
    numbers: list[int] = []
    retention.retained(NAME, every_minutes=60)(lambda: numbers.pop())
    yield numbers
    del jobs._jobs[NAME], jobs._periodic[NAME], retention._every[NAME]


def run() -> None:
    jobs.registered()[NAME]()


def test_runs_add_up(town: Any, found: list[int]) -> None:
    assert retention.states([NAME, "kernel.unknown"])[NAME].ran_at is None
    found += [0, 4, 3]
    for _run in range(3):
        run()
    state = retention.states([NAME])[NAME]
    assert (state.destroyed, state.total, state.failure) == (0, 7, "")
    assert state.next_by is not None
    assert state.next_by - timedelta(hours=1) == state.ran_at
    assert "kernel.unknown" not in retention.states([NAME, "kernel.unknown"])


def test_a_failure_is_kept_until_a_good_run(town: Any, found: list[int]) -> None:
    with pytest.raises(IndexError):
        run()
    state = retention.states([NAME])[NAME]
    assert (state.failure, state.ran_at) == ("IndexError", None)
    found.append(1)
    run()
    assert retention.states([NAME])[NAME].failure == ""


def test_old_empty_runs_go_and_proofs_stay(town: Any, found: list[int]) -> None:
    long_ago = clock.now() - timedelta(days=100)
    for destroyed in (0, 5):
        RetentionRun.objects.create(job=NAME, destroyed=destroyed, ran_at=long_ago)
    found.append(0)
    run()
    kept = RetentionRun.objects.order_by("id").values_list("destroyed", flat=True)
    assert list(kept) == [5, 0]


@pytest.mark.parametrize(("hours", "is_missing"), [(1, False), (2, False), (4, True)])
def test_a_run_is_missing_after_two_pauses(
    town: Any, found: list[int], hours: int, is_missing: bool
) -> None:
    now = clock.now()
    RetentionRun.objects.create(job=NAME, ran_at=now - timedelta(hours=hours))
    assert retention.states([NAME])[NAME].is_missing(now) is is_missing
