"""Ties between processes: a child leaves with its parent, whatever happened to the parent."""

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def leave_with(parent_id: int, how: int = signal.SIGKILL) -> None:
    """Ask the system to send us `how` when the parent dies, be it by kill -9.

    The wish is not inherited: each process asks for itself, after its start.
    """
    _libc.prctl(PR_SET_PDEATHSIG, how, 0, 0, 0)
    if os.getppid() != parent_id:
        # The parent was gone before we asked.
        os.kill(os.getpid(), how)
