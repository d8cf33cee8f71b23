"""Keys for programs: what one looks like, and what it may be good for. Pure."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

# What the API does for one person. Nothing of the office and nothing of the ways in is here.
READ_OWN, READ_DATA, VOTE, RATE = "own:read", "data:read", "vote", "rate"
WRITE, REPORT, SUPPORT, HELP = "write", "report", "support", "help"
SCOPES = (READ_OWN, READ_DATA, VOTE, RATE, WRITE, REPORT, SUPPORT, HELP)

# Scanners of published code look for this beginning; the handle is what its owner knows it by.
MARK = "veche_"
HANDLE_LENGTH, SECRET_LENGTH = 8, 43
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_FORM = re.compile(rf"{MARK}([a-z0-9]{{{HANDLE_LENGTH}}})_([A-Za-z0-9_-]{{{SECRET_LENGTH}}})")


@dataclass(frozen=True)
class TokenText:
    """The key as it is shown once: `handle` finds it, the whole of it proves it."""

    handle: str
    whole: str


def new_token() -> TokenText:
    """A fresh key: 256 random bits behind a handle."""
    handle = "".join(secrets.choice(_LETTERS) for _ in range(HANDLE_LENGTH))
    return TokenText(handle, f"{MARK}{handle}_{secrets.token_urlsafe(32)}")


def read_token(text: str) -> TokenText | None:
    """What somebody sent, when it looks like a key of ours."""
    found = _FORM.fullmatch(text)
    return TokenText(found[1], text) if found else None


def read_scopes(words: list[str]) -> tuple[str, ...]:
    """Known scopes in their own order; ValueError for none or an unknown one."""
    if not words or set(words) - set(SCOPES):
        raise ValueError("scopes")
    return tuple(scope for scope in SCOPES if scope in words)
