"""The box's process: `python -m veche.ballotbox.serve`, told by its surroundings, BOX_DSN given.

One process with one loop, for the groups of ballots are made in one place; Granian without its log
of accesses. It stops on SIGTERM once every request at hand is answered.
"""

from __future__ import annotations

import asyncio
import os
import signal

from granian.constants import Interfaces
from granian.server.embed import Server

from veche.ballotbox import keys, surroundings
from veche.ballotbox.app import Box, Settings
from veche.ballotbox.office import Told

BACKLOG = 1024


async def serve(place: surroundings.Surroundings) -> None:
    """Serve until told to stop."""
    told = Told(place.origin, place.registrar_key, place.log_key)
    promise_key = keys.read_key(place.promise_key)
    box = Box(Settings(place.dsn, promise_key, keys.read_secret(place.pass_secret), told=told))
    async with box:
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
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, server.stop)
        await server.serve()


def main() -> None:
    """Read the surroundings and serve."""
    asyncio.run(serve(surroundings.read(surroundings.gather(os.environ))))


if __name__ == "__main__":
    main()
