"""The run itself: prepare step by step, start the processes, watch them, stop them all."""

import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import psycopg

from veche.config import env
from veche.config.running import beside, demo, first_steps, marks
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
from veche.config.running.reload import SIGNAL as RELOAD_SIGNAL
from veche.config.running.reload import (
    keep_outcome,
    let_go,
    open_door,
    wait_ready,
    web_server,
)
from veche.config.running.static import build_pages, gather_static
from veche.config.running.trouble import OUT_OF_SPACE, Trouble, is_full
from veche.kernel.embedded_postgres import data_folder
from veche.kernel.ties import leave_with

MOST_WEB_PROCESSES = 4
WATCH_SECONDS = 0.2
LOOPBACK = ("127.0.0.1", "::1", "localhost")
ERASE = "veche erase --yes"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Somebody asked us to stop: Ctrl-C, SIGTERM, or a closed terminal."""


class Requests:
    """Counts the requests to stop: the first one stops in order, the second one in a hurry."""

    def __init__(self) -> None:
        self.count = 0
        self._raise = True
        self._reload = False

    def install(self) -> None:
        """Listen to the signals; one that nohup ignores for us stays ignored.

        SIGINT does not: a script's background job is started with it ignored, yet `kill -INT`
        means what it says.
        """
        for number in STOP_SIGNALS:
            if number is signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._note)
        signal.signal(RELOAD_SIGNAL, self._note_reload)

    def take_reload(self) -> bool:
        """Whether somebody asked for new code since the last look."""
        asked, self._reload = self._reload, False
        return asked

    def _note_reload(self, number: int, frame: FrameType | None) -> None:
        self._reload = True

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
        box = beside.address(where) if beside.is_wanted() else None
        with _database(progress, state) as database:
            refuse_unfit(database)
            environment = environment_with(
                {
                    **database.environment,
                    "VECHE_STATE": str(state),
                    "VECHE_DEMO": demo.wanted(state, database),
                    **({"BOX_URL": beside.url(box)} if box else {}),
                }
            )
            _prepare(progress, state, database, environment)
            with open_door(where) as door:
                shutil.rmtree(state / "metrics", ignore_errors=True)
                town = RunningTown(where, door, environment, progress)
                town.box = beside.ballot_box(state, box) if box else None
                try:
                    town.open()
                    _greet(progress, where, _first_steps(database, where))
                    _watch(state, database, town, requests)
                finally:
                    requests.only_count()
                    progress.say("Останавливаем…")
                    stop_all(town.all_children, requests.hurry)


class RunningTown:
    """The processes that serve, and their changing of the guard."""

    def __init__(
        self,
        where: Address,
        door: socket.socket,
        environment: dict[str, str],
        progress: Progress,
    ) -> None:
        self._where, self._door = where, door
        self._environment, self._progress = environment, progress
        self.children: list[Child] = []
        # Apart: two of one kind cannot take over from each other, it would be one log with two
        # writers, one folder of keys with two holders.
        self.box: Child | None = None
        self.signer = beside.signer(env.state_dir())
        self._pipes: list[int] = []

    def open(self) -> None:
        """The first start."""
        if self.signer is not None:
            self.signer.start()
        with self._progress.step("Страницы"):
            self._new_web()
        # Only now: on few cores it would slow down the first page.
        self._start_worker()
        if self.box is not None:
            self.box.start()

    @property
    def all_children(self) -> list[Child]:
        """The town's processes, the signer and the ballot box."""
        return [*self.children, *filter(None, (self.signer, self.box))]

    def watch_box(self) -> None:
        """The town goes on without a box that cannot work."""
        try:
            if self.box is not None:
                self.box.watch(self.say)
        except Trouble as trouble:
            self.say(f"! {trouble} Город открыт, но опустить бюллетень некуда.")
            self.box = None

    def watch_signer(self) -> None:
        """Nor does it wait for a signer."""
        try:
            if self.signer is not None:
                self.signer.watch(self.say)
        except Trouble as trouble:
            self.say(f"! {trouble} Город открыт, но бланки тайных голосований не выдаются.")
            self.signer = None

    def say(self, text: str) -> None:
        """A line for whoever reads the run."""
        self._progress.say(text)

    def gather_pages(self, state: Path) -> None:
        """New static files beside the old ones, which open pages still ask for."""
        build_pages(self._environment, self._progress.detail)
        gather_static(state, self._environment, self._progress.detail, clear=False)

    def reload(self) -> None:
        """New processes with the code as it lies there now; Trouble leaves the old ones at work."""
        old = list(self.children)
        with self._progress.step("Смена кода"):
            try:
                self._new_web()
            except Trouble:
                for child in self.children[len(old) :]:
                    child.finish(0, lambda: True)
                self.children = old
                os.close(self._pipes.pop())
                raise
            self._start_worker()
            let_go(old)
            for beside_it in filter(None, (self.signer, self.box)):
                # Each is away for a moment, in which browsers keep their ballots and ask again.
                beside_it.renew()
            self.children = self.children[len(old) :]
            # Held for the server's restarts; those of the old ones are over.
            while len(self._pipes) > 1:
                os.close(self._pipes.pop(0))

    def _new_web(self) -> None:
        processes = _processes()
        web, told, tells = web_server(self._where, self._door, processes, self._environment)
        self._pipes.append(tells)
        self.children.append(web)
        try:
            web.start()
            wait_ready(web, told, processes)
        finally:
            os.close(told)

    def _start_worker(self) -> None:
        command = ["-m", "veche.config.cli", "worker"]
        worker = Child("Обработчик заданий", command, self._environment)
        self.children.append(worker)
        worker.start()


