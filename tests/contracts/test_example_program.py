"""The program on the page for developers does what the page says."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from html import unescape
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.test import Client

from tests.attacks.made import cast, close, make_poll
from tests.contracts.test_api_description import served_here
from veche.commons.ballots import public as ballots
from veche.commons.hall.tests.makers import open_every_service
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, make_token
from veche.commons.webhooks import actions as webhooks
from veche.commons.webhooks.models import Delivery
from veche.commons.webhooks.tests.makers import add as add_webhook
from veche.kernel import jobs
from veche.kernel.web import outgoing


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


def from_page(heading: str, folder: Path) -> Path:
    """A program as it stands on the page under this heading."""
    page = Client().get("/developers/").content.decode()
    labelled = f'aria-labelledby="{heading}"'
    text = page.partition(labelled)[2].partition("<code>")[2].partition("</code>")[0]
    assert text
    file = folder / f"{heading}.py"
    file.write_text(unescape(text), encoding="utf-8")
    return file


@pytest.fixture
def program(town: Any, tmp_path: Path) -> Path:
    """The program that needs no key."""
    return from_page("example", tmp_path)


@pytest.fixture
def voting(town: Any, tmp_path: Path) -> Path:
    """The program that votes."""
    return from_page("vote-example", tmp_path)


def said_by(program: Path, key: str = "") -> str:
    """What the program prints while the town answers from here, out of its own transaction."""
    with make_server("127.0.0.1", 0, served_here(), handler_class=_Silent) as server:
        server.timeout = 0.2
        kept = program.with_name("key.txt")
        kept.write_text(key)
        running = subprocess.Popen(
            [sys.executable, "-I", program, f"http://127.0.0.1:{server.server_port}", kept],
            env={"PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        while running.poll() is None:
            server.handle_request()
        return running.communicate()[0]


def test_it_lists_what_is_open_and_counts_what_is_closed(
    program: Path, kept_connection: None
) -> None:
    make_poll(title="Где быть скамейке?")
    over = make_poll(title="Что построить?")
    for option in ("o1", "o2", "o2"):
        cast(over, option)
    close(over)
    said = said_by(program)
    assert "open: Где быть скамейке?, 0 ballots" in said
    assert "closed: Что построить?" in said
    assert "Сквер: 1, the town says 1" in said
    assert "Парк: 2, the town says 2" in said


def test_it_votes_once_by_a_key(voting: Path, kept_connection: None) -> None:
    voter = make_person(birth_year=1980, contact="+79005550101")
    poll = make_poll(title="Где быть скамейке?")
    key = make_token(voter, "own:read", "vote")
    first, second = (said_by(voting, key) for _ in range(2))
    assert f"voted in {poll.slug}: {{'q1': ['o1']}}" in first
    assert "receipt" in first
    assert "receipt" not in second, "it has voted already"
    assert ballots.turnout(poll.id).ballots == 1
    assert "401 Ключ не подходит" in said_by(voting, key[:-1])
    reads = make_token(voter, "own:read", name="Читатель")
    make_poll(title="Ещё одна?")
    assert "403 Этому ключу такое не разрешено" in said_by(voting, reads)


def test_it_believes_a_signed_event_alone(town: Any, tmp_path: Path, settings: Any) -> None:
    settings.WEBHOOKS_LOCAL = True
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    admin = make_person(roles=["admin"])
    there, secret = add_webhook(admin, f"http://127.0.0.1:{port}/", "polls.poll_closed")
    kept = tmp_path / "secret.txt"
    kept.write_text(secret)
    running = subprocess.Popen(
        [sys.executable, "-I", from_page("webhook-example", tmp_path), str(port), kept],
        env={"PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    try:
        wait_for(port)
        forged = {"webhook-id": "a", "webhook-timestamp": "0", "webhook-signature": "v1,AA=="}
        assert outgoing.post(f"http://127.0.0.1:{port}/", b"{}", forged).status == 400
        webhooks.test_webhook(admin, there, is_own=False)
        jobs.run_waiting()
        webhooks.resend_delivery(admin, Delivery.objects.get().id)
        jobs.run_waiting()
        assert Delivery.objects.get().state == "taken"
    finally:
        running.kill()
    assert running.communicate()[0] == "webhooks.test {'words': 'ping'}\n", "a repeat does nothing"


def wait_for(port: int) -> None:
    """Until somebody listens there."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the receiver did not start")


def test_the_page_is_found_from_the_footer_and_leads_to_the_description(town: Any) -> None:
    assert 'href="/developers/"' in Client().get("/").content.decode()
    page = Client().get("/developers/").content.decode()
    assert 'href="/api/v1/openapi.json"' in page
    assert "GET /api/v1/polls/{slug}/ballots" in page


def test_the_page_tells_each_operation_whole(town: Any) -> None:
    page = unescape(Client().get("/developers/").content.decode())
    description = Client().get("/api/v1/openapi.json").json()
    shown = re.findall(r'<details class="fold" id="([^"]+)">(.*?)</details>', page, re.DOTALL)
    told = dict(shown)
    operations = [one for path in description["paths"].values() for one in path.values()]
    assert len(told) == len(operations) > 30
    for operation in operations:
        text = told[operation["operationId"]]
        assert "<pre" in text, "an example of the answer"
        for parameter in operation["parameters"]:
            assert f"<code>{parameter['name']}</code>" in text
        for scope in operation["security"][0].get("key", []):
            assert f"<code>{scope}</code>" in text
    for kind in description["webhooks"]:
        assert f"<code>{kind}</code>" in page


def test_every_operation_says_whether_it_needs_a_key(town: Any) -> None:
    open_every_service()
    description = Client().get("/api/v1/openapi.json").json()
    scheme = description["components"]["securitySchemes"]["key"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    asked = set[str]()
    for operations in description["paths"].values():
        for operation in operations.values():
            first = operation["security"][0]
            asked.update(first.get("key", []))
            assert "x-scope" not in operation
            assert first or operation["security"][1] == {"key": []}
    assert asked == set(identity.SCOPES)
    for webhook in description["webhooks"].values():
        assert webhook["post"]["requestBody"]["content"]["application/json"]["example"]["data"]
