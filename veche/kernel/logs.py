"""A log line as one JSON object a line, with nothing in it that is about a person.

There is no log of requests: how much is asked and how fast is counted (`metrics`), and what broke
is told by its number and place (`web.problems`). What other libraries say may quote a row or an
address, so of theirs only the kind is told: the texts of messages and of exceptions stay out.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from types import TracebackType

# Their messages are about processes and settings.
TRUSTED = ("veche", "_granian", "granian")


class JsonLines(logging.Formatter):
    """Time, level, logger, message; of an exception its kind and its place."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": self._message(record),
        }
        if record.exc_info and record.exc_info[0] is not None:
            told["exception"] = record.exc_info[0].__name__
            told["place"] = place_of(record.exc_info[2])
        return json.dumps(told, ensure_ascii=False)

    def _message(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] in TRUSTED:
            return record.getMessage()
        return f"{record.module}:{record.lineno} {getattr(record, 'action', '')}".strip()


def place_of(trace: TracebackType | None) -> str:
    """Where it was raised."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
