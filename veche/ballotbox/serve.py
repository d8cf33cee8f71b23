"""The box's processes: `python -m veche.ballotbox.serve`, told by its surroundings, BOX_DSN given.

BOX_PROCESSES of them listen at one port, so that more than one core checks ballots; each makes
groups of its own, and what they share is the database alone. The first one starts the others, which
end with it. Granian without its log of accesses. They stop on SIGTERM once every request at hand is
answered.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import Callable
from contextlib import suppress

from granian.constants import Interfaces
from granian.server.embed import Server

from veche.ballotbox import keys, surroundings
from veche.ballotbox.app import Box, Settings
from veche.ballotbox.office import Told
from veche.ballotbox.surroundings import BESIDE

BACKLOG = 1024
PAUSE_SECONDS = 1.0
LOOK_SECONDS = 0.05
STOP_SECONDS = 10.0
# Longer than any answer takes.
LAST_ANSWERS_SECONDS = 5
PROGRAM = "veche.ballotbox.serve"


async def serve(
    place: surroundings.Surroundings,
    program: str = PROGRAM,
    clock: Callable[[], float] = time.time,
) -> None:
    """Serve until told to stop; `program` is the module that the other processes run."""
    told = Told(place.origin, place.registrar_key, place.log_key)
    promise_key, secret = keys.read_key(place.promise_key), keys.read_secret(place.pass_secret)
    async with Box(Settings(place.dsn, promise_key, secret, told=told, clock=clock)) as box:
        server = Server(
            box,
            address=place.host,
            port=place.port,
            # The box is entered here, where its errors end the process: Granian only calls it.
            interface=Interfaces.ASGINL,
            backlog=BACKLOG,
            websockets=False,
            log_enabled=False,
            log_access=False,
        )
        # A worker that is told to stop while it begins never hears of it: it is not waited for.
        server.workers_kill_timeout = LAST_ANSWERS_SECONDS
        loop, told_to_stop = asyncio.get_running_loop(), asyncio.Event()

        def stop() -> None:
            told_to_stop.set()
            server.stop()  # type: ignore[no-untyped-call]

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        if place.is_beside:
            # The first process holds the other end: when this one ends, it is gone.
            loop.add_reader(sys.stdin.fileno(), stop)
            while not (box.is_sealing or told_to_stop.is_set()):
                # Until then the first one answers whatever comes.
                await asyncio.sleep(LOOK_SECONDS)
            if not told_to_stop.is_set():
                with suppress(TimeoutError):
                    await server.serve()
            return
        beside = [asyncio.create_task(_keep(program)) for _ in range(place.processes - 1)]
        try:
            with suppress(TimeoutError):
                await server.serve()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)


async def _keep(program: str) -> None:
    """One of the other processes, started again whenever it dies."""
    command = [sys.executable, "-m", program]
    environment = {**os.environ, BESIDE: "1"}
    while True:
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, env=environment)
        try:
            await process.wait()
        finally:
            if process.returncode is None:
                assert process.stdin is not None
                process.stdin.close()
                with suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), STOP_SECONDS)
            if process.returncode is None:
                process.kill()
        await asyncio.sleep(PAUSE_SECONDS)


def main() -> None:
    """Read the surroundings and serve."""
    asyncio.run(serve(surroundings.read(surroundings.gather(os.environ))))


if __name__ == "__main__":
    main()
