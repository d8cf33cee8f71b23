"""What must hold before anything is started: room, rights, a free port, and no second run."""

import errno
import fcntl
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from veche.config import env
from veche.config.running.trouble import OUT_OF_SPACE, Trouble

FIRST_START_BYTES = 400 * 1024 * 1024
LATER_START_BYTES = 50 * 1024 * 1024
PATIENCE_SECONDS = 3.0


@dataclass(frozen=True)
class Address:
    """Where the pages are served."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """What to type into a browser on this machine."""
        host = {"0.0.0.0": "localhost", "127.0.0.1": "localhost", "::": "localhost"}.get(
            self.host, self.host
        )
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    @property
    def own_door(self) -> tuple[str, int]:
        """Where this machine itself reaches it."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host), self.port


def address() -> Address:
    """HOST and PORT of the environment."""
    port = env.number("PORT", 8000)
    if not 0 < port < 65536:
        raise Trouble(f"PORT — число от 1 до 65535, а не {port}.")
    return Address(env.text("HOST", "127.0.0.1"), port)


def make_state_folder(state: Path) -> None:
    """The state folder, private, with room for what comes."""
    is_first = not (state / "keys").exists()
    state.mkdir(parents=True, exist_ok=True)
    state.chmod(0o700)
    needed = FIRST_START_BYTES if is_first else LATER_START_BYTES
    free = shutil.disk_usage(state).free
    if free < needed:
        raise Trouble(
            f"{OUT_OF_SPACE[:-1]}. Нужно не меньше {needed // 1024**2} МБ, "
            f"в {state} свободно {free // 1024**2} МБ."
        )
    probe = state / ".write-probe"
    probe.write_bytes(b"1")
    probe.unlink()


@contextmanager
def only_run(state: Path, where: Address) -> Iterator[None]:
    """Hold the state folder for this run alone; the system frees it however we end."""
    path = state / "run.lock"
    with path.open("a+") as lock:
        try:
            _patiently(lambda: fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB))
        except OSError:
            lock.seek(0)
            raise Trouble(
                f"Вече уже запущено из этой папки ({lock.read().strip()}): "
                "остановите его (Ctrl-C) или укажите другую папку в VECHE_STATE."
            ) from None
        lock.truncate(0)
        lock.write(f"процесс {os.getpid()}, {where.url}")
        lock.flush()
        yield
        lock.truncate(0)


def probe_port(where: Address) -> None:
    """Refuse a taken port: a second Granian would start on it silently and share the requests."""
    try:
        _patiently(lambda: _bind_once(where))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Trouble(
                f"Порт {where.port} занят другой программой: остановите её "
                f"или выберите другой порт, например PORT={free_port(where)}."
            ) from None
        if error.errno in (errno.EACCES, errno.EPERM):
            raise Trouble(
                f"Нет прав занять порт {where.port}: выберите порт от 1024, например PORT=8000."
            ) from None
        raise Trouble(f"Адрес HOST={where.host} не принадлежит этой машине.") from None


def _bind_once(where: Address, port: int | None = None) -> int:
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: connections that linger from the last run are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((where.host, where.port if port is None else port))
        return int(probe.getsockname()[1])


def free_port(where: Address) -> int:
    """The next port that nobody listens at."""
    for port in range(where.port + 1, min(where.port + 20, 65536)):
        with suppress(OSError):
            return _bind_once(where, port)
    return _bind_once(where, 0)


def _patiently(take: Callable[[], object]) -> None:
    """Try for a moment: what a killed run held is freed only when its children are gone."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            take()
            return
        except OSError as error:
            taken = error.errno in (errno.EADDRINUSE, errno.EAGAIN)
            if not taken or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
