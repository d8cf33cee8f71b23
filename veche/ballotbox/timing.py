"""When ballots go into the log: after so many seconds, if so many wait; and once at the close.

A secret poll has one batch alone, sealed at its close: ballots tell their stratum, so in a batch of
an hour one of a small stratum would stand alone, and who saw its voter go would know it. No time is
stored: a box that starts anew begins the epoch anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from veche.ballotbox import manifest as manifests
from veche.ballotbox.manifest import SECRET, Manifest

# Ballots that came in time are committed within these seconds after the close.
GRACE_SECONDS = 30


class Rule(NamedTuple):
    """What a manifest says of its seals; `closes` in Unix seconds."""

    seconds: int
    ballots: int
    has_epochs: bool
    closes: float

    def needed(self, now: float, seconds: float) -> int:
        """How many must wait for a seal so many seconds after the last; 0 when none is due."""
        if now >= self.closes + GRACE_SECONDS:
            return 1
        if self.has_epochs and now < self.closes and seconds >= self.seconds:
            return self.ballots
        return 0


def rule_of(manifest: Manifest) -> Rule:
    """The rule of one poll."""
    return Rule(
        manifest.epoch_seconds,
        manifest.epoch_min_ballots,
        # Whose ballot is whose is no secret of an open poll, but the box does not know it either.
        manifest.mode != SECRET,
        datetime.fromisoformat(manifest.closes).timestamp(),
    )


class Timer:
    """Which polls are due. `clock` tells Unix seconds, `watch` seconds that only grow."""

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        watch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock, self._watch = clock, watch
        self._rules: dict[UUID, Rule] = {}
        self._sealed_at: dict[UUID, float] = {}

    def due(self, db: Connection[Any]) -> Iterator[UUID]:
        """Polls to be sealed now, one after the other."""
        polls = {row[0] for row in db.execute("SELECT id FROM poll WHERE NOT is_closed")}
        for gone in self._rules.keys() - polls:
            del self._rules[gone], self._sealed_at[gone]
        for poll in polls:
            rule = self._rules.get(poll) or self._learn(db, poll)
            needed = rule.needed(self._clock(), self._watch() - self._sealed_at[poll])
            if needed and self._waiting(db, poll, needed) == needed:
                self._sealed_at[poll] = self._watch()
                yield poll

    def _learn(self, db: Connection[Any], poll: UUID) -> Rule:
        row = db.execute("SELECT manifest FROM poll WHERE id = %s", (poll,)).fetchone()
        assert row is not None
        rule = self._rules[poll] = rule_of(manifests.read(row[0]))
        self._sealed_at[poll] = self._watch()
        return rule

    def _waiting(self, db: Connection[Any], poll: UUID, most: int) -> int:
        """Ballots that wait, counted up to `most`."""
        query = "SELECT count(*) FROM (SELECT 1 FROM pending WHERE poll = %s LIMIT %s) AS one"
        row = db.execute(query, (poll, most)).fetchone()
        return int(row[0]) if row else 0
