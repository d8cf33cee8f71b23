"""Processes of ours: they end with us, are restarted when they crash, are stopped in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from veche.config import env
from veche.config.running.trouble import Trouble, explain_output
from veche.kernel.embedded_postgres import data_folder
from veche.kernel.ties import leave_with

CRASHES_BORNE = 5
CRASH_WINDOW_SECONDS = 60.0
STOP_SECONDS = 15.0


def environment_with(extra: Mapping[str, str]) -> dict[str, str]:
    """Our environment for a child: it finds the same code wherever it runs."""
    values = {**os.environ, **extra, "PYTHONUNBUFFERED": "1"}
    values.setdefault("DJANGO_SETTINGS_MODULE", "veche.config.settings")
    if (env.ROOT / "pyproject.toml").is_file():
        paths = [str(env.ROOT), *filter(None, [os.environ.get("PYTHONPATH", "")])]
        values["PYTHONPATH"] = os.pathsep.join(paths)
    return values


def spawn(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    output: int | None = None,
    errors: int | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[str]:
    """Start Python with these arguments: in a group of its own (Ctrl-C is for us), tied to us."""
    program = [sys.executable, *command]
    return spawn_program(program, environment, output=output, errors=errors, pass_fds=pass_fds)


def spawn_program(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    output: int | None = None,
    errors: int | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[str]:
    """The same of any program."""
    parent_id = os.getpid()
    return subprocess.Popen(
        list(command),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        text=True,
        start_new_session=True,
        pass_fds=pass_fds,
        preexec_fn=lambda: leave_with(parent_id),
    )


def run_step(
    command: Sequence[str], environment: Mapping[str, str], detail: Callable[[str], None]
) -> None:
    """Run a step to its end, passing on its lines; its failure is Trouble in one sentence.

    What it says on stderr goes to a file, which the sentence names when it is more than a line.
    """
    state = env.state_dir()
    log = state / "setup.log"
    with log.open("w+", encoding="utf-8") as errors:
        process = spawn(command, environment, output=subprocess.PIPE, errors=errors.fileno())
        try:
            assert process.stdout is not None
            for line in process.stdout:
                detail(line)
            code = process.wait()
        finally:
            end_group(process)
        if code:
            errors.seek(0)
            raise Trouble(explain_output(errors.read(), log, state, *data_folder(state)))


def run_module(
    module: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    detail: Callable[[str], None],
) -> None:
    """Run a module of ours as a step."""
    run_step(["-m", module, *arguments], environment, detail)


def end_group(process: subprocess.Popen[str]) -> None:
    """Make sure that nothing of the process's group is left."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Child:
    """A process that should run for as long as we do."""

    def __init__(
        self,
        title: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.title = title
        self._pass_fds = pass_fds
        self._command = command
        self._environment = environment
        self._crashes: list[float] = []
        self._resume_at = 0.0
        self._is_renewed = False
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it."""
        self.process = spawn(self._command, self._environment, pass_fds=self._pass_fds)

    def has_ended(self) -> bool:
        """Whether it was started and is no more."""
        return self.process is not None and self.process.poll() is not None

    def watch(self, say: Callable[[str], None]) -> None:
        """Notice a crash and start again, after a longer pause each time; give up in the end."""
        now = time.monotonic()
        if self.process is None:
            if now >= self._resume_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        end_group(self.process)
        self.process = None
        if self._is_renewed:
            self._is_renewed = False
            self.start()
            return
        self._crashes = [at for at in self._crashes if now - at < CRASH_WINDOW_SECONDS] + [now]
        if len(self._crashes) >= CRASHES_BORNE:
            raise Trouble(f"{self.title} падает раз за разом (код {code}): причина в строках выше.")
        pause = 2.0 ** (len(self._crashes) - 2)
        self._resume_at = now + pause
        say(f"! {self.title} остановился (код {code}), запускаем снова.")

    def renew(self) -> None:
        """Ask it to leave; once it has, `watch` starts it with the code as it lies there then."""
        self._is_renewed = True
        self.ask_to_stop()

    def ask_to_stop(self) -> None:
        """Ask it to finish what it does and leave."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.terminate()

    def finish(self, deadline: float, hurry: Callable[[], bool]) -> None:
        """Wait until it has left; past the deadline, or in a hurry, end it."""
        if self.process is None:
            return
        while self.process.poll() is None and time.monotonic() < deadline and not hurry():
            time.sleep(0.02)
        end_group(self.process)
        self.process = None


def stop_all(children: Sequence[Child], hurry: Callable[[], bool]) -> None:
    """Stop all at once and wait for each."""
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.finish(deadline, hurry)
