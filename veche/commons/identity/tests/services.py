"""Sign-in services as real processes, for tests: an OpenID provider, and a stand-in of ESIA."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

WAIT_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], url: str) -> Iterator[str]:
    """The process, from its first answer until the end."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + WAIT_SECONDS
        while not _answers(url):
            assert process.poll() is None, "the service ended"
            assert time.monotonic() < deadline, "the service never answered"
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code < 500
    except httpx.HTTPError:
        return False


@contextmanager
def openid_provider() -> Iterator[str]:
    """The issuer's address of an OpenID Connect provider."""
    port = free_port()
    with running(["-m", "oidc_provider_mock", "-p", str(port)], f"http://127.0.0.1:{port}") as url:
        yield url


def make_certificates(folder: Path) -> None:
    """The town's certificate, the one by which ESIA's stand-in signs tokens, and a stranger's."""
    for name in ("town", "esia", "stranger"):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test",
             "-days", "2", "-keyout", str(folder / f"{name}.key"), "-out",
             str(folder / f"{name}.pem")],
            check=True,
            capture_output=True,
        )  # fmt: skip


def esia_signer(folder: Path, name: str = "town") -> list[str]:
    """The command that signs by a certificate of the folder."""
    return [
        "openssl", "cms", "-sign", "-binary", "-outform", "DER",
        "-signer", str(folder / f"{name}.pem"), "-inkey", str(folder / f"{name}.key"),
    ]  # fmt: skip


@contextmanager
def esia(folder: Path) -> Iterator[str]:
    """The address of a stand-in of ESIA that works with the certificates of the folder."""
    port = free_port()
    module = "veche.commons.identity.tests.esia_stand_in"
    command = ["-m", module, str(port), str(folder)]
    with running(command, f"http://127.0.0.1:{port}") as url:
        yield url


def agree(address: str, subject: str) -> dict[str, str]:
    """Be somebody at the provider's own page; what the browser brings back."""
    answer = httpx.post(address, data={"sub": subject}, trust_env=False)
    assert answer.status_code == 302, answer.text[:300]
    return brought(answer.headers["location"])


def brought(address: str) -> dict[str, str]:
    """The query of an address, each field once."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def region(issuer: str, **changed: Any) -> dict[str, Any]:
    """One line of the allow-list, as the settings and the environment hold it."""
    return {
        "kind": "oidc",
        "slug": "region",
        "title": "Портал области",
        "level": 1,
        "issuer": issuer,
        "client_id": "veche",
        "client_secret": "kept-between-us",
        "towns": [],
    } | changed
