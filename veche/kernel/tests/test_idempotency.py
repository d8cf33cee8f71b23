"""A retried request gets the first answer, never a second act."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from veche.kernel import crypto, idempotency
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.models import KeptAnswer, LimitWindow, OutboxEvent


def test_the_same_request_is_answered_once(town: Any) -> None:
    made: list[int] = []

    def make() -> dict[str, int]:
        made.append(1)
        return {"number": len(made)}

    first = idempotency.answer_once("person", "key", b"body", make)
    assert idempotency.answer_once("person", "key", b"body", make) == first == {"number": 1}
    assert idempotency.answer_once("other", "key", b"body", make) == {"number": 2}


def test_what_is_kept_of_a_request_cannot_be_guessed(town: Any) -> None:
    """A phone number has few enough values to try them all against a bare digest."""
    body = b"+79001234567"
    idempotency.answer_once("person", "key", body, lambda: 1)
    kept = bytes(KeptAnswer.objects.get().request_digest)
    assert kept == crypto.mac("kept answer", body)
    assert kept != hashlib.sha256(body).digest()


def test_a_key_used_for_another_request_is_refused(town: Any) -> None:
    idempotency.answer_once("person", "key", b"body", lambda: 1)
    with pytest.raises(Conflict):
        idempotency.answer_once("person", "key", b"another", lambda: 2)


def test_slow_work_comes_before_the_lock_and_once(town: Any) -> None:
    depth, depths, made = len(connection.savepoint_ids), [], []

    def prepare() -> str:
        depths.append(len(connection.savepoint_ids))
        return f"photo {len(depths)}"

    def make(photo: str) -> str:
        made.append(photo)
        return photo

    def answer(body: bytes) -> Any:
        return idempotency.answer_once_prepared("p", "key", body, prepare=prepare, make=make)

    assert answer(b"body") == answer(b"body") == "photo 1"
    with pytest.raises(Conflict):
        answer(b"another")
    assert (depths, made) == ([depth], ["photo 1"])


def test_an_act_answered_meanwhile_is_not_made_again(town: Any) -> None:
    def prepare() -> None:
        idempotency.answer_once("person", "key", b"body", lambda: "the other")

    def answer() -> Any:
        return idempotency.answer_once_prepared(
            "person", "key", b"body", prepare=prepare, make=lambda _: "mine"
        )

    assert answer() == "the other"
    with pytest.raises(Invalid):
        idempotency.answer_once_prepared("p", "", b"", prepare=prepare, make=lambda _: "mine")


@pytest.mark.parametrize("key", ["", "k" * 81, "\x00", "k\u202e"])
def test_a_request_without_a_usable_key_is_refused(town: Any, key: str) -> None:
    with pytest.raises(Invalid):
        idempotency.answer_once("person", key, b"body", lambda: 1)


def test_an_act_that_fails_keeps_no_answer(town: Any) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        idempotency.answer_once("person", "key", b"body", fail)
    assert not KeptAnswer.objects.exists()
    assert idempotency.answer_once("person", "key", b"body", lambda: "done") == "done"


def test_retries_at_once_make_one_act(
    committed_town: Any, in_thread: Callable[..., Callable[..., Any]]
) -> None:
    def make() -> int:
        OutboxEvent.objects.create(kind="made", payload={})
        return OutboxEvent.objects.count()

    answers: list[Any] = []

    def retry() -> None:
        answers.append(idempotency.answer_once("person", "key", b"body", make))

    threads = [threading.Thread(target=in_thread(retry)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1] * 8
    assert OutboxEvent.objects.count() == 1
    assert not LimitWindow.objects.exists()
