"""Lines a person sees while the town starts: what was done, and how long it took."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from veche.config import env
from veche.config.running.command import as_typed
from veche.kernel import clock


class Progress:
    """Prints `«✓ step — 0,8 с»`; details of a running step replace each other on a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._terminal = self._stream.isatty()
        # A terminal has a reader; elsewhere lines of the run stand among those of its processes.
        self._as_json = not self._terminal and env.log_form() == "json"
        self._last_detail = self._note = ""

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """One step; its line appears when it is done, and `✗` when it is not."""
        begun = time.monotonic()
        self._note = ""
        self._draft(f"… {title}")
        try:
            yield
        except BaseException:
            self._line(f"✗ {title}")
            raise
        seconds = f"{time.monotonic() - begun:.1f}".replace(".", ",")
        note = f" ({self._note})" if self._note else ""
        self._line(f"✓ {title}{note} — {seconds} с")

    def note(self, text: str) -> None:
        """What is worth keeping about the running step; told in its last line."""
        self._note = text

    def detail(self, text: str) -> None:
        """What the running step does at the moment."""
        text = text.strip()
        if not text or text == self._last_detail:
            return
        self._last_detail = text
        if self._terminal:
            self._draft(f"  {text[:100]}")
        else:
            self._line(f"  {text}")

    def say(self, text: str = "") -> None:
        """A plain line; a command of ours in it as it can be typed here."""
        self._line(as_typed(text))

    def _draft(self, text: str) -> None:
        if self._terminal:
            self._stream.write(f"\r\033[K{text}")
            self._stream.flush()

    def _line(self, text: str) -> None:
        if self._as_json:
            if not text:
                return
            moment = clock.now().isoformat(timespec="milliseconds")
            told = {"time": moment, "level": "INFO", "logger": "veche.run", "message": text}
            text = json.dumps(told, ensure_ascii=False)
        self._stream.write(f"\r\033[K{text}\n" if self._terminal else f"{text}\n")
        self._stream.flush()