def _processes() -> int:
    cores = len(os.sched_getaffinity(0))
    return max(1, env.number("VECHE_WEB_PROCESSES", min(cores, MOST_WEB_PROCESSES)))


@contextmanager
def _database(progress: Progress, state: Path) -> Iterator[Database]:
    opened, is_first = open_database(state), not data_folder(state)
    with progress.step("База данных"):
        database = opened.__enter__()
        progress.note(database.title)
    home = database.server.home if database.server else state
    if is_first and home != state and state not in home.parents:
        progress.say(f"  Она лежит отдельно: {home}. Удалить её вместе с {state}: {ERASE}")
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


def _watch(state: Path, database: Database, town: RunningTown, requests: Requests) -> None:
    """Keep everything alive until a signal comes."""
    server, looked_at = database.server, time.monotonic()
    while True:
        for child in town.children:
            child.watch(town.say)
        town.watch_box()
        town.watch_signer()
        if requests.take_reload():
            _reload(state, database, town)
        if server is not None and time.monotonic() - looked_at > 2:
            looked_at = time.monotonic()
            if not server.is_ready:
                if is_full(server.home):
                    raise Trouble(OUT_OF_SPACE)
                raise Trouble("Встроенная база данных остановилась: запустите Вече снова.")
        time.sleep(WATCH_SECONDS)


def _prefix(database: Database) -> str:
    """The prefix of the towns' roles."""
    return env.role_prefix(database.admin_dsn or database.web_dsn)


def _reload(state: Path, database: Database, town: RunningTown) -> None:
    """Change the code under way; whatever goes wrong, the old one goes on serving."""
    try:
        # `veche upgrade` asks for the new code between its two halves.
        refuse_unfit(database, may_be=marks.UPGRADE)
        town.gather_pages(state)
        town.reload()
    except (Trouble, psycopg.Error, OSError) as error:
        told = str(error) if isinstance(error, Trouble) else type(error).__name__
        town.say(f"! Код не сменился, работает прежний. {told}")
        keep_outcome(state, told)
        return
    town.say("Код сменился.")
    keep_outcome(state)


def _first_steps(database: Database, where: Address) -> first_steps.FirstSteps:
    host = urlsplit(where.url).hostname or where.host
    name = f"[{host}]" if ":" in host else host
    return first_steps.look(database.web_dsn, _prefix(database), name)


def _greet(progress: Progress, where: Address, steps: first_steps.FirstSteps) -> None:
    progress.say()
    progress.say(f"{'Вече работает' if steps.has_town else 'Вече запущено'}: {where.url}")
    if steps.has_town and not env.is_production():
        progress.say(
            f"Войти: {where.url}sign-in/ — любой телефон или почта; "
            f"код придёт на страницу {where.url}inbox/"
        )
        if where.host not in LOOPBACK:
            progress.say(
                "Внимание: это демонстрация. Коды входа видны всем, кто откроет /inbox/ "
                f"по адресу {where.host}, в том числе код администратора."
            )
    for hint in steps.hints:
        progress.say(hint)
    progress.say("Остановить: Ctrl-C")
