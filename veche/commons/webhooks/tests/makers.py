"""A receiver for tests, and addresses that lead to it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from veche.commons.identity.public import PersonRef
from veche.commons.webhooks import actions

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Receiving:
    """A running receiver."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{(self.folder / 'port').read_text()}/veche"

    def got(self) -> list[dict[str, Any]]:
        """What came, in order."""
        file = self.folder / "got"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [json.loads(line) for line in lines]


@contextmanager
def receiver(folder: Path, mode: str) -> Iterator[Receiving]:
    """A process of its own that answers by this mode."""
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen([sys.executable, "-I", HERE / "receiver.py", folder, mode])
    try:
        end = time.monotonic() + 20
        while not (folder / "port").exists():
            assert process.poll() is None, "the receiver did not start"
            assert time.monotonic() < end
            time.sleep(0.02)
        yield Receiving(folder, process)
    finally:
        process.kill()
        process.wait()


def add(person: PersonRef, url: str, *kinds: str, is_own: bool = False) -> tuple[UUID, str]:
    """Name an address; its id and its secret."""
    added = actions.add_webhook(person, url=url, kinds=list(kinds), key=uuid4().hex, is_own=is_own)
    return added.id, added.secret


def is_signed(request: dict[str, Any], secret: str) -> bool:
    """Whether a request carries the signature of Standard Webhooks, counted here anew."""
    headers = request["headers"]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{request['body']}"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = base64.b64encode(hmac.new(key, signed.encode(), hashlib.sha256).digest()).decode()
    return f"v1,{mac}" in headers["webhook-signature"].split(" ")
