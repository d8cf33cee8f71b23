"""Prints codes where the server was started: for a developer at the terminal."""

from __future__ import annotations

import sys

from veche.commons.channels.rules import Message, masked


def send(message: Message) -> None:
    """Write the code to standard error; the address stays masked even here."""
    to = masked(message.channel, message.address)
    print(f"{to}: {message.code or message.subject}", file=sys.stderr, flush=True)
