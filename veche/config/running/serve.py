"""The web server's process: Granian, whose workers have a thread for pages and some for downloads.

Run as `python -m veche.config.running.serve HOST PORT PROCESSES [DOOR READY]`. DOOR is the number
of a listening socket that somebody else holds open: two servers behind one door can take over from
each other, and nobody who knocks meanwhile is sent away. READY is a pipe that gets a byte from
each worker once its application has answered.
"""

import gc
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string
from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from veche.kernel.ties import leave_with
from veche.kernel.web.sending import AT_ONCE

KILL_AFTER_SECONDS = 10
BACKLOG = 1024

APPLICATION = "veche.config.wsgi.application"


class ServerBehindDoor(MPServer):
    """A server that accepts from a socket it was given and does not close for others.

    Granian has no public way to be given one (`granian --help`, its `Server`): it binds an address
    or a path itself. What is overridden and set here is its own, so `test_serve.py` says what
    to look at when a new version changes it.
    """

    door = -1

    def _init_shared_socket(self) -> None:
        if self.door < 0:
            super()._init_shared_socket()  # type: ignore[no-untyped-call]
            return
        # Made as Granian makes it anew in a child; its stub does not tell of the arguments.
        holder: Any = SocketHolder
        self._shd = holder(self.door, False, BACKLOG)
        self._sfd = self.door  # type: ignore[assignment]
        self._sso = socket.socket(fileno=self.door)
        self._sso.set_inheritable(True)


def load_in_worker(target: str, ready: int = -1) -> Any:
    """Load the application in a worker that leaves with its server."""
    # A forked worker has the server's handlers, which would swallow a request to stop until
    # Granian sets the worker's own: stop at once instead, nothing is being served yet.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    server = multiprocessing.parent_process()
    if server is not None and server.pid is not None:
        leave_with(server.pid)
    application = import_string(target)
    if ready >= 0 and answers(application):
        with suppress(BrokenPipeError):  # a worker started later: nobody waits for it any more
            os.write(ready, b"1")
    return application


def answers(application: Callable[..., Any]) -> bool:
    """Whether the application is ready for requests, asked inside this process."""
    told: list[str] = []
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ["PATH_INFO"] = "/healthz"
    list(application(environ, lambda status, headers, *more: told.append(status)))
    # Asked in this thread; the one that will serve has a connection of its own.
    connections.close_all()
    return told[:1] == ["200 OK"]


def main(host: str, port: int, processes: int, door: int = -1, ready: int = -1) -> None:
    """Serve until told to stop. More threads for pages would only wait for each other."""
    # Loaded once, before the workers are forked: they start at once and share its memory.
    import_string(APPLICATION)
    # What is loaded by now stays: it need not be looked through again, nor copied to each worker.
    gc.collect()
    gc.freeze()
    server = ServerBehindDoor(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=1 + AT_ONCE,
        backlog=BACKLOG,
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER_SECONDS,
    )
    server.door = door
    server.serve(target_loader=lambda target: load_in_worker(target, ready))


if __name__ == "__main__":
    main(sys.argv[1], *(int(word) for word in sys.argv[2:]))
