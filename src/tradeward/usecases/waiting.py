"""Refunds that wait for the fund's cash are paid as soon as cash comes, whatever brought it, first come first (RULES §3)."""

from datetime import datetime
from uuid import UUID

from tradeward.domain import lives, refunding
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import funding
from tradeward.usecases import work

OURS = Actor(Role.REACTION)


def pay(*, at: datetime) -> int:
    """Pay the refunds that wait, the oldest first in each currency, as far as the fund's cash goes; returns how many were paid on.

    Each is paid in a transaction of its own, after the one that brought the cash: what breaks off in between goes on the next time.
    """
    paid, short = 0, set()
    for one in funding.waiting():
        if one.currency not in short:
            left = _pay(order_id=one.order_id, refund_id=one.id, minor=one.minor, at=at)
            paid += left < one.minor
            short |= {one.currency} if left else set()
    return paid


def _pay(*, order_id: UUID, refund_id: UUID, minor: int, at: datetime) -> int:
    """Pay one refund as far as there is cash; returns what of it still waits, in minor units."""

    def decide(done: work.Work) -> work.Answer:
        act = done.act("advance")
        left = refunding.pay_waiting(done.bundle, refund_id=refund_id, act=act)
        if left < minor:
            lives.note(done.bundle, "order", order_id, act=act)
        return {"left": str(left)}

    key = f"advance:{refund_id}:{minor}:{at.isoformat()}"
    return int(work.on_order(order_id=order_id, by=OURS, at=at, key=key, body={}, decide=decide)["left"])
