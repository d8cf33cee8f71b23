"""What scripts that run apart from any page may reach: a worker has the policy of its own file."""

from __future__ import annotations

from collections.abc import MutableMapping

# Reads published logs of ballot boxes, wherever their mirrors are, and knows nothing to give away.
RECOUNT = "secret-recount-worker-"
_POLICY = "default-src 'none'; connect-src https: http:"


def add_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Called by WhiteNoise for each static file, once."""
    if RECOUNT in url:
        headers["Content-Security-Policy"] = _POLICY
