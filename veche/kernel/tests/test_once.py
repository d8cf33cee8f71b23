"""A form that carries the token of its page acts once, however often it is sent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from veche.kernel import idempotency, locks
from veche.kernel.database import rows
from veche.kernel.models import KeptAnswer, OutboxEvent
from veche.kernel.web.once import OnceMiddleware

View = Callable[[HttpRequest], HttpResponse]


@transaction.atomic
def act(kind: str = "made") -> int:
    idempotency.remember_page()
    rows.add(OutboxEvent(kind=kind, payload={}))
    return OutboxEvent.objects.count()


def go_on(_request: HttpRequest) -> HttpResponse:
    return redirect(f"/things/{act()}/?done=made")


def send(view: View, token: str = "a-page", path: str = "/sign-in/", **fields: Any) -> HttpResponse:
    sent = {"csrfmiddlewaretoken": token, **fields} if token else fields
    request = RequestFactory().post(path, sent)
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "a-browser"
    return OnceMiddleware(view)(request)


def test_the_same_bytes_are_the_same_act(town: Any) -> None:
    first = send(go_on, title="one")
    assert first["Location"] == "/things/1/?done=made"
    assert send(go_on, title="one")["Location"] == first["Location"]
    assert OutboxEvent.objects.count() == 1
    others = [
        send(go_on, title="two"),
        send(go_on, token="another-page", title="one"),
        send(go_on, path="/sign-in/code/", title="one"),
    ]
    assert [one["Location"][8] for one in others] == ["2", "3", "4"]


def test_an_older_form_is_heard_anew_once_something_else_was_done(town: Any) -> None:
    """Gone back to the first page and pressed again: they have changed their mind."""
    support, withdraw = ({"title": "on"}, "first"), ({"title": "off"}, "second")
    for fields, token in (support, withdraw, support, support):
        last = send(go_on, token=token, **fields)
    assert last["Location"] == "/things/3/?done=made"
    assert OutboxEvent.objects.count() == 3
    assert KeptAnswer.objects.count() == 1


def test_files_are_part_of_a_form_and_left_to_be_read(town: Any) -> None:
    read: list[bytes] = []

    def view(request: HttpRequest) -> HttpResponse:
        (photo,) = request.FILES.getlist("photo")
        read.append(photo.read())
        return go_on(request)

    for content in (b"one", b"one", b"two"):
        send(view, photo=SimpleUploadedFile("photo.jpg", content))
    assert read == [b"one", b"two"]


def test_a_form_that_is_shown_again_has_done_nothing(town: Any) -> None:
    def refuse(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("no", status=422)

    assert send(refuse).status_code == 422
    assert not KeptAnswer.objects.exists()
    assert send(go_on)["Location"] == "/things/1/?done=made"


def test_what_keeps_no_journal_keeps_nothing_here(town: Any) -> None:
    """As a vote, or the way to the sign-in page."""
    send(lambda request: redirect("/sign-in/"))
    assert not KeptAnswer.objects.exists()


def test_what_asks_for_no_token_reads_its_body_itself(town: Any) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.body)

    assert b"a-page" in send(view, path="/api/v1/inquiries").content


def test_without_a_token_every_request_is_heard(town: Any) -> None:
    send(go_on, token="")
    assert send(go_on, token="")["Location"] == "/things/2/?done=made"


def test_an_act_undone_is_no_act(committed_town: Any) -> None:
    @transaction.atomic
    def fail() -> None:
        act("undone")
        raise ValueError

    def view(_request: HttpRequest) -> HttpResponse:
        with pytest.raises(ValueError):  # noqa: PT011 -- of our own
            fail()
        return redirect("/things/")

    send(view)
    assert send(go_on)["Location"] == "/things/1/?done=made"


@pytest.mark.parametrize("dies", [True, False])
def test_an_act_whose_page_was_lost_is_not_made_again(committed_town: Any, dies: bool) -> None:
    """The process was killed after the act, or its page broke: the retry is led to the button."""

    def break_off(_request: HttpRequest) -> HttpResponse:
        act()
        if dies:
            raise KeyboardInterrupt
        return HttpResponse(status=500)

    with suppress(KeyboardInterrupt):
        send(break_off)
    assert send(go_on)["Location"] == "/sign-in/"
    assert OutboxEvent.objects.count() == 1


def test_who_waits_too_long_is_told_to_come_again(
    committed_town: Any,
    in_thread: Callable[..., Callable[..., Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A first press that hangs takes no thread after thread along."""
    monkeypatch.setattr(locks, "WAITS_MS", 100)
    again: list[int] = []

    def press() -> None:
        again.extend(send(go_on).status_code for _time in range(2))

    def hang(_request: HttpRequest) -> HttpResponse:
        other = threading.Thread(target=in_thread(press))
        other.start()
        other.join()
        return redirect("/things/")

    send(hang)
    assert again == [429, 429]
    assert send(go_on).status_code == 302


def test_a_lock_is_given_back_when_the_question_beside_it_fails(
    committed_town: Any, in_thread: Callable[..., Callable[..., Any]]
) -> None:
    with (
        pytest.raises(ProgrammingError),
        locks.held("answer", ("SELECT 1 FROM kernel_nothing", ())),
    ):
        pass
    took: list[Any] = []

    def take() -> None:
        with locks.held("answer", ("SELECT 1", ())) as found:
            took.extend(found)

    other = threading.Thread(target=in_thread(take))
    other.start()
    other.join()
    assert took == [(1,)]


def test_two_presses_at_once_are_one(
    committed_town: Any, in_thread: Callable[..., Callable[..., Any]]
) -> None:
    answers: list[str] = []
    threads = [
        threading.Thread(target=in_thread(lambda: answers.append(send(go_on)["Location"])))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["/things/1/?done=made"] * 4
