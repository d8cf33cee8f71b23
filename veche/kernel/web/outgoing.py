"""Sending to an address that somebody named, or reading one, without being led into our network.

The name is resolved once, every address behind it must lie in the open internet, and the
connection goes to that very address: a name that changes its mind meanwhile gains nothing.
Nothing is followed, nothing is kept of an answer to a sending but its status, what is read is cut
off at a size, and it all ends in time.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Literal

import httpx
from django.conf import settings

WHOLE_SECONDS = 15.0
NAME_SECONDS = 5.0
WAIT = httpx.Timeout(8.0, connect=4.0)
ANSWER_BYTES_MAX = 64 * 1024
ADDRESS_LENGTH_MAX = 500
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")  # RFC 8215: inside of one network by name
_LIMITED_BROADCAST = IPv4Address("255.255.255.255")
Address = IPv4Address | IPv6Address


class Unsendable(Exception):
    """Why nothing may be sent there; `code` is a word of a closed list."""

    def __init__(
        self, code: Literal["form", "scheme", "late", "unknown-name", "inside", "length"]
    ) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Answer:
    """What became of a sending: the status, or 0 and the word for why there is none."""

    status: int
    trouble: Literal["", "inside", "unknown-name", "unreachable", "late", "length"] = ""

    @property
    def is_taken(self) -> bool:
        """Whether the receiver said it has it, or gave all of it."""
        return 200 <= self.status < 300 and not self.trouble


@dataclass(frozen=True)
class Got(Answer):
    """What was read there; nothing of an answer that went wrong or is too long."""

    body: bytes = b""


def parsed(address: str) -> httpx.URL:
    """An address that may be written down; Unsendable. Where it leads is looked at when sending."""
    if len(address) > ADDRESS_LENGTH_MAX:
        raise Unsendable("length")
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError, TypeError):
        raise Unsendable("form") from None
    if url.scheme != "https" and not (settings.WEBHOOKS_LOCAL and url.scheme == "http"):
        raise Unsendable("scheme")
    if url.userinfo or url.fragment or "#" in address or "@" in url.netloc.decode("ascii"):
        raise Unsendable("form")
    if url.port is not None and not 0 < url.port < 65536:
        raise Unsendable("form")
    if not url.host or any(ord(char) <= 32 or char == "\\" for char in address):
        raise Unsendable("form")
    return url


def is_outside(address: Address) -> bool:
    """Whether an address lies in the open internet, and so does whatever is wrapped in it."""
    if isinstance(address, IPv6Address):
        wrapped = (
            [address.ipv4_mapped, address.sixtofour]
            + list(address.teredo or ())
            + ([IPv4Address(address.packed[-4:])] if address in _NAT64 else [])
        )
        # Addresses that carry another one are for machines between networks, never for a receiver.
        if any(one is not None for one in wrapped) or address.is_site_local:
            return False
        if address in _NAT64_LOCAL:
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and address != _LIMITED_BROADCAST
    )


def resolved(url: httpx.URL) -> Address:
    """The one address to connect to; Unsendable unless all that the name has lie outside."""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unsendable("unknown-name") from None
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not addresses:
        raise Unsendable("unknown-name")
    for address in addresses:
        if not (is_outside(address) or (settings.WEBHOOKS_LOCAL and address.is_loopback)):
            raise Unsendable("inside")
    return addresses[0]


def require_outside(address: str) -> None:
    """Whether an address may be written down and leads outside now; Unsendable, and in time.

    A name server that says nothing holds whoever asks for `NAME_SECONDS`, not for its own pleasure.
    """
    url = parsed(address)

    async def looked_up() -> None:
        async with asyncio.timeout(NAME_SECONDS):
            await _resolved_in_time(url)

    try:
        with ThreadPoolExecutor(1) as apart:
            apart.submit(asyncio.run, looked_up()).result()
    except TimeoutError:
        raise Unsendable("late") from None


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """POST it once; whatever happens is an Answer, never an exception."""
    got = _asked(address, _Request("POST", body, headers, ANSWER_BYTES_MAX))
    return Answer(got.status, got.trouble)


def get(address: str, *, most: int) -> Got:
    """GET it once, at most so many bytes; whatever happens is a Got, never an exception."""
    return _asked(address, _Request("GET", b"", {}, most))


@dataclass(frozen=True)
class _Request:
    """What is asked of an address, and how much of its answer is taken."""

    method: str
    body: bytes
    headers: Mapping[str, str]
    most: int


def _asked(address: str, request: _Request) -> Got:
    try:
        # In a thread of its own: whoever calls may stand inside a running loop.
        with ThreadPoolExecutor(1) as apart:
            return apart.submit(asyncio.run, _in_time(address, request)).result()
    except Unsendable as refusal:
        return Got(0, "unknown-name" if refusal.code == "unknown-name" else "inside")
    except (TimeoutError, httpx.TimeoutException):
        return Got(0, "late")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError):
        return Got(0, "unreachable")


async def _in_time(address: str, request: _Request) -> Got:
    """All of it within one time, the asking for the name too."""
    url = parsed(address)
    async with asyncio.timeout(WHOLE_SECONDS):
        target = await _resolved_in_time(url)
        return await _send(url, target, request)


async def _resolved_in_time(url: httpx.URL) -> Address:
    """Asked in a thread that nobody waits for: a name server that says nothing cannot hold us."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[Address] = loop.create_future()

    def settle(target: Address | None, refusal: Unsendable | None) -> None:
        if found.done():
            return
        if target is None:
            found.set_exception(refusal or Unsendable("unknown-name"))
        else:
            found.set_result(target)

    def ask() -> None:
        target, refusal = None, None
        try:
            target = resolved(url)
        except (Unsendable, ValueError, TypeError) as error:
            refusal = error if isinstance(error, Unsendable) else None
        # The loop is closed once the time is over; then nobody wants to know.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, target, refusal)

    threading.Thread(target=ask, daemon=True).start()
    return await found


async def _send(url: httpx.URL, target: Address, request: _Request) -> Got:
    """To that address alone; the name is told to the server and proved by its certificate."""
    host = url.netloc.decode("ascii")
    numbered = url.copy_with(host=str(target))
    async with (
        httpx.AsyncClient(timeout=WAIT, follow_redirects=False, trust_env=False) as client,
        client.stream(
            request.method,
            numbered,
            content=None if request.method == "GET" else request.body,
            headers={**request.headers, "Host": host, "Accept-Encoding": "identity"},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        ) as answer,
    ):
        taken, parts = 0, []
        async for part in answer.aiter_raw():
            taken += len(part)
            if taken > request.most:
                # What a receiver says besides is let go by; what is read must be whole.
                return Got(answer.status_code, "length" if request.method == "GET" else "")
            parts.append(part)
        return Got(answer.status_code, body=b"".join(parts) if request.method == "GET" else b"")
