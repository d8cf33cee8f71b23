"""`veche signer`, as a process of its own: `python -m veche.signer run FOLDER [--group NAME]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from veche.signer import client, server


def main() -> None:
    """One command."""
    parser = argparse.ArgumentParser(prog="veche.signer")
    verbs = parser.add_subparsers(dest="verb", required=True)
    running = verbs.add_parser("run", help="hold the keys of secret polls and sign")
    running.add_argument("folder", type=Path)
    running.add_argument("--group", default="", help="whose members may open the socket")
    rotating = verbs.add_parser("rotate", help="ask the running signer for a new kek")
    rotating.add_argument("folder", type=Path)
    given = parser.parse_args()
    if given.verb == "run":
        server.run(given.folder, given.group)
    else:
        print(client.rotate(given.folder / server.SOCKET))


if __name__ == "__main__":
    main()
