"""A receiver of webhooks as a process of its own: `python receiver.py FOLDER MODE`.

It writes its port into FOLDER/port, and each request as one line of JSON into FOLDER/got. MODE says
what it answers: `take`, `fail-twice`, `slow`, `hang` (never), `redirect`, `huge`, `gone`, `picky`
(400 to what is bad).
"""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FOLDER, MODE = Path(sys.argv[1]), sys.argv[2]
FAILS = 2


class Receiver(BaseHTTPRequestHandler):
    """Notes what came and answers by the mode."""

    count = 0

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        with (FOLDER / "got").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"headers": headers, "body": body, "path": self.path}) + "\n")
        Receiver.count += 1
        if MODE in ("slow", "hang"):
            time.sleep(3 if MODE == "slow" else 600)
        status = {"redirect": 302, "gone": 410}.get(MODE, 204)
        if MODE == "fail-twice" and Receiver.count <= FAILS:
            status = 503
        if MODE == "picky" and '"bad"' in body:
            status = 400
        self.send_response(200 if MODE == "huge" else status)
        if MODE == "redirect":
            self.send_header("Location", "/elsewhere")
        size = 50_000_000 if MODE == "huge" else 0
        self.send_header("Content-Length", str(size))
        self.end_headers()
        for _ in range(size // 65536):
            self.wfile.write(b"x" * 65536)

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
    (FOLDER / "port.draft").write_text(str(server.server_port))
    (FOLDER / "port.draft").rename(FOLDER / "port")
    server.serve_forever()
