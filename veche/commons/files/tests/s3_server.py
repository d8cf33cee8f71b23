"""A small S3-like server for tests; it checks signatures by its own reading of the standard."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

ACCESS, SECRET, REGION = "test-access", "test-secret", "test-1"
PAGE = 2


class Store(ThreadingHTTPServer):
    """Objects by path; `failures` is how many of the next requests get a 500."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.refused = 0
        self.failures = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Store

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.server.failures:
            self.server.failures -= 1
            self.reply(500)
        elif not self.is_signed(body):
            self.server.refused += 1
            self.reply(403)
        else:
            path = unquote(urlsplit(self.path).path)
            getattr(self, f"serve_{self.command.lower()}")(path, body)

    do_GET = do_PUT = do_DELETE = do_HEAD = handle_any

    def serve_put(self, path: str, body: bytes) -> None:
        self.server.objects[path] = body
        self.server.types[path] = self.headers.get("Content-Type", "")
        self.reply(200)

    def serve_get(self, path: str, body: bytes) -> None:
        if path.count("/") == 1:
            return self.reply(200, self.listing(path))
        found = self.server.objects.get(path)
        return self.reply(404) if found is None else self.reply(200, found)

    def serve_head(self, path: str, body: bytes) -> None:
        self.reply(200 if path in self.server.objects else 404)

    def serve_delete(self, path: str, body: bytes) -> None:
        self.server.objects.pop(path, None)
        self.reply(204)

    def listing(self, bucket: str) -> bytes:
        query = dict(parse_qsl(urlsplit(self.path).query))
        start = f"{bucket}/{query['prefix']}"
        names = sorted(name for name in self.server.objects if name.startswith(start))
        begin = int(query.get("continuation-token", "0"))
        shown = names[begin : begin + PAGE]
        items = "".join(
            f"<Contents><Key>{name.removeprefix(bucket + '/')}</Key>"
            "<LastModified>2020-01-02T03:04:05.000Z</LastModified></Contents>"
            for name in shown
        )
        more = begin + PAGE
        token = (
            f"<NextContinuationToken>{more}</NextContinuationToken>" if more < len(names) else ""
        )
        space = "http://s3.amazonaws.com/doc/2006-03-01/"
        return f'<ListBucketResult xmlns="{space}">{items}{token}</ListBucketResult>'.encode()

    def is_signed(self, body: bytes) -> bool:
        """Signature Version 4, steps 1 to 4 of the specification, over the request as received."""
        scheme, _, rest = self.headers.get("Authorization", "").partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        if scheme != "AWS4-HMAC-SHA256" or len(parts) != 3:
            return False
        who, day, region, service, end = parts["Credential"].split("/")
        stamp = self.headers["X-Amz-Date"]
        moment = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        digest = hashlib.sha256(body).hexdigest()
        names = parts["SignedHeaders"].split(";")
        if (
            (who, region, service, end) != (ACCESS, REGION, "s3", "aws4_request")
            or day != stamp[:8]
            or abs((datetime.now(UTC) - moment).total_seconds()) > 900
            or self.headers["X-Amz-Content-Sha256"] != digest
            or not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(names)
        ):
            return False
        address = urlsplit(self.path)
        pairs = sorted(parse_qsl(address.query, keep_blank_values=True))
        canonical = f"{self.command}\n{quote(unquote(address.path))}\n"
        canonical += "&".join(f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in pairs) + "\n"
        for name in names:
            canonical += f"{name}:{self.headers[name].strip()}\n"
        canonical += f"\n{';'.join(names)}\n{digest}"
        to_sign = f"AWS4-HMAC-SHA256\n{stamp}\n{day}/{region}/s3/aws4_request\n"
        to_sign += hashlib.sha256(canonical.encode()).hexdigest()
        key = ("AWS4" + SECRET).encode()
        for part in (day, region, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        expected = hmac.digest(key, to_sign.encode(), "sha256").hex()
        return hmac.compare_digest(expected, parts["Signature"])

    def reply(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Tests are quiet."""


@contextmanager
def running() -> Iterator[Store]:
    """The server in a thread of its own."""
    store = Store()
    thread = threading.Thread(target=store.serve_forever, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        store.shutdown()
        store.server_close()
        thread.join()
