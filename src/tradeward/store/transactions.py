"""One transaction for one use case: whole or not at all, again after a deadlock, refused as busy after a long wait."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

from tradeward.store.faults import Busy

P = ParamSpec("P")
T = TypeVar("T")

_TRIES = 4
_DEADLOCK = "40P01"
_LOCK_TIMEOUT = "55P03"


def durable(act: Callable[P, T]) -> Callable[P, T]:
    """`act` in a transaction of its own, which is committed when `act` returns.

    A deadlock is no error of the caller's: what it asked is played again from the start, since nothing of it was done.
    Refuses: Busy (a lock was waited for in vain), OutcomeUnknown (nobody vouches for the COMMIT).
    """

    @wraps(act)
    def whole(*args: P.args, **said: P.kwargs) -> T:
        for left in reversed(range(_TRIES)):
            try:
                with transaction.atomic(durable=True):
                    return act(*args, **said)
            except OperationalError as error:
                state = getattr(error.__cause__, "sqlstate", None)
                if state == _DEADLOCK and left:
                    continue
                if state in (_DEADLOCK, _LOCK_TIMEOUT):
                    raise Busy from error
                raise
        raise AssertionError("the last try returns or raises")

    return whole
