"""The one way this gateway fails: a line for a person, with the way out."""

from typing import NoReturn


class Unavailable(OSError):
    """The database, its folder, its account or the disk is in the way; the text says which, and what to do."""


def unavailable(what: str, *, way_out: str) -> NoReturn:
    """Fail with one line: `what` is wrong, and the way out."""
    raise Unavailable(f"database: {what}. {way_out}")
