"""The run itself: prepare step by step, start the processes, watch them, stop them all."""

import http.client
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from veche.config import env
from veche.config.running import demo
from veche.config.running.children import Child, environment_with, stop_all
from veche.config.running.database import Database, open_database, prepare_tables
from veche.config.running.fitness import refuse_unfit
from veche.config.running.place import (
    Address,
    address,
    make_state_folder,
    only_run,
    probe_port,
)
from veche.config.running.progress import Progress
from veche.config.running.static import build_pages, gather_static
from veche.config.running.ties import leave_with
from veche.config.running.trouble import OUT_OF_SPACE, Trouble, is_full

MOST_WEB_PROCESSES = 4
READY_SECONDS = 60.0
WATCH_SECONDS = 0.2
LOOPBACK = ("127.0.0.1", "::1", "localhost")
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Somebody asked us to stop: Ctrl-C, SIGTERM, or a closed terminal."""


class Requests:
    """Counts the requests to stop: the first one stops in order, the second one in a hurry."""

    def __init__(self) -> None:
        self.count = 0
        self._raise = True

    def install(self) -> None:
        """Listen to the signals; one that nohup ignores for us stays ignored.

        SIGINT does not: a script's background job is started with it ignored, yet `kill -INT`
        means what it says.
        """
        for number in STOP_SIGNALS:
            if number is signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._note)

    def only_count(self) -> None:
        """From now on we are stopping: a further request must not interrupt that."""
        self._raise = False

    def hurry(self) -> bool:
        """Whether somebody asked twice."""
        return self.count > 1

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.count += 1
        if self._raise:
            self._raise = False
            raise Stop


def run(*, with_parent: bool = False) -> int:
    """Serve the town until asked to stop. Trouble is raised as one sentence."""
    requests, progress = Requests(), Progress()
    requests.install()
    if with_parent:
        leave_with(os.getppid(), signal.SIGTERM)
    try:
        _serve(progress, requests)
    except Stop:
        progress.say("Остановлено.")
    return 0


def _serve(progress: Progress, requests: Requests) -> None:
    state, where = env.state_dir(), address()
    with progress.step(f"Папка данных {state}"):
        make_state_folder(state)
        env.secret_key(), env.vault_key()
    with only_run(state, where):
        probe_port(where)
        with _database(progress, state) as database:
            refuse_unfit(database)
            environment = environment_with(
                {
                    **database.environment,
                    "VECHE_STATE": str(state),
                    "VECHE_DEMO": demo.wanted(state, database),
                }
            )
            _prepare(progress, state, database, environment)
            web = Child(
                "Веб-сервер",
                ["-m", "veche.config.running.serve", where.host, str(where.port), _processes()],
                environment,
            )
            worker = Child("Обработчик заданий", ["-m", "veche.config.cli", "worker"], environment)
            children = [web, worker]
            try:
                with progress.step("Страницы"):
                    web.start()
                    _wait_ready(where, web, progress.say)
                # Only now: on few cores it would slow down the first page.
                worker.start()
                _greet(progress, where)
                _watch(database, children, progress.say)
            finally:
                requests.only_count()
                progress.say("Останавливаем…")
                stop_all(children, requests.hurry)


def _processes() -> str:
    cores = len(os.sched_getaffinity(0))
    return str(env.number("VECHE_WEB_PROCESSES", min(cores, MOST_WEB_PROCESSES)))


@contextmanager
def _database(progress: Progress, state: Path) -> Iterator[Database]:
    opened = open_database(state)
    with progress.step("База данных"):
        database = opened.__enter__()
        progress.note(database.title)
    try:
        yield database
    finally:
        opened.__exit__(None, None, None)


def _prepare(
    progress: Progress, state: Path, database: Database, environment: dict[str, str]
) -> None:
    """Everything between an answering database and the first request."""
    if database.admin_dsn:
        with progress.step("Таблицы и роли"):
            prepare_tables(state, database, environment, progress.detail)
    with progress.step("Оформление страниц"):
        build_pages(environment, progress.detail)
        gather_static(state, environment, progress.detail)
    if environment["VECHE_DEMO"] == "yes" and not demo.is_loaded(state, database):
        with progress.step("Демо-город"):
            demo.load(state, database, environment, progress.detail)


def _wait_ready(where: Address, web: Child, say: Callable[[str], None]) -> None:
    """Wait for /healthz to answer 200."""
    deadline = time.monotonic() + READY_SECONDS
    while not _is_healthy(where):
        web.watch(say)
        if time.monotonic() > deadline:
            raise Trouble("Страницы не ответили за минуту: причина в строках выше.")
        time.sleep(0.05)


def _is_healthy(where: Address) -> bool:
    host, port = where.own_door
    connection = http.client.HTTPConnection(host, port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False


def _watch(database: Database, children: list[Child], say: Callable[[str], None]) -> None:
    """Keep everything alive until a signal comes."""
    server, looked_at = database.server, time.monotonic()
    while True:
        for child in children:
            child.watch(say)
        if server is not None and time.monotonic() - looked_at > 2:
            looked_at = time.monotonic()
            if not server.is_ready:
                if is_full(server.home):
                    raise Trouble(OUT_OF_SPACE)
                raise Trouble("Встроенная база данных остановилась: запустите Вече снова.")
        time.sleep(WATCH_SECONDS)


def _greet(progress: Progress, where: Address) -> None:
    progress.say()
    progress.say(f"Вече работает: {where.url}")
    if not env.is_production():
        progress.say(
            f"Войти: {where.url}sign-in/ — любой телефон или почта; "
            f"код придёт на страницу {where.url}inbox/"
        )
        if where.host not in LOOPBACK:
            progress.say(
                "Внимание: это демонстрация. Коды входа видны всем, кто откроет /inbox/ "
                f"по адресу {where.host}, в том числе код администратора."
            )
    progress.say("Остановить: Ctrl-C")
