"""The operator's exchange rates (RULES §7)."""

from dataclasses import dataclass
from datetime import datetime

from tradeward.domain.vocabulary import Actor
from tradeward.store.models import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What one unit of a currency is worth in another from an instant on, and where that comes from."""

    from_currency: str
    to_currency: str
    rate: str
    source: str
    since: datetime


def listed(viewer: Actor) -> list[Published]:
    """Every rate ever set, pair by pair, oldest first; everybody may read it."""
    found = Rate.objects.order_by("from_currency", "to_currency", "since")
    return [
        Published(
            from_currency=one.from_currency, to_currency=one.to_currency, rate=f"{one.rate.normalize():f}",
            source=one.source, since=one.since,
        )
        for one in found
    ]  # fmt: skip
