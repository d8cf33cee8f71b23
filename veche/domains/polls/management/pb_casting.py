"""Casting a list of ballots by several processes, each with a connection of its own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import islice
from multiprocessing import get_context
from uuid import UUID

from django.db import connection

from veche.commons.towns import public as towns
from veche.domains.polls.actions.importing import BATCH, ListedVoter, cast_listed
from veche.domains.polls.management.pb_start import start

PROCESSES_MAX = 4
# A small file is done before a second process has started.
FEW = 2 * BATCH


def cast_all(poll_id: UUID, voters: Sequence[ListedVoter]) -> Iterator[int]:
    """Cast the ballots of all voters; yields how many more have been cast."""
    if len(voters) <= FEW:
        for batch in _batches(voters):
            yield cast_listed(poll_id, voters=batch)
        return
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    database = {name: connection.settings_dict[name] for name in names}
    slug = towns.current().slug
    with ProcessPoolExecutor(
        max_workers=min(os.cpu_count() or 1, PROCESSES_MAX),
        mp_context=get_context("spawn"),
        initializer=start,
        initargs=(database, os.getpid()),
    ) as pool:
        casting = [pool.submit(cast_batch, slug, poll_id, batch) for batch in _batches(voters)]
        try:
            for done in as_completed(casting):
                yield done.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def cast_batch(slug: str, poll_id: UUID, voters: Sequence[ListedVoter]) -> int:
    """Cast one batch inside the town; runs in a process of the pool."""
    with towns.enter(slug):
        return cast_listed(poll_id, voters=voters)


def _batches(voters: Iterable[ListedVoter]) -> Iterator[list[ListedVoter]]:
    waiting = iter(voters)
    while batch := list(islice(waiting, BATCH)):
        yield batch
