"""The web server's process: Granian, whose workers have a thread for pages and some for downloads.

Run as `python -m veche.config.running.serve HOST PORT PROCESSES`.
"""

import multiprocessing
import signal
import sys
from typing import Any

from django.utils.module_loading import import_string
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from veche.config.running.ties import leave_with
from veche.kernel.web.sending import AT_ONCE

KILL_AFTER_SECONDS = 10


APPLICATION = "veche.config.wsgi.application"


def load_in_worker(target: str) -> Any:
    """Load the application in a worker that leaves with its server."""
    # A forked worker has the server's handlers, which would swallow a request to stop until
    # Granian sets the worker's own: stop at once instead, nothing is being served yet.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    server = multiprocessing.parent_process()
    if server is not None and server.pid is not None:
        leave_with(server.pid)
    return import_string(target)


def main(host: str, port: int, processes: int) -> None:
    """Serve until told to stop. More threads for pages would only wait for each other."""
    # Loaded once, before the workers are forked: they start at once and share its memory.
    import_string(APPLICATION)
    Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=1 + AT_ONCE,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER_SECONDS,
    ).serve(target_loader=load_in_worker)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
