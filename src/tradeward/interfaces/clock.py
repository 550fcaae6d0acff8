"""The one place that reads the clock: everywhere else `at` is an argument (RULES §2).

A demo market has a clock of its own, ahead of the machine's by what its database says, so that all processes agree.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_ahead: Callable[[], timedelta] | None = None


def now() -> datetime:
    """This instant, in UTC, to the microsecond; in a demo market, its own."""
    return machine() if _ahead is None else machine() + _ahead()


def machine() -> datetime:
    """This instant as the machine has it."""
    return datetime.now(UTC)


def follow(ahead: Callable[[], timedelta] | None) -> None:
    """From now on this process's clock is ahead of the machine's by what `ahead` says; None: it is the machine's."""
    global _ahead
    _ahead = ahead
