"""What the box is told by its surroundings: variables BOX_…, each in docs/operate/ballot-box.md.

A file `box.env` in the state folder may hold them too, NAME=value a line; the environment wins.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from veche.ballotbox import keys
from veche.ballotbox.faults import Fault

FILE = "box.env"
PORT = 8001
PORT_MAX = 0xFFFF
PROCESSES_MAX = 64
# Set for the processes that stand beside the first one; nobody else sets it.
BESIDE = "BOX_BESIDE"


@dataclass(frozen=True)
class Surroundings:
    """Where the box stands and whom it knows.

    `url` is its public address without a path; `registrar_key` the registrar's Ed25519 public key;
    `dsn` is empty while the box has a PostgreSQL cluster of its own. `processes` take ballots;
    `is_beside` is set in all of them but the first.
    """

    state: Path
    host: str
    port: int
    url: str
    registrar_key: bytes
    pass_secret: Path
    dsn: str
    processes: int
    is_beside: bool

    @property
    def origin(self) -> str:
        """The host that names of logs begin with."""
        return urlsplit(self.url).netloc

    @property
    def log_key(self) -> Path:
        """The file of the key that signs checkpoints."""
        return self.state / "keys" / "log.ed25519"

    @property
    def promise_key(self) -> Path:
        """The file of the key that promises."""
        return self.state / "keys" / "promise.ed25519"


def gather(environment: Mapping[str, str]) -> dict[str, str]:
    """All variables BOX_… of the environment and of the box's own file.

    Fault(`setting`) for a line of another form, or when BOX_STATE names no folder.
    """
    given = {name: text for name, text in environment.items() if name.startswith("BOX_")}
    if not given.get("BOX_STATE"):
        raise Fault("setting", "BOX_STATE names no folder")
    file = Path(given["BOX_STATE"]) / FILE
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    kept = {}
    for line in lines:
        name, equals, text = line.strip().partition("=")
        if name and not name.startswith("#"):
            if not equals or not name.startswith("BOX_"):
                raise Fault("setting", f"a line of {file} is not BOX_NAME=value")
            kept[name] = text
    return {**kept, **given}


def read(given: Mapping[str, str]) -> Surroundings:
    """The settings out of what `gather` found; Fault(`setting`) names what is wrong."""
    state = Path(given["BOX_STATE"]).absolute()
    host, port = given.get("BOX_HOST", "127.0.0.1"), given.get("BOX_PORT", str(PORT))
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= PORT_MAX):
        raise Fault("setting", f"BOX_PORT is a number from 1 to {PORT_MAX}")
    processes = given.get("BOX_PROCESSES", "") or str(min(4, os.cpu_count() or 1))
    if not (processes.isascii() and processes.isdigit() and 0 < int(processes) <= PROCESSES_MAX):
        raise Fault("setting", f"BOX_PROCESSES is a number from 1 to {PROCESSES_MAX}")
    url = given.get("BOX_URL", "") or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
        raise Fault("setting", "BOX_URL is http:// or https:// and a host, without a path")
    secret = given.get("BOX_PASS_SECRET_FILE", "")
    return Surroundings(
        state=state,
        host=host,
        port=int(port),
        url=url.rstrip("/"),
        registrar_key=_registrar_key(given.get("BOX_REGISTRAR_KEY", "")),
        pass_secret=Path(secret) if secret else state / "keys" / "passes",
        dsn=given.get("BOX_DSN", ""),
        processes=int(processes),
        is_beside=bool(given.get(BESIDE)),
    )


def make_keys(box: Surroundings) -> None:
    """Keys that the box does not have yet; all are read, so that Faults come at the start."""
    for path in (box.log_key, box.promise_key, box.pass_secret):
        keys.make_once(path)
        keys.read_secret(path)


def _registrar_key(text: str) -> bytes:
    try:
        return keys.public_key(text)
    except Fault:
        raise Fault(
            "setting", "BOX_REGISTRAR_KEY is the registrar's public key in base64"
        ) from None
