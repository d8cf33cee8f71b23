"""Dropping in time what was kept for a while: one way to run it, one record of each run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from django.db import DatabaseError, transaction
from django.db.models import Sum

from veche.kernel import clock, jobs
from veche.kernel.models import RetentionRun

# A run that found nothing proves only that the job lives; one that destroyed stays as a proof.
EMPTY_KEPT_FOR = timedelta(days=60)
GRACE = timedelta(hours=1)
_every: dict[str, timedelta] = {}


def retained(name: str, every_minutes: int) -> Callable[[Callable[[], int]], Callable[[], None]]:
    """Declare a periodic job that returns how many records it has destroyed.

    The run is written down in its transaction, a failed one after it.
    """

    def declare(function: Callable[[], int]) -> Callable[[], None]:
        _every[name] = timedelta(minutes=every_minutes)

        @wraps(function)
        def run() -> None:
            try:
                with transaction.atomic():
                    RetentionRun.objects.create(job=name, destroyed=function())
            except Exception as error:
                with suppress(DatabaseError):
                    RetentionRun.objects.create(job=name, failure=type(error).__name__[:60])
                raise
            old = clock.now() - EMPTY_KEPT_FOR
            RetentionRun.objects.filter(job=name, destroyed=0, ran_at__lt=old).delete()

        jobs.periodic(name, every_minutes)(run)
        return run

    return declare


def note(name: str, *, destroyed: int) -> None:
    """Write down what one of the jobs that a run has set going destroyed; in its transaction."""
    RetentionRun.objects.create(job=name, destroyed=destroyed)


@dataclass(frozen=True)
class State:
    """How a job does: its last good run, what it destroyed then and in all, a failure since."""

    job: str
    every: timedelta
    ran_at: datetime | None = None
    destroyed: int = 0
    total: int = 0
    failed_at: datetime | None = None
    failure: str = ""

    @property
    def next_by(self) -> datetime | None:
        """By when it runs again; None before the first run."""
        return self.ran_at + self.every if self.ran_at else None

    def is_missing(self, now: datetime) -> bool:
        """Whether a run is overdue: twice the usual pause has passed."""
        return self.ran_at is not None and now > self.ran_at + 2 * self.every + GRACE

    def is_troubled(self, now: datetime) -> bool:
        """Whether it failed, or did not run at all, when it should have."""
        return bool(self.failure) or self.is_missing(now)


def states(names: Iterable[str]) -> dict[str, State]:
    """How these jobs do, those that no part of this house runs left out; three queries."""
    known = [name for name in names if name in _every]
    newest = RetentionRun.objects.filter(job__in=known).order_by("job", "-ran_at").distinct("job")
    good = {row.job: row for row in newest.filter(failure="")}
    bad = {row.job: row for row in newest.exclude(failure="")}
    sums = RetentionRun.objects.filter(job__in=known).values_list("job").annotate(Sum("destroyed"))
    totals = dict(sums.order_by("job"))
    return {name: _state(name, good.get(name), bad.get(name), totals) for name in known}


def _state(
    name: str, good: RetentionRun | None, bad: RetentionRun | None, totals: dict[str, int]
) -> State:
    is_mended = bad is None or (good is not None and good.ran_at > bad.ran_at)
    return State(
        name,
        _every[name],
        ran_at=good.ran_at if good else None,
        destroyed=good.destroyed if good else 0,
        total=totals.get(name, 0),
        failed_at=None if is_mended or bad is None else bad.ran_at,
        failure="" if is_mended or bad is None else bad.failure,
    )
