"""Background work: procrastinate's queue in PostgreSQL, shared by all spaces and holding ids only.

A job is deferred through `shared.defer_job`, a function of the owner's that stamps the caller's own
space on it: a town cannot put work into another town's name.

There are two queues with slots of their own: the house's work, and what waits for strangers outside
(`OUTGOING`). However long a stranger keeps silent, the house's work goes on.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

import procrastinate
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from psycopg import conninfo

from veche.kernel import clock, metrics
from veche.kernel.database.base import DatabaseWrapper
from veche.kernel.logs import place_of

log = logging.getLogger("veche.jobs")

HOUSE, OUTGOING = "default", "outgoing"
# How many jobs of a queue run at once in a worker. Those outside only wait, so more of them fit.
SLOTS = {HOUSE: 2, OUTGOING: 4}
STOP_SECONDS = 20
# Nobody calls a worker (towns/shared.sql): it looks so often whether there is work.
POLL_SECONDS = 0.5
FAILED_AT_ONCE = 500

_jobs: dict[str, Callable[..., None]] = {}
_queues: dict[str, str] = {}
_periodic: dict[str, int] = {}
_kept_on: list[str] = []
# A job without a time of its own is due from the moment it was put in.
_STATE = """
    SELECT count(*) FILTER (WHERE status = 'todo'),
           count(*) FILTER (WHERE status = 'todo' AND (
               scheduled_at < clock_timestamp() - make_interval(secs => %s)
               OR scheduled_at IS NULL AND EXISTS (
                   SELECT 1 FROM shared.procrastinate_events AS e
                    WHERE e.job_id = j.id AND e.type = 'deferred'
                      AND e.at < clock_timestamp() - make_interval(secs => %s)))),
           count(*) FILTER (WHERE status = 'doing'),
           count(*) FILTER (WHERE status = 'failed'),
           (SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat))::float8
              FROM shared.procrastinate_workers)
      FROM shared.procrastinate_jobs AS j
"""
_FAILED = """
    SELECT id FROM shared.procrastinate_jobs
     WHERE status = 'failed' AND task_name = ANY(%(names)s) AND id > %(last)s
     ORDER BY id LIMIT %(most)s
"""
Thing = TypeVar("Thing")
EnterSpace = Callable[[str], AbstractContextManager[Any]]
_enter: list[EnterSpace] = []
_spaces: list[Callable[[], Iterable[str]]] = []


class JobFailed(Exception):
    """A job raised something; it is tried again, and what it said goes no further."""


def job(
    name: str, *, queue: str = HOUSE, keeps_on: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a job: idempotent, called with ids, inside its town.

    What waits for an answer from outside belongs to the queue `OUTGOING`. What nothing else would
    ever look for `keeps_on`: after its tries it is tried again each hour, until it is done.
    """

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        if name in _jobs:
            raise ValueError(f"Two jobs are called {name}.")
        _jobs[name], _queues[name] = function, queue
        if keeps_on:
            _kept_on.append(name)
        return function

    return declare


