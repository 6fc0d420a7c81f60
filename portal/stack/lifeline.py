"""Ties a process to its parent: when the parent dies, even by SIGKILL, the child is told."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def lifeline(signum: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """A function to call in a new child, which then gets `signum` at its parent's death.

    The parent is the thread that starts the child, so start children from the main thread.
    Elsewhere than on Linux nothing is tied, and only an orderly stop ends the children.
    """
    parent = os.getpid()

    def tie() -> None:
        if not sys.platform.startswith("linux"):
            return
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signum))
        if os.getppid() != parent:  # it died before we were tied to it
            os.kill(os.getpid(), signum)

    return tie
