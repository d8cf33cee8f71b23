from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from veche.kernel.web import sending

LONG = [b"x" * sending.PIECE_BYTES] * 20


@pytest.fixture(autouse=True)
def no_database() -> Iterator[None]:
    """Closing an answer looks after the connection; here is none."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def ask(parts: Iterator[bytes]) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, StreamingHttpResponse(parts))

    return sending.SendingMiddleware(view)(RequestFactory().get("/api/x"))


def pieces(response: HttpResponse) -> list[bytes]:
    return list(cast(Iterator[bytes], cast(StreamingHttpResponse, response).streaming_content))


def test_a_short_answer_is_given_whole() -> None:
    assert pieces(ask(iter([b"a", b"b", b"c"]))) == [b"abc"]


def test_a_long_answer_tells_its_length_and_comes_in_pieces() -> None:
    response = ask(iter(LONG))
    found = pieces(response)
    response.close()
    assert b"".join(found) == b"".join(LONG)
    assert response["Content-Length"] == str(sum(map(len, LONG)))
    assert max(map(len, found)) == sending.PIECE_BYTES


def test_only_so_many_long_answers_at_once_but_short_ones_always() -> None:
    under_way = [ask(iter(LONG)) for _ in range(sending.AT_ONCE)]
    refused = ask(iter(LONG))
    assert refused.status_code == 503
    assert refused["Retry-After"] == str(sending.RETRY_SECONDS)
    assert pieces(ask(iter([b"short"]))) == [b"short"]
    under_way.pop().close()
    under_way.append(ask(iter(LONG)))
    assert [response.status_code for response in under_way] == [200] * sending.AT_ONCE
    for response in under_way:
        response.close()
        response.close()  # twice frees no second place
    assert sending._places._value == sending.AT_ONCE


def test_an_error_on_the_way_frees_the_place() -> None:
    def broken() -> Iterator[bytes]:
        yield from LONG
        raise RuntimeError

    for _ in range(sending.AT_ONCE + 1):
        with pytest.raises(RuntimeError):
            ask(broken())


def test_who_reads_too_slowly_is_cut_off_short_of_the_told_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr("veche.kernel.web.sending.time.monotonic", lambda: now)
    response = ask(iter(LONG))
    reading = iter(cast(StreamingHttpResponse, response))
    size = len(next(reading))
    now = sending.PATIENCE_SECONDS + len(LONG) * sending.PIECE_BYTES
    assert list(reading) == []
    response.close()
    assert size < int(response["Content-Length"])
