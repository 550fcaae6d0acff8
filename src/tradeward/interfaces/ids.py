"""Ids as people see them: a prefix and 32 hexadecimal digits, read back at every door alike."""

from uuid import UUID

from tradeward.domain import vocabulary
from tradeward.domain.refusals import UNKNOWN, NotFound


def read(noun: str, shown: str) -> UUID:
    """The UUID in an id as it is shown. Refuses: NotFound, as for an id that nobody has."""
    prefix, _, digits = shown.partition("_")
    try:
        found = UUID(digits)
    except ValueError:
        raise NotFound(UNKNOWN) from None
    if prefix != vocabulary.PREFIXES[noun] or found.hex != digits:
        raise NotFound(UNKNOWN)
    return found
