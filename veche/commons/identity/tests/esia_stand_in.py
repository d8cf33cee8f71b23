"""A stand-in of ESIA for tests: `python -m veche.commons.identity.tests.esia_stand_in PORT FOLDER`.

It knows nobody; it checks the form of what it is asked as the state's service does: names of the
fields, the format of the time, the UUID, and the detached PKCS#7 signature over scope, timestamp,
client_id and state. The certificate in the folder stands for the town's own; GOST itself is the
business of the signer's program. Tokens are signed by the folder's other key.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

from joserfc import jwt
from joserfc.jwk import RSAKey

ISSUER = "http://esia.gosuslugi.ru/"
TIME = re.compile(r"\d{4}\.\d\d\.\d\d \d\d:\d\d:\d\d [+-]\d{4}")
NEEDED = {"client_id", "client_secret", "scope", "timestamp", "state", "redirect_uri"}
AUTHORIZE = {*NEEDED, "response_type", "access_type"}
TOKEN = {*NEEDED, "code", "grant_type", "token_type"}


class BadForm(Exception):
    """What is wrong with a request."""


def require_form(folder: Path, query: dict[str, str], names: set[str]) -> None:
    if set(query) != names:
        raise BadForm(f"fields {sorted(set(query) ^ names)}")
    if not TIME.fullmatch(query["timestamp"]):
        raise BadForm("timestamp")
    if str(UUID(query["state"])) != query["state"]:
        raise BadForm("state")
    if query["scope"] != "openid":
        raise BadForm("scope")
    signed = "".join(query[name] for name in ("scope", "timestamp", "client_id", "state"))
    require_signature(folder, signed.encode(), base64.urlsafe_b64decode(query["client_secret"]))


def require_signature(folder: Path, content: bytes, signature: bytes) -> None:
    """By OpenSSL, which shares nothing with what made it."""
    with TemporaryDirectory() as scratch:
        given = Path(scratch) / "content"
        given.write_bytes(content)
        done = subprocess.run(
            ["openssl", "cms", "-verify", "-inform", "DER", "-binary", "-noverify",
             "-content", str(given), "-certfile", str(folder / "town.pem"), "-nointern"],
            input=signature,
            capture_output=True,
        )  # fmt: skip
    if done.returncode:
        raise BadForm("signature")


class Esia(BaseHTTPRequestHandler):
    """/aas/oauth2/ac sends back with a code at once, as if somebody trusted had signed in there.

    Files of the folder change that: `changes.json` holds other claims, with `refuses` the person
    says no, with `silent` no token is given.
    """

    folder: ClassVar[Path]
    codes: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path != "/aas/oauth2/ac":
            self._say(200, {"stands": "in"})
            return
        query = _once(parts.query)
        try:
            require_form(self.folder, query, AUTHORIZE)
        except (BadForm, ValueError, KeyError) as error:
            self._say(400, {"error": str(error)})
            return
        self.send_response(302)
        back = urlencode({**self._decided(query["redirect_uri"]), "state": query["state"]})
        self.send_header("Location", f"{query['redirect_uri']}?{back}")
        self.end_headers()

    def _decided(self, back_url: str) -> dict[str, str]:
        """What the person did at the service's page."""
        if (self.folder / "refuses").exists():
            return {"error": "access_denied", "error_description": "ESIA-007004"}
        code = secrets.token_urlsafe(16)
        self.codes[code] = back_url
        return {"code": code}

    def do_POST(self) -> None:
        if (self.folder / "silent").exists():
            self._say(503, {"error": "maintenance"})
            return
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = _once(body)
        try:
            require_form(self.folder, query, TOKEN)
            if self.codes.pop(query["code"], "") != query["redirect_uri"]:
                raise BadForm("code")
        except (BadForm, ValueError, KeyError) as error:
            self._say(400, {"error": str(error)})
            return
        self._say(200, {"id_token": self._token(query["client_id"]), "state": query["state"]})

    def _token(self, client_id: str) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": client_id,
            "sub": 1000321,
            "iat": now,
            "exp": now + 600,
            "urn:esia:sbj": {
                "urn:esia:sbj:typ": "P",
                "urn:esia:sbj:oid": 1000321,
                "urn:esia:sbj:is_tru": True,
                "urn:esia:sbj:name": "Иванов Иван",
            },
        }
        changes = self.folder / "changes.json"
        if changes.exists():
            claims.update(json.loads(changes.read_text("utf-8")))
        key = RSAKey.import_key((self.folder / "esia.key").read_bytes())
        return jwt.encode({"alg": "RS256", "typ": "JWT"}, claims, key)

    def _say(self, status: int, said: object) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_about: object) -> None:
        """Silent: the test looks at the answers."""


def _once(query: str) -> dict[str, str]:
    found = parse_qs(query, strict_parsing=True, keep_blank_values=True)
    if any(len(values) != 1 for values in found.values()):
        raise ValueError("a field twice")
    return {name: values[0] for name, values in found.items()}


if __name__ == "__main__":
    Esia.folder = Path(sys.argv[2])
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Esia).serve_forever()
