"""The process between us and PostgreSQL: it stops the server when nobody uses it any more.

Run by path in an isolated interpreter (`python -I keeper.py HOME UID GID PROGRAM…`), so it must
import nothing but the standard library. Every user of the server holds a shared lock on
`users.lock`; the system drops it however the user dies, kill -9 included. The keeper waits for
the exclusive lock: having it means nobody is left. It keeps the lock until the server is down,
so that nobody can join a server that is leaving. If the keeper itself is killed, the server
gets SIGINT (a fast, clean shutdown) from the system.
"""

import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

PR_SET_PDEATHSIG = 1


def _spawn(home: Path, uid: int, gid: int, command: list[str]) -> subprocess.Popen[bytes]:
    keeper_id = os.getpid()

    def leave_with_keeper() -> None:
        # After the change of account, which would clear it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
        if os.getppid() != keeper_id:
            os._exit(1)

    with (home / "server.log").open("ab") as log:
        return subprocess.Popen(
            command,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=leave_with_keeper,
            user=uid if uid >= 0 else None,
            group=gid if uid >= 0 else None,
            extra_groups=[] if uid >= 0 else None,
        )


def _remove_socket_folder(home: Path) -> None:
    record = home / "socket-folder"
    if record.exists():
        shutil.rmtree(record.read_text("utf-8").strip(), ignore_errors=True)
        record.unlink()


def main(arguments: list[str]) -> int:
    """Start the server, wait until it is not needed or gone, and leave no trace of it."""
    home, uid, gid, command = (
        Path(arguments[0]),
        int(arguments[1]),
        int(arguments[2]),
        arguments[3:],
    )
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    users = (home / "users.lock").open("ab")
    server = _spawn(home, uid, gid, command)
    signal.signal(signal.SIGTERM, lambda *_: server.send_signal(signal.SIGINT))

    def stop_when_alone() -> None:
        fcntl.flock(users, fcntl.LOCK_EX)
        server.send_signal(signal.SIGINT)

    threading.Thread(target=stop_when_alone, daemon=True).start()
    code = server.wait()
    _remove_socket_folder(home)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
