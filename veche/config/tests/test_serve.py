"""The shared door leans on Granian's inside: a new version must be looked at before it is taken."""

from __future__ import annotations

import hashlib
import inspect
import socket
from importlib.metadata import version
from typing import Any

from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.server.common import AbstractServer
from granian.server.mp import MPServer

from veche.config.running.serve import APPLICATION, BACKLOG, ServerBehindDoor

LOOKED_AT = "2.8"
# Sources of what `ServerBehindDoor` stands in for, as they were when it was written.
INSIDE: dict[Any, str] = {
    AbstractServer._init_shared_socket: "a3c733cffa4ec9af",
    MPServer._init_shared_socket: "f3155b13b2578c5b",
    MPServer._drop_shared_socket: "11c8701550a5bb27",
}
ADVICE = (
    "Granian has changed how its workers get their socket. Compare its _init_shared_socket with"
    " veche/config/running/serve.py, run tests/faults/test_reload.py, then renew this test;"
    " or use its public way to hand a socket over, if it has one by now."
)


def test_granian_is_the_one_whose_inside_is_known() -> None:
    assert version("granian").startswith(f"{LOOKED_AT}."), ADVICE
    for method, digest in INSIDE.items():
        source = inspect.getsource(method).encode()
        assert hashlib.sha256(source).hexdigest()[:16] == digest, f"{method.__qualname__}. {ADVICE}"


def test_a_door_held_by_another_is_what_the_workers_get() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        server: Any = ServerBehindDoor(APPLICATION, interface=Interfaces.WSGI)
        server.door = held.fileno()
        server._init_shared_socket()
        holder: Any = SocketHolder
        made = holder(held.fileno(), False, BACKLOG)
        assert type(server._shd) is type(made), ADVICE
        assert server._shd.get_fd() == held.fileno(), ADVICE
        assert server._sso.getsockname() == held.getsockname(), ADVICE
        # Both closed the same number otherwise.
        server._sso.detach()
