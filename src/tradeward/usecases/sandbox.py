"""The demo market: whether this database holds one, and its clock, which is moved forward by hand. Never in production."""

import time
from datetime import datetime, timedelta

from tradeward.domain.refusals import NotFound, RuleBroken
from tradeward.domain.vocabulary import Actor
from tradeward.store import sandbox, transactions
from tradeward.store.sandbox import Market
from tradeward.usecases import clock, work

FARTHEST = timedelta(days=3650)
"""How far ahead of the machine's clock a market may be moved."""
_PAUSE_MILLIS = 50
_MOST_SWEEPS = 2000


def market() -> Market | None:
    """The demo market of this database; None in production."""
    return sandbox.market()


def ahead() -> timedelta:
    """How far the demo market's clock is ahead of the machine's; nothing in production."""
    return sandbox.ahead()


@transactions.durable
def begin(*, at: datetime) -> None:
    """Note that a demo market is being made in this database."""
    sandbox.begin(at=at)


@transactions.durable
def end(*, at: datetime) -> None:
    """Note that the demo market is whole."""
    sandbox.end(at=at)


@transactions.durable
def move_clock(
    *,
    to: datetime | None = None,
    forward: timedelta | None = None,
    machine: datetime,
    by: Actor,
    at: datetime,
    key: str,
) -> work.Answer:
    """Move the market's clock to an instant, or forward by so much; `machine` is the machine's own now.

    Refuses: NotFound (no demo market), RuleBroken (not one of both, backwards, more than ten years ahead of the machine).
    """
    body = {"to": to, "forward": None if forward is None else str(forward)}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    found = sandbox.market()
    if found is None:
        raise NotFound("This is no demo market: its clock is the machine's.")
    if (to is None) == (forward is None):
        raise RuleBroken("say either to or forward", field="to")
    ahead = to - machine if to is not None else found.ahead + (forward or timedelta())
    if ahead < found.ahead:
        raise RuleBroken("the clock moves forward only: name a later instant", field="to")
    if ahead > FARTHEST:
        raise RuleBroken(f"the clock is moved at most {FARTHEST.days} days ahead of the machine's", field="to")
    answer: work.Answer = {"ahead_seconds": int(sandbox.move(ahead=ahead).total_seconds())}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


def sweep(*, at: datetime) -> tuple[int, int]:
    """Make all that is due before `at`, beside the worker; returns how many owners were caught up, and how many failed."""
    moved = failed = 0
    for _ in range(_MOST_SWEEPS):
        swept = clock.sweep(at=at)
        moved, failed = moved + swept.moved, failed + swept.failed
        if swept.clear and not swept.moved:
            break
        if swept.busy and not swept.moved:
            time.sleep(_PAUSE_MILLIS / 1000)
    return moved, failed
