"""The box's end of the pipe to its sealer: asks, waits, and starts it again when it has died."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from veche.ballotbox import canonical
from veche.ballotbox.faults import Fault

# A manifest in base64, and more than that.
LINE_MAX = 2**22
PAUSE_SECONDS = 1.0
STOP_SECONDS = 10.0


class SealerLink:
    """A sealer that is there as long as this is entered; `failed` is told names of failures."""

    def __init__(self, dsn: str, log_key: Path, failed: Callable[[str], None]) -> None:
        self._environment = {**os.environ, "BOX_DSN": dsn, "BOX_LOG_KEY": str(log_key)}
        self._failed = failed
        self._one_at_a_time = asyncio.Lock()
        # The one that was started, and the same once it has said its first word.
        self._started: Process | None = None
        self._process: Process | None = None
        self._answer: asyncio.Future[dict[str, Any]] | None = None
        self._keeping: asyncio.Task[None] | None = None
        self.log_key = b""

    async def __aenter__(self) -> Self:
        # Nobody waits for it here: ballots are taken while it starts.
        self._keeping = asyncio.create_task(self._keep())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
        process, self._started, self._process = self._started, None, None
        if process is None or process.returncode is not None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            # Killed in the middle of a seal: the transaction is not committed, nothing is lost.
            process.kill()
            await process.wait()

    @property
    def is_running(self) -> bool:
        """Whether it can be asked."""
        return self._process is not None

    async def ask(self, words: Mapping[str, Any]) -> dict[str, Any]:
        """Its answer; a Fault for its refusal, `busy` when it is not there or went meanwhile."""
        # A caller who stops waiting must not leave an answer behind for the next one.
        return await asyncio.shield(asyncio.create_task(self._ask(words)))

    async def _ask(self, words: Mapping[str, Any]) -> dict[str, Any]:
        async with self._one_at_a_time:
            if self._process is None or self._process.stdin is None:
                raise Fault("busy", "try again in a moment")
            self._answer = asyncio.get_running_loop().create_future()
            self._process.stdin.write(canonical.write_json(words) + b"\n")
            found = await self._answer
        if "code" in found:
            raise Fault(found["code"], found["message"].removeprefix(f"{found['code']}: "))
        return found

    async def _keep(self) -> None:
        while True:
            try:
                await self._run_once()
            except (OSError, ValueError) as error:
                self._failed(type(error).__name__)
            self._process = None
            self._give({"code": "busy", "message": "try again in a moment"})
            self._failed("SealerEnded")
            await asyncio.sleep(PAUSE_SECONDS)

    async def _run_once(self) -> None:
        command = [sys.executable, "-m", "veche.ballotbox.sealer"]
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=self._environment, limit=LINE_MAX
        )
        self._started = process
        assert process.stdout is not None
        while line := await process.stdout.readline():
            said = canonical.read_json(line.rstrip(b"\n"), "sealer-form")
            if "log" in said:
                self.log_key = canonical.from_base64(said["log"], "sealer-form")
                self._process = process
            elif "failure" in said:
                self._failed(said["failure"])
            else:
                self._give(said)
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    def _give(self, said: dict[str, Any]) -> None:
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result(said)
