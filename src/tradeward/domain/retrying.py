"""When a message is sent again that its receiver did not take: soon at first, then later and later, for three days."""

import hashlib
from datetime import timedelta
from uuid import UUID

DELAYS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 30, 2 * 60, 10 * 60, 30 * 60, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 12 * 3600)
)
"""How long to wait after the first try, the second, and so on; after the last of them, as long again each time."""
PATIENCE = timedelta(days=3)
"""Since the first try: then a message is given up."""
JITTER_BP = 2000
"""A wait is up to so much shorter or longer, in basis points, so that what failed together does not come back together."""

_BASIS = 10_000
_RESTS_AFTER = 3
_SHORTEST_REST = timedelta(seconds=5)
_LONGEST_REST = timedelta(minutes=10)


def delay(*, id: UUID, tries: int) -> timedelta:
    """How long to wait after the `tries`-th try of delivery `id`. The jitter comes from both, so that it is the same each time."""
    drawn = int.from_bytes(hashlib.sha256(f"{id}\0{tries}".encode()).digest()[:8], "big") % (2 * JITTER_BP + 1)
    return DELAYS[min(tries, len(DELAYS)) - 1] * (_BASIS - JITTER_BP + drawn) // _BASIS


def rest(*, failures: int) -> timedelta:
    """How long a receiver is left alone that failed so often in a row, whatever else waits for it: two failures cost no rest."""
    if failures < _RESTS_AFTER:
        return timedelta()
    return min(_SHORTEST_REST * (1 << min(failures - _RESTS_AFTER, 10)), _LONGEST_REST)
