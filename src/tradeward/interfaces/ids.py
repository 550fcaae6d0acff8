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


_NOUNS = {prefix: noun for noun, prefix in vocabulary.PREFIXES.items()}


def read_any(shown: str) -> tuple[str, UUID]:
    """The noun and the UUID of an id of any noun. Refuses: as `read`."""
    noun = _NOUNS.get(shown.partition("_")[0])
    if noun is None:
        raise NotFound(UNKNOWN)
    return noun, read(noun, shown)
