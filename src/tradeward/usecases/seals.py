"""The ends of all journals, sealed into one tree: a chain that is rewritten whole no longer fits what was sealed (DESIGN §4)."""

from datetime import datetime

from tradeward.domain.merkle import Peaks
from tradeward.store import seals, transactions


@transactions.durable
def seal(*, at: datetime) -> int:
    """Append to the tree the end of every journal that grew since the last time, and keep the new head; how many there were.

    Whoever is at work now comes the next time. The tree only grows, so that a head once told stays provable (RFC 9162).
    """
    last = seals.last(lock=True)
    peaks, since = (last.peaks, last.upto) if last else (Peaks(), 0)
    upto = seals.ended()
    leaves = seals.fresh(since=since, upto=upto, number=peaks.size)
    if leaves:
        seals.add(leaves=leaves, peaks=peaks.grown(one.data for one in leaves), upto=upto, at=at)
    return len(leaves)
