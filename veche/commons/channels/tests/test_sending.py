"""Codes go out by the provider that is set, say nothing they should not, and never hang."""

from __future__ import annotations

import json
import logging
import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.mail.backends import smtp as django_smtp

from veche.commons.channels import public as channels
from veche.commons.channels.models import DemoMessage
from veche.commons.channels.providers import sms_http, smtp
from veche.kernel.errors import Problem

NUMBER, BOX, CODE = "+79001234512", "ivan@example.org", "048213"


class Gateway(ThreadingHTTPServer):
    """A gateway of short messages on this machine that answers as it is told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        self.delay = 0.0
        self.headers: dict[str, str] = {}
        self.taken: list[tuple[str, dict[str, str], Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/send"


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), json.loads(body)))
        time.sleep(self.server.delay)
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(f"no such number {NUMBER}".encode())

    def log_message(self, *args: Any) -> None:
        """Quiet: the test looks at what was taken."""


@pytest.fixture
def gateway(settings) -> Iterator[Gateway]:
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.CODE_CHANNELS = {"phone": "sms_http", "email": "smtp"}
    settings.SMS_URL, settings.SMS_TOKEN = server.url, "token-of-the-town"
    yield server
    server.shutdown()
    server.server_close()


def test_a_short_message_is_posted_with_the_token(town, gateway) -> None:
    channels.send_code("phone", NUMBER, CODE)
    [(path, headers, body)] = gateway.taken
    assert (path, headers["Authorization"]) == ("/send", "Bearer token-of-the-town")
    assert set(body) == {"to", "text"}
    assert body["to"] == NUMBER
    assert CODE in body["text"]
    assert town.name in body["text"]


@pytest.mark.parametrize("channel", ["phone", "email"])
def test_messages_carry_no_links(town, monkeypatch, channel) -> None:
    sent: list[Any] = []
    monkeypatch.setitem(channels.PROVIDERS, "inbox", sent.append)
    channels.send_code(channel, BOX, CODE)
    said = sent[0].subject + sent[0].text
    assert "http" not in said
    assert "www." not in said
    assert "/" not in said


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 404, 429, 500, 503])
def test_any_answer_but_success_is_told_with_a_way_out(town, gateway, caplog, status) -> None:
    caplog.set_level(logging.DEBUG)
    gateway.status = status
    gateway.headers = {"Location": gateway.url + "/elsewhere"}
    with pytest.raises(Problem) as caught:
        channels.send_code("phone", NUMBER, CODE)
    assert len(gateway.taken) == 1, "redirects are not followed"
    assert (caught.value.status, caught.value.code) == (503, "code-not-sent")
    assert "почту" in str(caught.value.advice)
    said = caplog.text + str(caught.value) + str(caught.value.message) + str(caught.value.advice)
    assert NUMBER not in said
    assert NUMBER.lstrip("+") not in said
    assert CODE not in said
    assert "token-of-the-town" not in said
    assert f"status {status}" in caplog.text


def test_a_slow_gateway_is_not_waited_for(town, gateway, monkeypatch) -> None:
    monkeypatch.setattr(sms_http, "WAIT", 0.2)
    gateway.delay = 3
    started = time.monotonic()
    with pytest.raises(Problem):
        channels.send_code("phone", NUMBER, CODE)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("url", ["", "nonsense", "http://127.0.0.1:1/send", "ftp://127.0.0.1/"])
def test_a_gateway_that_is_not_there_is_a_problem_not_a_crash(town, gateway, settings, url) -> None:
    settings.SMS_URL = url
    with pytest.raises(Problem):
        channels.send_code("phone", NUMBER, CODE)


def test_in_production_the_gateway_is_reached_by_https_alone(town, gateway, settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(Problem):
        channels.send_code("phone", NUMBER, CODE)
    assert not gateway.taken


class LetterBox:
    """Stands in for an SMTP connection; tells how it was opened."""

    opened: dict[str, Any]
    letters: list[Any]
    error: Exception | None = None


@pytest.fixture
def letter_box(monkeypatch, settings) -> LetterBox:
    box = LetterBox()
    box.letters = []
    settings.CODE_CHANNELS = {"email": "smtp"}
    settings.SMTP_TLS = "starttls"

    class Backend(django_smtp.EmailBackend):
        def __init__(self, **kwargs: Any) -> None:
            box.opened = kwargs
            super().__init__(**kwargs)

        def send_messages(self, messages: Any) -> int:
            if box.error:
                raise box.error
            box.letters += [(m.to, m.message().as_string()) for m in messages]
            return len(messages)

    monkeypatch.setattr(smtp, "EmailBackend", Backend)
    return box


def test_a_letter_goes_by_smtp_with_a_short_wait(town, letter_box) -> None:
    channels.send_code("email", BOX, CODE)
    [(to, text)] = letter_box.letters
    assert to == [BOX]
    assert "Auto-Submitted: auto-generated" in text
    assert letter_box.opened["timeout"] <= 10
    assert letter_box.opened["use_tls"]
    assert not letter_box.opened["use_ssl"]


def test_a_failed_letter_names_nobody(town, letter_box, caplog) -> None:
    letter_box.error = smtplib.SMTPRecipientsRefused({BOX: (550, b"no such user")})
    with pytest.raises(Problem) as caught:
        channels.send_code("email", BOX, CODE)
    assert "телефон" in str(caught.value.advice)
    assert BOX not in caplog.text
    assert "SMTPRecipientsRefused" in caplog.text


def test_a_mail_server_that_is_silent_is_not_waited_for(town, settings, monkeypatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CODE_CHANNELS = {"email": "smtp"}
        settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", server.getsockname()[1]
        monkeypatch.setattr(smtp, "WAIT_SECONDS", 0.3)
        started = time.monotonic()
        with pytest.raises(Problem):
            channels.send_code("email", BOX, CODE)
        assert time.monotonic() - started < 3


def test_a_line_break_in_an_address_adds_no_header(town, letter_box) -> None:
    with pytest.raises(Problem):
        channels.send_code("email", f"{BOX}\nBcc: other@example.org", CODE)


def test_the_console_shows_the_code_and_hides_the_address(town, settings, capsys) -> None:
    settings.CODE_CHANNELS = {"phone": "console"}
    channels.send_code("phone", NUMBER, CODE)
    assert capsys.readouterr().err == f"+7 900 •••-••-12: {CODE}\n"


@pytest.mark.parametrize("set_up", [{}, {"phone": ""}, {"phone": "pigeon"}])
def test_a_channel_that_is_not_set_up_says_which_is(town, settings, set_up) -> None:
    settings.CODE_CHANNELS = set_up
    assert not channels.is_open("phone")
    with pytest.raises(Problem) as caught:
        channels.send_code("phone", NUMBER, CODE)
    assert caught.value.code == "channel-closed"
    assert "почты" in str(caught.value.advice)


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [
        ("phone", "+79001234512", "+7 900 •••-••-12"),
        ("phone", "+375291234567", "+37 ••••• 67"),
        ("email", "ivan@example.org", "i•••@example.org"),
        ("email", "i@xn--80a1acny.xn--p1ai", "i•••@почта.рф"),
        ("email", "i@xn--.рф", "i•••@xn--.рф"),
    ],
)
def test_a_masked_address_is_known_to_its_owner_alone(channel, address, shown) -> None:
    assert channels.masked(channel, address) == shown


def test_the_demo_keeps_codes_on_a_page_and_no_addresses(town, client) -> None:
    assert "Пока пусто" in client.get("/inbox/").content.decode()
    channels.send_code("phone", NUMBER, CODE)
    page = client.get("/inbox/")
    assert CODE in page.content.decode()
    assert "+7 900 •••-••-12" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    row = DemoMessage.objects.values().get()
    assert "1234512" not in str(row)
    part = client.get("/inbox/", headers={"HX-Request": "true"}).content.decode()
    assert CODE in part
    assert "<html" not in part


def test_in_production_there_is_no_inbox(town, client, settings) -> None:
    channels.send_code("phone", NUMBER, CODE)
    settings.PRODUCTION = True
    page = client.get("/inbox/")
    assert page.status_code == 403
    assert CODE not in page.content.decode()
    with pytest.raises(Problem):
        channels.send_code("phone", NUMBER, CODE)
    assert DemoMessage.objects.count() == 1
