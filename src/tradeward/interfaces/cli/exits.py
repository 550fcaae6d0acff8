"""What the commands answer to the shell, and how a failure becomes one line with a way out."""

import errno
import json
import sys
from typing import NamedTuple

from tradeward.domain.refusals import Refusal

OK = 0
RED = 1
"""A check or comparison that the command exists to make has failed."""
BAD_INPUT = 2
"""The input is refused; nothing was done."""
UNAVAILABLE = 3
"""The machine, the disk or the database is in the way."""
BUG = 70
"""A fault in Tradeward itself."""
INTERRUPTED = 130
CUT_OFF = 141
"""Whoever read the output went away (`| head`)."""

_DISK_WAYS_OUT = {
    errno.ENOSPC: "Free some space, or set TRADEWARD_HOME to a folder with room.",
    errno.EDQUOT: "Free some space, or set TRADEWARD_HOME to a folder with room.",
    errno.EROFS: "Set TRADEWARD_HOME to a folder that can be written.",
    errno.EACCES: "Give yourself the right to it, or set TRADEWARD_HOME to a folder of your own.",
    errno.EPERM: "Give yourself the right to it, or set TRADEWARD_HOME to a folder of your own.",
    errno.EMFILE: "Raise the limit of open files (`ulimit -n`).",
}
_DATABASE_WAY_OUT = "Check DATABASE_URL, or unset it to use the embedded database; `tradeward doctor` looks further."
_DATABASE_FAULTS = (
    ("psycopg", "OperationalError"),
    ("psycopg_pool", "PoolTimeout"),
    ("django.db.utils", "OperationalError"),
    ("django.db.utils", "InterfaceError"),
    ("django.core.exceptions", "ImproperlyConfigured"),
)


class Failure(NamedTuple):
    """A failure as the shell sees it: an exit code and one line; `kind` is for programs."""

    code: int
    kind: str
    line: str
    field: str | None = None


def failure(exc: Exception, *, given: frozenset[str] = frozenset()) -> Failure:
    """What to tell about `exc`; `given` are the words of the command line, so that a mistyped path is the asker's."""
    if isinstance(exc, Refusal):
        return Failure(BAD_INPUT, type(exc).__name__, " ".join(exc.reasons), exc.field)
    if isinstance(exc, OSError):
        return _of_system(exc, given=given)
    if isinstance(exc, _loaded_database_faults()):
        return Failure(UNAVAILABLE, "Unavailable", f"database: {_first_line(exc)} {_DATABASE_WAY_OUT}")
    told = f"{type(exc).__name__}: {_first_line(exc)}"
    return Failure(BUG, "Bug", f"a fault in tradeward: {told} Set TRADEWARD_DEBUG=1 for the traceback, and report it.")


def tell(told: Failure, *, as_json: bool) -> int:
    """Print `told` on standard error, as one line or as one JSON object; returns the exit code."""
    if as_json:
        answer = {"error": told.kind, "message": told.line, "field": told.field, "exit": told.code}
        print(json.dumps(answer, ensure_ascii=False), file=sys.stderr)
    else:
        print(f"tradeward: {told.line}", file=sys.stderr)
    return told.code


def _of_system(exc: OSError, *, given: frozenset[str]) -> Failure:
    if exc.errno is None:
        return Failure(UNAVAILABLE, "Unavailable", _first_line(exc))
    line = f"{exc.filename}: {exc.strerror}." if exc.filename is not None else f"{exc.strerror}."
    if str(exc.filename) in given:
        return Failure(BAD_INPUT, type(exc).__name__, f"{line} Name a file that can be read.", "file")
    return Failure(UNAVAILABLE, "Unavailable", f"{line} {_DISK_WAYS_OUT.get(exc.errno, 'See `tradeward doctor`.')}")


def _loaded_database_faults() -> tuple[type[Exception], ...]:
    """The database's own faults, of the libraries that were imported: a fault of any other cannot have been raised."""
    return tuple(getattr(sys.modules[module], name) for module, name in _DATABASE_FAULTS if module in sys.modules)


def _first_line(exc: Exception) -> str:
    text = (str(exc).strip().splitlines() or [type(exc).__name__])[0].rstrip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
