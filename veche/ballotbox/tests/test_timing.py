"""When the box seals: by seconds and ballots, never a small batch, and once at the end."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest

from veche.ballotbox import manifest, sealing, store, timing
from veche.ballotbox.sealing import Issued
from veche.ballotbox.tests.makers import LOG_KEY, POLL, make_manifest, make_open_manifest
from veche.ballotbox.timing import Timer, rule_of

LARGE = replace(make_open_manifest(), epoch_seconds=60, epoch_min_ballots=3)
CLOSES = rule_of(LARGE).closes


def test_a_secret_poll_has_one_batch_however_many_vote():
    secret = rule_of(make_manifest(voters=100_000))
    assert secret.needed(CLOSES - 1, 1e9) == 0
    assert secret.needed(secret.closes + timing.GRACE_SECONDS, 0) == 1
    assert rule_of(LARGE).needed(CLOSES - 1, 60) == 3


def test_between_the_close_and_its_seal_ballots_may_still_be_on_their_way():
    rule = rule_of(LARGE)
    assert rule.needed(CLOSES, 1e9) == 0
    assert rule.needed(CLOSES + timing.GRACE_SECONDS - 1, 1e9) == 0


@pytest.fixture
def db(own_database: Callable[[], str]) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(own_database(), autocommit=True) as db:
        store.migrate(db)
        sealing.add_poll(db, manifest.write(LARGE), LOG_KEY)
        yield db


class Clock:
    now = CLOSES - 10_000


def drop(db: psycopg.Connection[Any], count: int) -> None:
    for _ in range(count):
        db.execute(
            "INSERT INTO pending SELECT %s, sha256(random()::text::bytea), 1,"
            " sha256(random()::text::bytea), '\\x02'",
            (POLL,),
        )


def test_a_seal_waits_for_seconds_and_for_ballots(db):
    clock = Clock()
    timer = Timer(lambda: clock.now, lambda: clock.now)

    def due_after(seconds: float) -> list[UUID]:
        clock.now += seconds
        return list(timer.due(db))

    drop(db, 2)
    assert due_after(0) == []
    assert due_after(61) == []
    drop(db, 1)
    assert due_after(0) == [POLL]
    # The ballots are still there, but the next epoch has only begun.
    assert due_after(59) == []
    assert due_after(1) == [POLL]
    # A timer that begins anew waits anew.
    fresh = Timer(lambda: clock.now, lambda: clock.now)
    assert list(fresh.due(db)) == []
    db.execute("TRUNCATE pending")
    drop(db, 1)
    clock.now = CLOSES + timing.GRACE_SECONDS
    assert due_after(0) == [POLL]
    db.execute("TRUNCATE pending")
    assert due_after(1000) == []


def test_a_closed_poll_is_forgotten(db):
    clock = Clock()
    timer = Timer(lambda: clock.now, lambda: clock.now)
    assert list(timer.due(db)) == []
    sealing.seal(db, POLL, LOG_KEY, closing=Issued({}, bytes(32)))
    clock.now = CLOSES + 1e6
    assert list(timer.due(db)) == []
    assert timer._rules == {}
