"""The program on the page for developers does what the page says."""

from __future__ import annotations

import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.test import Client

from tests.attacks.made import cast, close, make_poll
from tests.contracts.test_api_description import served_here


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def program(town: Any, tmp_path: Path) -> Path:
    """The program as it stands on the page."""
    page = Client().get("/developers/").content.decode()
    text = page.partition('<pre class="program"')[2].partition("<code>")[2].partition("</code>")[0]
    file = tmp_path / "example.py"
    file.write_text(unescape(text), encoding="utf-8")
    return file


def said_by(program: Path) -> str:
    """What the program prints while the town answers from here, out of its own transaction."""
    with make_server("127.0.0.1", 0, served_here(), handler_class=_Silent) as server:
        server.timeout = 0.2
        running = subprocess.Popen(
            [sys.executable, "-I", program, f"http://127.0.0.1:{server.server_port}"],
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


def test_the_page_is_found_from_the_footer_and_leads_to_the_description(town: Any) -> None:
    assert 'href="/developers/"' in Client().get("/").content.decode()
    page = Client().get("/developers/").content.decode()
    assert 'href="/api/v1/openapi.json"' in page
    assert "GET /api/v1/polls/{slug}/ballots" in page
