"""What the real server sends at the first visit, and how much memory it keeps."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from tools.bench.stand import say, tell

REQUESTS = 1_000
START_SECONDS = 60
_LINKED = re.compile(r"""(?:href|src)=["']?([^"'\s>#]+\.(?:css|js|woff2|svg|webp|png))""")
_IN_STYLES = re.compile(r"""url\(["']?([^"')#]+)""")
_IN_SCRIPTS = re.compile(r"""(?:from|import)\s*["'](\.[^"']+\.js)["']""")
# The map is loaded when a map comes into sight, and is no part of the first load.
_LATER = re.compile(r"/map-[^/]*$|maplibre")
_OTHER_ALPHABETS = re.compile(r"golos-tatar|golos-latin-ext")


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """The real web server on a free port: its address and process number."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "veche.config.running.serve", "127.0.0.1", str(port), "1"]
    process = subprocess.Popen(command)
    try:
        site = f"http://127.0.0.1:{port}"
        _wait(f"{site}/healthz")
        yield site, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def fetch(address: str) -> tuple[int, str]:
    """Bytes of the body as sent, compressed where the server compresses, and the plain text."""
    plain = urllib.request.Request(address)
    with urllib.request.urlopen(plain, timeout=30) as answer:
        text = answer.read().decode("utf-8", "replace")
    packed = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(packed, timeout=30) as answer:
        return len(answer.read()), text


def first_load(site: str) -> dict[str, int]:
    """Everything the home page asks for at the first visit: {path: bytes}."""
    page = f"{site}/"
    sizes: dict[str, int] = {}
    sizes["/"], text = fetch(page)
    waiting = [urljoin(page, found) for found in _LINKED.findall(text)]
    while waiting:
        address = waiting.pop()
        path = address.removeprefix(site)
        if path in sizes or not address.startswith(site) or _LATER.search(path):
            continue
        if _OTHER_ALPHABETS.search(path):
            continue
        sizes[path], text = fetch(address)
        finds = {".css": _IN_STYLES, ".js": _IN_SCRIPTS}.get(Path(path).suffix)
        if finds:
            waiting += [urljoin(address, found) for found in finds.findall(text)]
    return sizes


def memory_mb(process_id: int) -> float:
    """Resident memory of the largest of a process and its children, MB."""
    largest = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue
        if process_id in (int(fields["Pid"]), int(fields["PPid"])):
            largest = max(largest, int(fields.get("VmRSS", "0").split()[0]))
    return largest / 1024


def run(name: str) -> None:
    """Tell the first load, or the memory after a thousand requests."""
    with server() as (site, process_id):
        if name == "web.first_load":
            sizes = first_load(site)
            tell(name, sum(sizes.values()) / 1024, "KB", files=sizes)
            return
        say(f"asking {REQUESTS} pages")
        before = memory_mb(process_id)
        pages = ("/", "/polls/?show=closed", "/polls/", "/design/", "/sign-in/")
        for number in range(REQUESTS):
            with urllib.request.urlopen(site + pages[number % len(pages)], timeout=60) as answer:
                answer.read()
        tell(name, memory_mb(process_id), "MB", requests=REQUESTS, at_start=round(before, 1))
