"""Answers that come in pieces are made at full speed and then sent at the reader's own.

A thread of the web server is held until the reader has taken nearly all of an answer given in
pieces. So a short answer is given whole, which holds nobody, and a long one is written to a
temporary file first. Of those only a few are sent at once, and the server has a thread for each
and one more: pages always find one, however slowly others read.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from typing import IO, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from veche.kernel.errors import TooMany
from veche.kernel.web import problems

WHOLE_BYTES = 1024 * 1024
PIECE_BYTES = 64 * 1024
AT_ONCE = 3  # long answers in one process
RETRY_SECONDS = 60
# Who reads more slowly than this after the first minute gives up the place to others.
PATIENCE_SECONDS, SLOWEST_BYTES_PER_SECOND = 60, 8 * 1024

_places = threading.BoundedSemaphore(AT_ONCE)


class SendingMiddleware:
    """Must lie outside whatever changes the pieces: compression, the town they are read in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.streaming or response.status_code != 200:
            return response
        stream = cast(StreamingHttpResponse, response)
        parts = iter(stream)
        # Closed by hand: it lives on in the answer.
        draft = tempfile.SpooledTemporaryFile(max_size=WHOLE_BYTES)  # noqa: SIM115
        if _is_short(draft, parts):
            draft.seek(0)
            stream.streaming_content = iter([draft.read()])
            return response
        if not _places.acquire(blocking=False):
            draft.close()
            response.close()
            with translation.override(response.headers.get("Content-Language")):
                return problems.answer(request, _busy())
        sent = _Sent(draft)
        try:
            sent.take(parts)
        except BaseException:
            sent.close()
            raise
        # With its length told, an answer that is cut off does not pass for a whole one.
        response["Content-Length"] = str(sent.size)
        stream.streaming_content = sent
        return response


class _Sent:
    """A long answer on its way; its place is free again once it is closed."""

    def __init__(self, draft: IO[bytes]) -> None:
        self._draft = draft
        self.size = 0

    def take(self, parts: Iterator[bytes]) -> None:
        """All that is still to come."""
        for part in parts:
            self._draft.write(part)
        self.size = self._draft.tell()
        self._draft.seek(0)

    def __iter__(self) -> Iterator[bytes]:
        last = time.monotonic() + PATIENCE_SECONDS + self.size / SLOWEST_BYTES_PER_SECOND
        while time.monotonic() < last and (piece := self._draft.read(PIECE_BYTES)):
            yield piece

    def close(self) -> None:
        if not self._draft.closed:
            self._draft.close()
            _places.release()


def _is_short(draft: IO[bytes], parts: Iterator[bytes]) -> bool:
    """Write until the end, or until it is clear that the answer is long."""
    for part in parts:
        draft.write(part)
        if draft.tell() > WHOLE_BYTES:
            return False
    return True


def _busy() -> TooMany:
    return TooMany(
        _("Слишком много людей скачивают большие файлы сразу"),
        advice=_("Попробуйте через минуту."),
        retry_after=RETRY_SECONDS,
        status=503,
        code="busy",
    )
