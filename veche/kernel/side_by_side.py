"""The same work for many things at once, one process for each core: for filling, not for serving.

A process is a fork of ours, in the same town, with a connection of its own. Inside a transaction,
which no other process could see into, and on one core everything is done here instead.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from django.db import connection

from veche.kernel.ties import leave_with

_work: Callable[[int], int]


def done(work: Callable[[int], int], count: int) -> Iterator[int]:
    """What `work` gives for 0, 1, … `count - 1`, as each is done; the first failure is raised."""
    cores = min(len(os.sched_getaffinity(0)), count)
    if cores < 2 or connection.in_atomic_block:
        yield from map(work, range(count))
        return
    connection.close()  # a fork would speak over ours
    with ProcessPoolExecutor(
        cores, get_context("fork"), initializer=_begin, initargs=(os.getpid(), work)
    ) as pool:
        try:
            for one in as_completed([pool.submit(_run, number) for number in range(count)]):
                yield one.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin(parent_id: int, work: Callable[[int], int]) -> None:
    global _work
    leave_with(parent_id)
    _work = work


def _run(number: int) -> int:
    return _work(number)