def periodic(name: str, every_minutes: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a job that runs in every town each so many minutes (a divisor of 60, or 1440)."""

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        _periodic[name] = every_minutes
        return job(name)(function)

    return declare


def registered() -> dict[str, Callable[..., None]]:
    return dict(_jobs)


def use_spaces(enter: EnterSpace, names: Callable[[], Iterable[str]]) -> None:
    """How to enter a space by name and which there are; `towns` tells at start."""
    _enter[:] = [enter]
    _spaces[:] = [names]


def defer(
    name: str,
    *,
    at: datetime | None = None,
    lock: str | None = None,
    once: str | None = None,
    **ids: Any,
) -> None:
    """Queue a job in the caller's transaction; with `once`, not while the same one waits."""
    if name not in _jobs:
        raise KeyError(f"No job is called {name}.")
    cast(DatabaseWrapper, connection).run_later(
        "SELECT shared.defer_job(%s, %s::jsonb, %s, %s, %s)",
        (f"{_queues[name]}/{name}", json.dumps(ids), at, lock, once),
    )


def for_each(found: Iterable[Thing], act: Callable[[Thing], object]) -> None:
    """Act on each in turn; who stumbles holds up nobody: the rest follow, then the job fails."""
    failed: list[Exception] = []
    for one in found:
        try:
            act(one)
        except Exception as error:
            # Its text may quote a row: only its kind and place are told.
            log.error("stumbled: %s at %s", type(error).__name__, place_of(error.__traceback__))
            failed.append(error)
    if failed:
        raise failed[0]


def run(name: str, space: str, ids: dict[str, Any]) -> None:
    """Run one job inside its town."""
    with _enter[0](space):
        _jobs[name](**ids)


def run_waiting() -> int:
    """Run the waiting jobs of this space now, in this thread; for tests and the command line."""
    done = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT task, args FROM shared.take_own_job()")
            row = cursor.fetchone()
        if row is None or row[0] is None:
            return done
        args = row[1] if isinstance(row[1], dict) else json.loads(row[1])
        args.pop("space", None)
        _jobs[row[0]](**args)
        done += 1


@dataclass(frozen=True)
class QueueState:
    """How the queue of all towns does: counts, and seconds since a worker was last alive."""

    waiting: int
    late: int
    running: int
    failed: int
    heartbeat_seconds: float | None


def queue_state(late_after: timedelta = timedelta(minutes=15)) -> QueueState:
    """Read from the shared tables, so it may be asked outside of any town."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [late_after.total_seconds()] * 2)
        row = cursor.fetchone()
    return QueueState(*row)


def build_app() -> procrastinate.App:
    """The procrastinate application of the worker process."""
    database = settings.DATABASES["default"]
    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    names = ("dbname", "user", "password", "host", "port")
    given = {
        name: str(database[key]) for name, key in zip(names, keys, strict=True) if database[key]
    }
    dsn = conninfo.make_conninfo("", **given, options="-c search_path=shared")
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=dsn, max_size=6))
    for name in _jobs:
        _register(app, name)
    for name, minutes in _periodic.items():
        _register_periodic(app, name, minutes)
    _register_rescue(app)
    return app


def run_worker() -> None:
    """Serve the queues until told to stop."""
    asyncio.run(_until_told(build_app()))


async def _until_told(app: procrastinate.App) -> None:
    serving = asyncio.create_task(serve_queues(app))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
    with suppress(asyncio.CancelledError):
        await serving


async def serve_queues(app: procrastinate.App) -> None:
    """A worker for each queue, side by side; when one ends, all do, and the supervisor begins anew.

    Each running job has a thread: no queue can use up another's.
    """
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(sum(SLOTS.values())))
    async with app.open_async():
        workers = [asyncio.create_task(_work(app, queue, slots)) for queue, slots in SLOTS.items()]
        try:
            await asyncio.wait(workers, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for worker in workers:
                worker.cancel()
            ended = await asyncio.gather(*workers, return_exceptions=True)
    for error in ended:
        if isinstance(error, Exception):
            raise error


async def _work(app: procrastinate.App, queue: str, slots: int) -> None:
    await app.run_worker_async(
        queues=[queue],
        name=queue,
        concurrency=slots,
        fetch_job_polling_interval=POLL_SECONDS,
        delete_jobs="successful",
        shutdown_graceful_timeout=STOP_SECONDS,
        install_signal_handlers=False,
    )


def _register(app: procrastinate.App, name: str) -> None:
    @app.task(name=name, retry=procrastinate.RetryStrategy(max_attempts=8, exponential_wait=3))
    def task(space: str, **ids: Any) -> None:
        # A connection that broke since the last job (the server was restarted) is made anew.
        close_old_connections()
        try:
            run(name, space, ids)
        except Exception as error:
            # Its text may quote a row, so only its kind and place are told; the queue, which logs
            # what it is given with all its causes, gets no more.
            kind, place = type(error).__name__, place_of(error.__traceback__)
            log.error("job failed: %s in %s (%s at %s)", name, space, kind, place)
            metrics.add("veche_jobs_done_total", job=name, outcome="failed")
            raise JobFailed(name) from None
        metrics.add("veche_jobs_done_total", job=name, outcome="done")


def _register_periodic(app: procrastinate.App, name: str, minutes: int) -> None:
    cron = (
        f"*/{minutes} * * * *" if minutes < 60 else "7 3 * * *" if minutes >= 1440 else "0 * * * *"
    )

    @app.periodic(cron=cron)
    @app.task(name=f"{name}.everywhere", queueing_lock=f"{name}.everywhere")
    def everywhere(timestamp: int) -> None:
        close_old_connections()
        for space in _spaces[0]():
            try:
                with _enter[0](space):
                    defer(name, once=f"{name}:{space}")
            except DatabaseError as error:
                # One town's trouble must not keep the others waiting.
                log.error("not deferred: %s in %s (%s)", name, space, type(error).__name__)


def _register_rescue(app: procrastinate.App) -> None:
    @app.periodic(cron="* * * * *")
    @app.task(name="kernel.rescue_jobs", queueing_lock="kernel.rescue_jobs")
    async def rescue(timestamp: int) -> None:
        await rescue_jobs(app)

    @app.periodic(cron="37 * * * *")
    @app.task(name="kernel.retry_failed", queueing_lock="kernel.retry_failed")
    async def retry(timestamp: int) -> None:
        await retry_failed(app)


async def rescue_jobs(app: procrastinate.App) -> int:
    """Queue again what a killed worker left half done; jobs bear being repeated. How many."""
    stalled = list(await app.job_manager.get_stalled_jobs())
    for left in stalled:
        try:
            await app.job_manager.retry_job(left)
        except procrastinate.exceptions.UniqueViolation:
            # The same job waits already and does this one's work too.
            await app.job_manager.finish_job(left, procrastinate.jobs.Status.FAILED, True)
    return len(stalled)


async def retry_failed(app: procrastinate.App) -> int:
    """Queue again what has used up its tries and is looked for by nobody else. How many."""
    tried, last = 0, 0
    while ids := await _failed_after(app, last):
        for job_id in ids:
            try:
                await app.job_manager.retry_job_by_id_async(job_id=job_id, retry_at=clock.now())
                tried += 1
            except procrastinate.exceptions.ConnectorException as error:
                # The same job waits already, or it is gone: the others are not held up.
                log.error("not tried again: job %s (%s)", job_id, type(error).__name__)
        last = ids[-1]
    return tried


async def _failed_after(app: procrastinate.App, last: int) -> list[int]:
    found = await app.connector.execute_query_all_async(
        _FAILED, names=_kept_on, last=last, most=FAILED_AT_ONCE
    )
    return [row["id"] for row in found]
