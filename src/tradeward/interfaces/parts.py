"""What the parts of a running service share with their supervisor: they say when they are ready, and never outlive it."""

import ctypes
import os
import signal
import sys
from contextlib import suppress

READY = "TRADEWARD_READY_FD"
_PR_SET_PDEATHSIG = 1


def supervised() -> bool:
    """Whether a supervisor started this process."""
    return READY in os.environ


def end_with_parent(*, by: int = signal.SIGTERM) -> None:
    """Where the kernel can do it (Linux), end when the process that started this one dies, even by kill -9."""
    if sys.platform != "linux" or not supervised():
        return
    parent = os.getppid()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, by)
    if os.getppid() != parent:  # it died before the kernel knew
        os.kill(os.getpid(), by)


def say_ready() -> None:
    """Tell the supervisor, if there is one, that this part works."""
    told = os.environ.get(READY, "")
    if told.isdigit():
        with suppress(OSError):
            os.write(int(told), b"1")
            os.close(int(told))
