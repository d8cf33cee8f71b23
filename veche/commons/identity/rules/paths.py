"""Where a form may lead back to: a page of this town and nowhere else."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

PATH_LENGTH_MAX = 1000
# One slash and then neither slash nor backslash: browsers read both as another host's name.
_LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\x9f]*")


def local_path(text: str, otherwise: str) -> str:
    """The path when it stays on this host, else `otherwise`."""
    if len(text) > PATH_LENGTH_MAX or not _LOCAL_PATH.fullmatch(text):
        return otherwise
    try:
        parts = urlsplit(text)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else text
