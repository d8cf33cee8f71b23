"""Receives events of a town and believes only those that it has signed.

The secret lies in a file that only you may read: python3 example_webhook.py 8080 secret.txt
"""

import base64
import hmac
import json
import sys
import time
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

SECRET = Path(sys.argv[2]).read_text().strip()
OLDEST_SECONDS = 300
LONGEST_BYTES = 1_000_000
seen: set[str] = set()


def is_genuine(headers: "Message[str, str]", body: bytes, secret: str) -> bool:
    """Whether the town has signed exactly this, and not long ago."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    number, second = headers["webhook-id"], headers.get("webhook-timestamp", "0")
    if abs(time.time() - int(second)) > OLDEST_SECONDS:
        return False
    mac = hmac.digest(key, f"{number}.{second}.".encode() + body, "sha256")
    expected = "v1," + base64.b64encode(mac).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(expected, one) for one in given)


class Receiver(BaseHTTPRequestHandler):
    """Says 204 to what is genuine, 400 to the rest; a repeat is taken and does nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers["Content-Length"]), LONGEST_BYTES))
        if not is_genuine(self.headers, body, SECRET):
            self.send_error(400)
            return
        if self.headers["webhook-id"] not in seen:
            seen.add(self.headers["webhook-id"])
            event = json.loads(body)
            print(event["type"], event["data"], flush=True)
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
