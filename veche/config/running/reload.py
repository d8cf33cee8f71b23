"""Taking over without a gap: new processes are ready before the old ones are asked to leave.

The supervisor keeps the listening socket; whoever knocks while one server leaves is let in by the
next. `veche reload` asks for it by SIGUSR1 and waits for what came of it.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import select
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from veche.config.running.children import Child
from veche.config.running.place import Address
from veche.config.running.trouble import Trouble

SIGNAL = signal.SIGUSR1
OUTCOME = "reload.json"
READY_SECONDS = 60.0
LEAVE_SECONDS = 15.0
ASK_SECONDS = 150.0
BACKLOG = 1024
SILENCE_SECONDS = 5


@contextmanager
def open_door(where: Address) -> Iterator[socket.socket]:
    """The socket everyone knocks at, open for as long as the supervisor lives."""
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((where.host, where.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Trouble(f"Порт {where.port} занят другой программой.") from None
            raise
        # Who knocks and has not spoken yet stays at the door, for the next server to hear: one that
        # leaves hangs up on those it has let in and not heard. Linux alone can do it.
        if hasattr(socket, "TCP_DEFER_ACCEPT"):
            door.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENCE_SECONDS)
        door.listen(BACKLOG)
        door.setblocking(False)
        yield door


def web_server(
    where: Address, door: socket.socket, processes: int, environment: dict[str, str]
) -> tuple[Child, int, int]:
    """A web server behind the door, not started yet, and both ends of its pipe."""
    told, tells = os.pipe()
    numbers = [where.port, processes, door.fileno(), tells]
    command = ["-m", "veche.config.running.serve", where.host, *map(str, numbers)]
    child = Child("Веб-сервер", command, environment, pass_fds=(door.fileno(), tells))
    return child, told, tells


def wait_ready(child: Child, told: int, processes: int) -> None:
    """Wait until each worker has answered itself; Trouble when the server dies or is too slow."""
    deadline, heard = time.monotonic() + READY_SECONDS, 0
    while heard < processes:
        if child.has_ended():
            raise Trouble("Новый веб-сервер не запустился: причина в строках выше.")
        if time.monotonic() > deadline:
            raise Trouble("Новый веб-сервер не ответил за минуту.")
        if select.select([told], [], [], 0.1)[0]:
            heard += len(os.read(told, processes))


def let_go(old: list[Child]) -> None:
    """Let the old ones finish what they have begun, and go."""
    deadline = time.monotonic() + LEAVE_SECONDS
    for child in old:
        child.ask_to_stop()
    for child in old:
        child.finish(deadline, lambda: False)


def keep_outcome(state: Path, trouble: str = "") -> None:
    """Tell whoever asked what came of it."""
    half = state / f".{OUTCOME}.half"
    half.write_text(json.dumps({"at": time.time_ns(), "trouble": trouble}), "utf-8")
    half.rename(state / OUTCOME)


def ask(state: Path) -> None:
    """Ask the running town to take over from itself, and wait until it has."""
    number = running(state)
    if number is None:
        raise Trouble("Вече из этой папки не запущено: перезагружать нечего.")
    asked_at, deadline = time.time_ns(), time.monotonic() + ASK_SECONDS
    os.kill(number, SIGNAL)
    while time.monotonic() < deadline:
        outcome = _outcome(state)
        if outcome.get("at", 0) > asked_at:
            if outcome["trouble"]:
                raise Trouble(f"Работает прежний код. {outcome['trouble']}")
            return
        time.sleep(0.1)
    raise Trouble("Вече не перезагрузилось за отведённое время: смотрите его журнал.")


def running(state: Path) -> int | None:
    """The process that runs the town of this folder, if any."""
    try:
        with (state / "run.lock").open("r+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                # The first number of what `only_run` has written is the process.
                named = re.search(r"\d+", lock.read())
                return int(named[0]) if named else None
    except FileNotFoundError:
        pass
    return None


def _outcome(state: Path) -> dict[str, Any]:
    try:
        told = json.loads((state / OUTCOME).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
