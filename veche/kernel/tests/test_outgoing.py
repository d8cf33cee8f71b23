"""Sending to a named address: never inside, never elsewhere than was looked at, never for long."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import pytest

from veche.kernel.web import outgoing
from veche.kernel.web.outgoing import Unsendable, get, is_outside, parsed, post, resolved

INSIDE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",  # metadata of clouds
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.170",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::808:808",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "fc00::1",
    "fd00:ec2::254",  # metadata of a cloud
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
]
OUTSIDE = ["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]


def named(monkeypatch: pytest.MonkeyPatch, *turns: list[str]) -> list[str]:
    """Let every name have these addresses, another list at each asking; who was asked for."""
    asked: list[str] = []
    left = list(turns)

    def found(host: str, port: int, **_options: Any) -> list[Any]:
        asked.append(host)
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr("veche.kernel.web.outgoing.socket.getaddrinfo", found)
    return asked


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_none_to_send_to(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_outside(ipaddress.ip_address(address))
    named(monkeypatch, [address])
    with pytest.raises(Unsendable):
        resolved(parsed("https://receiver.example/hook"))
    assert post("https://receiver.example/hook", b"{}", {}).trouble == "inside"


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_outside_is(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, [address])
    assert str(resolved(parsed("https://receiver.example/"))) == address


def test_one_address_inside_spoils_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, ["8.8.8.8", "10.0.0.7"])
    with pytest.raises(Unsendable):
        resolved(parsed("https://receiver.example/"))


@pytest.mark.parametrize(
    "address",
    [
        "http://receiver.example/",
        "ftp://receiver.example/",
        "file:///etc/passwd",
        "gopher://receiver.example/",
        "//receiver.example/",
        "receiver.example",
        "https://",
        "https:///path",
        "https://user:word@receiver.example/",
        "https://receiver.example@10.0.0.1/",
        "https://receiver.example/#part",
        "https://receiver.example\\@10.0.0.1/",
        "https://receiver.example/\r\nHost: inside",
        "https://receiver.example:99999/",
        "https://[::1/",
        "https://receiver.example/" + "a" * 500,
        "",
    ],
)
def test_what_is_no_plain_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(Unsendable):
        parsed(address)
    assert post(address, b"{}", {}).trouble == "inside"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "localhost",
        "[::ffff:127.0.0.1]",
        "0",
        "169.254.169.254",
        "[fd00:ec2::254]",
    ],
)
def test_other_spellings_of_inside_are_inside(host: str) -> None:
    """Asked of the real resolver, which understands the old spellings of numbers."""
    answer = post(f"https://{host}/", b"{}", {})
    assert (answer.status, answer.trouble in {"inside", "unknown-name"}) == (0, True)


def test_the_connection_goes_where_was_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers otherwise a moment later gains nothing: it is asked once."""
    asked = named(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    went: list[tuple[str, str, str]] = []

    def stream(
        _client: Any, method: str, url: httpx.URL, *, headers: Any, extensions: Any, **_rest: Any
    ) -> Any:
        went.append((str(url), headers["Host"], extensions["sni_hostname"]))
        raise httpx.ConnectError("no line")

    monkeypatch.setattr(httpx.AsyncClient, "stream", stream)
    assert post("https://receiver.example:8443/hook?a=1", b"{}", {}).trouble == "unreachable"
    assert asked == ["receiver.example"]
    assert went == [
        ("https://93.184.215.14:8443/hook?a=1", "receiver.example:8443", "receiver.example")
    ]


def test_of_the_new_addresses_too(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, [OUTSIDE[2]])
    went: list[str] = []

    def stream(_client: Any, method: str, url: httpx.URL, **_rest: Any) -> Any:
        went.append(str(url))
        raise httpx.ConnectError("no line")

    monkeypatch.setattr(httpx.AsyncClient, "stream", stream)
    post("https://receiver.example/hook", b"{}", {})
    assert went == [f"https://[{OUTSIDE[2]}]/hook"]


@contextmanager
def speaking(speak: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that says what it likes to the first who comes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _from = server.accept()
            with line:
                line.recv(65536)
                with suppress(OSError):
                    speak(line)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


@pytest.fixture
def local(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEBHOOKS_LOCAL = True
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 1.0)


def test_a_slow_answer_ends_in_time(local: None) -> None:
    def drip(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(50):
            line.sendall(b"a")
            time.sleep(0.1)

    began = time.monotonic()
    with speaking(drip) as address:
        assert post(address, b"{}", {}).trouble == "late"
    assert time.monotonic() - began < 3


def test_a_name_server_that_says_nothing_ends_in_time(
    local: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = threading.Event()
    monkeypatch.setattr(
        "veche.kernel.web.outgoing.socket.getaddrinfo", lambda *_asked, **_options: free.wait(8)
    )
    began = time.monotonic()
    assert post("https://receiver.example/hook", b"{}", {}).trouble == "late"
    assert time.monotonic() - began < 4
    free.set()


def test_a_huge_answer_is_let_go_by(local: None) -> None:
    sent = 0

    def pour(line: socket.socket) -> None:
        nonlocal sent
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
        for _ in range(1500):
            line.sendall(b"x" * 65536)
            sent += 65536

    with speaking(pour) as address:
        assert post(address, b"{}", {}).status == 200
    assert sent < 20_000_000


@pytest.mark.parametrize(("most", "told"), [(5, (200, "", b"a;b\n1")), (4, (200, "length", b""))])
def test_what_is_read_is_whole_or_nothing(
    local: None, most: int, told: tuple[int, str, bytes]
) -> None:
    def answer(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\na;b\n1")

    with speaking(answer) as address:
        got = get(address, most=most)
    assert (got.status, got.trouble, got.body) == told
    assert got.is_taken == (not told[1])


def test_nothing_is_read_from_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, ["10.0.0.7"])
    got = get("https://receiver.example/a.csv", most=5)
    assert (got.status, got.trouble, got.is_taken) == (0, "inside", False)


def test_a_redirect_is_not_followed(local: None) -> None:
    visited: list[bool] = []
    with speaking(lambda line: visited.append(True)) as inside:

        def away(line: socket.socket) -> None:
            said = f"HTTP/1.1 307 Elsewhere\r\nLocation: {inside}\r\nContent-Length: 0\r\n\r\n"
            line.sendall(said.encode())

        with speaking(away) as address:
            answer = post(address, b"{}", {})
    assert (answer.status, answer.is_taken, visited) == (307, False, [])


def test_what_is_no_answer_is_no_answer(local: None) -> None:
    with speaking(lambda line: line.sendall(b"SSH-2.0-OpenSSH\r\n")) as address:
        assert post(address, b"{}", {}) == outgoing.Answer(0, "unreachable")
    assert post("http://127.0.0.1:1/", b"{}", {}) == outgoing.Answer(0, "unreachable")


def test_a_name_server_that_says_nothing_holds_nobody_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither who names an address on a page nor who sends there."""
    answered = threading.Event()
    monkeypatch.setattr(
        "veche.kernel.web.outgoing.socket.getaddrinfo", lambda *_a, **_k: answered.wait(20) or []
    )
    monkeypatch.setattr("veche.kernel.web.outgoing.NAME_SECONDS", 0.3)
    monkeypatch.setattr("veche.kernel.web.outgoing.WHOLE_SECONDS", 0.3)
    began = time.monotonic()
    with pytest.raises(Unsendable) as refusal:
        outgoing.require_outside("https://receiver.example/hook")
    assert refusal.value.code == "late"
    assert post("https://receiver.example/hook", b"{}", {}).trouble == "late"
    assert time.monotonic() - began < 5
    answered.set()


def test_what_is_named_must_lead_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, ["8.8.8.8"], ["10.0.0.1"])
    outgoing.require_outside("https://receiver.example/hook")
    with pytest.raises(Unsendable) as refusal:
        outgoing.require_outside("https://receiver.example/hook")
    assert refusal.value.code == "inside"
