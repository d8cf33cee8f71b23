"""Stands in for push services and messengers, as a process of its own: `stand_in.py FOLDER`.

It writes its port into FOLDER/port and each request as one line of JSON into FOLDER/got. What it
answers stands in FOLDER/answer (a line of JSON: status, body and path, "" for any path), by default
201 and {}.
"""

from __future__ import annotations

import base64
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

FOLDER = Path(sys.argv[1])


class StandIn(BaseHTTPRequestHandler):
    """Notes what came and answers as it was told."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = {
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": base64.b64encode(body).decode(),
        }
        with (FOLDER / "got").open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")
        answer = FOLDER / "answer"
        status, said, only = json.loads(answer.read_text()) if answer.exists() else (201, {}, "")
        if only and only != self.path:
            status, said = 201, {}
        raw = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


with HTTPServer(("127.0.0.1", 0), StandIn) as server:
    (FOLDER / "port.draft").write_text(str(server.server_port))
    (FOLDER / "port.draft").rename(FOLDER / "port")
    server.serve_forever()
