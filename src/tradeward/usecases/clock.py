"""The clock's own hand: due moves made prompt. History does not depend on it (RULES §2, docs/decisions/time.md)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tradeward.domain.vocabulary import CLOCK
from tradeward.ledger import book
from tradeward.store import deadlines, transactions
from tradeward.store.deadlines import Owner
from tradeward.usecases import suspense, waiting, work

_LONGEST_FAULT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep did: owners caught up, busy ones left for the next time, ones that failed; `clear`: nothing due is left."""

    moved: int
    busy: int
    failed: int
    clear: bool


def sweep(*, at: datetime, since: datetime | None = None, most: int = 500) -> Swept:
    """Catch up every supplier, and every credit without an order, with something due before `at`, a transaction each.

    Nobody is waited for: whom somebody else has locked comes next time. One that fails does not stop the rest: it is noted, and
    tried again later and later (DESIGN §4). `since`: all that fell due before it is known to be made. Raises when not even the
    failure can be written down: then the database is in the way.
    """
    found = deadlines.due(since=since, before=at, most=most)
    stalled = bool(found.owners) and deadlines.stalled()
    moved = busy = failed = 0
    for owner in found.owners:
        try:
            done = _catch_up(owner, at, wait=False)
        except Exception as exc:
            failed += 1
            deadlines.stall(owner=owner, at=at, fault=f"{type(exc).__name__}: {exc}"[:_LONGEST_FAULT])
            continue
        moved, busy = moved + done, busy + (not done)
        if done and stalled:
            deadlines.move_on(owner=owner)
    if moved:
        waiting.pay(at=at)
    return Swept(moved=moved, busy=busy, failed=failed, clear=found.whole and not busy)


def run(*, at: datetime) -> int:
    """Make all that is due before `at`, waiting for whoever is busy; returns how many owners were caught up.

    For clocks moved by hand. A failure is raised, not noted.
    """
    done = 0
    before: list[Owner] = []
    while owners := deadlines.due(since=None, before=at, most=500).owners:
        assert owners != before, f"{owners[0]} is caught up and still due: its deadlines are not what its rows say"
        before = owners
        for owner in owners:
            _catch_up(owner, at, wait=True)
        done += len(owners)
    if done:
        waiting.pay(at=at)
    return done


def pay_waiting(*, at: datetime) -> int:
    """Pay the refunds that wait for the fund's cash, if there is any, whatever brought it (RULES §3); returns how many."""
    return waiting.pay(at=at)


def roll_up() -> int:
    """Fold the postings of hot accounts into their balances; returns how many accounts moved. No balance changes by it."""
    return book.roll_up()


def _catch_up(owner: Owner, at: datetime, *, wait: bool) -> bool:
    if owner.noun == "credit":
        suspense.catch_up(credit_id=owner.id, at=at)
        return True
    return _catch_up_supplier(supplier_id=owner.id, at=at, wait=wait)


@transactions.durable
def _catch_up_supplier(*, supplier_id: UUID, at: datetime, wait: bool) -> bool:
    if not wait and not deadlines.take(supplier_id=supplier_id):
        return False
    doing = work.Work.on(supplier_id=supplier_id, by=CLOCK, at=at, key=f"sweep:{at.isoformat()}")
    doing.catch_up(at=at)
    doing.record(at=at)
    return True
