"""The box's own program, but that its clock can be set.

After SIGUSR1 the time of each poll is over, after SIGUSR2 it is not.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time

from granian.constants import Interfaces
from granian.server.embed import Server

from veche.ballotbox import keys, surroundings
from veche.ballotbox.app import Box, Settings
from veche.ballotbox.office import Told
from veche.ballotbox.serve import BACKLOG

YEAR = 366 * 86_400.0


async def serve(place: surroundings.Surroundings) -> None:
    """Serve until SIGTERM."""
    told = Told(place.origin, place.registrar_key, place.log_key)
    ahead = [0.0]
    secrets = (keys.read_key(place.promise_key), keys.read_secret(place.pass_secret))
    box = Box(Settings(place.dsn, *secrets, told=told, clock=lambda: time.time() + ahead[0]))
    async with box:
        server = Server(
            box,
            address=place.host,
            port=place.port,
            interface=Interfaces.ASGINL,
            backlog=BACKLOG,
            websockets=False,
            log_enabled=False,
            log_access=False,
        )
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, server.stop)
        loop.add_signal_handler(signal.SIGUSR1, ahead.__setitem__, 0, YEAR)
        loop.add_signal_handler(signal.SIGUSR2, ahead.__setitem__, 0, 0.0)
        await server.serve()


if __name__ == "__main__":
    asyncio.run(serve(surroundings.read(surroundings.gather(os.environ))))
