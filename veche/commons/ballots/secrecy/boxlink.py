"""Talking to the box over HTTP: it knows our public key, and we its two, from the first sight on.

Nothing here is logged, and what goes wrong is told without a word of what was sent.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from veche.ballotbox import canonical, keys, registrar
from veche.ballotbox.faults import Fault
from veche.ballotbox.mirror import Fetch
from veche.ballotbox.registrar import Counts
from veche.kernel.errors import Conflict, Problem

WAIT = httpx.Timeout(30.0, connect=4.0)
# The close counts all ballots before it answers.
CLOSING_WAIT = httpx.Timeout(600.0, connect=4.0)
ANSWER_BYTES_MAX = 2**25
CODE = "box-answer"
_KEYS = {"log": str, "promise": str}


class BoxSilent(Problem):
    """The box does not answer: the same may be sent again."""

    status = 503
    code = "box-silent"

    def __init__(self) -> None:
        super().__init__(
            _("Урна сейчас не отвечает"),
            advice=_("Попробуйте ещё раз через минуту: второй раз голос не засчитается."),
        )


class BoxKeys(NamedTuple):
    """The public keys of the box: of its logs, and of its promises."""

    log: bytes
    promise: bytes


class Told(NamedTuple):
    """The log as it is once the box has heard the counts."""

    size: int
    ballots: int
    checkpoint: str


def host() -> str:
    """The name that the names of logs begin with."""
    return urlsplit(settings.BOX_URL).netloc


def registrar_key() -> Ed25519PrivateKey:
    """Our key, made once; the box is told its public half."""
    path = _folder() / "registrar.ed25519"
    keys.make_once(path)
    return keys.read_key(path)


def _folder() -> Path:
    return Path(settings.STATE_DIR) / "keys"


@contextmanager
def opened(wait: httpx.Timeout = WAIT) -> Iterator[httpx.Client]:
    """A connection to the box; BoxSilent for whatever happens on the way."""
    try:
        with httpx.Client(base_url=settings.BOX_URL, timeout=wait, trust_env=False) as client:
            yield client
    except httpx.HTTPError:
        raise BoxSilent() from None


def box_keys() -> BoxKeys:
    """The keys of the box as they were first seen; Conflict when it shows others now.

    Each manifest is made of them, so a box that changes them is asked about by hand.
    """
    with opened() as client:
        raw = canonical.shaped(canonical.read_json(get(client, "/keys"), CODE), _KEYS, CODE)
    seen = BoxKeys(keys.public_key(raw["log"]), keys.public_key(raw["promise"]))
    if _pinned(seen) != seen:
        raise Conflict(
            _("Ключи урны изменились"),
            advice=_("Пока администратор не выяснит, почему, тайное голосование не открыть."),
            code="box-keys",
        )
    return seen


def _pinned(seen: BoxKeys) -> BoxKeys:
    path = _folder() / "box.json"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_bytes(
            canonical.write_json({name: canonical.to_base64(getattr(seen, name)) for name in _KEYS})
        )
        try:
            # Of two who see it at once the first one's stands.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    raw = canonical.shaped(canonical.read_json(path.read_bytes(), CODE), _KEYS, CODE)
    return BoxKeys(keys.public_key(raw["log"]), keys.public_key(raw["promise"]))


def register(manifest: bytes) -> None:
    """Begin the log of a poll; harmless to repeat."""
    message = registrar.sign(registrar.POLL_TAG, manifest, registrar_key())
    with opened() as client:
        _post(client, "/registrar/poll", message)


def tell_counts(counts: Counts) -> Told:
    """Tell how many tokens were issued, and at the end that it is over; harmless to repeat."""
    data = registrar.write_counts(counts)
    message = registrar.sign(registrar.COUNTS_TAG, data, registrar_key())
    with opened(CLOSING_WAIT if counts.closing else WAIT) as client:
        answer = _post(client, "/registrar/counts", message)
    shape = {"size": int, "ballots": int, "checkpoint": str}
    return Told(**canonical.shaped(canonical.read_json(answer, CODE), shape, CODE))


def cast(poll: UUID, ballot: bytes) -> str:
    """Drop a ballot that we made ourselves; the box's promise. The same again: the same promise."""
    with opened() as client:
        return canonical.from_utf8(_post(client, f"/p/{poll}/cast", ballot), CODE)


def get(client: httpx.Client, path: str) -> bytes:
    """What the box publishes at this address; Fault with the box's own code when it refuses."""
    return _body(client, client.build_request("GET", path))


def reader(client: httpx.Client, poll: UUID) -> Fetch:
    """What the box publishes of a poll, for `mirror`."""

    def fetch(path: str, most: int) -> bytes | None:
        try:
            data = get(client, f"/p/{poll}/{path}")
        except Fault as fault:
            if fault.code == "not-found":
                return None
            raise
        if len(data) > most:
            raise Fault(CODE, "longer than what stands there")
        return data

    return fetch


def _post(client: httpx.Client, path: str, data: bytes) -> bytes:
    request = client.build_request(
        "POST", path, content=data, headers={"content-type": "application/octet-stream"}
    )
    return _body(client, request)


def _body(client: httpx.Client, request: httpx.Request) -> bytes:
    response = client.send(request, stream=True)
    try:
        body = b""
        for part in response.iter_bytes():
            body += part
            if len(body) > ANSWER_BYTES_MAX:
                raise Fault(CODE, "longer than anything the box says")
    finally:
        response.close()
    if response.status_code >= 500:
        raise BoxSilent()
    if response.status_code != 200:
        raise Fault(_code(body), "the box refuses")
    return body


def _code(body: bytes) -> str:
    try:
        raw = canonical.read_json(body, CODE)
        return str(raw["code"])
    except (Fault, KeyError, TypeError):
        return CODE
