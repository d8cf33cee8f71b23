"""The box's own program, but that its clock can be set: by a file in its folder (`standing`)."""

from __future__ import annotations

import asyncio
import os
import time

from tools.bench.box.standing import OVER
from veche.ballotbox import surroundings
from veche.ballotbox.serve import serve

YEAR = 366 * 86_400.0


def main() -> None:
    """Serve until SIGTERM."""
    place = surroundings.read(surroundings.gather(os.environ))
    mark = str(place.state / OVER)

    def clock() -> float:
        return time.time() + (YEAR if os.path.exists(mark) else 0.0)

    asyncio.run(serve(place, "tools.bench.box.served", clock))


if __name__ == "__main__":
    main()
